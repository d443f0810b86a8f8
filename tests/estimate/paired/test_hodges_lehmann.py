"""The Hodges-Lehmann estimate and the interval that agrees with the exact test."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from rtxoutcomes.estimate.paired.hodges_lehmann import hodges_lehmann, walsh_interval
from rtxoutcomes.estimate.paired.signed_rank import signed_rank
from rtxoutcomes.results.estimate import Estimate

R: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "reference" / "paired.json").read_text(encoding="utf-8")
)
LOCATED = R["located"]
HALF = 0.5
# Quantiles and levels come from distributions that both sides sum in doubles.
RTOL = 1e-10
changes = st.lists(st.integers(-6, 6), min_size=2, max_size=14)


def steps(values: list[int]) -> NDArray[np.int64]:
    return np.array(values, dtype=np.int64)


def hull(result: Estimate) -> tuple[float | None, float | None, str]:
    if math.isnan(result.conf_low):
        assert math.isnan(result.conf_high)
        return None, None, "none"
    return result.conf_low, result.conf_high, result.conf_ends


@pytest.mark.parametrize("name", LOCATED)
def test_estimate_is_the_median_of_all_walsh_averages(name: str) -> None:
    r = LOCATED[name]

    # Quarters of a point are exact in doubles, here and in R.
    assert hodges_lehmann(steps(r["change"]), HALF).estimate == r["estimate"]
    assert walsh_interval(steps(r["change"]), HALF).estimate == r["estimate"]


@pytest.mark.parametrize(("key", "level"), [("hull", 0.95), ("wide", 0.8)])
@pytest.mark.parametrize("name", LOCATED)
def test_interval_is_the_hull_of_the_set_that_r_finds_place_by_place(
    name: str, key: str, level: float
) -> None:
    r = LOCATED[name]

    result = hodges_lehmann(steps(r["change"]), HALF, level, dropped=2)

    assert hull(result) == (r[key]["low"], r[key]["high"], r[key]["ends"])
    assert (result.n, result.dropped, result.conf_level) == (len(r["change"]), 2, level)


@pytest.mark.parametrize("name", LOCATED)
def test_walsh_limits_are_the_order_statistics_r_names(name: str) -> None:
    r = LOCATED[name]

    result = walsh_interval(steps(r["change"]), HALF)

    assert (result.conf_low, result.conf_high) == (r["walsh"]["low"], r["walsh"]["high"])
    # Above 200 patients the level is the nominal one, and R's the exact one of that place.
    loose = 1e-3 if len(r["change"]) > 200 else RTOL
    assert result.conf_level == pytest.approx(r["walsh"]["level"], rel=loose)


def test_without_ties_and_zeros_both_intervals_are_those_of_wilcox_test() -> None:
    change = steps(LOCATED["untied"]["change"])
    r = R["walsh_untied"]

    for result in (hodges_lehmann(change, HALF), walsh_interval(change, HALF)):
        assert [result.conf_low, result.conf_high] == r["limits"]
        assert result.estimate == r["estimate"]


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("four_unchanged", "ok"),
        ("set_with_a_hole", "ok"),
        ("one_point", "bound_only"),
        ("estimate_outside", "bound_only"),
        ("all_alike", "bound_only"),
        ("empty_set", "bound_only"),
    ],
)
def test_an_interval_degenerate_on_the_lattice_has_a_note(name: str, status: str) -> None:
    result = hodges_lehmann(steps(LOCATED[name]["change"]), HALF)

    assert result.status == status
    assert result.note == ("" if status == "ok" else "lattice_degenerate")


@pytest.mark.parametrize(("n", "reached"), [(2, False), (5, False), (6, True)])
def test_too_few_patients_for_any_rejection_have_no_limits_and_say_so(
    n: int, reached: bool
) -> None:
    """Of n changes of one sign the two-sided exact P is 2 / 2^n: 0.0625 at 5, 0.03125 at 6."""
    result = hodges_lehmann(steps([1 + 2 * k for k in range(n)]), HALF)

    assert (result.note == "p_out_of_reach") is not reached
    assert result.note != "lattice_degenerate"
    assert math.isnan(result.conf_low) is not reached
    assert math.isnan(result.conf_high) is not reached
    assert result.estimate == n / 2


def test_the_pinned_example_ends_open_at_zero_with_a_p_below_five_percent() -> None:
    change = steps(LOCATED["four_unchanged"]["change"])

    result = hodges_lehmann(change, HALF)

    assert (result.estimate, result.conf_low, result.conf_high, result.conf_ends) == (
        -0.5,
        -0.75,
        0,
        "[)",
    )
    assert signed_rank(change).p_value == 0.03125


@settings(deadline=None, max_examples=60)
@given(changes)
def test_a_p_above_alpha_keeps_zero_inside(values: list[int]) -> None:
    change = steps(values)
    p = signed_rank(change).p_value if change.any() else 1.0

    low, high, ends = hull(hodges_lehmann(change, HALF))

    if p > 0.05 and low is not None and high is not None:
        assert low < 0 or (low == 0 and ends[0] == "[")
        assert high > 0 or (high == 0 and ends[1] == "]")


@settings(deadline=None, max_examples=40)
@given(changes, st.integers(-9, 9))
def test_moving_every_patient_moves_estimate_and_limits(values: list[int], by: int) -> None:
    for interval in (hodges_lehmann, walsh_interval):
        here, there = interval(steps(values), HALF), interval(steps(values) + by, HALF)

        np.testing.assert_array_equal(
            [there.estimate, there.conf_low, there.conf_high],
            np.array([here.estimate, here.conf_low, here.conf_high]) + by * HALF,
        )
        assert there.conf_ends == here.conf_ends


@settings(deadline=None, max_examples=40)
@given(changes)
def test_the_other_direction_is_the_mirror_image(values: list[int]) -> None:
    for interval in (hodges_lehmann, walsh_interval):
        here, there = interval(steps(values), HALF), interval(-steps(values), HALF)

        np.testing.assert_array_equal(
            [there.estimate, there.conf_low, there.conf_high],
            [-here.estimate, -here.conf_high, -here.conf_low],
        )
        mirrored = here.conf_ends[::-1].translate(str.maketrans("[]()", "][)("))
        assert there.conf_ends == mirrored


@settings(deadline=None, max_examples=30)
@given(changes)
def test_the_step_is_the_unit(values: list[int]) -> None:
    halves, quarters = hodges_lehmann(steps(values), 0.5), hodges_lehmann(steps(values), 0.25)

    np.testing.assert_array_equal(
        [halves.estimate, halves.conf_low, halves.conf_high],
        [2 * quarters.estimate, 2 * quarters.conf_low, 2 * quarters.conf_high],
    )


def test_above_200_patients_both_intervals_are_normal_and_differ_in_name() -> None:
    change = steps(LOCATED["many"]["change"])

    # Rows of the results frame are distinguished by their method.
    assert hodges_lehmann(change, HALF).method == (
        "Hodges-Lehmann, acceptance set of the signed rank, normal approximation"
    )
    assert walsh_interval(change, HALF).method == (
        "Hodges-Lehmann, order statistics of Walsh averages, normal approximation"
    )


def test_many_patients_who_are_alike_leave_one_point() -> None:
    result = hodges_lehmann(np.full(300, 3, dtype=np.int64), HALF)

    assert (result.estimate, result.conf_low, result.conf_high) == (1.5, 1.5, 1.5)
    assert (result.status, result.note) == ("bound_only", "lattice_degenerate")


@pytest.mark.parametrize(
    ("values", "note", "estimate"), [([], "n_zero", math.nan), ([-3], "n_one", -1.5)]
)
def test_no_patient_or_one_has_a_status(values: list[int], note: str, estimate: float) -> None:
    for interval in (hodges_lehmann, walsh_interval):
        result = interval(steps(values), HALF, dropped=4)

        assert (result.status, result.note) == ("not_estimable", note)
        assert (result.n, result.dropped) == (len(values), 4)
        np.testing.assert_equal(result.estimate, estimate)
        assert math.isnan(result.conf_low)


@pytest.mark.parametrize("level", [0.0, 1.0, 95])
def test_a_level_that_is_none_is_refused(level: float) -> None:
    for interval in (hodges_lehmann, walsh_interval):
        with pytest.raises(ValueError, match="must be between 0 and 1"):
            interval(steps([1, 2, 3]), HALF, level)


@pytest.mark.parametrize(
    ("change", "step"),
    [(np.zeros((2, 2), dtype=np.int64), 0.5), (steps([1, 2]), 0.0), (steps([1, 2]), math.nan)],
)
def test_a_table_or_no_step_is_refused(change: NDArray[np.int64], step: float) -> None:
    for interval in (hodges_lehmann, walsh_interval):
        with pytest.raises(ValueError, match=r"(change|step) must be"):
            interval(change, step)


def test_the_method_says_whether_the_test_behind_it_was_exact() -> None:
    few = hodges_lehmann(np.array([1, 2, 3, 4, 5, 6]), 0.5)
    many = hodges_lehmann(np.resize(np.array([1, 2, -1]), 1_002), 0.5)

    assert "exact" in few.method
    assert "exact" not in many.method
