"""Ratios of which either value may be below the limit of quantification."""

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from rtxoutcomes.arrays import Floats
from rtxoutcomes.estimate.paired.censored_pairs import CensoredPairs
from rtxoutcomes.estimate.paired.change import geometric_mean_ratio
from rtxoutcomes.estimate.paired.left_censored import left_censored_ratio, profile_ratio

R: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "reference" / "left_censored.json").read_text(encoding="utf-8")
)
tenths = st.integers(5, 120).map(lambda tenth: tenth / 10)


def reals(values: list[float]) -> Any:
    return np.array(values, dtype=np.float64)


def seeded(n: int, seed: int) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(seed)
    logs = rng.normal(1.0, 0.5, n)
    return np.exp(logs), np.exp(0.7 * logs + rng.normal(-0.2, 0.3, n))


@pytest.mark.parametrize("name", R["tobit"])
def test_with_known_baselines_it_is_the_tobit_regression_of_survreg(name: str) -> None:
    r = R["tobit"][name]

    result = left_censored_ratio(reals(r["before"]), reals(r["after"]), (r["limit"],) * 2, 1)

    # survreg stops when the likelihood changes by less than 1e-14 of itself.
    assert result.estimate == pytest.approx(r["ratio"], rel=1e-7)
    np.testing.assert_allclose([result.conf_low, result.conf_high], r["conf"], rtol=1e-7)
    assert result.p_value == pytest.approx(r["p"], rel=1e-7)
    assert (result.n, result.dropped, result.df) == (len(r["before"]), 1, len(r["before"]) - 2)
    assert (result.status, result.note) == ("ok", "below_quantification")


@pytest.mark.parametrize("name", R["bivariate"])
def test_with_baselines_below_it_is_the_likelihood_maximised_in_r(name: str) -> None:
    r = R["bivariate"][name]

    result = left_censored_ratio(reals(r["before"]), reals(r["after"]), (r["limit"],) * 2)

    # Both sides search a flat maximum: half the digits of the likelihood.
    assert result.estimate == pytest.approx(r["ratio"], rel=1e-7)
    np.testing.assert_allclose([result.conf_low, result.conf_high], r["conf"], rtol=1e-7)
    assert result.p_value == pytest.approx(r["p"], rel=1e-7)
    assert result.method_key == result.p_pair == "censored_bivariate"


def test_three_of_eight_follow_up_values_below_are_fitted_by_tobit_regression() -> None:
    before, after = np.arange(9.0, 17.0), reals([0.2, 0.2, 0.2, 4, 4.5, 5, 5.5, 6])

    result = left_censored_ratio(before, after, (0.3, 0.3))

    assert round(result.estimate, 4) == 0.0983
    assert result.events == 3
    assert result.p_pair == result.method_key == "tobit_ratio"


@pytest.mark.parametrize(("n", "seed"), [(5, 1), (42, 3)])
def test_without_values_below_the_profile_gives_the_paired_t_interval(n: int, seed: int) -> None:
    before, after = seeded(n, seed)
    none = np.zeros(n, dtype=bool)
    t_test = geometric_mean_ratio(before, after)

    result = profile_ratio(CensoredPairs(np.log(before), np.log(after), none, none))

    # The root of the profile is solved to 1e-9 on the log scale.
    np.testing.assert_allclose(
        [result.estimate, result.conf_low, result.conf_high, result.statistic, result.p_value],
        [t_test.estimate, t_test.conf_low, t_test.conf_high, t_test.statistic, t_test.p_value],
        rtol=1e-7,
    )
    assert left_censored_ratio(before, after, (1e-9, 1e-9)) == t_test


@pytest.mark.parametrize("seed", range(2))
def test_with_known_baselines_tobit_and_the_bivariate_likelihood_agree(seed: int) -> None:
    before, after = seeded(14, seed)
    limit = float(np.quantile(after, 0.35))
    pairs = CensoredPairs(
        np.log(before), np.log(np.maximum(after, limit)), np.zeros(14, dtype=bool), after < limit
    )

    result = left_censored_ratio(before, after, (1e-9, limit))

    # The density of the baseline and that of follow-up given it have no parameter in common.
    assert result.method_key == "tobit_ratio"
    assert result.estimate == pytest.approx(profile_ratio(pairs).estimate, rel=1e-7)


def test_what_was_recorded_below_the_limit_does_not_matter() -> None:
    before, after = seeded(14, 5)
    limits = (float(np.quantile(before, 0.2)), float(np.quantile(after, 0.2)))
    low, high = (np.where(v < x, 1e-6, v) for v, x in zip((before, after), limits, strict=True))

    assert left_censored_ratio(before, after, limits) == left_censored_ratio(low, high, limits)


def test_each_value_has_its_own_limit() -> None:
    before, after = seeded(14, 6)
    low, high = float(np.quantile(before, 0.2)), float(np.quantile(after, 0.3))

    both = left_censored_ratio(before, after, (low, high))
    scaled = left_censored_ratio(before, after * 5, (low, high * 5))

    # In another unit at follow-up: the same model, up to the solved maximum.
    assert scaled.estimate == pytest.approx(5 * both.estimate, rel=1e-6)
    assert scaled.conf_high == pytest.approx(5 * both.conf_high, rel=1e-6)


