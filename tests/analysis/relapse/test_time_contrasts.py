"""Time to relapse between diagnoses."""

from typing import Any

import numpy as np
import pytest

from analysis.small import bare, full
from cohorts import cohort, patients, study, table
from rtxoutcomes.analysis.relapse.time_contrasts import contrast_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.relapse import attack_history
from rtxoutcomes.estimate.likelihood.cox import firth_cox, planning_hazard_ratio
from rtxoutcomes.estimate.survival.contrast import survival_difference
from rtxoutcomes.estimate.survival.event_table import event_table
from rtxoutcomes.estimate.survival.kaplan_meier import kaplan_meier
from rtxoutcomes.estimate.survival.restricted_mean import restricted_mean
from rtxoutcomes.results import estimates_frame

PLAN = study()


def rows(made: Cohort) -> Any:
    return estimates_frame(contrast_rows(made, PLAN)).set_index("term")


def parts(made: Cohort) -> Any:
    history = attack_history(made, PLAN)
    assert history is not None
    return {
        code: (own["months"].to_numpy(float), own["event"].to_numpy(bool))
        for code, own in history.groupby("diagnosis")
    }


def test_a_difference_of_restricted_means_is_that_of_the_two() -> None:
    tables = {code: event_table(*times) for code, times in parts(full()).items()}

    told = rows(full()).loc["rmst_12_months:A minus B"]

    one, two = (restricted_mean(tables[code], 12).estimate for code in "AB")
    assert told["estimate"] == pytest.approx(one - two)
    assert told["unit"] == "months"


def test_a_difference_of_survival_is_there_though_one_group_has_no_event() -> None:
    curves = {code: kaplan_meier(event_table(*times)) for code, times in parts(full()).items()}

    frame = rows(full())

    told = frame.loc["survival_12_months:A minus B"]
    assert told["conf_low"] == survival_difference(curves["A"], curves["B"], 12).conf_low
    assert frame.loc["cumulative_hazard_12_months:B vs A", "note"] == "no_events"


def test_the_hazard_ratio_is_firths_against_the_first_diagnosis() -> None:
    times = parts(full())
    months = np.concatenate([times["A"][0], times["B"][0]])
    event = np.concatenate([times["A"][1], times["B"][1]])
    x = (np.arange(16) >= 12).astype(float)[:, None]

    frame = rows(full())

    told, fit = frame.loc["hazard_ratio:B vs A"], firth_cox(months, event, x, ["B"])
    assert told["estimate"] == pytest.approx(fit.coefficients[0].hazard_ratio.estimate)
    assert frame.loc["events_per_parameter", "estimate"] == event.sum()
    # 12 of 16 patients are in the first group.
    planned = planning_hazard_ratio(int(event.sum()), np.sqrt(0.75 * 0.25))
    assert frame.loc["planning_value:B vs A", "estimate"] == pytest.approx(planned)
    assert "proportional_hazards" in frame.index


def test_a_diagnosis_without_patients_keeps_its_rows() -> None:
    frame = rows(full("A"))

    assert set(frame["note"]) == {"group_absent"}
    assert "hazard_ratio:B vs A" in frame.index
    assert "rmst_24_months:A minus B" in frame.index


def test_with_the_first_diagnosis_absent_the_next_is_the_reference() -> None:
    plan = study(diagnoses=[{"code": c, "label": c} for c in "ZAB"])

    frame = estimates_frame(contrast_rows(full(), plan)).set_index("term")

    assert frame.loc["hazard_ratio:B vs A", "status"] == "ok"
    assert frame.loc["hazard_ratio:Z vs A", "note"] == "group_absent"


def test_without_a_relapse_there_is_no_ratio_and_nothing_to_plan_with() -> None:
    people = patients([(f"P{k}", "AB"[k % 2], 12.0 + k) for k in range(8)])

    frame = rows(cohort(people, relapses=table("patient_id month")))

    assert frame.loc["hazard_ratio:B vs A", "note"] == "no_events"
    assert frame.loc["rmst_12_months:A minus B", "note"] == "no_events"
    assert not [term for term in frame.index if term.startswith(("planning", "events_per"))]


def test_a_pair_without_events_between_them_has_no_planning_value() -> None:
    plan = study(diagnoses=[{"code": c, "label": c} for c in "ABC"])
    people = patients([(f"P{k}", "ABC"[k % 3], 12.0 + k) for k in range(9)])
    made = cohort(people, relapses=table("patient_id month", ("P2", 5.0), ("P5", 8.0)))

    frame = estimates_frame(contrast_rows(made, plan)).set_index("term")

    assert "planning_value:C vs A" in frame.index
    assert "planning_value:B vs A" not in frame.index


def test_relapses_that_were_not_collected_have_no_contrast() -> None:
    frame = rows(bare())

    assert set(frame["note"]) == {"not_collected"}
    assert list(frame.index) == ["hazard_ratio:B vs A"]
