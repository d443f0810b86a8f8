"""Dates as a clinic writes them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtxoutcomes.calendar import Calendar
from rtxoutcomes.errors import Rule
from rtxoutcomes.pseudonymise.dates import parse_date
from rtxoutcomes.pseudonymise.plan import Order

MAY = date(2024, 5, 31)


def parsed(text: str, order: Order, calendar: Calendar = "gregorian") -> date | Rule:
    return parse_date(text, calendar, order)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("2024-05-31", "ymd"),
        ("2024/5/31", "ymd"),
        ("20240531", "ymd"),
        ("31.05.2024", "dmy"),
        ("31-5-2024 10:20", "dmy"),
        ("05/31/2024", "mdy"),
        (" 2024-05-31T10:20:30.5Z ", "ymd"),
        ("\u06f2\u06f0\u06f2\u06f4/\u06f0\u06f5/\u06f3\u06f1", "ymd"),
        ("\u200e2024-05-31", "ymd"),
    ],
)
def test_a_date_is_read_in_its_declared_order(text: str, order: Order) -> None:
    assert parsed(text, order) == MAY


def test_a_jalali_date_is_its_gregorian_day() -> None:
    assert parsed("1403/03/11", "ymd", "jalali") == MAY
    assert parsed("11/03/1403", "dmy", "jalali") == MAY


@pytest.mark.parametrize(
    ("text", "order", "calendar", "rule"),
    [
        ("31/05/24", "dmy", "gregorian", "date.short_year"),
        ("24-05-31", "ymd", "gregorian", "date.short_year"),
        ("05/31/2024", "dmy", "gregorian", "date.order"),
        ("2024-05-31", "dmy", "gregorian", "date.order"),
        ("31/05/2024", "ymd", "gregorian", "date.order"),
        ("2024-31-05", "ymd", "gregorian", "date.order"),
        ("2024-13-12", "ymd", "gregorian", "date.order"),
        ("2024-13-13", "ymd", "gregorian", "date.impossible"),
        ("31/05/024", "dmy", "gregorian", "date.shape"),
        ("31 May 2024", "dmy", "gregorian", "date.shape"),
        ("31/05-2024", "dmy", "gregorian", "date.shape"),
        ("20240531", "dmy", "gregorian", "date.shape"),
        ("45443", "dmy", "gregorian", "date.shape"),
        ("2023-02-29", "ymd", "gregorian", "date.impossible"),
        ("1403/12/31", "ymd", "jalali", "date.impossible"),
        ("1402/12/30", "ymd", "jalali", "date.impossible"),
        ("1403/03/11", "ymd", "gregorian", "date.calendar"),
        ("2024-05-31", "ymd", "jalali", "date.calendar"),
        ("2224-05-31", "ymd", "gregorian", "date.calendar"),
    ],
)
def test_what_is_ambiguous_or_impossible_is_refused_by_its_rule(
    text: str, order: Order, calendar: Calendar, rule: str
) -> None:
    fault = parsed(text, order, calendar)

    assert isinstance(fault, Rule)
    assert fault.name == rule
    assert text not in fault.must + fault.remedy


def test_the_other_calendar_is_named_where_the_year_is_one_of_it() -> None:
    fault = parsed("1403/03/11", "ymd")

    assert isinstance(fault, Rule)
    assert "looks jalali" in fault.remedy


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from(["ymd", "dmy", "mdy"]))
def test_every_date_comes_back_from_its_declared_order(day: date, order: Order) -> None:
    parts = {"y": f"{day.year}", "m": f"{day.month}", "d": f"{day.day}"}

    assert parsed("-".join(parts[letter] for letter in order), order) == day
