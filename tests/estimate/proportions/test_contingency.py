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
    risk_difference_miettinen_nurminen,
    risk_difference_newcombe,
)

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "proportion.json").read_text(encoding="utf-8")
)
TABLES = REFERENCE["tables"]
# Closed forms and sums of some hundred terms; 15 digits in the file.
RTOL = 1e-10

cells = st.integers(0, 12)
two_by_two = st.tuples(cells, cells, cells, cells).map(lambda c: np.array(c).reshape(2, 2))
groups = st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def table(rows: list[list[int]]) -> NDArray[np.int64]:
    return np.array(rows, dtype=np.int64)


@pytest.mark.parametrize("name", TABLES)
def test_the_exact_test_matches_fisher_test_of_r(name: str) -> None:
    told = freeman_halton(table(TABLES[name]["counts"]))

    # fisher.test itself keeps about eight digits of the smallest of these.
    assert told.p_value == pytest.approx(TABLES[name]["freeman_halton"], rel=1e-8)
    assert told.method == "Freeman-Halton exact test"
    assert math.isnan(told.statistic)


@pytest.mark.parametrize("name", TABLES)
def test_chi_square_matches_r(name: str) -> None:
    r = TABLES[name]

    plain, yates = chi_square(table(r["counts"])), chi_square(table(r["counts"]), True)

    np.testing.assert_allclose(
        [plain.statistic, plain.df, plain.p_value, yates.statistic, yates.p_value],
        [*r["chi_square"].values(), *r["yates"].values()],
        rtol=RTOL,
    )


def test_groups_without_patients_are_left_out() -> None:
    here = table([[6, 30], [0, 0], [11, 27]])

    assert freeman_halton(here) == freeman_halton(here[[0, 2]])
    assert chi_square(here) == chi_square(here[[0, 2]])


def test_categories_nobody_fell_into_are_left_out() -> None:
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
    for told in (freeman_halton(table(rows)), chi_square(table(rows))):
        assert (told.status, told.note, told.n) == ("not_attempted", note, sum(map(sum, rows)))
        assert math.isnan(told.p_value)


def test_the_odds_ratio_of_a_table_that_cannot_differ_is_not_estimable() -> None:
    nobody, everybody = table([[0, 42], [0, 14]]), table([[42, 0], [14, 0]])
    absent = fisher_doubled(table([[0, 0], [3, 4]]))

    told = [fisher_doubled(nobody), fisher_doubled(everybody)]

    assert [t.status for t in told] == ["not_estimable", "not_estimable"]
    assert [t.note for t in told] == ["no_events", "all_events"]
    assert (absent.status, absent.note) == ("not_attempted", "group_absent")


def test_margins_with_too_many_tables_get_a_chi_square_that_says_so() -> None:
    here = table([[100_000, 1_000_000], [100_500, 999_500], [99_000, 1_000_000]])

    told = freeman_halton(here)

    assert told.method == "chi-square, too many tables for the exact test"
    assert told.p_value == chi_square(here).p_value


def test_no_p_value_is_zero() -> None:
    # 1 / choose(1600, 800) lies far below the smallest double.
    here = table([[800, 0], [0, 800]])

    for told in (freeman_halton(here), fisher_doubled(here), chi_square(here)):
        assert 0 < told.p_value < 1e-300


@pytest.mark.parametrize("r", REFERENCE["odds"], ids=lambda r: str(r["counts"]))
def test_the_conditional_odds_ratio_matches_the_definition_in_r(r: dict[str, Any]) -> None:
    told = fisher_doubled(table(r["counts"]), r["level"])

    expected = [math.nan if v is None else v for v in (r["estimate"], r["low"], r["high"])]
    # Two root finders on the log scale, and a hypergeometric tail.
    np.testing.assert_allclose(
        [told.estimate, told.conf_low, told.conf_high, told.p_value], [*expected, r["p"]], RTOL
    )


@pytest.mark.parametrize("r", REFERENCE["odds"], ids=lambda r: str(r["counts"]))
def test_fisher_test_of_r_gives_the_odds_ratio_as_far_as_its_root_finder_goes(
    r: dict[str, Any],
) -> None:
    told = fisher_doubled(table(r["counts"]))

    if r["fisher_test"] is None:
        assert told.note == "separation"
        return
    inverted = r["fisher_test"] > 1
    here, there = (1 / v if inverted else v for v in (told.estimate, r["fisher_test"]))
    # uniroot's default tolerance, on the ratio or on its inverse, whichever is below 1.
    assert here == pytest.approx(there, abs=1.3e-4)


