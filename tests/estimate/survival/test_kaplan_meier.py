import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import KaplanMeierFitter

from rtxoutcomes.counts import EventTable
from rtxoutcomes.estimate.survival.at_month import risk_at, survival_at, survival_at_band
from rtxoutcomes.estimate.survival.event_table import event_table
from rtxoutcomes.estimate.survival.kaplan_meier import Curve, kaplan_meier, reverse_kaplan_meier
from rtxoutcomes.estimate.survival.product_limit import ConfType
from rtxoutcomes.estimate.survival.quantile import median, quantile

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "survival.json").read_text(encoding="utf-8")
)
GROUPS = pytest.mark.parametrize("r", REFERENCE["groups"].values(), ids=REFERENCE["groups"])
TYPES: tuple[ConfType, ...] = ("log-log", "log", "plain")
# Closed forms in double precision on both sides; the file holds 15 digits.
RTOL = 1e-12
patients = st.lists(st.tuples(st.integers(1, 20), st.booleans()), min_size=1, max_size=40)


def table_of(months: list[float], event: list[int]) -> EventTable:
    return event_table(np.array(months, float), np.array(event, bool))


def curve_of(months: list[float], event: list[int]) -> Curve:
    return kaplan_meier(table_of(months, event))


def numbers(values: list[float | None]) -> list[float]:
    return [np.nan if value is None else value for value in values]


@GROUPS
def test_the_curve_is_that_of_survfit(r: dict[str, Any]) -> None:
    curve = curve_of(r["months"], r["event"])

    np.testing.assert_array_equal(curve.at_risk, r["n_risk"])
    np.testing.assert_allclose(curve.survival, r["survival"], rtol=RTOL)
    np.testing.assert_allclose(curve.std_error, numbers(r["std_error"]), rtol=RTOL)


@GROUPS
@pytest.mark.parametrize("conf_type", TYPES)
def test_quantiles_and_limits_are_those_of_survfit(r: dict[str, Any], conf_type: ConfType) -> None:
    curve = kaplan_meier(table_of(r["months"], r["event"]), 0.9, conf_type)

    actual = [quantile(curve, share) for share in (0.25, 0.5)]

    expected = r["limits"][conf_type]
    np.testing.assert_allclose(curve.conf_low, numbers(expected["lower"]), rtol=RTOL)
    np.testing.assert_allclose(curve.conf_high, numbers(expected["upper"]), rtol=RTOL)
    for column, key in [
        ("estimate", "quantile"),
        ("conf_low", "quantile_lower"),
        ("conf_high", "quantile_upper"),
    ]:
        got = [getattr(value, column) for value in actual]
        np.testing.assert_allclose(got, numbers(expected[key]), rtol=RTOL, err_msg=key)


def test_delayed_entry_gives_the_curve_of_survfit() -> None:
    r = REFERENCE["late"]
    exits, entries = np.array(r["exit"], float), np.array(r["entry"], float)

    curve = kaplan_meier(event_table(exits, np.array(r["event"], bool), entries))

    np.testing.assert_allclose(curve.survival, r["survival"], rtol=RTOL)
    np.testing.assert_allclose(curve.conf_low, numbers(r["lower"]), rtol=RTOL)
    np.testing.assert_allclose(curve.conf_high, numbers(r["upper"]), rtol=RTOL)


@GROUPS
def test_median_follow_up_is_that_of_r_where_relapses_leave_first(r: dict[str, Any]) -> None:
    name = next(key for key, value in REFERENCE["groups"].items() if value is r)

    got = median(reverse_kaplan_meier(np.array(r["months"], float), np.array(r["event"], bool)))

    # R was given relapses 0.0001 months early, to leave before the censorings they are tied to.
    np.testing.assert_allclose(
        [got.estimate, got.conf_low, got.conf_high],
        numbers(REFERENCE["follow_up"][name]),
        atol=1e-4,
    )
    assert got.method == "reverse Kaplan-Meier, log-log limits"


