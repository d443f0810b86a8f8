"""Texts that may identify somebody, by their shape.

There is no dictionary of names: it would refuse half of all words. The caller decides which
columns are judged; a value that a declared column allows is not.
"""

import ipaddress
import re
from pathlib import PurePath

from rtxoutcomes.identity.folding import fold
from rtxoutcomes.identity.marks import (
    DATE,
    EMAIL,
    HANDLE,
    IP,
    LOCATION,
    NAME,
    NATIONAL_ID,
    URL,
    Mark,
    masked,
)
from rtxoutcomes.identity.numbers import phone_mark
from rtxoutcomes.identity.words import holds_national_code, personal_number

# Words, short numbers and short codes identify nobody; most cells are of this kind.
_HARMLESS = re.compile(r"[a-z]{0,24}|[A-Za-z]{1,3}-?[0-9]{1,7}|[0-9]{1,7}(?:\.[0-9]{1,7})?")
_ENGLISH_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    "sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_PERSIAN_MONTHS = (
    "فروردین|اردیبهشت|خرداد|تیر|مرداد|امرداد|شهریور|مهر|آبان|آذر|دی|بهمن|اسفند|"
    "ژانویه|فوریه|مارس|آوریل|مه|ژوئن|ژوئیه|اوت|سپتامبر|اکتبر|نوامبر|دسامبر"
)
_MONTHS = f"(?:{_ENGLISH_MONTHS}|{_PERSIAN_MONTHS})"
_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:1[2-4][0-9]{2}|1[89][0-9]{2}|20[0-9]{2})"
_YEAR_FIRST = re.compile(rf"(?<![0-9])({_YEAR})([-/.]){_MONTH}\2{_DAY}(?![0-9])")
_YEAR_LAST = re.compile(
    rf"(?<![0-9.])(?:{_DAY}([-/.]){_MONTH}\1|{_MONTH}([-/.]){_DAY}\2){_YEAR}(?![0-9])"
)
_SHORT_YEAR = re.compile(
    r"(?<![0-9.])(?:(?:0[1-9]|[12][0-9]|3[01])([-.])(?:0[1-9]|1[0-2])\1[0-9]{2}"
    rf"|(?:{_DAY}/{_MONTH}|{_MONTH}/{_DAY})/[0-9]{{2}})(?![0-9.])"
)
_NAMED_MONTH = re.compile(
    rf"(?<!\w)(?:{_DAY}(?:st|nd|rd|th)?[-/. ]{{1,2}}{_MONTHS}|{_MONTHS}[-/. ]{{1,2}}{_DAY})(?!\w)",
    re.IGNORECASE,
)
_NAMED_FULL = re.compile(
    rf"(?<!\w)(?:{_DAY}[-/. ]{{1,2}}{_MONTHS}|{_MONTHS}[-/. ]{{1,2}}{_DAY})"
    rf",?[-/. ]{{1,2}}{_YEAR}(?!\w)",
    re.IGNORECASE,
)
_FULL_DATES = (_YEAR_FIRST, _YEAR_LAST, _SHORT_YEAR, _NAMED_FULL)
_HANDLE = re.compile(
    r"(?<!\w)(?:8:)?live:[\w.]|\.cid\.[0-9a-f]|@(?:s\.whatsapp\.net|[cg]\.us)(?!\w)"
    r"|(?<!\w)(?:wa|t)\.me/|(?:^|(?<=[\s,;(\[]))@[^\W\d][\w.]+(?![\w.(])",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"[^\s@,;<>()]@[^\s@,;<>()]+\.[^\W\d_]{2,}")
_URL = re.compile(r"(?<!\w)(?:[a-z][a-z0-9+.-]*://|www\.)", re.IGNORECASE)
_IPV4 = re.compile(r"(?<![0-9.])(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\.(?!$)|(?![0-9.]))){4}")
_IPV6 = re.compile(r"(?<![\w:.])[0-9A-Fa-f:.]{3,45}(?![\w:])")
_SSN = re.compile(r"(?<![0-9-])[0-9]{3}-[0-9]{2}-[0-9]{4}(?![0-9-])")
_NATIONAL_HINT = re.compile(
    r"(?:کد ?ملی|national (?:id|code|number)|ssn)\W{0,3}[0-9]{6,}", re.IGNORECASE
)
_COORDINATES = re.compile(r"(?<![0-9.])-?[0-9]{1,3}\.[0-9]{3,}[,;]? ?-?[0-9]{1,3}\.[0-9]{3,}")
_POSTCODE = re.compile(
    r"(?<!\w)(?:[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}"
    r"|[0-9]{5}-[0-9]{4}|[0-9]{5}-[0-9]{5}|[A-Z]{2} [0-9]{5})(?![\w-])"
)
_POSTCODE_ALONE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")
_ADDRESS = re.compile(
    r"(?<!\w)[0-9]+[a-z]?,? (?:\w+ ){1,3}"
    r"(?:street|st|avenue|ave|road|rd|lane|boulevard|blvd|square)(?!\w)"
    r"|(?<!\w)(?:خیابان|کوچه|پلاک|بلوار)(?!\w)",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z'-]+[ .,-]+[A-Z][A-Za-z'-]+")
