"""Units of time and the Jalali (solar Hijri) calendar of Iran."""

from datetime import date
from typing import Literal, get_args

Calendar = Literal["gregorian", "jalali"]
CALENDARS: tuple[Calendar, ...] = get_args(Calendar)

# 365.25 days are the mean Julian year, the convention of survival analysis. A month is a twelfth
# of it, 30.4375 days, whatever the season: equal times in days are equal times in months, and the
# factor is exact in binary, so that days can be recovered from unrounded months.
DAYS_PER_YEAR = 365.25
MONTHS_PER_YEAR = 12.0
DAYS_PER_MONTH = DAYS_PER_YEAR / MONTHS_PER_YEAR
MINUTES_PER_DAY = 24 * 60
# Times within this relative difference are one time, because months in decimals are rounded.
SAME_TIME = 1e-8

FIRST_JALALI_YEAR, LAST_JALALI_YEAR = 1178, 1500
_LEAP_YEARS = (1, 5, 9, 13, 17, 22, 26, 30)
_CYCLE = 33
_REFERENCE_YEAR, _REFERENCE_DAY = 1400, date(2021, 3, 21).toordinal()


def calendar_date(calendar: Calendar, year: int, month: int, day: int) -> date:
    """Return the Gregorian date of a day that is given in either calendar.

    Raises
    ------
    ValueError
        The day does not exist.
    """
    return jalali_date(year, month, day) if calendar == "jalali" else date(year, month, day)


def jalali_date(year: int, month: int, day: int) -> date:
    """Return the Gregorian date of a Jalali day.

    Raises
    ------
    ValueError
        The day does not exist, or its year is outside 1178 to 1500 (1799 to 2122).

    Notes
    -----
    By law the year begins with the March equinox as seen from Iran. In the years covered that is
    the arithmetic cycle of 33 years with 8 leap years.
    """
    if not FIRST_JALALI_YEAR <= year <= LAST_JALALI_YEAR:
        raise ValueError(f"year must be from {FIRST_JALALI_YEAR} to {LAST_JALALI_YEAR}")
    if not 1 <= month <= 12:
        raise ValueError("month must be from 1 to 12")
    if not 1 <= day <= _month_length(year, month):
        raise ValueError("day is outside the month")
    # The first six months have 31 days, the next five 30.
    earlier_months = 31 * min(month - 1, 6) + 30 * max(month - 7, 0)
    return date.fromordinal(_new_year(year) + earlier_months + day - 1)


def _month_length(year: int, month: int) -> int:
    if month < 12:
        return 31 if month <= 6 else 30
    return 30 if year % _CYCLE in _LEAP_YEARS else 29


def _new_year(year: int) -> int:
    """Return the proleptic Gregorian ordinal of 1 Farvardin."""
    leap_days = _leap_years_before(year) - _leap_years_before(_REFERENCE_YEAR)
    return _REFERENCE_DAY + 365 * (year - _REFERENCE_YEAR) + leap_days


def _leap_years_before(year: int) -> int:
    cycles, position = divmod(year, _CYCLE)
    return len(_LEAP_YEARS) * cycles + sum(leap < position for leap in _LEAP_YEARS)