@settings(deadline=None, max_examples=30)
@given(patients)
def test_the_curve_equals_that_of_lifelines(rows: list[tuple[int, bool]]) -> None:
    months, event = [m for m, _ in rows], [e for _, e in rows]

    curve = kaplan_meier(event_table(np.array(months, float), np.array(event)))

    fit = KaplanMeierFitter().fit(months, event)
    # lifelines adds logarithms where we multiply fractions.
    np.testing.assert_allclose(
        curve.survival, fit.survival_function_.to_numpy()[1:, 0], rtol=1e-12, atol=1e-15
    )
    limits = fit.confidence_interval_.to_numpy()[1:]
    inside = (curve.survival > 0) & (curve.survival < 1)
    np.testing.assert_allclose(curve.conf_low[inside], limits[inside, 0], rtol=1e-10)
    np.testing.assert_allclose(curve.conf_high[inside], limits[inside, 1], rtol=1e-10)
    assert np.isnan(curve.conf_low[~inside]).all()


@settings(deadline=None, max_examples=50)
@given(patients)
def test_curve_and_band_fall_and_the_band_encloses_the_curve(
    rows: list[tuple[int, bool]],
) -> None:
    curve = curve_of([m for m, _ in rows], [e for _, e in rows])

    for values in (curve.survival, curve.band_low, curve.band_high):
        # Quantiles of beta distributions with equal moments agree to a few last digits.
        assert (np.diff(values) <= 1e-12).all()
    assert (curve.band_low <= curve.survival + 1e-12).all()
    assert (curve.survival <= curve.band_high + 1e-12).all()


def test_a_median_that_is_not_reached_has_a_note_and_its_lower_limit() -> None:
    with_bound = median(curve_of(list(range(1, 11)), [1, 1, 1, 1, 0, 0, 0, 0, 0, 0]))
    without = median(curve_of([12.0] * 5, [0] * 5))

    assert (with_bound.status, with_bound.note) == ("bound_only", "not_reached")
    assert with_bound.conf_low > 0
    assert (with_bound.conf_ends, without.conf_ends) == ("[)", "[)")
    assert (without.status, without.note) == ("not_estimable", "not_reached")


def test_a_median_whose_upper_limit_is_not_reached_is_ok_with_an_open_end() -> None:
    got = median(curve_of([3, 5, 7, 7, 9, 12, 12, 14, 18, 20], [1, 0, 1, 1, 0, 1, 0, 0, 1, 0]))

    assert (got.status, got.note, got.estimate, got.conf_low) == ("ok", "not_reached", 18.0, 3.0)
    assert np.isnan(got.conf_high)


def test_a_median_without_limits_since_all_had_the_event_at_once_says_so() -> None:
    got = median(curve_of([4.0] * 6, [1] * 6))

    assert (got.status, got.note, got.estimate) == ("bound_only", "all_events", 4.0)
    assert np.isnan([got.conf_low, got.conf_high]).all()


def test_an_empty_sample_gives_an_empty_curve_and_notes() -> None:
    table = table_of([], [])
    curve = kaplan_meier(table)

    actual = [
        median(curve),
        survival_at(curve, 12),
        survival_at_band(curve, 12),
        risk_at(table, 12),
    ]

    assert curve.months.size == 0
    assert {(e.status, e.note) for e in actual} == {("not_estimable", "n_zero")}


def test_one_patient_has_a_curve() -> None:
    got = survival_at_band(curve_of([12.0], [0]), 12.0)

    # Clopper-Pearson for 1 of 1.
    assert (got.estimate, got.conf_high) == (1.0, 1.0)
    assert got.conf_low == pytest.approx(0.025, rel=1e-12)


def test_the_first_time_has_greenwood_s_error() -> None:
    months, event = np.array([3.0, 5.0, 7.0, 7.0, 9.0]), np.array([1, 0, 1, 1, 0]) == 1

    result = survival_at(kaplan_meier(event_table(months, event)), 3.0)

    # 4/5 of five: 0.8 times the root of 1 / (5 x 4).
    assert result.std_error == pytest.approx(0.8 * (1 / 20) ** 0.5)
    assert (result.n, result.events) == (5, 1)
