"""How far two groups lie apart."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtxoutcomes.estimate.balance import (
    MEANS,
    largest_difference,
    standardised_difference,
    standardised_share_difference,
)
from rtxoutcomes.results.estimate import Estimate

R: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "reference" / "balance.json").read_text(encoding="utf-8")
)
# Double precision on both sides; R inverts the matrix that is here taken apart by its axes.
RTOL = 1e-10
counts = st.lists(st.tuples(st.integers(1, 30), st.integers(1, 30)), min_size=2, max_size=6)


@pytest.mark.parametrize("name", R["means"])
def test_means_are_as_far_apart_as_in_r(name: str) -> None:
    r = R["means"][name]

    result = standardised_difference(np.array(r["a"], float), np.array(r["b"], float))

    assert result.estimate == pytest.approx(r["smd"], rel=RTOL)
    assert result.n == len(r["a"]) + len(r["b"])


@pytest.mark.parametrize("name", R["shares"])
def test_shares_are_as_far_apart_as_in_r(name: str) -> None:
    r = R["shares"][name]

    result = standardised_share_difference(np.array(r["a"]), np.array(r["b"]))

    assert result.estimate == pytest.approx(r["smd"], rel=RTOL)


@settings(max_examples=100, deadline=None)
@given(counts, st.randoms(use_true_random=False))
def test_the_order_of_levels_and_of_groups_changes_no_distance(
    pairs: list[tuple[int, int]], random: Any
) -> None:
    shuffled = list(pairs)
    random.shuffle(shuffled)
    (a, b), (c, d) = np.array(pairs).T, np.array(shuffled).T

    first, second = standardised_share_difference(a, b), standardised_share_difference(d, c)

    assert first.estimate == pytest.approx(second.estimate, rel=1e-8, abs=1e-9)
    assert first.estimate >= 0


def test_the_difference_of_means_has_a_sign_and_leaves_out_what_is_missing() -> None:
    a, b = np.array([1.0, 2.0, math.nan]), np.array([2.0, 4.0])

    forward, backward = standardised_difference(a, b), standardised_difference(b, a)

    assert forward.estimate == -backward.estimate < 0
    assert (forward.n, forward.dropped) == (4, 1)


@pytest.mark.parametrize(
    ("a", "b", "note"),
    [
        ([], [1.0, 2.0], "n_zero"),
        ([1.0], [1.0, 2.0], "n_one"),
        ([math.nan, 3.0], [1.0, 2.0], "n_one"),
        ([2.0, 2.0], [2.0, 2.0], "zero_variance"),
        # No spread, and not equal: further apart than any number of standard deviations.
        ([2.0, 2.0], [3.0, 3.0], "separation"),
        ([0.1 * 3, 0.3], [0.3, 0.3], "zero_variance"),
    ],
)
def test_too_little_to_compare_has_no_difference(a: list[float], b: list[float], note: str) -> None:
    result = standardised_difference(np.array(a, float), np.array(b, float))

    assert (result.status, result.note) == ("not_estimable", note)


@pytest.mark.parametrize(
    ("a", "b", "note"),
    [
        ([0, 0], [3, 4], "n_zero"),
        ([5, 0], [7, 0], "zero_variance"),
        ([5, 0], [0, 7], "separation"),
        # No level in common, though each group has two: a generalised inverse would give 0.
        ([5, 3, 0, 0], [0, 0, 5, 3], "separation"),
        ([5, 3, 0, 0], [0, 0, 8, 1], "separation"),
    ],
)
def test_proportions_that_cannot_be_compared_have_a_note(
    a: list[int], b: list[int], note: str
) -> None:
    result = standardised_share_difference(np.array(a), np.array(b))

    assert (result.status, result.note) == ("not_estimable", note)


def test_unused_levels_change_nothing() -> None:
    unpadded = standardised_share_difference(np.array([5, 3]), np.array([2, 6]), dropped=2)
    padded = standardised_share_difference(np.array([5, 0, 3]), np.array([2, 0, 6]), dropped=2)

    assert unpadded == padded
    assert unpadded.dropped == 2


@pytest.mark.parametrize(
    ("first", "second", "must"),
    [([1.5, 2], [1, 2], "first"), ([1, 2], [1, -2], "second"), ([1, 2], [1, 2, 3], "second")],
)
def test_counts_that_are_none_are_refused(
    first: list[float], second: list[float], must: str
) -> None:
    with pytest.raises(ValueError, match=rf"^{must}(\[\d\])? must be .+, not .+"):
        standardised_share_difference(np.array(first), np.array(second))


def test_an_infinite_value_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^second\[1\] must be finite"):
        standardised_difference(np.array([1.0, 2.0]), np.array([1.0, math.inf]))


def difference(estimate: float = math.nan, **more: Any) -> Estimate:
    return Estimate(
        measure=MEANS.measure,
        method_key=MEANS.method_key,
        method=MEANS.method,
        n=4,
        estimate=estimate,
        **more,
    )


def test_the_largest_has_no_sign_and_passes_over_groups_too_small() -> None:
    small = difference(status="not_estimable", note="n_one")

    result = largest_difference([difference(0.2), difference(-0.5), small], n=9, dropped=1)

    assert (result.estimate, result.n, result.dropped) == (0.5, 9, 1)


def test_one_pair_without_limit_leaves_no_largest() -> None:
    result = largest_difference(
        [difference(0.2), difference(status="not_estimable", note="separation")], n=9
    )

    assert (result.status, result.note) == ("not_estimable", "separation")


def test_without_a_pair_there_is_no_largest() -> None:
    assert largest_difference([], n=3).note == "group_absent"
    lone = difference(status="not_estimable", note="zero_variance")
    assert largest_difference([lone], n=3).note == "zero_variance"
