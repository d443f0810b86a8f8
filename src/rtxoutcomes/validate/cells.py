"""One cell of text: what shape it has, why it is refused, and how much of it may be shown."""

import re
from difflib import get_close_matches

from rtxoutcomes.validate.schema import Field

NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,20})?")
WHOLE = re.compile(r"[+-]?[0-9]{1,15}")
YES_NO = {"1": True, "0": False, "true": True, "false": False, "yes": True, "no": False}
PLAIN_TEXT = re.compile(r"[^\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]*")
_OTHER_DIGITS = re.compile(r"[\u06f0-\u06f9\u0660-\u0669]")
_SHAPES: tuple[tuple[str, re.Pattern[str], str, str], ...] = (
    (
        "number.scientific",
        re.compile(r"[+-]?[0-9.]+[eE][+-]?[0-9]+"),
        "a plain decimal number, not scientific notation",
        "format the column as a number and write it out",
    ),
    (
        "number.decimal_comma",
        re.compile(r"[+-]?[0-9]+,[0-9]{1,2}|[+-]?[0-9]+,[0-9]{4,}"),
        "a number with a decimal point, not a comma",
        "replace the comma by a point",
    ),
    (
        "number.thousands",
        re.compile(r"[+-]?[0-9]{1,3}([,' ][0-9]{3})+(\.[0-9]+)?|[+-]?[0-9]+(_[0-9]+)+(\.[0-9]+)?"),
        "a number without separators of thousands",
        "delete the separators",
    ),
    (
        "number.not_finite",
        re.compile(r"[+-]?(inf|infinity|nan)", re.IGNORECASE),
        "a finite number",
        "leave the cell empty if the value is missing",
    ),
    (
        "number.date_mangled",
        re.compile(
            r"[0-9]{1,2}[-/. ]([A-Za-z]{3,9}|[0-9]{1,2})([-/. ][0-9]{2,4})?"
            r"|[A-Za-z]{3,9}[-/. ][0-9]{2,4}"
            r"|[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}([T ][0-9:.]+)?"
        ),
        "a number; the spreadsheet seems to have made a date of it",
        "format the column as text or number and type the value again",
    ),
)


def number_fault(text: str) -> tuple[str, str, str]:
    """Rule, what it must be, and the remedy, for text that is not a plain decimal number."""
    if _OTHER_DIGITS.search(text):
        must = "a number in the digits 0 to 9"
        return "number.digits", must, "type it again with 0 to 9"
    for rule, shape, must, remedy in _SHAPES:
        if shape.fullmatch(text):
            return rule, must, remedy
    return "number.shape", "a plain decimal number such as 3.5", "leave it empty if missing"


def yes_no_remedy(text: str) -> str:
    """The nearest of the words that yes/no columns hold."""
    near = get_close_matches(text.strip().lower(), list(YES_NO), n=1)
    meant = f"did you mean {near[0]}? " if near else ""
    return f"{meant}write 1/0, true/false or yes/no, in lower case"


def category_remedy(text: str, field: Field) -> str:
    """The nearest allowed value, and all of them."""
    folded = {value.lower(): value for value in field.allowed}
    near = get_close_matches(text.strip().lower(), list(folded), n=1)
    meant = f"did you mean {folded[near[0]]}? " if near else ""
    return f"{meant}allowed: {', '.join(field.allowed)}"


def shown(text: str, field: Field) -> str:
    """The value as far as it may be shown; otherwise its kind and length.

    Shown are a number of at most seven digits in a numeric column, a token of at most six capitals
    or digits in a categorical one, and an id that fits the declared pattern.
    """
    if field.kind in ("number", "whole", "yes_no"):
        digits = sum(c.isdigit() for c in text)
        if re.fullmatch(r"[+-]?[0-9]+([.,][0-9]*)?", text) and digits <= 7:
            return text
    elif field.kind == "category":
        if re.fullmatch(r"[A-Z0-9]{1,6}", text):
            return text
    elif field.kind == "id" and re.fullmatch(field.pattern, text):
        return text
    return f"[text, {len(text)} characters]"
