"""One cell of text: its shape, why it is refused, and how much of it may be shown."""

import re
from dataclasses import dataclass
from difflib import get_close_matches

from rtxoutcomes.identity import (
    Mark,
    fold,
    looks_like_mobile,
    masked,
    plain_kind,
    text_mark,
    value_mark,
)
from rtxoutcomes.identity.marks import FREE_TEXT, NATIONAL_ID, RECORD_NUMBER
from rtxoutcomes.validate.alphabets import ALPHABET, Stranger, stranger
from rtxoutcomes.validate.numbers import NUMBER, number_fault
from rtxoutcomes.validate.plain_words import are_plain
from rtxoutcomes.validate.schema import Field
from rtxoutcomes.wording import unfit_character

YES_NO = {"1": True, "0": False, "true": True, "false": False, "yes": True, "no": False}
_INITIALS = {"y": "yes", "n": "no", "t": "true", "f": "false"}
LONGEST_ID = 32
# Words for a missing value; in a column of text only those that cannot be a term.
_MISSING = frozenset(["na", "n/a", "n.a.", "null", "nan", "-", "--", "?", "."])
_MISSING_WORDS = _MISSING - {"nan"} | {"none", "missing", "unknown", "nd", "not done", "نامشخص"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_RECORD = re.compile(r"[0-9]{6,10}")
_SENTENCE = re.compile(r"[.!?؟](?:\s+\S|\s*$)")
_OTHER_NUMBER = (
    "delete it; if such numbers are something else in this column: --allow-number "
    "TABLE.COLUMN=REASON"
)
_SHORT_NUMBER = re.compile(r"[<>]?[+-]?[0-9]+([.,][0-9]*)?")
_SHORT_CODE = re.compile(r"[A-Z0-9]{1,6}")
_MOST_DIGITS = 7
_MOST_WORDS = 8
_MOST_CHARACTERS = 100
_WORDS_OF_A_SENTENCE = 4


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a cell is refused: name and wording of the rule (without a subject), a remedy, the value
    as far as it may be shown, and the values that there are."""

    rule: str
    must: str
    remedy: str
    value: str
    choices: str = ""


def refused_by_identity(mark: Mark, text: str, remedy: str = "") -> Refusal:
    """A refusal that shows only the kind and length of the text."""
    advice = remedy or "delete it; a cohort holds nothing that identifies somebody"
    return Refusal(mark.rule, f"must hold no {mark.kind}", advice, masked(mark, text))


def text_refusal(
    text: str, *, coded: bool = False, numbers_allowed: bool = False
) -> Refusal | None:
    """What is wrong with a cell of a declared column of text; None if it is valid.

    `coded`: the column holds serial numbers, one of which may look like a mobile number or like a
    national code. `numbers_allowed`: as of `Field`.
    """
    if text.isalpha() and text.isascii() and len(text) > 2 and text != "nan":
        return None
    if coded:
        mark = (
            None if looks_like_mobile(text) else words_mark(text, numbers_allowed=numbers_allowed)
        )
    else:
        mark = text_mark(text, numbers_allowed=numbers_allowed)
    if mark is not None:
        advice = "" if numbers_allowed or mark != NATIONAL_ID else _OTHER_NUMBER
        return refused_by_identity(mark, text, advice)
    faulty = form_refusal(text)
    if faulty is None and text.strip().casefold() in _MISSING:
        faulty = _missing_word(text)
    if faulty is None and is_free_text(text):
        faulty = refused_by_identity(FREE_TEXT, text, "write a short term instead")
    return faulty


def words_mark(text: str, *, numbers_allowed: bool = False) -> Mark | None:
    """The rule of identity that a text meets where a bare number is judged with its column.

    It may be a serial number, or a national code.
    """
    if fold(text).strip().isdigit():
        return value_mark(text)
    return text_mark(text, numbers_allowed=numbers_allowed)


def form_refusal(text: str) -> Refusal | None:
    """A formula, an invisible character or outer spaces, which no column may hold."""
    if text.startswith(_FORMULA) and not NUMBER.fullmatch(text) and text.strip("-"):
        must, remedy = "must not begin as a formula does", "type the value instead of the formula"
        return Refusal("text.formula", must, remedy, plain_kind(text))
    if unfit_character(text):
        must = "must be plain text without control characters or invisible marks"
        return Refusal("text.control", must, "type it again", plain_kind(text))
    if text != text.strip():
        must = "must have no spaces around it"
        return Refusal("text.spaces", must, "delete the spaces", plain_kind(text))
    return None


def is_free_text(text: str) -> bool:
    """Whether a cell holds sentences rather than a term."""
    words = len(text.split())
    sentence = words >= _WORDS_OF_A_SENTENCE and _SENTENCE.search(text) is not None
    return sentence or words > _MOST_WORDS or len(text) > _MOST_CHARACTERS


def shape_refusal(text: str, field: Field, *, national: bool = False) -> Refusal:
    """Why a cell of a column that is not text does not have the shape of its kind.

    `national`: the column was judged to hold national codes.
    """
    numeric = field.kind in ("number", "whole")
    mark = value_mark(text, numeric=True) if numeric else words_mark(text)
    if field.kind == "id" and mark is None and _RECORD.fullmatch(text):
        mark = NATIONAL_ID if national else RECORD_NUMBER
    if mark is not None:
        return refused_by_identity(mark, text, _identity_remedy(mark, field))
    faulty = form_refusal(text)
    if faulty is not None:
        return faulty
    if text.casefold() in _MISSING_WORDS and field.kind != "id":
        return _missing_word(text)
    if field.kind in ("id", "category") and (letter := stranger(text)) is not None:
        return _of_another_alphabet(text, field, letter)
    rule, must, remedy = _kind_words(text, field)
    choices = f"allowed: {', '.join(field.allowed)}" if field.kind == "category" else ""
    choices = (
        "allowed: 1/0, true/false or yes/no, in lower case" if field.kind == "yes_no" else choices
    )
    return Refusal(rule, must, remedy, displayed(text, field), choices)


def _of_another_alphabet(text: str, field: Field, letter: Stranger) -> Refusal:
    must = f"must be in Latin letters; letter {letter.place} is {letter.name}"
    known = letter.meant in field.allowed
    remedy = f"type it again{f': {letter.meant}' if known else ''}"
    return Refusal(ALPHABET, must, remedy, plain_kind(text))


def _identity_remedy(mark: Mark, field: Field) -> str:
    if mark.rule == "phi.value.date":
        return (
            "times are months since the first infusion, never dates; if a spreadsheet made a date "
            "of a number, format the column as text and type the number again"
        )
    if field.kind == "id":
        return "use the pseudonym of the study, not a number or a name of the person"
    return ""


def _missing_word(text: str) -> Refusal:
    must = "must be empty where the value is missing"
    remedy = "empty the cell, or declare the word in the study file: [reading] missing_tokens"
    return Refusal("value.missing_word", must, remedy, text)


def _kind_words(text: str, field: Field) -> tuple[str, str, str]:
    if field.kind == "yes_no":
        return "value.yes_no", "must be yes or no", yes_no_remedy(text)
    if field.kind == "category":
        return "value.allowed", "must be one of the study's values", category_remedy(text, field)
    if field.kind == "id":
        must = f"must look like {field.pattern} and have at most {LONGEST_ID} plain characters"
        return "id.pattern", must, "use the pseudonym of the study, not a number of the hospital"
    if field.kind == "hash":
        must = "must be the SHA-256 of a file: 64 digits, 0 to 9 and a to f"
        return "value.hash", must, "ingest the exports again"
    if field.kind == "whole" and NUMBER.fullmatch(text):
        return "number.whole", "must be a whole number", "count again, without decimals"
    rule, must, remedy = number_fault(text, field.unit)
    return rule, f"must be {must}", remedy


def yes_no_remedy(text: str) -> str:
    """The nearest word of those that yes/no columns may hold."""
    word = text.strip().lower()
    near = [_INITIALS[word]] if word in _INITIALS else get_close_matches(word, list(YES_NO), n=1)
    return f"did you mean {near[0]}?" if near else "write yes or no"


def category_remedy(text: str, field: Field) -> str:
    """The nearest allowed value."""
    folded = {value.lower(): value for value in field.allowed}
    begun = [value for value in field.allowed if text and value.lower().startswith(text.lower())]
    near = get_close_matches(text.strip().lower(), list(folded), n=1)
    meant = begun if len(begun) == 1 else [folded[name] for name in near]
    return f"did you mean {meant[0]}?" if meant else "write one of the values that the study has"


def displayed(text: str, field: Field) -> str:
    """The value as far as it may be shown; otherwise its kind and length.

    It may be a number of at most seven digits in a numeric column, a token of at most six capitals
    or digits in a categorical one, words that identify nobody, or an id that fits the declared
    pattern, unless a rule of identity applies.
    """
    mark = value_mark(text, numeric=field.kind in ("number", "whole"))
    if mark is not None:
        return masked(mark, text)
    if field.kind == "id":
        return text if fits_pattern(text, field) else plain_kind(text)
    numeric = field.kind in ("number", "whole", "yes_no")
    short = _SHORT_NUMBER if numeric else _SHORT_CODE if field.kind == "category" else None
    if short is not None and short.fullmatch(text) and sum(map(str.isdigit, text)) <= _MOST_DIGITS:
        return text
    return text if field.kind != "text" and are_plain(text, field.allowed) else plain_kind(text)


def fits_pattern(text: str, field: Field) -> bool:
    """Whether an id has the declared form. Length is checked first: a pattern may be slow."""
    plain = text.isascii() and text.isprintable() and text == text.strip()
    if len(text) > LONGEST_ID or not plain:
        return False
    return re.fullmatch(field.pattern, text) is not None
