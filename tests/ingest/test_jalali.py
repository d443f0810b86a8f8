"""The Persian calendar, against days that were proclaimed and a library that knows it."""

from datetime import date

import pytest

from rtxoutcomes.ingest.jalali import jalali_day

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


@pytest.mark.parametrize("year", NOWRUZ)
def test_years_begin_on_the_day_that_was_proclaimed(year: int) -> None:
    assert jalali_day(year, 1, 1) == NOWRUZ[year].toordinal()


@pytest.mark.parametrize(
    ("day", "gregorian"),
    [
        ((1400, 11, 14), date(2022, 2, 3)),
        ((1401, 9, 9), date(2022, 11, 30)),
        ((1399, 12, 30), date(2021, 3, 20)),
        ((1357, 11, 22), date(1979, 2, 11)),
    ],
)
def test_days_within_years(day: tuple[int, int, int], gregorian: date) -> None:
    assert jalali_day(*day) == gregorian.toordinal()


@pytest.mark.parametrize(
    "day",
    [(1400, 12, 30), (1400, 7, 31), (1400, 13, 1), (1400, 0, 1), (1400, 1, 0), (1177, 1, 1)],
)
def test_days_that_do_not_exist(day: tuple[int, int, int]) -> None:
    assert jalali_day(*day) is None


def test_every_day_is_the_day_after_the_one_before() -> None:
    days = [jalali_day(y, m, d) for y in range(1387, 1480) for m in range(1, 13) for d in range(32)]
    told = [day for day in days if day is not None]

    assert told == list(range(told[0], told[0] + len(told)))


def test_a_library_for_this_calendar_agrees_on_every_day() -> None:
    library = pytest.importorskip("persiantools.jdatetime")

    for year in range(1300, 1480):
        for month in range(1, 13):
            assert (
                jalali_day(year, month, 29)
                == library.JalaliDate(year, month, 29).to_gregorian().toordinal()
            )
