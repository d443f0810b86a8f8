"""Spans between two days as the cohort counts them."""

import math
from datetime import date

from rtxoutcomes.study.model import DAYS_PER_MONTH

DAYS_PER_YEAR = 365.25


def months_between(start: date, day: date) -> str:
    """Months of 30.4375 days from `start`, unrounded: the days can be had back from them."""
    return _written((day - start).days / DAYS_PER_MONTH)


def years_between(day: date, start: date) -> str:
    """Years of 365.25 days, unrounded."""
    return _written((start - day).days / DAYS_PER_YEAR)


def whole_years(born: date, on: date) -> int:
    """Birthdays passed; somebody born on 29 February has one on 1 March in common years."""
    before = (on.month, on.day) < (born.month, born.day)
    return on.year - born.year - before


def days_of(month: float) -> float:
    """The days that a number of months stands for."""
    return month * DAYS_PER_MONTH


def _written(value: float) -> str:
    """The shortest digits that give the same double back, without an exponent."""
    if value == math.floor(value):
        return str(int(value))
    # One day is 0.03 months: repr never needs an exponent.
    return repr(value)
