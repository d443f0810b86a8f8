"""Typed values of spreadsheets and statistical files as the exact text that a CSV would hold."""

import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal

Value = str | int | float | bool | Decimal | date | datetime | time | timedelta | None


def exact_text(value: Value) -> str:
    """The text of one cell, from which the same number is read back digit for digit.

    Whole numbers lose their `.0`, since these files store a count of 3 as 3.0. Dates become ISO
    text, to which the rule on dates applies. A missing value is the empty text.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _float_text(value)
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return "" if value is None else str(value)


def is_number(value: Value) -> bool:
    """Whether the file types this cell as a number."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _float_text(value: float) -> str:
    if math.isnan(value):
        return ""
    if value.is_integer():
        return str(int(value))
    # The shortest digits that give the same double back, written out without an exponent.
    return f"{Decimal(repr(value)):f}" if math.isfinite(value) else repr(value)
