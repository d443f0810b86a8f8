"""Adverse events a patient."""

import pandas as pd

from cohorts import cohort, patients, table
from rtxoutcomes.derive.safety import adverse_event_history

PEOPLE = [("P1", "A", 40.0), ("P2", "B", 40.0)]


def test_events_and_serious_ones_are_counted_for_each_patient() -> None:
    events = table("patient_id event_id", ("P1", "1"), ("P1", "2"), ("P2", "1"))
    events = events.assign(serious=pd.array([True, False, None], dtype="boolean"))

    told = adverse_event_history(cohort(patients(PEOPLE), adverse_events=events))

    assert told is not None
    assert told["events"].tolist() == [2, 1]
    assert told["serious"].tolist() == [1, 0]


def test_a_patient_of_whom_nothing_was_said_is_no_patient_without_events() -> None:
    said = pd.array([2, None], dtype="Int64")
    events = table("patient_id event_id", ("P1", "1"), ("P1", "2"))
    events = events.assign(serious=pd.array([None, None], dtype="boolean"))

    told = adverse_event_history(
        cohort(patients(PEOPLE, adverse_event_count=said), adverse_events=events)
    )

    assert told is not None
    assert told["known"].tolist() == [True, False]


def test_an_absent_table_says_that_they_were_not_collected() -> None:
    assert adverse_event_history(cohort(patients(PEOPLE))) is None
