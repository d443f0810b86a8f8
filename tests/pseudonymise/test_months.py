"""Spans between two days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtxoutcomes.pseudonymise.months import days_of, months_between, whole_years, years_between

START = date(2020, 2, 29)


@given(st.integers(-20_000, 20_000))
def test_the_days_come_back_from_the_months(days: int) -> None:
    text = months_between(START, START + timedelta(days))

    # The double nearest to days / 30.4375 is within 1e-16 of it, relative.
    assert days_of(float(text)) == pytest.approx(days, rel=1e-15)
    assert float(text) == days / 30.4375
    assert "e" not in text


def test_whole_months_are_written_as_integers() -> None:
    assert months_between(START, START) == "0"
    # 487 days are 16 months of 30.4375.
    assert months_between(START, START + timedelta(487)) == "16"
    assert months_between(START, START - timedelta(487)) == "-16"


def test_years_before_a_day_are_of_365_25_days() -> None:
    assert years_between(START - timedelta(1461), START) == "4"
    assert float(years_between(date(2019, 2, 28), START)) == 366 / 365.25


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(1980, 5, 31), date(2020, 5, 30), 39),
        (date(1980, 5, 31), date(2020, 5, 31), 40),
        (date(1980, 2, 29), date(2021, 2, 28), 40),
        (date(1980, 2, 29), date(2021, 3, 1), 41),
        (date(2021, 1, 1), date(2020, 12, 31), -1),
    ],
)
def test_age_counts_birthdays(born: date, on: date, age: int) -> None:
    assert whole_years(born, on) == age
