"""Counts."""

import numpy as np
import pytest

from rtxoutcomes.counts import TIME_UNITS, PairCounts, TimeUnit, time_unit


def test_the_number_of_pairs_is_the_sum_of_the_counts() -> None:
    one = np.ones(2)
    units = np.ones(2, dtype=np.int64)

    assert PairCounts(one, one, units, units, np.array([3, 4]), dropped=2).n == 7


@pytest.mark.parametrize(
    ("months", "unit"),
    [
        ([12.0, 24.0], "month"),
        ([12.5, 6.0], "0.1 month"),
        ([6.83, 0.0], "0.01 month"),
        ([207 / 30.4375, 0.0], "day"),
        ([round(207 / 30.4375, 9)], "day"),
        ([], "day"),
        ([10 / 3], ""),
    ],
)
def test_the_unit_of_times_is_that_in_which_they_are_whole(months: list[float], unit: str) -> None:
    assert time_unit(np.array(months)).name == unit


@pytest.mark.parametrize("unit", TIME_UNITS, ids=lambda unit: unit.name)
def test_whole_times_survive_the_way_to_months_and_back(unit: TimeUnit) -> None:
    times = np.arange(5000.0)

    assert (unit.of_months(unit.to_months(times)) == times).all()
