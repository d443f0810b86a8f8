import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from rtxoutcomes.estimate.proportions.contingency import (
    chi_square,
    fisher_doubled,
    freeman_halton,
)

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "proportion.json").read_text(encoding="utf-8")
)
TABLES = REFERENCE["tables"]
# Closed forms and sums of some hundred terms; 15 digits in the file.
RTOL = 1e-10

cells = st.integers(0, 12)
two_by_two = st.tuples(cells, cells, cells, cells).map(lambda c: np.array(c).reshape(2, 2))


def table(rows: list[list[int]]) -> NDArray[np.int64]:
    return np.array(rows, dtype=np.int64)


@pytest.mark.parametrize("name", TABLES)
def test_the_exact_test_matches_fisher_test_of_r(name: str) -> None:
    result = freeman_halton(table(TABLES[name]["counts"]))

    # fisher.test itself keeps about eight digits of the smallest of these.
    assert result.p_value == pytest.approx(TABLES[name]["freeman_halton"], rel=1e-8)
    assert result.method == "Freeman-Halton exact test"
    assert math.isnan(result.statistic)


@pytest.mark.parametrize("name", TABLES)
def test_chi_square_matches_r(name: str) -> None:
    r = TABLES[name]

    plain, yates = chi_square(table(r["counts"])), chi_square(table(r["counts"]), True)

    np.testing.assert_allclose(
        [plain.statistic, plain.df, plain.p_value, yates.statistic, yates.p_value],
        [*r["chi_square"].values(), *r["yates"].values()],
        rtol=RTOL,
    )


def test_groups_without_patients_are_ignored() -> None:
    here = table([[6, 30], [0, 0], [11, 27]])

    assert freeman_halton(here) == freeman_halton(here[[0, 2]])
    assert chi_square(here) == chi_square(here[[0, 2]])


def test_empty_categories_are_ignored() -> None:
    here = table([[6, 0, 30], [11, 0, 27]])

    assert freeman_halton(here) == freeman_halton(here[:, [0, 2]])
    assert chi_square(here) == chi_square(here[:, [0, 2]])


@pytest.mark.parametrize(
    ("rows", "note"),
    [
        ([[0, 42], [0, 43], [0, 14]], "no_events"),
        ([[42, 0], [43, 0]], "all_events"),
        ([[5, 9], [0, 0]], "group_absent"),
        ([[0, 0], [0, 0]], "group_absent"),
    ],
)
def test_a_table_that_cannot_differ_is_not_tested(rows: list[list[int]], note: str) -> None:
    for result in (freeman_halton(table(rows)), chi_square(table(rows))):
        assert (result.status, result.note, result.n) == (
            "not_attempted",
            note,
            sum(map(sum, rows)),
        )
        assert math.isnan(result.p_value)


def test_the_odds_ratio_of_a_table_that_cannot_differ_is_not_estimable() -> None:
    nobody, everybody = table([[0, 42], [0, 14]]), table([[42, 0], [14, 0]])
    absent = fisher_doubled(table([[0, 0], [3, 4]]))

    result = [fisher_doubled(nobody), fisher_doubled(everybody)]

    assert [t.status for t in result] == ["not_estimable", "not_estimable"]
    assert [t.note for t in result] == ["no_events", "all_events"]
    assert (absent.status, absent.note) == ("not_attempted", "group_absent")


def test_margins_with_too_many_tables_get_a_chi_square_and_the_method_says_so() -> None:
    here = table([[100_000, 1_000_000], [100_500, 999_500], [99_000, 1_000_000]])

    result = freeman_halton(here)

    assert result.method == "chi-square, too many tables for the exact test"
    assert result.p_value == chi_square(here).p_value


def test_no_p_value_is_zero() -> None:
    # 1 / choose(1600, 800) lies far below the smallest double.
    here = table([[800, 0], [0, 800]])

    for result in (freeman_halton(here), fisher_doubled(here), chi_square(here)):
        assert 0 < result.p_value < 1e-300


