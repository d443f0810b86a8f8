import json
import math
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtxoutcomes.estimate.proportions.proportion import (
    Interval,
    agresti_coull,
    jeffreys,
    proportion,
    proportion_interval,
)
from rtxoutcomes.estimate.proportions.zero_events import zero_event_bound

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "proportion.json").read_text(encoding="utf-8")
)
# Quantiles of beta distributions from two libraries, and 15 digits in the file.
RTOL = 1e-11
# R's root finder stops at an absolute 1e-15.
ATOL = 5e-15
counts = st.integers(1, 80).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def named(r: dict[str, Any]) -> str:
    return f"{r['events']} of {r['n']} at {r['level']}"


@pytest.mark.parametrize("r", REFERENCE["proportions"], ids=named)
def test_every_interval_matches_r(r: dict[str, Any]) -> None:
    events, n, level = r["events"], r["n"], r["level"]

    result = proportion(events, n, level)
    others = agresti_coull(events, n, level), jeffreys(events, n, False, level)

    actual = [result.wilson, result.clopper_pearson, result.mid_p, *others]
    names = ["wilson", "clopper_pearson", "mid_p", "agresti_coull", "jeffreys"]
    np.testing.assert_allclose([e.estimate for e in actual], r["estimate"], RTOL)
    np.testing.assert_allclose(
        [[e.conf_low, e.conf_high] for e in actual], [r[name] for name in names], RTOL, ATOL
    )


@settings(deadline=None, max_examples=60)
@given(counts)
def test_counting_the_others_mirrors_every_interval(case: tuple[int, int]) -> None:
    events, n = case

    here, there = proportion(events, n), proportion(n - events, n)

    for a, b in ((here.wilson, there.wilson), (here.mid_p, there.mid_p)):
        # 1 - limit is rounded to the spacing of doubles near 1.
        assert a.conf_low == pytest.approx(1 - b.conf_high, abs=1e-14)
    assert here.clopper_pearson.conf_low == pytest.approx(
        1 - there.clopper_pearson.conf_high, abs=1e-14
    )


@settings(deadline=None, max_examples=60)
@given(counts, st.sampled_from([0.5, 0.9, 0.95, 0.999]))
def test_each_interval_contains_the_proportion_and_clopper_pearson_is_the_widest_exact_one(
    case: tuple[int, int], level: float
) -> None:
    result = proportion(*case, level)

    for value in (result.wilson, result.clopper_pearson, result.mid_p):
        assert 0 <= value.conf_low <= value.estimate <= value.conf_high <= 1
    assert result.clopper_pearson.conf_low <= result.mid_p.conf_low
    assert result.mid_p.conf_high <= result.clopper_pearson.conf_high


def test_jeffreys_is_closed_at_the_ends_by_default() -> None:
    none, everybody = jeffreys(0, 14), jeffreys(14, 14)

    assert (none.conf_low, everybody.conf_high) == (0, 1)
    assert jeffreys(0, 14, modified=False).conf_low > 0
    assert jeffreys(3, 14).conf_low == jeffreys(3, 14, modified=False).conf_low
    assert none.method != jeffreys(0, 14, modified=False).method


def test_agresti_coull_is_not_cut_at_zero() -> None:
    assert agresti_coull(0, 14).conf_low < 0


def test_no_patient_is_not_estimable_and_has_a_note() -> None:
    result = proportion(0, 0)
    others = agresti_coull(0, 0), jeffreys(0, 0), zero_event_bound(0)

    for value in (result.wilson, result.clopper_pearson, result.mid_p, *others):
        assert (value.status, value.note, value.n) == ("not_estimable", "n_zero", 0)
        assert math.isnan(value.estimate)


@pytest.mark.parametrize("events", [0, 1])
def test_one_patient_has_an_interval_and_a_note(events: int) -> None:
    result = proportion(events, 1)

    assert {result.wilson.note, result.clopper_pearson.note, result.mid_p.note} == {"n_one"}
    assert result.clopper_pearson.conf_high - result.clopper_pearson.conf_low == pytest.approx(
        0.975
    )


def test_a_narrow_mid_p_interval_may_leave_the_proportion_outside() -> None:
    # P(X > 1) + P(X = 1) / 2 is 0.455 at 1/14, so that a level of 0.05 ends above 1/14.
    result = proportion(1, 14, 0.05).mid_p

    assert 1 / 14 < result.conf_low < result.conf_high


@pytest.mark.parametrize(
    ("events", "n", "message"),
    [
        (-1, 10, "events must be a whole number, at least 0 and at most 10, not -1"),
        (11, 10, "events must be .* at most 10, not 11"),
        (1, 0, "events must be .* at most 0, not 1"),
        (0, -1, "n must be a whole number, at least 0, not -1"),
        (1.5, 10, "events must be a whole number.*not 1.5"),
        (1, math.nan, "n must be a whole number.*not nan"),
        (True, 10, "events must be a whole number"),
    ],
)
def test_impossible_counts_are_refused_by_name(events: Any, n: Any, message: str) -> None:
    for interval in (proportion, agresti_coull, jeffreys, proportion_interval):
        with pytest.raises(ValueError, match=message):
            interval(events, n)


@pytest.mark.parametrize("interval", ["wald", "Wald", "wald_cc", "normal", "asymptotic"])
def test_wald_s_interval_is_refused_with_the_reason(interval: Any) -> None:
    with pytest.raises(ValueError, match=r"covers 83 % on average.*Use 'wilson'"):
        proportion_interval(8, 42, interval)


def test_an_unknown_interval_is_refused_and_the_good_ones_are_listed() -> None:
    with pytest.raises(ValueError, match="interval must be one of 'wilson', 'clopper_pearson'"):
        proportion_interval(8, 42, cast(Interval, "exact"))


def test_the_requested_interval_is_given() -> None:
    result = proportion(8, 42)

    assert proportion_interval(8, 42) == result.wilson
    assert proportion_interval(8, 42, "clopper_pearson") == result.clopper_pearson
    assert proportion_interval(8, 42, "mid_p") == result.mid_p
    assert proportion_interval(8, 42, "agresti_coull") == agresti_coull(8, 42)
    assert proportion_interval(8, 42, "jeffreys") == jeffreys(8, 42)


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0, math.nan])
def test_an_impossible_level_is_refused(level: float) -> None:
    with pytest.raises(ValueError, match="must be between 0 and 1"):
        proportion(1, 10, level)
    with pytest.raises(ValueError, match="must be between 0 and 1"):
        zero_event_bound(10, level)


def test_every_interval_has_its_counts_and_its_name() -> None:
    result = proportion(3, 9)

    for value in (result.wilson, result.clopper_pearson, result.mid_p, jeffreys(3, 9)):
        assert (value.n, value.events) == (9, 3)
        assert value.method
    assert jeffreys(3, 9, modified=False).method == "Jeffreys"
