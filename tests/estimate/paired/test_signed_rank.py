"""The signed-rank test, with the ties and zeros of half-point scores."""

import itertools
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from rtxoutcomes.estimate.paired.signed_rank import (
    Zeros,
    doubled_ranks,
    exact_p,
    normal_test,
    ratio_ranks,
    signed_rank,
    signed_rank_asymptotic,
    smallest_attainable_p,
)

R: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "reference" / "signed_rank.json").read_text(encoding="utf-8")
)
# The reference file holds 15 digits; R's packages count patterns in doubles, as is done here.
RTOL = 1e-10
ZEROS: tuple[Zeros, ...] = ("wilcoxon", "pratt")
changes = st.lists(st.integers(-8, 8), min_size=2, max_size=9)


def steps(values: list[int]) -> NDArray[np.int64]:
    return np.array(values, dtype=np.int64)


@pytest.mark.parametrize("zeros", ZEROS)
@pytest.mark.parametrize("name", R["tests"])
def test_exact_p_is_that_of_coin(name: str, zeros: Zeros) -> None:
    r = R["tests"][name]

    result = signed_rank(steps(r["change"]), zeros, dropped=3)

    assert result.p_value == pytest.approx(r["exact"][zeros], rel=RTOL)
    assert result.statistic == r["positive"][zeros]
    assert (result.n, result.dropped, result.status) == (len(r["change"]), 3, "ok")
    assert result.method.startswith("exact signed rank, ")
    assert math.isnan(result.estimate)


@pytest.mark.parametrize("name", R["tests"])
def test_exact_p_is_that_of_a_second_package_too(name: str) -> None:
    r = R["tests"][name]

    assert signed_rank(steps(r["change"])).p_value == pytest.approx(
        r["exact_by_another_package"], rel=RTOL
    )


@pytest.mark.parametrize("r", R["untied"], ids=lambda r: f"{len(r['change'])} patients")
def test_without_ties_p_is_the_tabled_one_far_into_the_tail(r: Any) -> None:
    assert signed_rank(steps(r["change"])).p_value == pytest.approx(r["p"], rel=RTOL)


@pytest.mark.parametrize("name", R["tests"])
def test_normal_approximation_is_that_of_wilcox_test(name: str) -> None:
    r = R["tests"][name]
    change = steps(r["change"])

    assert signed_rank_asymptotic(change, continuity=False).p_value == pytest.approx(
        r["normal"], rel=RTOL
    )
    assert signed_rank_asymptotic(change, "wilcoxon", True).p_value == pytest.approx(
        r["normal_continuity"], rel=RTOL
    )
    # coin takes this p as a difference from 1, which leaves nothing of it below 1e-16.
    assert signed_rank_asymptotic(change, "pratt", False).p_value == pytest.approx(
        r["normal_pratt"], rel=RTOL, abs=1e-15
    )


def test_above_a_thousand_changed_patients_the_test_is_normal_and_the_method_says_so() -> None:
    result = signed_rank(steps(R["many"]["change"]))

    assert result.method == "signed rank, normal approximation, zeros dropped"
    assert result.p_value == pytest.approx(R["many"]["normal"], rel=RTOL)
    assert result.statistic == R["many"]["positive"]


@pytest.mark.parametrize(
    ("distribution", "printed"),
    # Distributions that print a published mean and P, with the P values of an independent audit.
    [
        ("nmosd", (0.00447, 0.00391, 0.00826)),
        ("rrms", (0.06138, 0.06189, 0.05927)),
        ("spms", (0.21973, 0.22682, 0.23166)),
        ("nmosd_where_tests_part", (0.0127, 0.0138, 0.0127)),
    ],
)
def test_published_p_values_are_met(distribution: str, printed: tuple[float, ...]) -> None:
    change = steps(R["tests"][distribution]["change"])

    result = (
        signed_rank_asymptotic(change).p_value,
        signed_rank(change).p_value,
        signed_rank_asymptotic(change, "pratt").p_value,
    )

    digits = 4 if printed[0] == 0.0127 else 5
    assert tuple(round(p, digits) for p in result) == printed


@settings(deadline=None, max_examples=60)
@given(changes, st.sampled_from(ZEROS))
def test_p_is_the_share_of_sign_patterns_at_least_as_far_out(
    values: list[int], zeros: Zeros
) -> None:
    change = steps(values)
    if not change.any():
        return
    ranks, positive = doubled_ranks(change, zeros)
    total = int(ranks.sum())

    patterns = [
        sum(rank for rank, sign in zip(ranks.tolist(), signs, strict=True) if sign)
        for signs in itertools.product((False, True), repeat=ranks.size)
    ]
    as_far = sum(abs(2 * w - total) >= abs(2 * positive - total) for w in patterns)

    # Every share is a whole number over a power of 2, and exact.
    assert signed_rank(change, zeros).p_value == as_far / len(patterns)