@pytest.mark.parametrize("r", REFERENCE["odds"], ids=lambda r: str(r["counts"]))
def test_the_conditional_odds_ratio_matches_the_definition_in_r(r: dict[str, Any]) -> None:
    result = fisher_doubled(table(r["counts"]), r["level"])

    expected = [math.nan if v is None else v for v in (r["estimate"], r["low"], r["high"])]
    # Two root finders on the log scale, and a hypergeometric tail.
    np.testing.assert_allclose(
        [result.estimate, result.conf_low, result.conf_high, result.p_value],
        [*expected, r["p"]],
        RTOL,
    )


@pytest.mark.parametrize("r", REFERENCE["odds"], ids=lambda r: str(r["counts"]))
def test_fisher_test_of_r_gives_the_odds_ratio_as_far_as_its_root_finder_goes(
    r: dict[str, Any],
) -> None:
    result = fisher_doubled(table(r["counts"]))

    if r["fisher_test"] is None:
        assert result.note == "separation"
        return
    inverted = r["fisher_test"] > 1
    here, there = (1 / v if inverted else v for v in (result.estimate, r["fisher_test"]))
    # uniroot's default tolerance, on the ratio or on its inverse, whichever is below 1.
    assert here == pytest.approx(there, abs=1.3e-4)


@pytest.mark.parametrize(
    ("rows", "missing"), [([[0, 12], [5, 9]], "none"), ([[5, 9], [0, 12]], "upper")]
)
def test_an_odds_ratio_at_an_end_is_only_a_bound(rows: list[list[int]], missing: str) -> None:
    result = fisher_doubled(table(rows))

    assert (result.status, result.note) == ("bound_only", "separation")
    assert math.isnan(result.conf_high) == math.isnan(result.estimate) == (missing == "upper")


@settings(deadline=None, max_examples=60)
@given(two_by_two)
def test_the_interval_of_the_odds_ratio_never_contradicts_its_p(here: NDArray[np.int64]) -> None:
    result = fisher_doubled(here)

    if result.status in ("ok", "bound_only"):
        high = math.inf if math.isnan(result.conf_high) else result.conf_high
        # Exactly 1 and exactly 0.05 go together, but either may be rounded away from it.
        assume(abs(result.p_value - 0.05) > 1e-12)
        assert (result.conf_low <= 1 <= high) == (result.p_value >= 0.05)


@settings(deadline=None, max_examples=60)
@given(two_by_two)
def test_swapping_the_groups_inverts_the_odds_ratio(here: NDArray[np.int64]) -> None:
    forward, backward = fisher_doubled(here), fisher_doubled(here[::-1])

    if forward.status == "ok":
        # Either side is a root to 1e-15 of a logarithm.
        assert forward.estimate * backward.estimate == pytest.approx(1, rel=1e-11)
        assert forward.p_value == pytest.approx(backward.p_value, rel=1e-11)
    assert (forward.status, forward.note) == (backward.status, backward.note)


@settings(deadline=None, max_examples=60)
@given(two_by_two)
def test_the_doubled_tail_is_at_least_half_of_the_point_probabilities(
    here: NDArray[np.int64],
) -> None:
    exact, doubled = freeman_halton(here), fisher_doubled(here)

    if doubled.status in ("ok", "bound_only"):
        # The sum of point probabilities holds the smaller tail entirely.
        assert exact.p_value >= doubled.p_value / 2 * (1 - 1e-12)


def test_malformed_tables_are_refused() -> None:
    with pytest.raises(ValueError, match="table must be two-dimensional"):
        freeman_halton(np.array([3, 4]))
    with pytest.raises(
        ValueError, match=r"table\[0, 1\] must be a whole number, at least 0, not -1"
    ):
        chi_square(table([[3, -1], [2, 2]]))
    with pytest.raises(ValueError, match=r"table must be 2 x 2, not of shape \(3, 2\)"):
        fisher_doubled(table([[1, 2], [3, 4], [5, 6]]))
    with pytest.raises(
        ValueError, match="conf_level must be between 0 and 1, both excluded, not 95"
    ):
        fisher_doubled(table([[1, 2], [3, 4]]), 95)
