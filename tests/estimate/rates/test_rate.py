import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import poisson

from rtxoutcomes.estimate.rates.rate import Rate, rate

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "rate.json").read_text(encoding="utf-8")
)
# Quantiles of gamma and beta distributions from two libraries, and 15 digits in the file.
RTOL = 1e-10
attacks = st.integers(0, 6)
time = st.integers(1, 40).map(lambda quarters: quarters / 4)
patients = st.lists(st.tuples(attacks, time), min_size=1, max_size=30)
arm = st.tuples(st.integers(0, 60), time)


def rate_of(r: dict[str, Any]) -> Rate:
    return rate(np.atleast_1d(r["events"]), np.atleast_1d(r["years"]), conf_level=r["level"])


@pytest.mark.parametrize("r", [*REFERENCE["sets"].values(), REFERENCE["narrow"]])
def test_rate_and_both_intervals_match_r(r: dict[str, Any]) -> None:
    result = rate_of(r)

    assert (
        result.scaled.estimate == result.independent.estimate == pytest.approx(r["rate"], rel=RTOL)
    )
    # R's phi is that of a quasi-Poisson model, fitted until its deviance moves no more.
    assert result.dispersion == pytest.approx(r["dispersion"], rel=RTOL)
    for value, name in ((result.independent, "independent"), (result.scaled, "scaled")):
        np.testing.assert_allclose([value.conf_low, value.conf_high], r[name], RTOL)


@settings(deadline=None, max_examples=60)
@given(patients)
def test_patterns_with_a_count_give_the_rate_of_the_patients_themselves(
    rows: list[tuple[int, float]],
) -> None:
    distinct = sorted(set(rows))
    events, years = np.array(rows, float).T
    few_events, few_years = np.array(distinct, float).T
    count = np.array([rows.count(row) for row in distinct])

    one_each = rate(events.astype(np.int64), years)
    grouped = rate(few_events.astype(np.int64), few_years, count)

    assert (one_each.n, one_each.events) == (grouped.n, grouped.events)
    assert one_each.person_years == grouped.person_years
    # A term times its count against the term added as often.
    assert grouped.dispersion == pytest.approx(one_each.dispersion, rel=1e-12)


@settings(deadline=None, max_examples=60)
@given(patients)
def test_the_scaled_interval_contains_the_rate_and_is_never_the_narrower(
    rows: list[tuple[int, float]],
) -> None:
    events, years = np.array(rows, float).T

    result = rate(events.astype(np.int64), years)

    assert result.dispersion >= 1
    assert result.scaled.conf_low <= result.scaled.estimate <= result.scaled.conf_high
    # Where phi is 1 the two are one calculation, up to rounding of phi itself.
    assert result.scaled.conf_low <= result.independent.conf_low * (1 + 1e-12)
    assert result.scaled.conf_high >= result.independent.conf_high * (1 - 1e-12)


@settings(deadline=None, max_examples=40)
@given(arm)
def test_garwood_limits_leave_a_fortieth_in_each_tail(case: tuple[int, float]) -> None:
    events, years = case

    result = rate(np.array([events]), np.array([years])).independent

    assert poisson.cdf(events, result.conf_high * years) == pytest.approx(0.025, rel=1e-9)
    if events > 0:
        assert poisson.sf(events - 1, result.conf_low * years) == pytest.approx(0.025, rel=1e-9)


def test_unknown_counts_leave_a_lower_bound_only() -> None:
    result = rate(np.array([1, 0, 2]), np.array([1.0, 2.0, 1.5]), unknown=1)

    for value in (result.scaled, result.independent):
        assert (value.status, value.note) == ("bound_only", "count_unknown")
        assert value.estimate == 3 / 4.5
        assert value.conf_low > 0
        assert math.isnan(value.conf_high)


@pytest.mark.parametrize("events", [np.zeros(0, np.int64), np.zeros(2, np.int64)])
def test_no_person_time_is_not_estimable(events: np.ndarray[Any, np.dtype[np.int64]]) -> None:
    result = rate(events, np.zeros(len(events)))

    for value in (result.scaled, result.independent):
        assert (value.status, value.note, value.person_years) == ("not_estimable", "n_zero", 0)
    assert result.dispersion == 1


def test_one_patient_cannot_show_dispersion() -> None:
    result = rate(np.array([5]), np.array([2.0]))

    assert result.dispersion == 1
    assert result.scaled.conf_high == result.independent.conf_high


def test_a_patient_who_was_not_at_risk_changes_nothing_but_n() -> None:
    observed = rate(np.array([5, 0, 0]), np.array([1.0, 1.0, 1.0]))
    with_idle = rate(np.array([5, 0, 0, 0]), np.array([1.0, 1.0, 1.0, 0.0]))

    assert (observed.n, with_idle.n) == (3, 4)
    assert with_idle.scaled.estimate == observed.scaled.estimate
    assert with_idle.dispersion == observed.dispersion > 1


def test_a_patient_without_follow_up_is_counted_and_changes_nothing_else() -> None:
    watched = rate(np.array([4, 0, 0]), np.array([1.0, 1.0, 1.0]))
    with_idle = rate(np.array([4, 0, 0, 0]), np.array([1.0, 1.0, 1.0, 0.0]))

    assert with_idle.n == watched.n + 1
    assert with_idle.dispersion == watched.dispersion
    assert with_idle.scaled == replace(watched.scaled, n=4)


def test_malformed_patients_are_refused_by_name_and_place() -> None:
    one, half = np.array([1]), np.array([0.5])

    with pytest.raises(ValueError, match="years must be as long as events"):
        rate(one, np.array([1.0, 2.0]))
    with pytest.raises(ValueError, match="count must be as long as events"):
        rate(one, half, [1, 1])
    with pytest.raises(ValueError, match="events must be one-dimensional"):
        rate(np.array([[1]]), np.array([[1.0]]), np.array([[1]]))
    with pytest.raises(ValueError, match=r"events\[0\] must be a whole number, at least 0, not -1"):
        rate(-one, half)
    with pytest.raises(ValueError, match=r"years\[0\] must be finite.*not nan"):
        rate(one, np.array([math.nan]))
    with pytest.raises(ValueError, match=r"years\[1\] must be above 0 where events\[1\] = 2"):
        rate([0, 2], np.array([0.0, 0.0]))
    with pytest.raises(ValueError, match=r"years\[0\] must be finite.*not inf"):
        rate(one, np.array([math.inf]))
    with pytest.raises(ValueError, match=r"count\[0\] must be a whole number, at least 0"):
        rate(one, half, [-1])
    with pytest.raises(ValueError, match=r"unknown must be a whole number.* at most 1, not 2"):
        rate(one, half, unknown=2)
    with pytest.raises(ValueError, match="conf_level must be between 0 and 1"):
        rate(one, half, conf_level=95)
