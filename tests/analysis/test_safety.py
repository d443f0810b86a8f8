"""Adverse events."""

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from analysis.selection import one, select
from analysis.small import bare, full
from cohorts import cohort, patients, study, table
from rtxoutcomes.analysis.safety import safety_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.results.frame import estimates_frame


def rows(made: Cohort, role: str = "reported") -> pd.DataFrame:
    return select(estimates_frame(safety_rows(made, study())), role=role)


def test_patients_and_events_are_not_mixed() -> None:
    events = select(rows(full()), group="A", level="").set_index("quantity")["events"]

    assert events.to_dict() == {"proportion": 1, "rate": 2, "serious": 1}


def test_by_term_a_patient_counts_once_and_every_event_counts() -> None:
    frame = select(rows(full()), group="A", level="rash")

    by_term = one(frame, quantity="patients_by_term")
    assert (by_term["events"], by_term["n"]) == (1, 12)
    assert one(frame, quantity="events_by_term")["estimate"] == 2
    assert frame[["conf_low", "conf_high", "p_value"]].isna().all(axis=None)


def described(**columns: Any) -> Cohort:
    made = full()
    assert made.adverse_events is not None
    return replace(made, adverse_events=made.adverse_events.assign(**columns))


def test_events_are_divided_by_grade_relatedness_and_source() -> None:
    frame = rows(
        described(
            grade=pd.array([2, 4], dtype="Int64"),
            related=pd.array([True, None], dtype="boolean"),
            reported_via=["chat", "clinic"],
        )
    )
    counts = select(frame, group="A").set_index(["quantity", "level"])["estimate"]

    for quantity, levels in {
        "events_by_grade": ["2", "4"],
        "events_by_relatedness": ["yes", "not stated"],
        "events_by_source": ["clinic", "chat"],
    }.items():
        assert counts[quantity].to_dict() == dict.fromkeys(levels, 1.0)
        assert list(counts[quantity].index) == levels


def test_what_was_never_recorded_of_the_events_has_no_row() -> None:
    quantities = set(rows(full())["quantity"])

    assert "events_by_term" in quantities
    assert not quantities & {"events_by_grade", "events_by_relatedness", "events_by_source"}


def test_the_reported_interval_is_that_of_clopper_and_pearson() -> None:
    frame, alternative = rows(full()), rows(full(), "alternative")

    for quantity in ("proportion", "serious"):
        row = one(frame, group="A", quantity=quantity)
        assert row["method_key"] == "clopper_pearson"
        other = one(alternative, group="A", quantity=quantity)
        assert other["method_key"] == "wilson"


def test_no_event_has_an_upper_limit() -> None:
    row = one(rows(full()), group="B", quantity="proportion")

    assert (row["estimate"], row["conf_low"]) == (0, 0)
    assert 0 < row["conf_high"] < 1


def test_no_event_has_a_one_sided_and_a_two_sided_limit_as_alternatives() -> None:
    frame = select(rows(full(), "alternative"), group="B")

    one_sided, two_sided = (
        one(frame, quantity=quantity) for quantity in ("upper_limit", "upper_limit_two_sided")
    )
    # The rule of three: with 4 patients and no event, 1 - 0.05^(1/4).
    assert one_sided["conf_high"] == pytest.approx(1 - 0.05**0.25)
    assert two_sided["conf_high"] == pytest.approx(1 - 0.025**0.25)
    assert "two-sided" in two_sided["method"]
    assert "upper_limit" not in set(select(rows(full(), "alternative"), group="A")["quantity"])


def test_a_diagnosis_without_patients_keeps_its_rows() -> None:
    assert set(select(rows(full("A")), group="B")["note"]) == {"group_absent"}


def test_events_that_were_not_collected_are_never_zero() -> None:
    frame = rows(bare())

    assert set(frame["note"]) == {"not_collected"}
    assert set(frame["quantity"]) == {"proportion", "serious", "rate"}


def test_seriousness_that_was_never_stated_was_not_collected() -> None:
    made = full()
    assert made.adverse_events is not None
    made.adverse_events["serious"] = pd.array([None, None], dtype="boolean")

    row = one(rows(made), group="A", quantity="serious")

    assert (row["note"], row["dropped"]) == ("not_collected", 12)


def test_patients_without_a_statement_on_events_are_dropped_and_counted() -> None:
    made = full()
    counts = [None if code == "A" else 0 for code in made.patients["diagnosis"]]
    counts[3] = 2  # A03
    made.patients["adverse_event_count"] = pd.array(counts, dtype="Int64")

    row = one(rows(made), group="A", quantity="proportion")

    assert (row["events"], row["n"], row["dropped"]) == (1, 1, 11)


def test_one_patient_with_one_event_leaves_no_upper_limit_and_one_without_has_it() -> None:
    made = full()
    assert made.adverse_events is not None
    made = replace(made, adverse_events=made.adverse_events.iloc[:1])
    counts: list[int | None] = [None] * len(made.patients)
    counts[3] = 1  # A03
    counts[-1] = 0  # of B
    made.patients["adverse_event_count"] = pd.array(counts, dtype="Int64")

    alternatives = rows(made, "alternative")

    assert "upper_limit" not in set(select(alternatives, group="A")["quantity"])
    assert one(alternatives, group="B", quantity="upper_limit")["n"] == 1


def test_where_events_are_known_of_nobody_there_is_no_upper_limit() -> None:
    made = full()
    counts = [None if code == "A" else 0 for code in made.patients["diagnosis"]]
    made.patients["adverse_event_count"] = pd.array(counts, dtype="Int64")

    alternatives = rows(made, "alternative")

    assert "upper_limit" not in set(select(alternatives, group="A")["quantity"])
    assert one(alternatives, group="B", quantity="upper_limit")["n"] == 4
    assert one(rows(made), group="A", quantity="proportion")["dropped"] == 12


def test_an_event_on_the_day_of_the_first_infusion_needs_no_later_follow_up() -> None:
    """Two of three patients had an event; the one never seen again has no time for the rate."""
    people = patients([("P1", "A", 0.0), ("P2", "A", 12.0), ("P3", "A", 24.0)])
    events = table(
        "patient_id event_id month term serious",
        ("P1", "1", 0.0, "rash", False),
        ("P2", "2", 5.0, "rash", False),
    )

    frame = estimates_frame(safety_rows(cohort(people, adverse_events=events), study()))

    affected = one(frame, group="A", quantity="proportion", role="reported")
    assert (affected["events"], affected["n"], affected["dropped"]) == (2, 3, 0)
    rate = one(frame, group="A", quantity="rate")
    assert (rate["events"], rate["n"], rate["dropped"]) == (1, 2, 1)
    assert rate["estimate"] == pytest.approx(1 / 3)
