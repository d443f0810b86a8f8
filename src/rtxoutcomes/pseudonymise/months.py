"""The time between two days in the units of a cohort."""

import math
from datetime import date

from rtxoutcomes.calendar import DAYS_PER_MONTH, DAYS_PER_YEAR


def months_between(start: date, day: date) -> str:
    """Months of 30.4375 days from `start`, unrounded, so that the days can be recovered."""
    return _written((day - start).days / DAYS_PER_MONTH)


def years_between(day: date, start: date) -> str:
    """Years of 365.25 days, unrounded."""
    return _written((start - day).days / DAYS_PER_YEAR)


def whole_years(born: date, on: date) -> int:
    """Completed years; in common years somebody born on 29 February has a birthday on 1 March."""
    before = (on.month, on.day) < (born.month, born.day)
    return on.year - born.year - before


def days_of(month: float) -> float:
    """Months as days."""
    return month * DAYS_PER_MONTH


def _written(value: float) -> str:
    """The shortest decimal text of a double that reads back as the same double."""
    if value == math.floor(value):
        return str(int(value))
    # One day is 0.03 months: repr never needs an exponent.
    return repr(value)
