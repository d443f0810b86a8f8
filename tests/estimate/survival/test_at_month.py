"""Survival and risk at a month: against R, between and beyond the times of a curve."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtxoutcomes.counts import EventTable
from rtxoutcomes.estimate.survival.at_month import risk_at, survival_at, survival_at_band
from rtxoutcomes.estimate.survival.event_table import event_table
from rtxoutcomes.estimate.survival.kaplan_meier import Curve, kaplan_meier
from rtxoutcomes.estimate.survival.product_limit import ConfType

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "survival.json").read_text(encoding="utf-8")
)
GROUPS = pytest.mark.parametrize("r", REFERENCE["groups"].values(), ids=REFERENCE["groups"])
# Closed forms in double precision on both sides; the file holds 15 digits.
RTOL = 1e-12
patients = st.lists(st.tuples(st.integers(1, 20), st.booleans()), min_size=1, max_size=40)


def table_of(months: list[float], event: list[int]) -> EventTable:
    return event_table(np.array(months, float), np.array(event, bool))


def curve_of(months: list[float], event: list[int]) -> Curve:
    return kaplan_meier(table_of(months, event))


@GROUPS
def test_survival_at_a_month_is_the_last_step_before_it(r: dict[str, Any]) -> None:
    curve = curve_of(r["months"], r["event"])
    for month in r["time"]:
        step = r["time"].index(month)

        got = survival_at(curve, month)

        assert got.estimate == pytest.approx(r["survival"][step], rel=RTOL)
        assert got.events == sum(r["n_event"][: step + 1])


@settings(deadline=None, max_examples=50)
@given(patients, st.floats(0.5, 20))
def test_readings_of_the_band_are_the_band_itself_and_mirror_the_risk(
    rows: list[tuple[int, bool]], month: float
) -> None:
    table = table_of([m for m, _ in rows], [e for _, e in rows])
    curve = kaplan_meier(table)
    for step, time in enumerate(curve.months):
        got = survival_at_band(curve, float(time))

        assert (got.conf_low, got.conf_high) == (curve.band_low[step], curve.band_high[step])

    band, risk = survival_at_band(curve, month), risk_at(table, month, tolerance=0)
    if band.status == "ok":
        assert risk.estimate == 1 - band.estimate
        assert (risk.conf_low, risk.conf_high) == (1 - band.conf_high, 1 - band.conf_low)


@pytest.mark.parametrize("r", REFERENCE["clopper_pearson"])
def test_the_risk_is_a_proportion_without_earlier_censoring(r: dict[str, Any]) -> None:
    n, events = int(r["n"]), int(r["events"])
    months = [1.0 + k for k in range(events)] + [12.0] * (n - events)
    table = table_of(months, [1] * events + [0] * (n - events))

    got = risk_at(table, 12.0)

    assert (got.n, got.events, got.status, got.note) == (n, events, "ok", "")
    assert got.estimate == pytest.approx(events / n, rel=1e-13, abs=1e-15)
    # Two beta quantile routines; atol for limits at 0 and 1.
    np.testing.assert_allclose([got.conf_low, got.conf_high], r["limits"], rtol=1e-10, atol=1e-15)


def test_a_year_of_365_days_counts_as_12_months_with_a_note() -> None:
    table = table_of([3.0, 365 / 30.4375, 365 / 30.4375, 14.0], [1, 0, 0, 0])

    got, strict = risk_at(table, 12.0), risk_at(table, 12.0, tolerance=0)

    complete = risk_at(table_of([3.0, 12.0, 12.0, 14.0], [1, 0, 0, 0]), 12.0)
    assert (got.status, got.note, strict.note) == ("ok", "horizon_tolerance", "")
    assert (got.estimate, got.conf_low, got.conf_high) == (
        complete.estimate,
        complete.conf_low,
        complete.conf_high,
    )
    assert strict.conf_high > got.conf_high


def test_a_censoring_just_before_an_event_within_the_tolerance_stays_at_risk() -> None:
    table = table_of([11.6, 11.8, 12.0, 12.0], [0, 1, 0, 0])

    assert risk_at(table, 12.0).estimate == pytest.approx(1 / 4, rel=1e-15)
    assert risk_at(table, 12.0, tolerance=0).estimate == pytest.approx(1 / 3, rel=1e-15)


def test_a_risk_with_no_patient_remaining_is_not_estimable() -> None:
    got = risk_at(table_of([3.0, 6.0], [1, 0]), 12.0)

    assert (got.status, got.note, got.n) == ("not_estimable", "no_followup_at_tau", 2)


def test_a_risk_is_known_where_all_had_the_event() -> None:
    got = risk_at(table_of([3.0, 6.0], [1, 1]), 12.0)

    assert (got.status, got.estimate, got.conf_high) == ("ok", 1.0, 1.0)


def test_survival_beyond_the_last_time_is_not_prolonged() -> None:
    curve = curve_of([3.0, 6.0], [1, 0])

    for got in (survival_at(curve, 6.1), survival_at_band(curve, 6.1)):
        assert (got.status, got.note) == ("not_estimable", "no_followup_at_tau")


@pytest.mark.parametrize("month", [5.0, 12.0, 600.0])
def test_where_all_had_the_event_survival_stays_0(month: float) -> None:
    table = table_of([1.0, 2.0, 3.0, 4.0, 5.0], [1] * 5)
    curve = kaplan_meier(table)

    reading, band, risk = (
        survival_at(curve, month),
        survival_at_band(curve, month),
        risk_at(table, month),
    )

    assert (reading.status, reading.note, reading.estimate) == ("bound_only", "all_events", 0.0)
    assert (band.status, band.note, band.estimate, band.conf_low) == ("ok", "", 0.0, 0.0)
    # Clopper and Pearson for 0 of 5 free of the event.
    assert band.conf_high == pytest.approx(1 - 0.025 ** (1 / 5), rel=1e-12)
    assert (risk.estimate, risk.events) == (1.0, 5)


def test_an_earlier_censoring_does_not_keep_survival_from_staying_0() -> None:
    curve = curve_of([2.0, 3.0, 6.0], [0, 1, 1])

    assert survival_at(curve, 12.0).estimate == survival_at_band(curve, 12.0).estimate == 0


def test_one_censored_with_the_last_event_leaves_survival_unknown_beyond() -> None:
    curve = curve_of([3.0, 6.0, 6.0], [1, 1, 0])

    for got in (survival_at(curve, 12.0), survival_at_band(curve, 12.0)):
        assert (got.status, got.note) == ("not_estimable", "no_followup_at_tau")


def test_without_an_event_survival_is_1_and_only_the_band_has_limits() -> None:
    curve = curve_of([12.0] * 14, [0] * 14)

    reading, band = survival_at(curve, 12.0), survival_at_band(curve, 12.0)

    assert (reading.status, reading.note, reading.estimate) == ("bound_only", "no_events", 1.0)
    assert (reading.std_error, np.isnan(reading.conf_low)) == (0.0, True)
    assert band.status == "ok"
    assert band.conf_low == pytest.approx(0.025 ** (1 / 14), rel=1e-12)


@pytest.mark.parametrize(("conf_type", "limit"), [("log-log", np.nan), ("log", 1), ("plain", 1)])
def test_before_the_first_time_survival_is_1(conf_type: ConfType, limit: float) -> None:
    curve = kaplan_meier(table_of([3.0, 6.0], [1, 0]), conf_type=conf_type)

    got = survival_at(curve, 2.0)

    assert (got.estimate, got.std_error, got.events) == (1.0, 0.0, 0)
    np.testing.assert_array_equal([got.conf_low, got.conf_high], [limit, limit])


def test_after_the_last_patient_s_event_survival_is_0_without_limits() -> None:
    got = survival_at(curve_of([3.0, 6.0], [1, 1]), 6.0)

    assert (got.status, got.note, got.estimate) == ("bound_only", "all_events", 0.0)
    assert np.isnan([got.std_error, got.conf_low, got.conf_high]).all()


@pytest.mark.parametrize(("month", "tolerance"), [(0.0, 0.5), (12.0, -1.0), (np.nan, 0.5)])
def test_a_risk_at_no_time_is_refused(month: float, tolerance: float) -> None:
    with pytest.raises(ValueError, match=r"(month|tolerance) must be"):
        risk_at(table_of([3.0], [1]), month, tolerance)


def test_survival_at_a_negative_month_is_refused() -> None:
    with pytest.raises(ValueError, match=r"month must be a finite number, at least 0, not -1.0"):
        survival_at(curve_of([3.0], [1]), -1.0)
