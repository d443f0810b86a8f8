"""Stated values in a random order; a total divided in proportion."""

from statistics import fmean, stdev

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtxoutcomes.synthetic.draws import (
    apportioned,
    down_to_tenth,
    drawn,
    in_random_order,
    normal_quantiles,
)

sizes = st.lists(st.integers(1, 200), min_size=1, max_size=6)


def test_as_many_as_counted_come_exactly() -> None:
    values = drawn({"a": 3, "b": 0, "c": 2}, 5, np.random.default_rng(1))

    assert sorted(values) == ["a", "a", "a", "c", "c"]


def test_another_number_comes_from_the_counted_values() -> None:
    values = drawn({"a": 3, "b": 0, "c": 2}, 200, np.random.default_rng(1))

    assert len(values) == 200
    assert set(values) == {"a", "c"}


def test_quantiles_have_the_stated_mean_and_nearly_the_stated_spread() -> None:
    values = normal_quantiles((3.0, 2.0), 99)

    assert fmean(values) == pytest.approx(3.0, abs=1e-12)  # sums of mirrored values cancel
    assert stdev(values) == pytest.approx(2.0, rel=0.03)  # the tails of 99 quantiles are cut


def test_a_random_order_loses_no_value() -> None:
    assert sorted(in_random_order([3.0, 1.0, 2.0], np.random.default_rng(1))) == [1.0, 2.0, 3.0]


def test_a_number_that_does_not_divide_is_shared_by_the_largest_remainder() -> None:
    # 10 times 42, 43 and 14 over 99: 4.24, 4.34, 1.41; the last has the largest remainder.
    assert apportioned(10, [42, 43, 14]) == [4, 4, 2]


def test_equal_remainders_go_to_the_first() -> None:
    assert apportioned(4, [1, 1, 1]) == [2, 1, 1]


@given(st.integers(0, 500), sizes)
@settings(deadline=None)
def test_shares_add_up_and_are_off_by_less_than_one(total: int, of: list[int]) -> None:
    shares = apportioned(total, of)

    assert sum(shares) == total
    for share, size in zip(shares, of, strict=True):
        assert abs(share * sum(of) - total * size) < sum(of)


@pytest.mark.parametrize(("value", "tenth"), [(7.49, 7.4), (7.4, 7.4), (12.0, 12.0), (1.0, 1.0)])
def test_a_month_is_cut_and_never_rounded_up(value: float, tenth: float) -> None:
    assert down_to_tenth(value) == tenth
