"""Ratios with values below quantification."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtxoutcomes.estimate.paired.change import geometric_mean_ratio
from rtxoutcomes.estimate.paired.interval_censored import censored_geometric_mean_ratio

R: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "reference" / "context.json").read_text(encoding="utf-8")
)
tenths = st.integers(5, 120).map(lambda tenth: tenth / 10)


def reals(values: list[float]) -> Any:
    return np.array(values, dtype=np.float64)


@pytest.mark.parametrize("name", R["censored"])
def test_estimate_limits_and_test_are_those_of_survreg(name: str) -> None:
    r = R["censored"][name]

    result = censored_geometric_mean_ratio(reals(r["before"]), reals(r["after"]), r["limit"], 1)

    # Both sides search a flat maximum: half the digits of the likelihood.
    assert result.estimate == pytest.approx(r["ratio"], rel=1e-6)
    np.testing.assert_allclose([result.conf_low, result.conf_high], r["conf"], rtol=1e-6)
    assert result.statistic == pytest.approx(r["lr"], rel=1e-7)
    assert result.p_value == pytest.approx(r["p"], rel=1e-7)
    assert (result.n, result.events) == (r["n"], r["one_below"])
    assert result.dropped == 1 + len(r["before"]) - r["n"]


def test_which_value_was_written_down_below_the_limit_does_not_matter() -> None:
    r = R["censored"]["both_sides"]
    before, after = reals(r["before"]), reals(r["after"])

    here = censored_geometric_mean_ratio(before, after, 2.0)
    there = censored_geometric_mean_ratio(
        np.where(before < 2, 0.1, before), np.where(after < 2, 1.99, after), 2.0
    )

    assert here == there


def test_with_everything_quantified_it_is_the_geometric_mean_ratio() -> None:
    before, after = reals([5.0, 6.0, 8.0, 7.0]), reals([4.0, 6.5, 5.0, 6.0])

    result = censored_geometric_mean_ratio(before, after, 0.5)

    assert result.estimate == pytest.approx(geometric_mean_ratio(before, after).estimate, rel=1e-12)
    assert result.events == 0


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(tenths, tenths), min_size=4, max_size=15), st.sampled_from([1.0, 3.0]))
def test_turned_round_the_ratio_turns_over_and_limits_bracket_it(
    rows: list[tuple[float, float]], limit: float
) -> None:
    before, after = reals([b for b, _ in rows]), reals([a for _, a in rows])

    result = censored_geometric_mean_ratio(before, after, limit)
    turned = censored_geometric_mean_ratio(after, before, limit)

    assert (result.status, result.note) == (turned.status, turned.note)
    if result.status == "ok":
        assert result.conf_low < result.estimate < result.conf_high
        # Two searches of a flat maximum from different sides.
        assert result.estimate * turned.estimate == pytest.approx(1, rel=1e-5)
        assert (result.p_value <= 0.05) == (not result.conf_low < 1 < result.conf_high)


@pytest.mark.parametrize(
    ("before", "after", "note"),
    [
        ([], [], "n_zero"),
        ([5.0, 6.0], [0.1, 0.1], "n_zero"),
        ([5.0, 6.0], [0.1, 3.0], "n_one"),
        ([4.0, 6.0, 8.0], [2.0, 3.0, 0.5], "zero_variance"),
    ],
)
def test_too_few_quantified_pairs_are_not_estimable(
    before: list[float], after: list[float], note: str
) -> None:
    result = censored_geometric_mean_ratio(reals(before), reals(after), 1.0)

    assert (result.status, result.note) == ("not_estimable", note)
    assert math.isnan(result.estimate)
