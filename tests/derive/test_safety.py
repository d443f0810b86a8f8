"""Adverse events a patient."""

from typing import Any

import pandas as pd

from cohorts import cohort, patients, table
from rtxoutcomes.derive.safety import adverse_event_history, categorised_events

PEOPLE = [("P1", "A", 40.0), ("P2", "B", 40.0)]


def test_events_and_serious_ones_are_counted_for_each_patient() -> None:
    events = table("patient_id event_id", ("P1", "1"), ("P1", "2"), ("P2", "1"))
    events = events.assign(serious=pd.array([True, False, None], dtype="boolean"))

    rows = adverse_event_history(cohort(patients(PEOPLE), adverse_events=events))

    assert rows is not None
    assert rows["events"].tolist() == [2, 1]
    assert rows["serious"].tolist() == [1, 0]


def test_a_patient_of_unknown_events_is_not_a_patient_without_events() -> None:
    counts = pd.array([2, None], dtype="Int64")
    events = table("patient_id event_id", ("P1", "1"), ("P1", "2"))
    events = events.assign(serious=pd.array([None, None], dtype="boolean"))

    rows = adverse_event_history(
        cohort(patients(PEOPLE, adverse_event_count=counts), adverse_events=events)
    )

    assert rows is not None
    assert rows["known"].tolist() == [True, False]


def test_an_absent_table_means_that_they_were_not_collected() -> None:
    assert adverse_event_history(cohort(patients(PEOPLE))) is None


def described(**columns: Any) -> pd.DataFrame:
    """The events of P1 (two) and P2 (one) with further columns."""
    events = table("patient_id event_id", ("P1", "1"), ("P1", "2"), ("P2", "1"))
    return events.assign(serious=pd.array([None] * 3, dtype="boolean"), **columns)


def test_spellings_that_differ_in_capitals_are_one_term() -> None:
    events = described(term=["rash", "Rash ", "Fever"])

    rows = categorised_events(cohort(patients(PEOPLE), adverse_events=events), "term")

    assert rows is not None
    assert rows["level"].tolist() == ["Rash", "Rash", "Fever"]
    assert rows["group"].tolist() == ["A", "A", "B"]


def test_grades_and_truth_values_are_categories_and_an_empty_cell_is_none() -> None:
    made = cohort(
        patients(PEOPLE),
        adverse_events=described(
            grade=pd.array([3, None, 1], dtype="Int64"),
            related=pd.array([True, None, False], dtype="boolean"),
        ),
    )

    for column, levels in (("grade", ["3", None, "1"]), ("related", ["yes", None, "no"])):
        rows = categorised_events(made, column)
        assert rows is not None
        assert [None if pd.isna(level) else level for level in rows["level"]] == levels


def test_a_column_without_a_cell_gives_no_categories() -> None:
    empty = described(term=[None, None, None])

    assert categorised_events(cohort(patients(PEOPLE), adverse_events=empty), "term") is None
    assert categorised_events(cohort(patients(PEOPLE), adverse_events=empty), "grade") is None
    assert categorised_events(cohort(patients(PEOPLE)), "term") is None
