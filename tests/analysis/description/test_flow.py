"""Participant flow."""

from dataclasses import replace

import pandas as pd

from analysis.selection import one, select
from analysis.small import bare, full, incomplete
from cohorts import study, table
from rtxoutcomes.analysis.description.flow import flow_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.results.frame import estimates_frame


def rows(made: Cohort, group: str = "all") -> pd.DataFrame:
    return select(estimates_frame(flow_rows(made, study())), group=group)


def test_every_step_is_counted_by_diagnosis_and_adds_up() -> None:
    a, b, everybody = (rows(full(), group) for group in ("A", "B", "all"))

    counts = [one(frame, quantity="enrolled")["estimate"] for frame in (a, b, everybody)]
    assert counts == [12, 4, 16]
    sums = a["estimate"].to_numpy() + b["estimate"].to_numpy()
    assert sums.tolist() == everybody["estimate"].tolist()
    assert [one(frame, quantity="relapsed")["estimate"] for frame in (a, b)] == [5, 1]


def test_patients_who_relapsed_before_the_landmark_are_excluded_and_counted() -> None:
    at_landmark = select(rows(full()), endpoint="flow", month=3.0)

    # One of the six relapsed at month 2, before the landmark at month 3.
    assert dict(zip(at_landmark["quantity"], at_landmark["estimate"], strict=True)) == {
        "at_risk_at_landmark": 15,
        "event_before_landmark": 1,
        "ended_before_landmark": 0,
    }


def test_complete_and_incomplete_pairs_of_a_score_add_up_to_the_patients() -> None:
    frame = rows(incomplete())

    for month in (None, 12.0):
        pairs = select(frame, endpoint="edss", month=month).set_index("quantity")["estimate"]
        assert pairs.to_dict() == {
            "complete_pairs": 12,
            "no_baseline_value": 0,
            "no_follow_up_value": 4,
        }
    assert one(frame, quantity="follow_up_ended", level="lost")["estimate"] == 1


def test_deaths_are_counted_for_each_outcome() -> None:
    made = incomplete()
    ends = made.patients["end_reason"].tolist()
    # Both have no visit after baseline; A02 relapsed before, A08 did not.
    for patient in ("A02", "A08"):
        ends[made.patients["patient_id"].tolist().index(patient)] = "died"
    frame = rows(replace(made, patients=made.patients.assign(end_reason=ends)))

    assert one(frame, quantity="died_without_event")["estimate"] == 1
    for name in ("edss", "igg"):
        at_last_visit = one(frame, endpoint=name, quantity="died_without_value", month=None)
        assert at_last_visit["estimate"] == 2


def test_patients_with_a_recorded_infusion_are_counted_where_infusions_were_collected() -> None:
    given = replace(full(), infusions=table("patient_id month dose_mg", ("A01", 0.0, 500.0)))

    assert one(rows(given), quantity="infusion_recorded")["estimate"] == 1
    assert "infusion_recorded" not in set(rows(full())["quantity"])


def test_tables_that_were_not_collected_have_no_step() -> None:
    frame = rows(bare())

    steps = list(zip(frame["quantity"], frame["level"], strict=True))
    assert steps == [("enrolled", ""), ("follow_up_ended", "lost"), ("follow_up_ended", "ongoing")]