@settings(deadline=None, max_examples=10)
@given(st.lists(st.tuples(tenths, tenths), min_size=8, max_size=14), st.sampled_from([1.0, 3.0]))
def test_limits_bracket_the_estimate_and_exclude_1_where_p_is_small(
    rows: list[tuple[float, float]], limit: float
) -> None:
    before, after = (reals(list(values)) for values in zip(*rows, strict=True))

    result = left_censored_ratio(before, after, (limit, limit))

    if result.status == "ok":
        assert result.conf_low < result.estimate < result.conf_high
        assert (result.p_value <= 0.05) == (not result.conf_low < 1 < result.conf_high)
    if result.status == "bound_only":
        assert math.isnan(result.estimate)
        assert math.isnan(result.p_value)


def test_equal_baselines_leave_a_censored_sample_of_the_follow_up_values() -> None:
    after = reals([0.2, 0.2, 4, 4.5, 5, 5.5, 6])

    result = left_censored_ratio(np.full(7, 10.0), after, (0.3, 0.3))

    assert (result.status, result.df) == ("ok", 6)
    # No slope: the mean of the censored logarithms, whose likelihood is that of the ratios.
    assert 0.3 / 10 < result.estimate < geometric_mean_ratio(np.full(7, 10.0), after).estimate * 2


def test_all_values_below_at_follow_up_leave_an_upper_limit() -> None:
    before = np.arange(9.0, 17.0)

    result = left_censored_ratio(before, np.full(8, 0.2), (0.3, 0.3))

    assert (result.status, result.note) == ("bound_only", "below_quantification")
    # The largest bound lies above the median unless all eight ratios are above it: 1 / 256.
    assert binom.cdf(0, 8, 0.5) < 0.025 < binom.cdf(1, 8, 0.5)
    assert result.conf_high == pytest.approx(0.3 / 9)
    assert math.isnan(result.estimate)
    assert math.isnan(result.conf_low)
    assert result.p_pair == ""


def test_baselines_below_leave_a_lower_limit() -> None:
    after = np.arange(9.0, 17.0)

    result = left_censored_ratio(np.full(8, 0.2), after, (0.3, 0.3))

    assert result.conf_low == pytest.approx(9 / 0.3)
    assert math.isnan(result.conf_high)


def test_bounds_hold_wherever_the_values_below_lie() -> None:
    rng = np.random.default_rng(4)
    before, after = seeded(12, 7)
    limit = float(np.quantile(after, 0.7))
    result = left_censored_ratio(before, after, (1e-9, limit))
    assert result.status == "bound_only"

    for _ in range(50):
        drawn = np.where(after < limit, limit * rng.uniform(0.001, 1.0, 12), after)
        exact = left_censored_ratio(before, drawn, (1e-9, 1e-9))
        ordered = np.sort(drawn / before)
        # Order statistics of the known ratios, 3rd and 10th of twelve.
        assert binom.cdf(2, 12, 0.5) < 0.025 < binom.cdf(3, 12, 0.5)
        assert exact.status == "ok"
        assert ordered[9] <= result.conf_high * (1 + 1e-12)


def test_five_pairs_are_too_few_for_a_bound() -> None:
    result = left_censored_ratio(reals([5, 6, 7, 8, 9]), np.full(5, 0.2), (1.0, 1.0))

    assert (result.status, result.n, result.events) == ("bound_only", 5, 5)
    assert math.isnan(result.conf_high)


@pytest.mark.parametrize(
    ("n_known", "n_below", "status"),
    [(4, 4, "ok"), (4, 5, "bound_only"), (3, 1, "bound_only"), (4, 1, "ok")],
)
def test_four_known_pairs_and_half_of_all_are_needed(
    n_known: int, n_below: int, status: str
) -> None:
    rng = np.random.default_rng(8)
    before = rng.uniform(5, 15, n_known + n_below)
    after = np.append(rng.uniform(2, 9, n_known), np.full(n_below, 0.5))

    result = left_censored_ratio(before, after, (1.0, 1.0))

    assert result.status == status


def test_known_pairs_on_a_line_give_no_interval() -> None:
    before = reals([4, 6, 8, 10, 3])

    result = left_censored_ratio(before, reals([2, 3, 4, 5, 0.5]), (1.0, 1.0))

    assert (result.status, result.note) == ("bound_only", "zero_variance")


def test_nobody_is_not_estimable() -> None:
    nobody = left_censored_ratio(reals([]), reals([]), (1.0, 1.0), 3)

    assert nobody == replace(geometric_mean_ratio(reals([]), reals([])), dropped=3)
    assert (nobody.status, nobody.note) == ("not_estimable", "n_zero")


def test_limits_that_are_not_positive_are_refused() -> None:
    with pytest.raises(ValueError, match="limits"):
        left_censored_ratio(reals([1.0]), reals([1.0]), (1.0, 0.0))
