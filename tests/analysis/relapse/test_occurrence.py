"""Relapse by diagnosis."""

from typing import Any

import pytest
from scipy.stats import binomtest

from analysis.small import bare, full
from cohorts import cohort, patients, study, table
from rtxoutcomes.analysis.relapse.occurrence import proportion_rows, rate_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.results import estimates_frame


def rows(made: Cohort) -> Any:
    frame = estimates_frame([*proportion_rows(made, study()), *rate_rows(made, study())])
    return frame[frame["role"] == "reported"].set_index(["group", "term"])


def test_patients_with_an_attack_are_counted_once() -> None:
    told = rows(full()).loc[("A", "proportion")]

    limits = binomtest(5, 12).proportion_ci(method="wilson")
    assert (told["events"], told["n"]) == (5, 12)
    assert told["conf_low"] == pytest.approx(limits.low)


def test_all_attacks_count_in_the_rate_over_all_person_years() -> None:
    told = rows(full()).loc[("A", "rate")]

    assert told["events"] == 6
    assert told["person_years"] == pytest.approx(sum(10 + k for k in range(12)) / 12)
    assert told["estimate"] == pytest.approx(told["events"] / told["person_years"])


def test_a_follow_up_that_ends_just_before_the_horizon_counts_as_reaching_it() -> None:
    people = patients([("P1", "A", 11.9), ("P2", "A", 24.0), ("P3", "A", 24.0)])
    made = cohort(people, relapses=table("patient_id month", ("P2", 11.95)))

    told = rows(made).loc[("A", "risk_12_months")]

    # Without the tolerance one of three would be censored before the only event, at risk 1/2.
    assert told["estimate"] == pytest.approx(1 / 3)
    assert told["note"] == "horizon_tolerance"


def test_the_overall_row_and_the_exact_test_stand_beside_the_diagnoses() -> None:
    frame = rows(full())

    assert frame.loc[("all", "proportion"), "events"] == 6
    assert 0 < frame.loc[("all", "between_groups"), "p_value"] <= 1


def test_two_diagnoses_have_the_doubled_tail_beside() -> None:
    frame = estimates_frame(proportion_rows(full(), study()))
    beside = frame[(frame["term"] == "between_groups") & (frame["role"] == "beside")].iloc[0]

    # 5 of 12 against 1 of 4: counting the 8008 ways to choose six of sixteen, the tails hold
    # 4092 and 7084 of them, so that twice the smaller exceeds 1.
    assert beside["p_value"] == 1
    assert beside["estimate"] > 1


def test_a_diagnosis_without_patients_keeps_its_row() -> None:
    frame = rows(full("A"))

    for term in ("proportion", "risk_12_months", "rate"):
        assert frame.loc[("B", term), "note"] == "group_absent"
    assert frame.loc[("all", "between_groups"), "note"] == "group_absent"


def test_relapses_that_were_not_collected_are_never_zero() -> None:
    frame = rows(bare())

    assert set(frame["status"]) == {"not_attempted"}
    assert set(frame["note"]) == {"not_collected"}
    assert frame["estimate"].isna().all()