@settings(deadline=None, max_examples=60)
@given(changes, st.sampled_from(ZEROS), st.randoms(use_true_random=False))
def test_neither_direction_nor_order_of_patients_moves_p(
    values: list[int], zeros: Zeros, shuffler: Any
) -> None:
    change = steps(values)
    shuffled = list(values)
    shuffler.shuffle(shuffled)

    result = signed_rank(change, zeros)
    ranks, positive = doubled_ranks(change, zeros)
    backward = signed_rank(-change, zeros)

    assert repr(signed_rank(steps(shuffled), zeros)) == repr(result)
    assert backward.status == result.status
    if result.status == "ok":
        assert backward.p_value == result.p_value
        assert result.statistic + backward.statistic == ranks.sum() / 2
        assert result.p_value >= smallest_attainable_p(change, zeros)
        assert 2 * result.statistic == positive


@settings(deadline=None, max_examples=30)
@given(st.lists(st.integers(1, 9), min_size=2, max_size=30))
def test_all_in_one_direction_has_the_smallest_attainable_p(values: list[int]) -> None:
    change = steps(values)

    # 2^(1 - k) is a power of 2, and exact in doubles.
    assert signed_rank(change).p_value == 2.0 ** (1 - len(values)) == smallest_attainable_p(change)


def test_five_changed_patients_cannot_reach_five_percent() -> None:
    assert smallest_attainable_p(steps([1, 2, 3, 4, 5, 0, 0])) == 0.0625
    assert smallest_attainable_p(steps([0, 0])) == 1.0


def test_no_p_value_is_zero_however_many_agree() -> None:
    everybody = np.ones(2000, dtype=np.int64)

    assert smallest_attainable_p(everybody) > 0
    assert signed_rank(everybody).p_value > 0
    # The exact distribution of 1,000 patients still fits into doubles.
    assert signed_rank(everybody[:1000]).p_value == 2.0**-999


def test_normal_p_takes_counts_in_place_of_patients() -> None:
    change = steps(R["tests"]["rrms"]["change"])
    values, sizes = np.unique(change, return_counts=True)

    statistic, p = normal_test(values, sizes, "pratt")

    assert statistic == R["tests"]["rrms"]["positive"]["pratt"]
    assert p == pytest.approx(R["tests"]["rrms"]["normal_pratt"], rel=RTOL)


def test_the_middle_of_the_distribution_has_p_1() -> None:
    assert exact_p(steps([2, 4, 6, 8]), 10) == 1.0


def test_ratios_are_ordered_as_r_orders_their_logarithms() -> None:
    r = R["ratios"]

    assert ratio_ranks(steps(r["before"]), steps(r["after"])).tolist() == r["place"]


def test_equal_ratios_tie_where_floating_point_parts_them() -> None:
    # 0.30 / 0.10 and 0.60 / 0.20 differ by a last digit as doubles; so do many doubled pairs.
    before = steps([10, 20, 30, 7, 49, 300])
    after = steps([30, 60, 10, 49, 343, 300])

    assert ratio_ranks(before, after).tolist() == [1, 1, -1, 2, 2, 0]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(1, 4000), st.integers(1, 4000)), min_size=1, max_size=20))
def test_ratio_ranks_do_not_see_the_unit_and_change_sign_with_direction(
    rows: list[tuple[int, int]],
) -> None:
    before, after = np.array(rows, dtype=np.int64).T

    result = ratio_ranks(before, after)

    assert (ratio_ranks(after, before) == -result).all()
    assert (ratio_ranks(7 * before, 7 * after) == result).all()


@pytest.mark.parametrize(
    ("values", "note"), [([], "n_zero"), ([3], "n_one"), ([0], "n_one"), ([0, 0], "all_zero_diff")]
)
def test_too_few_or_unchanged_patients_have_a_status(values: list[int], note: str) -> None:
    for result in (
        signed_rank(steps(values), "pratt", 2),
        signed_rank_asymptotic(steps(values), "pratt", False, 2),
    ):
        assert (result.status, result.note) == ("not_estimable", note)
        assert (result.n, result.dropped) == (len(values), 2)
        assert math.isnan(result.p_value)
        assert result.method.endswith("Pratt zeros")


def test_the_method_names_the_continuity_correction() -> None:
    result = {signed_rank_asymptotic(steps(v), continuity=True).method for v in ([], [1, 2])}

    assert result == {"signed rank, normal approximation, continuity corrected, zeros dropped"}


def test_changes_in_a_table_are_refused() -> None:
    table = np.zeros((2, 2), dtype=np.int64)

    for test in (signed_rank, signed_rank_asymptotic, smallest_attainable_p):
        with pytest.raises(ValueError, match=r"one-dimensional, not of shape \(2, 2\)"):
            test(table)


def test_an_unknown_rule_for_zeros_is_refused_with_the_known_ones() -> None:
    unknown: Any = "zsplit"

    for test in (signed_rank, signed_rank_asymptotic, smallest_attainable_p):
        with pytest.raises(
            ValueError, match="zeros must be one of 'wilcoxon', 'pratt', not 'zsplit'"
        ):
            test(steps([1, 2]), unknown)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ([1, 2], [1], "after must be as long as before"),
        ([1, 0], [1, 2], r"before\[1\] must be a whole number of steps, at least 1, not 0"),
        ([1, 2], [1, -2], r"after\[1\] must be a whole number of steps, at least 1, not -2"),
    ],
)
def test_ratios_of_what_has_no_ratio_are_refused(
    before: list[int], after: list[int], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        ratio_ranks(steps(before), steps(after))
