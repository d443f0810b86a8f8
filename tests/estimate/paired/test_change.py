"""Mean paired change, its ratio, and its standardised sizes."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from rtxoutcomes.estimate.paired.change import (
    geometric_mean_ratio,
    mean_change,
    rank_biserial,
    standardised_mean_change,
)
from rtxoutcomes.estimate.paired.signed_rank import Zeros

R: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "reference" / "paired.json").read_text(encoding="utf-8")
)
# Closed forms in double precision on both sides.
RTOL = 1e-10
# R's limits of dz integrate the noncentral t numerically to about 1e-11.
RTOL_NONCENTRAL = 1e-8
halves = st.lists(st.integers(-8, 8).map(lambda half: half / 2), min_size=2, max_size=30)
WHOLE = (mean_change, standardised_mean_change)


def reals(values: list[float]) -> NDArray[np.float64]:
    return np.array(values, dtype=np.float64)


@pytest.mark.parametrize("name", R["described"])
def test_mean_and_limits_are_those_of_t_test(name: str) -> None:
    r = R["described"][name]

    result, narrow = (
        mean_change(reals(r["change"]), 3),
        mean_change(reals(r["change"]), 3, conf_level=0.9),
    )

    np.testing.assert_allclose(
        [
            result.estimate,
            result.std_error,
            result.conf_low,
            result.conf_high,
            result.statistic,
            result.df,
        ],
        [r["mean"], r["std_error"], *r["limits"], r["t"], r["df"]],
        rtol=RTOL,
    )
    assert result.p_value == pytest.approx(r["p"], rel=RTOL)
    np.testing.assert_allclose([narrow.conf_low, narrow.conf_high], r["limits_90"], rtol=RTOL)
    assert (result.n, result.dropped, result.method) == (len(r["change"]), 3, "paired t")
    assert narrow.conf_level == 0.9


@pytest.mark.parametrize("name", R["described"])
def test_standardised_change_has_the_limits_of_the_noncentral_t(name: str) -> None:
    r = R["described"][name]

    result = standardised_mean_change(reals(r["change"]), 1)

    assert result.estimate == pytest.approx(r["dz"], rel=RTOL)
    np.testing.assert_allclose(
        [result.conf_low, result.conf_high], r["dz_limits"], rtol=RTOL_NONCENTRAL
    )
    assert (result.n, result.dropped, result.status) == (len(r["change"]), 1, "ok")


@pytest.mark.parametrize(
    ("name", "mean", "p"),
    # What a published abstract prints of its three groups, matched by synthetic distributions.
    [("nmosd", -0.5714, 0.00413), ("rrms", -0.3214, 0.06093), ("spms", 0.1860, 0.23205)],
)
def test_published_means_and_p_values_are_met(name: str, mean: float, p: float) -> None:
    result = mean_change(reals(R["described"][name]["change"]))

    assert (round(result.estimate, 4), round(result.p_value, 5)) == (mean, p)


def test_geometric_mean_ratio_is_the_t_test_of_logarithms() -> None:
    r = R["ratio"]

    result = geometric_mean_ratio(reals(r["before"]), reals(r["after"]), dropped=2)

    np.testing.assert_allclose(
        [result.estimate, result.std_error, result.conf_low, result.conf_high, result.statistic],
        [r["mean"], r["std_error"], *r["limits"], r["t"]],
        rtol=RTOL,
    )
    assert result.p_value == pytest.approx(r["p"], rel=RTOL)
    assert (result.n, result.dropped, result.df) == (10, 2, 9.0)


@pytest.mark.parametrize("zeros", ["wilcoxon", "pratt"])
@pytest.mark.parametrize("name", R["rank_biserial"])
def test_rank_biserial_is_the_difference_of_rank_sums(name: str, zeros: Zeros) -> None:
    r = R["rank_biserial"][name]

    result = rank_biserial(np.array(r["change"], dtype=np.int64), zeros, dropped=1)

    assert result.estimate == pytest.approx(r[zeros], rel=RTOL)
    assert (result.n, result.dropped) == (len(r["change"]), 1)


@settings(deadline=None, max_examples=40)
@given(halves)
def test_the_other_direction_is_the_mirror_image(values: list[float]) -> None:
    for estimator in WHOLE:
        here, there = estimator(reals(values)), estimator(-reals(values))

        assert (there.status, there.note) == (here.status, here.note)
        # Two roots are sought, one on each side of 0; sums of halves are exact.
        np.testing.assert_allclose(
            [there.estimate, there.conf_low, there.conf_high],
            [-here.estimate, -here.conf_high, -here.conf_low],
            rtol=1e-9,
            atol=1e-9,
        )
        np.testing.assert_equal(there.p_value, here.p_value)


@settings(deadline=None, max_examples=40)
@given(halves)
def test_estimates_lie_inside_their_limits_and_limits_agree_with_p(values: list[float]) -> None:
    result, size = mean_change(reals(values)), standardised_mean_change(reals(values))

    if result.status == "ok":
        assert result.conf_low < result.estimate < result.conf_high
        assert size.conf_low < size.estimate < size.conf_high
        # At the limit itself the last digit would decide.
        if abs(result.p_value - 0.05) > 1e-9:
            assert (result.conf_low > 0 or result.conf_high < 0) == (result.p_value < 0.05)
            assert (size.conf_low > 0 or size.conf_high < 0) == (result.p_value < 0.05)


@settings(deadline=None, max_examples=40)
@given(halves, st.integers(1, 6))
def test_the_unit_does_not_matter_to_p_or_to_the_standardised_change(
    values: list[float], doublings: int
) -> None:
    larger = reals(values) * 2.0**doublings

    np.testing.assert_equal(mean_change(larger).p_value, mean_change(reals(values)).p_value)
    np.testing.assert_equal(
        standardised_mean_change(larger).estimate, standardised_mean_change(reals(values)).estimate
    )


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(50, 4000), st.integers(50, 4000)), min_size=2, max_size=20))
def test_exchanging_visits_turns_the_ratio_over(rows: list[tuple[int, int]]) -> None:
    before, after = np.array(rows, dtype=np.float64).T / 100

    here, there = geometric_mean_ratio(before, after), geometric_mean_ratio(after, before)

    # Logarithms of a ratio and of its inverse differ in the last digit.
    np.testing.assert_allclose(
        [there.estimate, there.conf_low, there.conf_high],
        [1 / here.estimate, 1 / here.conf_high, 1 / here.conf_low],
        rtol=1e-9,
    )


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(-6, 6), min_size=1, max_size=20))
def test_rank_biserial_lies_between_minus_one_and_one(values: list[int]) -> None:
    change = np.array(values, dtype=np.int64)

    here, there = rank_biserial(change), rank_biserial(-change)

    if change.any():
        assert -1 <= here.estimate <= 1
        assert there.estimate == -here.estimate
        assert rank_biserial(np.abs(change)).estimate == 1


@pytest.mark.parametrize(
    ("values", "note", "mean"),
    [
        ([], "n_zero", math.nan),
        ([-1.5], "n_one", -1.5),
        ([0.0, 0.0, 0.0], "all_zero_diff", 0.0),
        ([-0.5, -0.5, -0.5], "zero_variance", -0.5),
        # 11.3 - 11.0, 9.1 - 8.8 and 7.7 - 7.4 are three doubles and one change.
        ([11.3 - 11.0, 9.1 - 8.8, 7.7 - 7.4], "zero_variance", 0.3),
    ],
)
def test_what_cannot_be_tested_has_a_status_and_a_mean_but_no_standardised_change(
    values: list[float], note: str, mean: float
) -> None:
    result, size = mean_change(reals(values), 2), standardised_mean_change(reals(values), 2)

    assert (result.status, result.note, result.n, result.dropped) == (
        ("not_estimable", note, len(values), 2)
    )
    # The mean of doubles that differ by rounding is right to their last digits.
    assert result.estimate == pytest.approx(mean, rel=1e-12, nan_ok=True)
    assert math.isnan(result.p_value)
    assert (size.status, size.note) == ("not_estimable", note)
    assert math.isnan(size.estimate)


def test_equal_ratios_have_a_mean_and_no_test() -> None:
    result = geometric_mean_ratio(reals([1.1, 2.2, 3.3]), reals([0.55, 1.1, 1.65]))
    nobody = geometric_mean_ratio(reals([]), reals([]))

    # A logarithm and its exponential: the last digits.
    assert result.estimate == pytest.approx(0.5, rel=1e-12)
    assert (result.status, result.note) == ("not_estimable", "zero_variance")
    assert (nobody.status, nobody.note) == ("not_estimable", "n_zero")
    assert math.isnan(nobody.estimate)


def test_a_change_too_even_for_the_noncentral_t_keeps_its_estimate_without_limits() -> None:
    change = 1e4 + np.tile([-0.01, 0.01], 50)

    result = standardised_mean_change(change)

    # By hand: mean 1e4, sum of squares 100 x 1e-4 over 99; rounding to 1e-12 of 1e4.
    assert result.estimate == pytest.approx(1e4 / math.sqrt(0.01 / 99), rel=1e-9)
    assert (result.status, result.note) == ("not_estimable", "not_converged")
    assert math.isnan(result.conf_low)
    assert math.isnan(result.conf_high)


def test_no_p_value_is_zero_however_large_t_is() -> None:
    assert mean_change(1e5 + np.tile([-0.5, 0.5], 400)).p_value > 0


@pytest.mark.parametrize(("values", "note"), [([], "n_zero"), ([0, 0, 0], "all_zero_diff")])
def test_unchanged_patients_have_no_rank_biserial(values: list[int], note: str) -> None:
    result = rank_biserial(np.array(values, dtype=np.int64))

    assert (result.status, result.note) == ("not_estimable", note)


@pytest.mark.parametrize("estimator", WHOLE)
def test_malformed_changes_and_levels_are_refused(estimator: Any) -> None:
    for change in (reals([0.5, math.nan]), reals([0.5, math.inf]), np.zeros((2, 2))):
        with pytest.raises(ValueError, match=r"change.* must be (finite|one-dimensional)"):
            estimator(change)
    for level in (0.0, 1.0, 95):
        with pytest.raises(ValueError, match="must be between 0 and 1"):
            estimator(reals([0.5, 1.0]), conf_level=level)


@pytest.mark.parametrize(
    ("before", "after"), [([1.0], [1.0, 2.0]), ([1.0, 0.0], [1.0, 2.0]), ([1.0], [math.nan])]
)
def test_ratios_of_what_has_no_ratio_are_refused(before: list[float], after: list[float]) -> None:
    with pytest.raises(ValueError, match=r"must be (finite and above 0|as long as before)"):
        geometric_mean_ratio(reals(before), reals(after))


def test_a_table_has_no_rank_biserial() -> None:
    with pytest.raises(ValueError, match="one-dimensional"):
        rank_biserial(np.ones((2, 2), dtype=np.int64))
