"""Completeness of follow-up."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtxoutcomes.estimate.survival.follow_up import follow_up_completeness


def test_completeness_by_hand() -> None:
    # 6 and 12 of 12 months seen; who died at 3 had no more to give; who left at 9 had 3 more.
    result = follow_up_completeness(
        np.array([6.0, 20.0, 3.0, 9.0]), np.array([True, False, False, True]), 12.0
    )

    assert result.estimate == pytest.approx((6 + 12 + 3 + 9) / (12 + 12 + 3 + 12))
    assert result.person_years == pytest.approx(30 / 12)
    assert (result.n, result.events) == (4, 2)


def test_leaving_after_the_horizon_is_complete_follow_up() -> None:
    result = follow_up_completeness(np.array([14.0, 12.0]), np.array([True, True]), 12.0)

    assert (result.estimate, result.events) == (1.0, 0)


def test_an_empty_sample_has_no_completeness() -> None:
    result = follow_up_completeness(np.array([]), np.array([], dtype=bool), 12.0)

    assert (result.n, result.status, result.note) == (0, "not_estimable", "n_zero")


@given(st.lists(st.tuples(st.integers(1, 40), st.booleans()), min_size=1), st.integers(1, 30))
def test_it_is_a_share_that_only_falls_when_more_leave(
    rows: list[tuple[int, bool]], horizon: int
) -> None:
    months, left_early = np.array([float(m) for m, _ in rows]), np.array([gone for _, gone in rows])

    result = follow_up_completeness(months, left_early, horizon)
    worse = follow_up_completeness(months, np.ones(len(rows), dtype=bool), horizon)

    assert 0 < worse.estimate <= result.estimate <= 1


@pytest.mark.parametrize("horizon", [0.0, -1.0, np.nan])
def test_a_horizon_without_meaning_is_refused(horizon: float) -> None:
    with pytest.raises(ValueError, match="horizon must be a finite number above 0"):
        follow_up_completeness(np.array([3.0]), np.array([True]), horizon)


def test_whoever_left_a_few_days_early_has_left() -> None:
    result = follow_up_completeness(np.array([11.5, 12.0]), np.array([True, False]), 12.0)

    assert result.events == 1
    assert result.estimate == pytest.approx(23.5 / 24)
