"""Rows of two cohorts."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.small import bare, full
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.publish.row_changes import row_changes


def sentences(before: Cohort, after: Cohort) -> list[str]:
    return [change.sentence() for change in row_changes(before, after)]


def test_equal_cohorts_have_no_change_whatever_the_order_of_rows() -> None:
    made = full()

    assert sentences(made, replace(made, patients=made.patients.iloc[::-1])) == []


def test_a_changed_an_added_and_a_removed_row_are_told_apart() -> None:
    made = full()
    assert made.relapses is not None
    patients = made.patients.copy()
    patients.loc[0, "age_years"] = 31.0
    rows = pd.DataFrame({"patient_id": ["A00"], "month": [3.5]})
    relapses = pd.concat([made.relapses.iloc[1:], rows], ignore_index=True)

    assert sentences(made, replace(made, patients=patients, relapses=relapses)) == [
        "patients, patient A00: age_years 30.0, now 31.0",
        "relapses, patient A01, month 5: removed",
        "relapses, patient A00, month 3.5: added",
    ]


@pytest.mark.parametrize("kind", ["added", "removed"])
def test_rows_of_a_table_that_one_cohort_lacks(kind: str) -> None:
    pair = (bare(), full()) if kind == "added" else (full(), bare())
    made = [change for change in row_changes(*pair) if change.table == "adverse_events"]

    assert {change.kind for change in made} == {kind}
    assert made[0].sentence() == f"adverse_events, patient A03, event 1, month 4: {kind}"


def test_a_value_that_is_new_is_shown_as_such() -> None:
    made = full()
    patients = made.patients.assign(prior_treatment=["none", *[""] * (len(made.patients) - 1)])

    assert sentences(made, replace(made, patients=patients)) == [
        "patients, patient A00: prior_treatment empty, now none"
    ]
