"""The order of dates is settled, or the lines that contradict it are named."""

from array import array

import pytest

from rtxoutcomes.calendar import Calendar
from rtxoutcomes.errors import IngestError
from rtxoutcomes.ingest.dates import Order, Parts
from rtxoutcomes.ingest.log import Log
from rtxoutcomes.ingest.whatsapp.order import settle


def log(*rows: tuple[int, int]) -> Log:
    """Lines 1, 2, ... with (index of the date, minute)."""
    return Log(
        "export",
        day=array("i", [date for date, _ in rows]),
        minute=array("h", [minute for _, minute in rows]),
        line=array("L", range(1, len(rows) + 1)),
    )


def settled(
    rows: Log,
    parts: list[Parts],
    order: Order | None = None,
    calendar: Calendar = "gregorian",
    unordered: bool = False,
) -> list[int]:
    settle(rows, parts, order, calendar, unordered)
    return list(rows.day)


FEB_3, FEB_14 = ("3", "2", "2022"), ("14", "2", "2022")


def test_days_take_the_place_of_indices() -> None:
    days = settled(log((0, 1), (1, 5), (1, 6)), [FEB_3, FEB_14])

    assert [day - days[0] for day in days] == [0, 11, 11]


def test_a_doubt_names_the_orders_and_the_one_with_the_lines_in_order() -> None:
    parts: list[Parts] = [("3", "2", "2022"), ("4", "2", "2022"), ("1", "3", "2022")]

    with pytest.raises(IngestError) as caught:
        settled(log((0, 0), (1, 0), (2, 0)), parts)

    assert str(caught.value).endswith(
        "export: every date can be read as dmy (day first) and mdy (month first), and nothing in "
        "the file shows which is meant (choose one with --date-order; only dmy has the lines in "
        "order)"
    )


def test_a_doubt_without_an_order_that_fits_better_ends_with_the_option() -> None:
    with pytest.raises(IngestError, match=r"\(choose one with --date-order\)$"):
        settled(log((0, 0)), [FEB_3])


def test_a_year_of_two_digits_may_come_first() -> None:
    with pytest.raises(IngestError, match=r"as dmy \(day first\) and ymd \(year first\), and"):
        settled(log((0, 0)), [("14", "02", "22")])


def test_dates_of_no_order_name_the_first_line_each_fails_in() -> None:
    parts: list[Parts] = [FEB_14, ("2", "14", "2022")]

    with pytest.raises(IngestError, match=r"dmy \(not line 2\), mdy \(not line 1\), ymd"):
        settled(log((0, 0), (1, 0)), parts)


def test_an_impossible_date_is_named_under_a_declared_order() -> None:
    with pytest.raises(IngestError, match=r"line 2: has a date that does not exist.*--date-order"):
        settled(log((0, 0), (1, 0)), [FEB_3, ("31", "2", "2022")], "dmy")


def test_the_other_calendar_is_offered_where_it_fits() -> None:
    with pytest.raises(IngestError, match="--calendar gregorian"):
        settled(log((0, 0)), [("2022", "2", "3")], "ymd", "jalali")


def test_a_day_back_is_refused_unless_declared_and_an_hour_back_is_not() -> None:
    parts: list[Parts] = [FEB_14, FEB_3]

    with pytest.raises(IngestError, match="line 2: is dated more than a day before"):
        settled(log((0, 0), (1, 0)), parts)
    assert len(settled(log((0, 0), (1, 0)), parts, unordered=True)) == 2
    assert len(settled(log((0, 120), (0, 60)), [FEB_14])) == 2


def test_a_line_of_the_same_minute_of_the_day_before_is_just_in_order() -> None:
    parts: list[Parts] = [FEB_14, ("13", "2", "2022")]

    assert len(settled(log((0, 600), (1, 600)), parts)) == 2
    with pytest.raises(IngestError, match="line 2: is dated more than a day before"):
        settled(log((0, 600), (1, 599)), parts)
