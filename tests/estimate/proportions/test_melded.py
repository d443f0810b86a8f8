"""Difference of two proportions with the melded exact interval, and its agreement with Fisher."""

import json
import math
from collections.abc import Iterator
from itertools import combinations_with_replacement
from operator import ge, le
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, fisher_exact

from rtxoutcomes.estimate.proportions.contingency import fisher_doubled
from rtxoutcomes.estimate.proportions.melded import risk_difference_melded
from rtxoutcomes.results.estimate import Estimate
from rtxoutcomes.results.method import MethodKey

REFERENCE = Path(__file__).parents[2] / "reference" / "melded.json"
TABLES = json.loads(REFERENCE.read_text(encoding="utf-8"))["tables"]

group = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize("r", TABLES, ids=lambda r: str(r["events"]))
def test_interval_and_p_are_those_of_r(r: dict[str, Any]) -> None:
    (x_a, x_b), (n_a, n_b) = r["events"], r["n"]

    result = risk_difference_melded(x_a, n_a, x_b, n_b, r["level"])

    assert result.estimate == pytest.approx(x_a / n_a - x_b / n_b)
    # R's integrals and its root finder stop at about 1e-12.
    assert [result.conf_low, result.conf_high] == pytest.approx(r["limits"], abs=1e-10)
    assert result.p_value == pytest.approx(min(1.0, 2 * min(r["fisher"])), rel=1e-11)
    assert (result.n, result.events) == (n_a + n_b, x_a + x_b)
    assert result.p_pair == result.method_key == MethodKey.RISK_DIFFERENCE_MELDED


def test_the_published_counts_have_the_interval_that_was_computed_for_them() -> None:
    result = risk_difference_melded(1, 14, 8, 42)

    assert (round(100 * result.conf_low, 1), round(100 * result.conf_high, 1)) == (-30.2, 17.5)


def tables() -> Iterator[tuple[int, int, int, int]]:
    """The tables of groups of up to 14: all but those with the groups, or the events, exchanged.

    These are mirror images, as another test says.
    """
    groups = [(x, n) for n in range(1, 15) for x in range(n + 1)]
    for (x_a, n_a), (x_b, n_b) in combinations_with_replacement(groups, 2):
        if 2 * (x_a + x_b) <= n_a + n_b:
            yield x_a, n_a, x_b, n_b


def rejects(x_a: int, n_a: int, x_b: int, n_b: int) -> bool:
    """Whether twice the smaller tail is at most 1/20, in whole numbers of arrangements."""
    events = x_a + x_b
    ways = {x: math.comb(n_a, x) * math.comb(n_b, events - x) for x in range(events + 1)}
    tails = (sum(w for x, w in ways.items() if keep(x, x_a)) for keep in (le, ge))
    return 2 * min(tails) * 20 <= math.comb(n_a + n_b, events)


def outside(result: Estimate, null: float) -> bool:
    """Whether the null value lies outside the interval, whose ends may not belong to it."""
    below = null < result.conf_low or (null == result.conf_low and result.conf_ends[0] == "(")
    above = null > result.conf_high or (null == result.conf_high and result.conf_ends[1] == ")")
    return below or above


def test_the_difference_excludes_0_exactly_where_its_p_is_at_most_5_percent() -> None:
    results = {table: risk_difference_melded(*table) for table in tables()}

    rejected = {table for table in results if rejects(*table)}
    assert {table for table, result in results.items() if outside(result, 0)} == rejected
    assert {table for table, result in results.items() if result.p_value <= 0.05} == rejected
    assert (2, 3, 0, 13) in rejected or (0, 13, 2, 3) in rejected


def test_the_odds_ratio_excludes_1_exactly_where_its_p_is_at_most_5_percent() -> None:
    results = {
        (x_a, n_a, x_b, n_b): fisher_doubled([[x_a, n_a - x_a], [x_b, n_b - x_b]])
        for x_a, n_a, x_b, n_b in tables()
    }

    rejected = {table for table in results if rejects(*table)}
    assert {table for table, result in results.items() if outside(result, 1)} == rejected
    assert {table for table, result in results.items() if result.p_value <= 0.05} == rejected
    pairs = {result.p_pair for result in results.values() if result.status != "not_estimable"}
    assert pairs == {MethodKey.CONDITIONAL_ODDS_RATIO}


