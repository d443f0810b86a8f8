"""Jalali dates, against days that were proclaimed and an independent library; units of time."""

from datetime import date
from importlib.metadata import version

import pytest
from persiantools.jdatetime import JalaliDate

from rtxoutcomes.calendar import CALENDARS, DAYS_PER_MONTH, calendar_date, jalali_date

# The first day of the year in Iran, as proclaimed.
NOWRUZ = {
    1395: date(2016, 3, 20),
    1396: date(2017, 3, 21),
    1397: date(2018, 3, 21),
    1398: date(2019, 3, 21),
    1399: date(2020, 3, 20),
    1400: date(2021, 3, 21),
    1401: date(2022, 3, 21),
    1402: date(2023, 3, 21),
    1403: date(2024, 3, 20),
    1404: date(2025, 3, 21),
}
YEARS = range(1178, 1501)


def library_date(year: int, month: int, day: int) -> date | None:
    """The date by persiantools; None where the library refuses the day."""
    try:
        converted: date = JalaliDate(year, month, day).to_gregorian()  # type: ignore[no-untyped-call]
    except ValueError:
        return None
    return converted


def date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return jalali_date(year, month, day)
    except ValueError:
        return None


@pytest.mark.parametrize("year", NOWRUZ)
def test_years_begin_on_the_day_that_was_proclaimed(year: int) -> None:
    assert jalali_date(year, 1, 1) == NOWRUZ[year]


@pytest.mark.parametrize(
    ("jalali", "gregorian"),
    [
        ((1357, 11, 22), date(1979, 2, 11)),
        ((1399, 12, 30), date(2021, 3, 20)),
        ((1400, 11, 14), date(2022, 2, 3)),
        ((1401, 9, 9), date(2022, 11, 30)),
        ((1403, 12, 30), date(2025, 3, 20)),
    ],
)
def test_known_days_within_years(jalali: tuple[int, int, int], gregorian: date) -> None:
    assert jalali_date(*jalali) == gregorian
    assert calendar_date("jalali", *jalali) == gregorian


@pytest.mark.skipif(
    int(version("persiantools").split(".")[0]) < 6, reason="persiantools 5 has other leap years"
)
def test_every_day_of_the_years_covered_is_that_of_an_independent_library() -> None:
    days = [(y, m, d) for y in YEARS for m in range(14) for d in range(33)]

    differing = [day for day in days if date_or_none(*day) != library_date(*day)]

    assert not differing


def test_each_day_follows_the_one_before_it() -> None:
    days = (date_or_none(y, m, d) for y in YEARS for m in range(1, 13) for d in range(1, 32))
    ordinals = [day.toordinal() for day in days if day is not None]

    assert ordinals == list(range(date(1799, 3, 21).toordinal(), date(2122, 3, 20).toordinal() + 1))


@pytest.mark.parametrize(
    ("jalali", "message"),
    [
        ((1177, 12, 29), "from 1178 to 1500"),
        ((1501, 1, 1), "from 1178 to 1500"),
        ((1402, 0, 1), "from 1 to 12"),
        ((1402, 13, 1), "from 1 to 12"),
        ((1402, 1, 0), "outside the month"),
        ((1402, 1, 32), "outside the month"),
        ((1402, 7, 31), "outside the month"),
        ((1402, 12, 30), "outside the month"),
        ((1403, 12, 31), "outside the month"),
    ],
)
def test_a_day_that_does_not_exist_is_refused(jalali: tuple[int, int, int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        calendar_date("jalali", *jalali)


def test_gregorian_days_stay_as_they_are() -> None:
    assert calendar_date("gregorian", 2024, 2, 29) == date(2024, 2, 29)
    with pytest.raises(ValueError):
        calendar_date("gregorian", 2023, 2, 29)


def test_the_calendars_are_those_of_the_type() -> None:
    assert CALENDARS == ("gregorian", "jalali")


def test_a_month_is_a_number_of_days_that_binary_fractions_hold_exactly() -> None:
    assert DAYS_PER_MONTH == 30.4375
    assert DAYS_PER_MONTH.as_integer_ratio() == (487, 16)
