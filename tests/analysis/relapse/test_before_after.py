"""Relapses in the year before against relapses on treatment."""

import numpy as np
import pandas as pd
import pytest

from analysis.selection import one
from analysis.small import bare, full
from cohorts import cohort, patients, study, table
from rtxoutcomes.analysis.relapse.before_after import before_after_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.estimate.rates.before_after import before_after_ratio
from rtxoutcomes.results.frame import estimates_frame


def rows(made: Cohort) -> pd.DataFrame:
    return estimates_frame(before_after_rows(made, study()))


def test_each_patient_is_compared_with_their_year_before() -> None:
    frame = rows(full())

    years = (10.0 + np.arange(12)) / 12
    after = [0, 1, 2, 0, 0, 1, 0, 1, 0, 1, 0, 0]
    expected = before_after_ratio([1, 2] * 6, np.ones(12), after, years)
    ratio, before, on_treatment = (
        one(frame, group="A", quantity=quantity)
        for quantity in ("rate_ratio", "rate_before", "rate_on_treatment")
    )
    assert (ratio["estimate"], ratio["p_value"]) == (expected.estimate, expected.p_value)
    assert before["estimate"] == pytest.approx(18 / 12)
    assert on_treatment["estimate"] == pytest.approx(6 / years.sum())


def test_the_method_of_the_ratio_does_not_exclude_regression_to_the_mean() -> None:
    frame = rows(full())

    for group in ("A", "B", "all"):
        method = one(frame, group=group, quantity="rate_ratio")["method"]
        assert "regression to the mean not excluded" in method


def test_patients_without_a_number_before_are_dropped_and_counted() -> None:
    people = patients([(f"P{k}", "A", 24.0) for k in range(4)])
    people = people.assign(relapses_prior_year=pd.array([1, None, 2, 0], dtype="Int64"))
    made = cohort(people, relapses=table("patient_id month", ("P1", 5.0), ("P2", 6.0)))

    row = one(rows(made), group="A", quantity="rate_ratio")

    assert (row["n"], row["dropped"], row["events"]) == (3, 1, 4)


def test_patients_with_a_bound_of_the_count_are_dropped() -> None:
    people = patients(
        [("P0", "A", 24.0), ("P1", "A", 24.0)],
        relapses_prior_year=pd.array([1, 1], dtype="Int64"),
        relapse_count=pd.array([None, 0], dtype="Int64"),
    )
    made = cohort(people, form="one_table", relapses=table("patient_id month", ("P0", 5.0)))

    row = one(rows(made), group="A", quantity="rate_ratio")

    assert (row["n"], row["dropped"]) == (1, 1)


@pytest.mark.parametrize("what", ["no relapses", "no year before"])
def test_what_was_not_collected_is_not_compared(what: str) -> None:
    made = bare() if what == "no relapses" else full()
    if what == "no year before":
        made.patients["relapses_prior_year"] = pd.array([None] * 16, dtype="Int64")

    assert set(rows(made)["note"]) == {"not_collected"}


def test_a_diagnosis_without_patients_keeps_its_row() -> None:
    row = one(rows(full("A")), group="B", quantity="rate_ratio")

    assert row["note"] == "group_absent"
