"""Dates as phones write them: three numbers in an order that no export states."""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from rtxoutcomes.ingest.jalali import jalali_day

Order = Literal["dmy", "mdy", "ymd"]
Calendar = Literal["gregorian", "jalali"]
Parts = tuple[str, str, str]
ORDERS: tuple[Order, ...] = ("dmy", "mdy", "ymd")
CALENDARS: tuple[Calendar, ...] = ("gregorian", "jalali")
# WhatsApp began in 2009. An earlier year, or one of another century, is another calendar's, or the
# order of the date is misread.
FIRST_YEAR, LAST_YEAR = 2009, 2099
_CENTURY = {"gregorian": (2000, 2000), "jalali": (1300, 1400)}
# Two digits of a Jalali year: 82 to 99 are 1382 to 1399.
_LATE = 82


def day_number(parts: Parts, order: Order, calendar: Calendar) -> int | None:
    """The day (1 is the first of the year 1), or None where no message has such a date.

    A year of four digits must stand where the order has it; one of two digits is of this century.
    """
    found = calendar_day(parts, order, calendar)
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        return None
    return found.toordinal()


def calendar_day(parts: Parts, order: Order, calendar: Calendar) -> date | None:
    """The Gregorian date, or None where these are no date in that order."""
    year, month, day = (parts[order.index(letter)] for letter in "ymd")
    if len(year) not in (2, 4) or len(month) > 2 or len(day) > 2:
        return None
    number = int(year)
    if len(year) == 2:
        number += _CENTURY[calendar][0 if number >= _LATE else 1]
    if calendar == "jalali":
        told = jalali_day(number, int(month), int(day))
        return None if told is None else date.fromordinal(told)
    try:
        return date(number, int(month), int(day))
    except ValueError:
        return None


def fitting_orders(dates: Iterable[Parts], calendar: Calendar) -> tuple[Order, ...]:
    """Every order in which all of these are dates; more than one means that nobody can tell."""
    told = list(dates)
    return tuple(
        order for order in ORDERS if all(day_number(p, order, calendar) is not None for p in told)
    )
