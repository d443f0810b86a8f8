"""Dates whose order is not stated."""

from datetime import date

import pytest

from rtxoutcomes.ingest.dates import (
    ChatCalendar,
    Order,
    Parts,
    calendar_day,
    day_number,
    fitting_orders,
)


@pytest.mark.parametrize(
    ("parts", "order", "calendar", "expected"),
    [
        (("3", "2", "2022"), "dmy", "gregorian", date(2022, 2, 3)),
        (("3", "2", "22"), "mdy", "gregorian", date(2022, 3, 2)),
        (("2022", "2", "3"), "ymd", "gregorian", date(2022, 2, 3)),
        (("22", "02", "03"), "ymd", "gregorian", date(2022, 2, 3)),
        (("1400", "11", "14"), "ymd", "jalali", date(2022, 2, 3)),
        (("00", "11", "14"), "ymd", "jalali", date(2022, 2, 3)),
        (("99", "1", "1"), "ymd", "jalali", date(2020, 3, 20)),
        (("31", "2", "2022"), "dmy", "gregorian", None),
        (("2022", "2", "3"), "dmy", "gregorian", None),
        (("3", "2", "2"), "dmy", "gregorian", None),
        (("31", "12", "2008"), "dmy", "gregorian", None),
        (("1", "1", "2009"), "dmy", "gregorian", date(2009, 1, 1)),
        (("31", "12", "2099"), "dmy", "gregorian", date(2099, 12, 31)),
        (("1", "1", "2100"), "dmy", "gregorian", None),
        (("1400", "12", "30"), "ymd", "jalali", None),
        # Buddhist years are 543 more than ours.
        (("3", "2", "2565"), "dmy", "buddhist", date(2022, 2, 3)),
        (("3", "2", "65"), "dmy", "buddhist", date(2022, 2, 3)),
        (("3", "2", "52"), "dmy", "buddhist", date(2009, 2, 3)),
        (("3", "2", "2022"), "dmy", "buddhist", None),
        (("3", "2", "65"), "dmy", "gregorian", None),
        (("3", "2", "52"), "dmy", "gregorian", None),
        (("3", "2", "51"), "dmy", "gregorian", date(2051, 2, 3)),
        (("3", "2", "2565"), "dmy", "gregorian", None),
    ],
)
def test_a_date_is_a_day_or_none(
    parts: Parts, order: Order, calendar: ChatCalendar, expected: date | None
) -> None:
    assert day_number(parts, order, calendar) == (
        None if expected is None else expected.toordinal()
    )


def test_a_start_may_lie_before_there_were_chats() -> None:
    assert calendar_day(("1999", "01", "02"), "ymd", "gregorian") == date(1999, 1, 2)


@pytest.mark.parametrize(("year", "expected"), [("81", 2102), ("82", 2003), ("99", 2020)])
def test_two_digits_of_a_persian_year_are_the_years_around_the_first_chats(
    year: str, expected: int
) -> None:
    day = calendar_day((year, "1", "1"), "ymd", "jalali")

    assert day is not None
    assert day.year == expected


@pytest.mark.parametrize("parts", [("022", "02", "03"), ("22", "002", "03"), ("22", "02", "003")])
def test_a_number_of_three_digits_is_no_part_of_a_date(parts: Parts) -> None:
    assert calendar_day(parts, "ymd", "gregorian") is None


@pytest.mark.parametrize(
    ("dates", "orders"),
    [
        ([("3", "2", "2022")], ("dmy", "mdy")),
        ([("3", "2", "2022"), ("14", "2", "2022")], ("dmy",)),
        ([("3", "2", "2022"), ("2", "14", "2022")], ("mdy",)),
        ([("2021", "5", "3"), ("2021", "7", "3")], ("ymd",)),
        ([("14", "02", "22")], ("dmy", "ymd")),
        ([("14", "02", "22"), ("03", "02", "22")], ("dmy",)),
        ([("14", "2", "2022"), ("2", "14", "2022")], ()),
    ],
)
def test_every_order_that_fits_is_returned(dates: list[Parts], orders: tuple[Order, ...]) -> None:
    assert fitting_orders(dates, "gregorian") == orders
