"""Dates of the Persian (Jalali) calendar, by its cycle of 33 years.

The cycle has eight leap years. From 1178 to 1500 (1799 to 2121) it gives the year that begins with
the equinox, which is the law in Iran, and so for every year of a chat.
"""

from datetime import date

FIRST_YEAR, LAST_YEAR = 1178, 1500
_LEAP_YEARS = (1, 5, 9, 13, 17, 22, 26, 30)
_CYCLE = 33
# 1 Farvardin 1400 was 21 March 2021.
_ANCHOR = (1400, date(2021, 3, 21).toordinal())


def jalali_day(year: int, month: int, day: int) -> int | None:
    """The day number (1 is 1 January of the Gregorian year 1); None where there is no such date."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12):
        return None
    if not 1 <= day <= _days_of_month(year, month):
        return None
    before = 31 * min(month - 1, 6) + 30 * max(month - 7, 0)
    return _first_day(year) + before + day - 1


def _days_of_month(year: int, month: int) -> int:
    if month < 12:
        return 31 if month <= 6 else 30
    return 30 if year % _CYCLE in _LEAP_YEARS else 29


def _first_day(year: int) -> int:
    anchor, day = _ANCHOR
    return day + 365 * (year - anchor) + _leap_years_before(year) - _leap_years_before(anchor)


def _leap_years_before(year: int) -> int:
    cycles, rest = divmod(year, _CYCLE)
    return len(_LEAP_YEARS) * cycles + sum(leap < rest for leap in _LEAP_YEARS)