@pytest.mark.parametrize(
    ("rows", "missing"), [([[0, 12], [5, 9]], "none"), ([[5, 9], [0, 12]], "upper")]
)
def test_an_odds_ratio_at_an_end_is_only_a_bound(rows: list[list[int]], missing: str) -> None:
    told = fisher_doubled(table(rows))

    assert (told.status, told.note) == ("bound_only", "separation")
    assert math.isnan(told.conf_high) == math.isnan(told.estimate) == (missing == "upper")


@settings(deadline=None, max_examples=60)
@given(two_by_two)
def test_the_interval_of_the_odds_ratio_never_contradicts_its_p(here: NDArray[np.int64]) -> None:
    told = fisher_doubled(here)

    if told.status in ("ok", "bound_only"):
        high = math.inf if math.isnan(told.conf_high) else told.conf_high
        # Exactly 1 and exactly 0.05 go together, but either may be rounded away from it.
        assume(abs(told.p_value - 0.05) > 1e-12)
        assert (told.conf_low <= 1 <= high) == (told.p_value >= 0.05)


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


@pytest.mark.parametrize("r", REFERENCE["differences"], ids=lambda r: str(r["events"]))
def test_differences_match_the_definitions_in_r(r: dict[str, Any]) -> None:
    arguments = (r["events"][0], r["n"][0], r["events"][1], r["n"][1], r["level"])

    newcombe = risk_difference_newcombe(*arguments)
    score = risk_difference_miettinen_nurminen(*arguments)

    assert newcombe.estimate == score.estimate == pytest.approx(r["estimate"], rel=RTOL)
    np.testing.assert_allclose([newcombe.conf_low, newcombe.conf_high], r["newcombe"], RTOL)
    # The closed form of the cubic in R loses some digits, and its root finder stops at 1e-13.
    np.testing.assert_allclose(
        [score.conf_low, score.conf_high], r["miettinen_nurminen"], rtol=0, atol=1e-10
    )


@settings(deadline=None, max_examples=40)
@given(groups, groups)
def test_swapping_the_groups_mirrors_the_difference(a: tuple[int, int], b: tuple[int, int]) -> None:
    for difference in (risk_difference_newcombe, risk_difference_miettinen_nurminen):
        forward, backward = difference(*a, *b), difference(*b, *a)

        # The root finder stops at an absolute 1e-15, the constrained proportion at about as much.
        assert forward.conf_low == pytest.approx(-backward.conf_high, abs=1e-11)
        assert forward.estimate == pytest.approx(-backward.estimate, abs=1e-15)


@settings(deadline=None, max_examples=40)
@given(groups, groups)
def test_the_interval_of_a_difference_holds_it_and_stays_within_one(
    a: tuple[int, int], b: tuple[int, int]
) -> None:
    for difference in (risk_difference_newcombe, risk_difference_miettinen_nurminen):
        told = difference(*a, *b)

        # Rounding may leave a limit on the wrong side of the end by the spacing of doubles.
        assert -1 - 1e-15 <= told.conf_low <= told.estimate <= told.conf_high <= 1 + 1e-15


def test_opposite_groups_reach_the_end_of_the_scale() -> None:
    told = risk_difference_miettinen_nurminen(14, 14, 0, 12)
    mirrored = risk_difference_miettinen_nurminen(0, 12, 14, 14)

    assert (told.estimate, told.conf_high) == (1, 1)
    assert (mirrored.estimate, mirrored.conf_low) == (-1, -1)
    assert told.conf_low == pytest.approx(-mirrored.conf_high)


@pytest.mark.parametrize("counts", [(0, 0, 3, 9), (3, 9, 0, 0)])
def test_a_difference_with_an_empty_group_is_not_estimable(
    counts: tuple[int, int, int, int],
) -> None:
    for difference in (risk_difference_newcombe, risk_difference_miettinen_nurminen):
        told = difference(*counts)

        assert (told.status, told.note) == ("not_estimable", "n_zero")


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


def test_impossible_counts_of_a_difference_are_refused() -> None:
    for difference in (risk_difference_newcombe, risk_difference_miettinen_nurminen):
        with pytest.raises(ValueError, match=r"events_a must be .* at most 4, not 5"):
            difference(5, 4, 1, 10)
        with pytest.raises(ValueError, match=r"events_b must be .* at least 0 .*not -1"):
            difference(1, 4, -1, 10)
        with pytest.raises(ValueError, match="conf_level must be"):
            difference(1, 4, 1, 10, 0)
