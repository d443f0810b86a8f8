"""Plain decimal numbers as text, and what another text seems to be instead."""

import re

NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,20})?")
WHOLE = re.compile(r"[+-]?[0-9]{1,15}")
_OTHER_DIGITS = re.compile(r"[\u06f0-\u06f9\u0660-\u0669\u066b\u066c]|(?![0-9])\d")
_MONTHS = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_SHAPES: tuple[tuple[str, re.Pattern[str], str, str], ...] = (
    (
        "number.scientific",
        re.compile(r"[+-]?[0-9.,]+[eE][+-]?[0-9]+"),
        "a plain decimal number, not scientific notation",
        "format the column as a number and write it out",
    ),
    (
        "number.underscore",
        re.compile(r"[+-]?[0-9]+(_[0-9]+)+(\.[0-9]+)?"),
        "a number without underscores",
        "delete the underscore, or write a point if it was meant as one",
    ),
    (
        "number.decimal_comma",
        re.compile(
            r"[+-]?[0-9]*,[0-9]{1,2}|[+-]?[0-9]+,[0-9]{4,}|[+-]?0,[0-9]+"
            r"|[+-]?[0-9]{1,3}([. ][0-9]{3})+,[0-9]+"
        ),
        "a number with a decimal point, not a comma",
        "replace the comma by a point",
    ),
    (
        "number.thousands",
        re.compile(
            r"[+-]?[0-9]{1,3}([,' \u00a0\u2009\u202f\u2019][0-9]{3})+(\.[0-9]+)?"
            r"|[+-]?[0-9]{1,3}(\.[0-9]{3}){2,}"
        ),
        "a number without separators of thousands",
        "delete the separators; if the comma was a decimal one, write a point",
    ),
    (
        "number.not_finite",
        re.compile(r"[+-]?(inf|infinity|nan|∞)", re.IGNORECASE),
        "a finite number",
        "leave the cell empty if the value is missing",
    ),
    (
        "number.date_mangled",
        re.compile(
            rf"[0-9]{{1,2}}[-/. ]({_MONTHS}|[0-9]{{1,2}})([-/. ][0-9]{{2,4}})?"
            rf"|{_MONTHS}[-/. ][0-9]{{1,4}}"
            r"|[0-9]{4}[-/.][0-9]{1,2}([-/.][0-9]{1,2}([T ][0-9:.]+)?)?"
            r"|[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?",
            re.IGNORECASE,
        ),
        "a number; a spreadsheet seems to have turned it into a date or time",
        "format the column as text or number and type the value again",
    ),
    (
        "number.bound",
        re.compile(r"[<>≤≥~≈]=? ?[0-9.,]+"),
        "a number, not a bound",
        "write the number that was measured, or leave the cell empty",
    ),
)
_WITH_UNIT = re.compile(r"[+-]?[0-9]+(\.[0-9]+)? ?[^\W\d_%/][^\d]{0,11}|[+-]?[0-9]+(\.[0-9]+)? ?%")
_NO_LEADING_ZERO = re.compile(r"[+-]?(\.[0-9]+|[0-9]+\.)")


def number_fault(text: str, unit: str = "") -> tuple[str, str, str]:
    """Rule, requirement and remedy for text that is not a plain decimal number."""
    if _OTHER_DIGITS.search(text):
        must = "a number in the digits 0 to 9 with a decimal point"
        return "number.digits", must, "type it again with 0 to 9"
    for rule, shape, must, remedy in _SHAPES:
        if shape.fullmatch(text):
            return rule, must, remedy
    if _WITH_UNIT.fullmatch(text):
        known = f"; the column is in {unit}" if unit else ""
        return "number.unit", "a number without a unit", f"delete the unit{known}"
    if _NO_LEADING_ZERO.fullmatch(text):
        must = "a number with digits on both sides of the point"
        return "number.shape", must, "write 0.5 for .5, and 5 for 5."
    if re.fullmatch(r"[+-]?[0-9.]{16,}", text):
        must = "a number of at most 15 digits before the point"
        return "number.digits_many", must, "look the value up and type it again"
    return "number.shape", "a plain decimal number such as 3.5", "leave it empty if missing"
