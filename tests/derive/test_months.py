"""Times in months."""

import numpy as np

from rtxoutcomes.derive.months import at_least, at_most


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
