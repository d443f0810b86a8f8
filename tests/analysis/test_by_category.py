"""Events by category."""

import pandas as pd

from analysis.selection import one, select
from analysis.small import people
from cohorts import study, table
from rtxoutcomes.analysis.by_category import NOT_STATED, category_rows
from rtxoutcomes.analysis.question import Question
from rtxoutcomes.results import Quantity
from rtxoutcomes.results.frame import estimates_frame

QUANTITIES = (Quantity.PATIENTS_BY_TERM, Quantity.EVENTS_BY_TERM)


def rows(
    *events: tuple[str, str, str | None], order: tuple[str, ...] = (), codes: str = "AB"
) -> pd.DataFrame:
    frame = table("patient_id group level", *events)
    question = Question("safety", "adverse_events")
    made = category_rows(question, QUANTITIES, frame, people(codes), study(), order=order)
    return estimates_frame(made)


def test_a_patient_with_two_events_counts_once_and_the_events_twice() -> None:
    frame = rows(("A01", "A", "x"), ("A01", "A", "x"), ("B01", "B", "x"))

    for group, patients, events, n in (("A", 1, 2, 12), ("B", 1, 1, 4), ("all", 2, 3, 16)):
        affected = one(frame, group=group, quantity="patients_by_term")
        recorded = one(frame, group=group, quantity="events_by_term")
        assert (affected["events"], affected["n"], affected["estimate"]) == (
            patients,
            n,
            patients / n,
        )
        assert (recorded["events"], recorded["n"], recorded["estimate"]) == (events, n, events)


def test_the_most_frequent_come_first_and_what_was_not_stated_last() -> None:
    events = [("A01", "A", None)] * 3 + [("A01", "A", "b"), ("A02", "A", "a"), ("A03", "A", "c")]

    frame = select(rows(*events, ("A04", "A", "c")), group="A", quantity="events_by_term")

    assert frame["level"].tolist() == ["c", "a", "b", NOT_STATED]


def test_a_declared_order_comes_before_frequency() -> None:
    events = [("A01", "A", "z"), ("A01", "A", "z"), ("A02", "A", "y"), ("A03", "A", "x")]

    frame = select(rows(*events, order=("x", "y")), group="A", quantity="events_by_term")

    assert frame["level"].tolist() == ["x", "y", "z"]


def test_a_diagnosis_without_patients_keeps_its_rows() -> None:
    frame = rows(("A01", "A", "x"), codes="A")

    assert select(frame, group="B")["note"].tolist() == ["group_absent"] * 2
