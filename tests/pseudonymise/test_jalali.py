"""The Jalali calendar, against days that are known from elsewhere."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("persiantools", reason="the extra jalali is not installed")

from persiantools.jdatetime import JalaliDate

from rtxoutcomes.pseudonymise.jalali import gregorian

# Years of 366 days in the cycle of 33 years that holds from 1244 to 1501.
LEAP = frozenset({1, 5, 9, 13, 17, 22, 26, 30})


def day_number(year: int, month: int, day: int) -> int:
    """Days since 1 Farvardin 1 of the 33-year cycle, counted by hand."""
    before = sum(31 if m <= 6 else 30 for m in range(1, month))
    leaps = sum(y % 33 in LEAP for y in range(1244, year))
    return 365 * (year - 1244) + leaps + before + day


@pytest.mark.parametrize(
    ("jalali", "expected"),
    [
        ((1357, 11, 22), date(1979, 2, 11)),
        ((1399, 12, 30), date(2021, 3, 20)),
        ((1400, 1, 1), date(2021, 3, 21)),
        ((1403, 1, 1), date(2024, 3, 20)),
        ((1403, 12, 30), date(2025, 3, 20)),
        ((1404, 1, 1), date(2025, 3, 21)),
    ],
)
def test_known_days(jalali: tuple[int, int, int], expected: date) -> None:
    assert gregorian(*jalali) == expected


@given(st.dates(date(1902, 1, 1), date(2100, 1, 1)), st.integers(1, 20_000))
def test_intervals_are_those_counted_by_the_rule_of_the_calendar(day: date, span: int) -> None:
    ends = [JalaliDate(d) for d in (day, day + timedelta(span))]  # type: ignore[no-untyped-call]
    one, other = ((d.year, d.month, d.day) for d in ends)

    assert (gregorian(*other) - gregorian(*one)).days == span
    if other[0] <= 1500:
        assert day_number(*other) - day_number(*one) == span


@pytest.mark.parametrize("jalali", [(1402, 12, 30), (1402, 13, 1), (1402, 7, 31), (1402, 1, 0)])
def test_a_day_that_does_not_exist_is_refused(jalali: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError):
        gregorian(*jalali)
