"""Follow-up and competing ends."""

from typing import Any

import pandas as pd
import pytest

from analysis.selection import one, select
from analysis.small import bare, full
from cohorts import cohort, patients, study, table
from rtxoutcomes.analysis.description.follow_up import competing_rows, follow_up_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.results.frame import estimates_frame
from rtxoutcomes.results.row import Row

PLAN = study()
PEOPLE = [("A1", "A", 6.0), ("A2", "A", 30.0), ("A3", "A", 9.0), ("A4", "A", 25.0)]


def made(*ends: str | None) -> Cohort:
    people = patients(PEOPLE, end_reason=pd.array(ends, dtype="string"))
    return cohort(people, relapses=table("patient_id month", ("A2", 4.0)))


def of_a(rows: list[Row], **columns: object) -> Any:
    return one(estimates_frame(rows), group="A", **columns)


def test_range_and_completeness_by_hand() -> None:
    rows = follow_up_rows(made("lost", "ongoing", "died", "ongoing"), PLAN)

    assert [of_a(rows, quantity=q)["estimate"] for q in ("minimum", "maximum")] == [6.0, 30.0]
    complete = of_a(rows, quantity="completeness", month=12.0)
    # The patient who died at 9 had no more to give; the one lost at 6 had 6 months more.
    assert complete["estimate"] == pytest.approx((6 + 12 + 9 + 12) / (12 + 12 + 9 + 12))
    assert complete["events"] == 1
    overall = one(estimates_frame(rows), group="all", quantity="completeness", month=24.0)
    assert overall["n"] == 4


def test_without_reasons_completeness_and_competing_ends_are_not_collected() -> None:
    unknown = made(None, None, None, None)

    rows = follow_up_rows(unknown, PLAN)
    competing = estimates_frame(competing_rows(unknown, PLAN))

    assert of_a(rows, quantity="completeness", month=12.0)["note"] == "not_collected"
    assert of_a(rows, quantity="maximum")["estimate"] == 30.0
    assert set(select(competing, group="A")["note"]) == {"not_collected"}


def test_death_is_no_censoring() -> None:
    rows = competing_rows(made("ongoing", "ongoing", "died", "ongoing"), PLAN)

    # One of four relapses; then of three one is censored at 6, and one of the other two dies at 9.
    relapsed = of_a(rows, quantity="event_incidence", month=12.0)
    died = of_a(rows, quantity="competing_incidence", month=12.0)
    assert (relapsed["estimate"], died["estimate"]) == pytest.approx((1 / 4, 3 / 4 / 2))
    assert {row.role for row in rows} == {"sensitivity"}


def test_the_study_names_the_competing_ends() -> None:
    plan = study(relapse={"competing_ends": ["died", "lost"]})

    rows = competing_rows(made("lost", "ongoing", "died", "ongoing"), plan)

    assert of_a(rows, quantity="competing_incidence", month=12.0)["events"] == 2


def test_a_death_after_a_relapse_is_a_relapse() -> None:
    rows = competing_rows(made("ongoing", "died", "ongoing", "ongoing"), PLAN)

    assert of_a(rows, quantity="competing_incidence", month=24.0)["events"] == 0


def test_a_diagnosis_without_patients_keeps_its_rows() -> None:
    for rows in (follow_up_rows(full("A"), PLAN), competing_rows(full("A"), PLAN)):
        assert set(select(estimates_frame(rows), group="B")["note"]) == {"group_absent"}


def test_relapses_that_were_not_collected_have_no_incidence() -> None:
    assert {row.value.note for row in competing_rows(bare(), PLAN)} == {"not_collected"}


def test_follow_up_has_rows_of_all_diagnoses_together_and_competing_ends_have_none() -> None:
    assert {row.group for row in follow_up_rows(full(), PLAN)} == {"A", "B", "all"}
    for cohort_ in (full(), bare()):
        assert {row.group for row in competing_rows(cohort_, PLAN)} == {"A", "B"}
