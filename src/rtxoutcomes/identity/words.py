"""Numbers that identify a person within the words of a text: codes, accounts, records, ages.

Texts are folded before: digits are 0 to 9, and letters have one form.
"""

import re

from rtxoutcomes.identity.marks import AGE, BANK_ACCOUNT, RECORD_NUMBER, Mark
from rtxoutcomes.identity.numbers import national_code

# The length of an account number (ISO 13616) by its country.
_IBAN_LENGTHS = dict(
    re.findall(
        r"([A-Z]{2})([0-9]{2})",
        "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29"
        "ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IR26IS26IT27JO30KW30"
        "KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28"
        "PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24"
        "XK20YE30",
    )
)
_IBAN = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{2})[ -]?([0-9]{2})(?=[ -]?[A-Za-z0-9])")
_ACCOUNT_OF_IRAN = re.compile(r"(?<![A-Za-z0-9])[0-9]{24}(?![A-Za-z0-9])")
# Ten digits, also as printed on the card: 008-457594-8.
_NATIONAL = re.compile(
    r"(?<![A-Za-z0-9])(?<![0-9][.,/-])([0-9]{10}|[0-9]{3}-[0-9]{6}-[0-9])(?![A-Za-z0-9]|[.,/-][0-9])"
)
_RECORD_WORDS = frozenset(
    (
        *("file", "code", "id", "national", "record", "chart", "hospital", "nid", "mrn"),
        *("پرونده", "کد", "کدملی", "ملی", "شماره"),
    )
)
_WORDS_BEFORE, _WORDS_AFTER = 3, 2
_NUMBER = r"[0-9](?:-?[0-9]){2,}"
_RECORD_NUMBER = re.compile(
    r"(?<!\w)(?:mrn|uhid|(?:patient|hospital) ?id|(?:hospital|record|file|chart|admission|mr) ?"
    rf"(?:number|num|no\.?|nr\.?|id|\#))(?: is)?\W{{0,3}}(?:[a-z]{{1,3}}-?)?{_NUMBER}",
    re.IGNORECASE,
)
_COUNTED = (
    "mg|mcg|\u03bcg|ug|ng|pg|g|kg|ml|dl|l|iu|u|units?|cells?|copies|steps?|mm|cm|m|times|x|days?|"
    "weeks?|months?|years?|hours?|h|minutes?|min|seconds?|sec|s|ms|hz|bpm|rpm|mmhg|kcal|calories|"
    "patients?|visits?|pages?|events?|reports?|entries|items?|points?|drops?|kb|mb|bytes"
)
_RECORD_ALONE = re.compile(
    r"(?<!\w)(?:file|chart|record|hospital)\W{0,3}(?P<number>[0-9]+(?:-[0-9]+)*)"
    rf"(?![\w%/]|[.,][0-9])(?! ?(?:{_COUNTED})(?!\w))",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_FEWEST_ALONE = 4
_PERSIAN_RECORD = re.compile(
    r"(?<!\w)پرونده(?: شماره)?\W{0,3}"
    rf"{_NUMBER}(?![0-9])(?! ?(?:بیمار|نفر|مورد))"
)
# A range or a limit of ages is nobody's: "18 to 95 years old", "over 90 years old".
_RANGE = "".join(
    rf"(?<!{word} )"
    for word in ("to", "and", "or", "than", "over", "under", "above", "below", "least")
)
_NO_LIMIT = r"(?<![0-9.,/\-<>\u2264\u2265])(?<![<>\u2264\u2265] )"
_OLD = rf"{_NO_LIMIT}{_RANGE}(?:9[0-9]|1[0-4][0-9])(?:\.[0-9])?"
_OTHER_UNITS = "d|days?|h|hours?|weeks?|wks?|months?|mo|min|minutes?|kg"
_NOT_YEARS = rf"(?![\w%]|[.,/][0-9]| ?(?:%|(?:{_OTHER_UNITS})(?!\w)))"
_PEOPLE = (
    "(?:wo)?m[ae]n|male|female|patient|lady|gentleman|person|"
    "(?:grand)?(?:mother|father)|wife|husband"
)
_TENS = "(?:ninety|(?:a|one) hundred)(?:[ -](?:and )?[a-z]{3,5})?"
_AGES = re.compile(
    rf"{_OLD}[- ]?(?:years?|yrs?|y)\.?[- ]?(?:old|of age)(?!\w)|{_OLD}[- ]?y[./]? ?o(?!\w)"
    rf"|(?<!\w){_TENS}[- ]years?[- ]old(?!\w)"
    rf"|(?<!\w)aged?(?: of| is| was)?\W{{1,2}}{_OLD}{_NOT_YEARS}"
    rf"|(?<!\w)(?:{_PEOPLE})\W{{1,2}}(?:(?:of|is|was|aged) )?{_OLD} ?(?:years?|yrs?)(?!\w)"
    rf"|(?<!\w)(?:{_PEOPLE}) of {_OLD}{_NOT_YEARS}"
    rf"|{_OLD} ?سال(?:ه|گی| سن)(?!\w)"
    rf"|(?<!\w)سن\W{{1,2}}{_OLD}(?![0-9])",
    re.IGNORECASE,
)


def personal_number(text: str) -> Mark | None:
    """A bank account, a record number or an age above 89 within a text."""
    if not any(c.isdigit() for c in text):
        return AGE if _AGES.search(text) else None
    if _holds_account(text):
        return BANK_ACCOUNT
    if _holds_record_number(text):
        return RECORD_NUMBER
    return AGE if _AGES.search(text) else None


def holds_national_code(text: str, *, allowed: bool = False) -> bool:
    """Whether a text holds ten digits with the check digit of a national code.

    One in eleven random numbers has it. `allowed`: such numbers are something else in this column,
    unless a word such as `code` or `file` is next to them.
    """
    found = (m for m in _NATIONAL.finditer(text) if national_code(m[1].replace("-", "")))
    return any(not allowed or _beside_record_word(text, match) for match in found)


def _beside_record_word(text: str, match: re.Match[str]) -> bool:
    before = re.findall(r"[^\W_]+", text[: match.start()].casefold())[-_WORDS_BEFORE:]
    after = re.findall(r"[^\W_]+", text[match.end() :].casefold())[:_WORDS_AFTER]
    return not _RECORD_WORDS.isdisjoint([*before, *after])


def _holds_account(text: str) -> bool:
    if any(_is_account(f"IR{digits}") for digits in _ACCOUNT_OF_IRAN.findall(text)):
        return True
    for match in _IBAN.finditer(text):
        length = int(_IBAN_LENGTHS.get(match[1].upper(), 0))
        kept, place = "", match.start()
        while (
            place < len(text)
            and len(kept) < length
            and (text[place].isalnum() or text[place] in " -")
        ):
            kept += text[place] if text[place].isalnum() else ""
            place += 1
        if len(kept) == length > 0 and not text[place : place + 1].isalnum() and _is_account(kept):
            return True
    return False


def _is_account(account: str) -> bool:
    """Whether the check digits are right: modulo 97, with letters as 10 to 35 (ISO 7064)."""
    moved = account[4:] + account[:4]
    if not (moved.isascii() and moved.isalnum()):
        return False
    return int("".join(str(int(c, 36)) for c in moved)) % 97 == 1


def _holds_record_number(text: str) -> bool:
    if _RECORD_NUMBER.search(text) or _PERSIAN_RECORD.search(text):
        return True
    numbers = (match["number"] for match in _RECORD_ALONE.finditer(text))
    return any(
        len(number.replace("-", "")) >= _FEWEST_ALONE and not _YEAR.fullmatch(number)
        for number in numbers
    )