@pytest.mark.parametrize("table", [(2, 3, 0, 13), (0, 13, 2, 3), (1, 1, 0, 39), (12, 13, 0, 1)])
def test_a_p_of_exactly_5_percent_excludes_the_null(table: tuple[int, int, int, int]) -> None:
    x_a, n_a, x_b, n_b = table

    difference = risk_difference_melded(*table)
    odds = fisher_doubled([[x_a, n_a - x_a], [x_b, n_b - x_b]])

    assert difference.p_value == odds.p_value
    for result, null in ((difference, 0), (odds, 1)):
        assert outside(result, null) == (result.p_value <= 0.05)


@settings(deadline=None, max_examples=60, derandomize=True)
@given(group, group, st.sampled_from([0.8, 0.95, 0.99]))
def test_it_agrees_with_fisher_in_larger_groups_and_contains_the_difference(
    a: tuple[int, int], b: tuple[int, int], level: float
) -> None:
    result = risk_difference_melded(*a, *b, level)

    table = np.array([[a[0], a[1] - a[0]], [b[0], b[1] - b[0]]])
    sides = [fisher_exact(table, alternative=side)[1] for side in ("less", "greater")]
    assert result.p_value == pytest.approx(min(1.0, 2 * min(sides)), rel=1e-9)
    assert outside(result, 0) == (result.p_value <= 1 - level)
    assert -1 <= result.conf_low <= result.estimate <= result.conf_high <= 1


@settings(deadline=None, max_examples=40, derandomize=True)
@given(group, group)
def test_exchanged_groups_and_exchanged_events_mirror_the_interval(
    a: tuple[int, int], b: tuple[int, int]
) -> None:
    forward, backward = risk_difference_melded(*a, *b), risk_difference_melded(*b, *a)
    without = risk_difference_melded(a[1] - a[0], a[1], b[1] - b[0], b[1])

    for other in (backward, without):
        # The root finder stops at an absolute 1e-13.
        assert forward.conf_low == pytest.approx(-other.conf_high, abs=1e-11)
        assert forward.conf_high == pytest.approx(-other.conf_low, abs=1e-11)
        assert forward.p_value == pytest.approx(other.p_value, rel=1e-11)


@pytest.mark.parametrize("p", [(0.05, 0.05), (0.2, 0.1), (0.5, 0.9), (0.19, 0.07)])
def test_the_interval_covers_at_least_as_often_as_it_says(p: tuple[float, float]) -> None:
    n = (12, 9)
    chances = [binom.pmf(np.arange(size + 1), size, q) for size, q in zip(n, p, strict=True)]

    coverage = 0.0
    for x_a, chance_a in enumerate(chances[0]):
        for x_b, chance_b in enumerate(chances[1]):
            result = risk_difference_melded(x_a, n[0], x_b, n[1])
            if result.conf_low <= p[0] - p[1] <= result.conf_high:
                coverage += chance_a * chance_b

    assert coverage >= 0.95


@pytest.mark.parametrize("counts", [(0, 0, 3, 9), (3, 9, 0, 0)])
def test_an_empty_group_is_not_estimable(counts: tuple[int, int, int, int]) -> None:
    result = risk_difference_melded(*counts)

    assert (result.status, result.note, result.p_pair) == ("not_estimable", "n_zero", "")


def test_impossible_counts_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"events_a must be .* at most 4, not 5"):
        risk_difference_melded(5, 4, 1, 10)
    with pytest.raises(ValueError, match=r"events_b must be .* at least 0 .*not -1"):
        risk_difference_melded(1, 4, -1, 10)
    with pytest.raises(ValueError, match="conf_level must be"):
        risk_difference_melded(1, 4, 1, 10, 0)