_TITLE = re.compile(
    r"(?<!\w)(?:(?:[Mm]rs?|[Dd]r|[Pp]rof)\.? +[^\W\d_]|Ms\.? +[A-Z][a-z]|Miss [A-Z])"
)
_PERSIAN_TITLE = re.compile(r"(?<!\w)(?:آقای|خانم|دکتر)(?!\w)")
_TWO_NAMES = re.compile(r"(?<!\w)([^\W\d_])[^\W\d_]+, ?([^\W\d_])[^\W\d_]+(?!\w)")


def value_mark(text: str, *, numeric: bool = False) -> Mark | None:
    """The first rule of identity that a text meets, or None.

    `numeric`: the column holds numbers. A bare run of digits is then a number, and a day and month
    without a year are a number that a spreadsheet converted.
    """
    if _HARMLESS.fullmatch(text):
        return None
    folded = fold(text).strip()
    if numeric and folded.isdigit():
        return None
    return _network(folded) or _date(folded, numeric) or phone_mark(folded) or _person(folded)


def text_mark(text: str, *, numbers_allowed: bool = False) -> Mark | None:
    """The same for a text that is kept: one number with the check digit of a national code is one.

    `numbers_allowed`: ten-digit numbers are something else here, unless neighbouring words say
    that they are not.
    """
    mark = value_mark(text)
    if mark is None and holds_national_code(fold(text), allowed=numbers_allowed):
        return NATIONAL_ID
    return mark


def name_mark(name: str) -> Mark | None:
    """The first rule of identity that the name of a file or folder meets; `_` separates words."""
    return value_mark(name.replace("_", " "))


def safe_name(name: str) -> str:
    """The name of a file as messages may print it: `a file` where it may identify somebody.

    Names of people have no shape of their own. Two words with capitals, and words of another script
    than Latin, are not printed.
    """
    words = name.replace("_", " ")
    may_be_person = _CAPITALS.search(fold(words)) or not name.isascii()
    return "a file" if may_be_person or name_mark(name) else name


def shown_path(path: PurePath) -> str:
    """A path as it was typed, with parts that may identify somebody masked."""
    marks = [(part, name_mark(part)) for part in path.parts]
    return str(PurePath(*(masked(mark, part) if mark else part for part, mark in marks)))


def _network(text: str) -> Mark | None:
    if _HANDLE.search(text):
        return HANDLE
    if _EMAIL.search(text):
        return EMAIL
    if _URL.search(text):
        return URL
    return IP if _IPV4.search(text) or any(map(_is_ipv6, _IPV6.findall(text))) else None


def _is_ipv6(token: str) -> bool:
    try:
        return ipaddress.IPv6Address(token).packed.count(0) < 16
    except ValueError:
        return False


def _date(text: str, numeric: bool) -> Mark | None:
    complete = any(kind.search(text) for kind in _FULL_DATES)
    return DATE if complete or (not numeric and _NAMED_MONTH.search(text)) else None


def _person(text: str) -> Mark | None:
    if _SSN.search(text) or _NATIONAL_HINT.search(text):
        return NATIONAL_ID
    if (number := personal_number(text)) is not None:
        return number
    if _is_place(text):
        return LOCATION
    return NAME if _is_name(text) else None


def _is_place(text: str) -> bool:
    searched = (_COORDINATES, _POSTCODE, _ADDRESS)
    return any(kind.search(text) for kind in searched) or bool(_POSTCODE_ALONE.fullmatch(text))


def _is_name(text: str) -> bool:
    if _TITLE.search(text) or _PERSIAN_TITLE.search(text):
        return True
    return any(a.isupper() and b.isupper() for a, b in _TWO_NAMES.findall(text))
