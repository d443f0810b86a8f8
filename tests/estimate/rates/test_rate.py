import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.stats import poisson

from rtxoutcomes.estimate.rates.rate import (
    Rate,
    rate,
    rate_ratio_exact,
    rate_ratio_point_probability,
)

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


@pytest.mark.parametrize("r", REFERENCE["ratios"], ids=lambda r: str(r["events"]))
def test_the_ratio_of_two_rates_matches_poisson_test_of_r(r: dict[str, Any]) -> None:
    a, b = zip(r["events"], r["years"], strict=True)

    result, point = rate_ratio_exact(*a, *b, r["level"]), rate_ratio_point_probability(*a, *b)

    actual = [result.estimate, result.conf_low, result.conf_high, result.p_value, point.p_value]
    names = ["estimate", "low", "high", "p_doubled", "p_point"]
    expected = [math.nan if r[name] is None else r[name] for name in names]
    np.testing.assert_allclose(actual, expected, RTOL)


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


@settings(deadline=None, max_examples=60)
@given(arm, arm)
def test_swapping_the_groups_inverts_the_ratio(a: tuple[int, float], b: tuple[int, float]) -> None:
    forward, backward = rate_ratio_exact(*a, *b), rate_ratio_exact(*b, *a)

    assert (forward.status, forward.note) == (backward.status, backward.note)
    if forward.status == "ok":
        assert forward.estimate * backward.estimate == pytest.approx(1, rel=1e-12)
        assert forward.conf_low * backward.conf_high == pytest.approx(1, rel=1e-10)
        assert forward.p_value == pytest.approx(backward.p_value, rel=1e-10)


@settings(deadline=None, max_examples=60)
@given(arm, arm)
def test_the_interval_of_a_ratio_never_contradicts_its_p(
    a: tuple[int, float], b: tuple[int, float]
) -> None:
    result = rate_ratio_exact(*a, *b)

    if result.status in ("ok", "bound_only"):
        high = math.inf if math.isnan(result.conf_high) else result.conf_high
        # Exactly 1 and exactly 0.05 go together, but either may be rounded away from it.
        assume(abs(result.p_value - 0.05) > 1e-12)
        assert (result.conf_low <= 1 <= high) == (result.p_value >= 0.05)


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


def test_a_ratio_counts_patients_and_its_interval_inverts_its_test() -> None:
    result = rate_ratio_exact(4, 10.0, 1, 30.0, n=12)

    assert (result.n, result.events) == (12, 5)
    assert result.p_pair == result.method_key == "exact_rate_ratio"
    assert rate_ratio_point_probability(4, 10.0, 1, 30.0, n=12).n == 12
    assert rate_ratio_point_probability(4, 10.0, 1, 30.0, n=12).p_pair == ""


def test_a_patient_without_follow_up_is_counted_and_changes_nothing_else() -> None:
    watched = rate(np.array([4, 0, 0]), np.array([1.0, 1.0, 1.0]))
    with_idle = rate(np.array([4, 0, 0, 0]), np.array([1.0, 1.0, 1.0, 0.0]))

    assert with_idle.n == watched.n + 1
    assert with_idle.dispersion == watched.dispersion
    assert with_idle.scaled == replace(watched.scaled, n=4)


def test_a_ratio_without_an_event_is_not_estimable() -> None:
    for result in (
        rate_ratio_exact(0, 3.0, 0, 4.0),
        rate_ratio_point_probability(0, 3.0, 0, 4.0),
    ):
        assert (result.status, result.note) == ("not_estimable", "no_events")


def test_a_ratio_without_person_time_is_not_estimable() -> None:
    result = rate_ratio_exact(0, 0.0, 3, 4.0)

    assert (result.status, result.note) == ("not_estimable", "n_zero")


def test_an_event_in_one_group_only_gives_a_bound() -> None:
    below, above = rate_ratio_exact(0, 3.0, 4, 4.0), rate_ratio_exact(4, 4.0, 0, 3.0)

    assert (below.status, below.estimate, below.conf_low) == ("bound_only", 0, 0)
    assert (above.status, above.note) == ("bound_only", "no_events")
    assert math.isnan(above.estimate)
    assert math.isnan(above.conf_high)
    assert above.conf_low * below.conf_high == pytest.approx(1)


def test_no_p_value_of_a_ratio_is_zero() -> None:
    assert 0 < rate_ratio_exact(9000, 1.0, 1, 9000.0).p_value < 1e-300
    assert 0 < rate_ratio_point_probability(9000, 1.0, 1, 9000.0).p_value < 1e-300


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
    with pytest.raises(ValueError, match=r"years\[1\] must be above 0 beside events\[1\] = 2"):
        rate([0, 2], np.array([0.0, 0.0]))
    with pytest.raises(ValueError, match=r"years\[0\] must be finite.*not inf"):
        rate(one, np.array([math.inf]))
    with pytest.raises(ValueError, match=r"count\[0\] must be a whole number, at least 0"):
        rate(one, half, [-1])
    with pytest.raises(ValueError, match=r"unknown must be a whole number.* at most 1, not 2"):
        rate(one, half, unknown=2)
    with pytest.raises(ValueError, match="conf_level must be between 0 and 1"):
        rate(one, half, conf_level=95)


def test_malformed_groups_of_a_ratio_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="events_a must be a whole number, at least 0, not -1"):
        rate_ratio_exact(-1, 1.0, 2, 1.0)
    with pytest.raises(ValueError, match=r"years_a must be a finite number.*not nan"):
        rate_ratio_exact(1, math.nan, 2, 1.0)
    with pytest.raises(ValueError, match="years_b must be above 0 beside events_b = 2"):
        rate_ratio_exact(1, 1.0, 2, 0.0)
    with pytest.raises(ValueError, match="conf_level must be between 0 and 1"):
        rate_ratio_exact(1, 1.0, 2, 1.0, 0)


def test_a_ratio_of_rates_has_the_person_years_of_both() -> None:
    assert rate_ratio_exact(4, 10.0, 1, 30.0).person_years == 40
    assert rate_ratio_point_probability(4, 10.0, 1, 30.0).person_years == 40
