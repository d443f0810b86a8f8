"""Names of columns that hold identifying values, by entire words.

A column that a study declares is never judged by its name: it may be called `channel_name`.
"""

import re

from rtxoutcomes.identity.folding import fold

_WORDS = (
    "name|names|surname|surnames|forename|firstname|lastname|fullname|familyname|"
    "initials|phone|phones|telephone|mobile|tel|fax|cellphone|email|emails|mail|"
    "address|addresses|street|postcode|postalcode|zip|zipcode|city|dob|birth|"
    "birthday|birthdate|mrn|national|nationalid|nid|passport|ssn|insurance|username|"
    "handle|telegram|instagram|url|ip|gps|lat|latitude|lon|longitude|photo|note|"
    "notes|comment|comments|remark|remarks|"
    "نام|تلفن|موبایل|همراه|آدرس|نشانی|ایمیل|کدملی|فامیل|فامیلی|توضیحات|یادداشت"
)
# Words that identify only in combination.
_PHRASES = (
    "skype id|whatsapp id|user id|hospital number|record number|file number|id card|"
    "نام خانوادگی|کد ملی|شماره ملی|تاریخ تولد|شماره پرونده|شماره تماس|کد پستی"
)
_IDENTIFYING = re.compile(rf" (?:{_WORDS}|{_PHRASES}) ")
_CASE_CHANGE = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_BREAKS = re.compile(r"[\W_]+")


def names_somebody(header: str) -> bool:
    """Whether a word of the name denotes something that identifies a person.

    Words end at `_`, `-`, a space, other punctuation and a change of case, not at a digit:
    `ip10` is a score.
    """
    folded = fold(header.replace("\u200c", " "))
    return _named(folded) or _named(_CASE_CHANGE.sub(" ", folded))


def _named(text: str) -> bool:
    words = [w for w in _BREAKS.split(text.casefold()) if w]
    return _IDENTIFYING.search(f" {' '.join(words)} ") is not None
