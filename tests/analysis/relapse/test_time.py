"""Time to first relapse."""

from typing import Any

import pytest
from lifelines import KaplanMeierFitter
from lifelines.statistics import logrank_test

from analysis.small import bare, full
from cohorts import cohort, patients, study, table
from rtxoutcomes.analysis.relapse.time import curves, time_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.results import CURVE_COLUMNS, estimates_frame

PLAN = study(randomness={"permutations": 199})
TIMES = [10.0, 5.0, 2.0, 13, 14, 7.0, 16, 7.5, 18, 8.0, 20, 21]
EVENTS = [0, 1, 1, 0, 0, 1, 0, 1, 0, 1, 0, 0]


def rows(made: Cohort, role: str = "reported") -> Any:
    frame = estimates_frame(time_rows(made, PLAN))
    return frame[frame["role"] == role].set_index(["group", "term"])


def test_survival_and_limits_are_lifelines() -> None:
    fit = KaplanMeierFitter().fit(TIMES, EVENTS)

    told = rows(full()).loc[("A", "survival_12_months")]

    assert told["estimate"] == pytest.approx(float(fit.predict(12)))
    limits = fit.confidence_interval_.loc[:12].iloc[-1]
    assert [told["conf_low"], told["conf_high"]] == pytest.approx(limits.tolist())


def test_the_beta_product_band_stands_beside() -> None:
    assert "beta product" in rows(full(), "beside").loc[("A", "survival_12_months"), "method"]


def test_numbers_at_risk_count_those_whose_time_is_that_or_later() -> None:
    frame = rows(full())

    told = [frame.loc[("A", f"at_risk_{m}_months"), "estimate"] for m in (0, 6, 12, 18, 24)]
    assert told == [sum(t >= m for t in TIMES) for m in (0, 6, 12, 18, 24)]


def test_the_asymptotic_log_rank_test_is_lifelines() -> None:
    expected = logrank_test(TIMES, [24.0, 20.0, 24.0, 24.0], EVENTS, [0, 1, 0, 0])

    told = rows(full(), "beside").loc[("all", "log_rank")]

    assert told["p_value"] == pytest.approx(expected.p_value)


def test_the_reported_log_rank_test_is_a_permutation_that_a_second_run_repeats() -> None:
    one, two = (rows(full()).loc[("all", "log_rank")] for _ in range(2))

    assert "permutation" in one["method"]
    assert one["p_value"] == two["p_value"]


def test_in_a_large_cohort_the_asymptotic_test_is_reported() -> None:
    people = patients([(f"P{k}", "AB"[k % 2], 12.0 + k % 7) for k in range(201)])
    onsets = table("patient_id month", *[(f"P{k}", 3.0 + k % 5) for k in range(0, 200, 9)])

    frame = estimates_frame(time_rows(cohort(people, relapses=onsets), PLAN))

    assert "permutation" not in " ".join(frame["method"])


def test_a_diagnosis_without_patients_keeps_its_rows() -> None:
    frame = rows(full("A"))

    for term in ("median", "survival_12_months", "rmst_12_months"):
        assert frame.loc[("B", term), "note"] == "group_absent"
    assert frame.loc[("all", "log_rank"), "note"] == "group_absent"


def test_relapses_that_were_not_collected_have_no_curve() -> None:
    assert set(rows(bare())["note"]) == {"not_collected"}
    assert tuple(curves(bare(), PLAN).columns) == CURVE_COLUMNS


def test_curves_begin_at_month_0_with_the_band_that_holds_there() -> None:
    frame = curves(full(), PLAN)
    first = frame[frame["group"] == "A"].iloc[0]

    assert tuple(frame.columns) == CURVE_COLUMNS
    assert (first["month"], first["survival"], first["at_risk"]) == (0, 1, 12)
    # With nobody observed to relapse, the lower limit is the n-th root of 0.025.
    assert first["band_low"] == pytest.approx(0.025 ** (1 / 12))
    assert first["band_high"] == 1
    assert set(curves(full("A"), PLAN)["group"]) == {"A"}
