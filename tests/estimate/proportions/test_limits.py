"""Limits of a proportion: the equations that define them."""

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtxoutcomes.estimate.proportions.proportion import (
    proportion,
)

counts = st.integers(1, 80).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def upper_tail(events: int, n: int, share: float) -> float:
    """P(X >= events), in whole numbers: nothing is rounded before the last step."""
    p = Fraction(share)
    return float(sum(math.comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(events, n + 1)))


@settings(deadline=None, max_examples=25)
@given(counts)
def test_the_exact_limits_leave_a_fortieth_in_each_tail(case: tuple[int, int]) -> None:
    events, n = case

    result = proportion(events, n)

    if events > 0:
        exact, middle = result.clopper_pearson.conf_low, result.mid_p.conf_low
        halved = (upper_tail(events, n, middle) + upper_tail(events + 1, n, middle)) / 2
        # A limit is known to about 1e-14 of itself, and the tail moves at most n times as fast.
        assert upper_tail(events, n, exact) == pytest.approx(0.025, rel=1e-11)
        assert halved == pytest.approx(0.025, rel=1e-11)


@settings(deadline=None, max_examples=60)
@given(counts)
def test_wilson_limits_are_where_the_score_reaches_the_normal_quantile(
    case: tuple[int, int],
) -> None:
    result = proportion(*case).wilson
    quantile = 1.959963984540054

    for limit in (result.conf_low, result.conf_high):
        distance = abs(result.estimate - limit)
        # Near 0 and 1 the limit carries an absolute error of some 1e-16.
        assert distance == pytest.approx(
            quantile * math.sqrt(limit * (1 - limit) / result.n), rel=1e-9, abs=1e-9
        )


def test_a_wilson_limit_at_no_event_is_zero_and_not_nearly_so() -> None:
    # Written out, the formula gives 2.8e-17 here.
    assert proportion(0, 14).wilson.conf_low == 0
    assert proportion(14, 14).wilson.conf_high == 1
