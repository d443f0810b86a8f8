"""Adverse events a patient."""

import pandas as pd

from cohorts import cohort, patients, table
from rtxoutcomes.derive.safety import adverse_event_history

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
