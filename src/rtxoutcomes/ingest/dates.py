"""Dates as phones write them: three numbers whose order the export does not state."""

from collections.abc import Iterable
from datetime import date
from typing import Literal, get_args

from rtxoutcomes.calendar import calendar_date

Order = Literal["dmy", "mdy", "ymd"]
Parts = tuple[str, str, str]
ORDERS: tuple[Order, ...] = ("dmy", "mdy", "ymd")
# Thai phones write Buddhist years, 543 more than ours.
ChatCalendar = Literal["gregorian", "jalali", "buddhist"]
CHAT_CALENDARS: tuple[ChatCalendar, ...] = get_args(ChatCalendar)
# WhatsApp began in 2009. An earlier year, or one of another century, belongs to another calendar or
# comes from misreading the order of the date.
FIRST_YEAR, LAST_YEAR = 2009, 2099
_CENTURY = {"gregorian": (2000, 2000), "jalali": (1300, 1400), "buddhist": (2500, 2500)}
_BUDDHIST = 543
# Two digits are never a year decades ahead: 65 is the Buddhist year 2565, which is 2022.
_LAST_OF_TWO_DIGITS = 2051
# Two digits of a Jalali year: 82 to 99 are 1382 to 1399.
_LATE = 82


def day_number(parts: Parts, order: Order, calendar: ChatCalendar) -> int | None:
    """The proleptic Gregorian day number, or None if no message can have this date.

    A year of four digits must be where the order has it; one of two digits is in this century.
    """
    day = calendar_day(parts, order, calendar)
    last = _LAST_OF_TWO_DIGITS if len(parts[order.index("y")]) == 2 else LAST_YEAR
    if day is None or not FIRST_YEAR <= day.year <= last:
        return None
    return day.toordinal()


def calendar_day(parts: Parts, order: Order, calendar: ChatCalendar) -> date | None:
    """The Gregorian date, or None if the parts are not a date in this order."""
    year, month, day = (parts[order.index(letter)] for letter in "ymd")
    if len(year) not in (2, 4) or len(month) > 2 or len(day) > 2:
        return None
    number = int(year)
    if len(year) == 2:
        number += _CENTURY[calendar][0 if number >= _LATE else 1]
    try:
        if calendar == "buddhist":
            return calendar_date("gregorian", number - _BUDDHIST, int(month), int(day))
        return calendar_date(calendar, number, int(month), int(day))
    except ValueError:
        return None


def fitting_orders(dates: Iterable[Parts], calendar: ChatCalendar) -> tuple[Order, ...]:
    """Every order in which all of these are dates; more than one leaves the order in doubt."""
    parts = list(dates)
    return tuple(
        order for order in ORDERS if all(day_number(p, order, calendar) is not None for p in parts)
    )
