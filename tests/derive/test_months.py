"""Times in months."""

import numpy as np
import pytest

from rtxoutcomes.calendar import DAYS_PER_MONTH
from rtxoutcomes.derive.months import at_least, at_most, whole_days


def test_times_that_differ_by_rounding_are_one_time() -> None:
    month = np.array([0.1 + 0.2, 0.3])

    assert at_most(month, 0.3).all()
    assert at_least(np.array([0.3]), 0.1 + 0.2).all()
    # At the first infusion the rounding has no width.
    assert at_most(np.array([0.0]), 0.0).all()
    assert at_least(np.array([0.0]), 0.0).all()


def test_times_further_apart_than_rounding_differ() -> None:
    month = np.array([12.000001])

    assert not at_most(month, 12.0).any()
    assert not at_least(np.array([11.999999]), 12.0).any()


def test_a_missing_time_is_neither_before_nor_after() -> None:
    missing = np.array([np.nan])

    assert not at_most(missing, 5.0).any()
    assert not at_least(missing, 5.0).any()


@pytest.mark.parametrize("days", [0, 1, 29, 30, 83, 84, 90, 91, 167, 168, -20])
def test_months_of_two_decimals_are_whole_days_apart(days: int) -> None:
    starts = np.arange(0, 1500)
    earlier, later = (np.round(day / DAYS_PER_MONTH, 2) for day in (starts, starts + days))

    assert (whole_days(earlier, later) == days).all()
    assert (whole_days(earlier + 7, later + 7) == days).all()


def test_whole_days_round_to_the_nearest() -> None:
    days = [1.4, 1.5, 2.4999, -0.5, -0.51]

    assert whole_days(0.0, np.array(days) / DAYS_PER_MONTH).tolist() == [1, 2, 2, 0, -1]
    assert np.isnan(whole_days(np.nan, 1.0))
