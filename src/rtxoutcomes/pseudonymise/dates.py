"""Dates as a clinic writes them, in a declared calendar and order; ambiguous ones are refused."""

import re
from datetime import date

from rtxoutcomes.calendar import Calendar, calendar_date
from rtxoutcomes.errors import Rule
from rtxoutcomes.identity import fold
from rtxoutcomes.pseudonymise.plan import Order

_TIME = r"(?:[T ]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z?)?"
_PARTS = re.compile(rf"([0-9]{{1,4}})([-/.])([0-9]{{1,2}})\2([0-9]{{1,4}}){_TIME}")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_YEARS = {"gregorian": range(1900, 2101), "jalali": range(1280, 1481)}
_NAMES = {"ymd": "year, month, day", "dmy": "day, month, year", "mdy": "month, day, year"}
_EXAMPLES = {
    "gregorian": {"ymd": "2024-05-31", "dmy": "31/05/2024", "mdy": "05/31/2024"},
    "jalali": {"ymd": "1403/03/31", "dmy": "31/03/1403", "mdy": "03/31/1403"},
}
_LAST_MONTH = 12


def parse_date(text: str, calendar: Calendar, order: Order) -> date | Rule:
    """The day that a text denotes, or the rule that it breaks.

    Digits may be of any script; a time of day is ignored. Years have four digits, since 03/04/05
    could be six dates. A number above 12 as the month shows that the order is not the declared one.
    """
    parts = _parts(fold(text).strip(), calendar, order)
    if isinstance(parts, Rule):
        return parts
    year, month, day = parts
    if year not in _YEARS[calendar]:
        return _wrong_year(year, calendar)
    if month > _LAST_MONTH >= day:
        return _other_order(order)
    try:
        return calendar_date(calendar, year, month, day)
    except ValueError:
        return Rule("date.impossible", "must be a day that exists", "look the date up again")


def _parts(text: str, calendar: Calendar, order: Order) -> tuple[int, int, int] | Rule:
    """Year, month and day as numbers."""
    compact = _COMPACT.fullmatch(text)
    if compact is not None and order == "ymd":
        return int(compact[1]), int(compact[2]), int(compact[3])
    separated = _PARTS.fullmatch(text)
    if separated is None:
        return _shape(calendar, order)
    first, middle, last = separated[1], separated[3], separated[4]
    year, day = (first, last) if order == "ymd" else (last, first)
    if len(year) != 4 or len(day) > 2:
        return _misplaced_year(first, last, calendar, order)
    if order == "mdy":
        first, middle, day = day, first, middle
    return int(year), int(middle), int(day)


def _misplaced_year(first: str, last: str, calendar: Calendar, order: Order) -> Rule:
    if len(first) <= 2 and len(last) <= 2:
        must = "must have a year of four digits; with two it may be read in several ways"
        return Rule("date.short_year", must, "write the year in four digits")
    return _other_order(order) if 3 not in {len(first), len(last)} else _shape(calendar, order)


def _other_order(order: Order) -> Rule:
    must = f"must be a date in the order {_NAMES[order]}, as the map declares"
    return Rule("date.order", must, "give this column its own order in the map")


def _shape(calendar: Calendar, order: Order) -> Rule:
    must = f"must be a date such as {_EXAMPLES[calendar][order]}"
    return Rule("date.shape", must, "write it in digits; leave it empty if missing")


def _wrong_year(year: int, calendar: Calendar) -> Rule:
    other = next((name for name, years in _YEARS.items() if year in years), "")
    years = _YEARS[calendar]
    must = f"must have a year from {years[0]} to {years[-1]} in the {calendar} calendar"
    remedy = f"it looks {other}: give this column its own calendar" if other else "correct the year"
    return Rule("date.calendar", must, remedy)
