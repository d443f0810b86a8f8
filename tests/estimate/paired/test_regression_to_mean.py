"""Regression to the mean and the tipping value."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_1samp

from rtxoutcomes.estimate.paired.change import mean_change
from rtxoutcomes.estimate.paired.regression_to_mean import (
    expected_regression,
    limit_nearest_no_change,
)

R: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "reference" / "context.json").read_text(encoding="utf-8")
)
halves = st.lists(st.integers(-8, 8).map(lambda half: half / 2), min_size=2, max_size=30)


@pytest.mark.parametrize("r", R["regression"], ids=lambda r: str(r["correlation"]))
def test_expected_change_and_limits_are_those_of_the_baseline_mean(r: dict[str, Any]) -> None:
    result = expected_regression(np.array(R["baseline"], dtype=float), 3.5, r["correlation"], 2)

    np.testing.assert_allclose(
        [result.estimate, result.conf_low, result.conf_high],
        [r["expected"], *r["conf"]],
        rtol=1e-10,
    )
    assert (result.n, result.dropped, result.status) == (6, 2, "ok")
    assert math.isnan(result.p_value)


def test_the_limit_nearest_no_change_is_the_null_that_is_just_not_rejected() -> None:
    change = np.array(R["change"], dtype=float)

    result = limit_nearest_no_change(change)

    # R's root is sought to 1e-13.
    assert result.estimate == pytest.approx(R["tipping"], rel=1e-9)
    assert ttest_1samp(change, result.estimate).pvalue == pytest.approx(0.05, abs=1e-9)


@given(halves)
def test_the_limit_nearest_no_change_is_zero_exactly_when_nothing_is_significant(
    values: list[float],
) -> None:
    change = np.array(values)

    result, test = limit_nearest_no_change(change), mean_change(change)

    if test.status != "ok":
        assert (result.status, result.note) == (test.status, test.note)
        assert math.isnan(result.estimate)
    else:
        # On the edge the two may differ by rounding; halves never meet it to this distance.
        assert (result.estimate == 0) == (test.p_value > 0.05)
        assert abs(result.estimate) < abs(test.estimate) or result.estimate == test.estimate == 0
        assert result.estimate * test.estimate >= 0
        assert limit_nearest_no_change(-change).estimate == pytest.approx(
            -result.estimate, abs=1e-12
        )


@given(halves, st.floats(0.01, 0.98))
def test_the_closer_the_correlation_to_one_the_less_is_expected(
    values: list[float], correlation: float
) -> None:
    baseline = np.array(values)

    more = expected_regression(baseline, 1.0, correlation)
    less = expected_regression(baseline, 1.0, correlation + 0.01)

    assert abs(less.estimate) <= abs(more.estimate)
    assert more.estimate == pytest.approx((1 - correlation) * (1.0 - baseline.mean()), abs=1e-12)


@pytest.mark.parametrize(
    ("baseline", "status", "note", "estimate"),
    [
        ([], "not_estimable", "n_zero", math.nan),
        ([4.0], "bound_only", "n_one", -0.3),
        ([4.0, 4.0, 4.0], "bound_only", "zero_variance", -0.3),
    ],
)
def test_few_or_equal_baselines_have_no_limits(
    baseline: list[float], status: str, note: str, estimate: float
) -> None:
    result = expected_regression(np.array(baseline), 3.0, 0.7)

    assert (result.status, result.note) == (status, note)
    np.testing.assert_allclose(result.estimate, estimate, rtol=1e-12)
    assert math.isnan(result.conf_low)


@pytest.mark.parametrize("correlation", [0.0, 1.0, -0.2, math.nan])
def test_a_correlation_that_is_none_is_refused(correlation: float) -> None:
    with pytest.raises(ValueError, match="correlation must be between 0 and 1"):
        expected_regression(np.array([1.0, 2.0]), 3.0, correlation)
