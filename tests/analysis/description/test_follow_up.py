"""Follow-up and competing ends."""

from typing import Any

import pandas as pd
import pytest

from analysis.small import bare, full
from cohorts import cohort, patients, study, table
from rtxoutcomes.analysis.description.follow_up import competing_rows, follow_up_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.results import estimates_frame

PLAN = study()
PEOPLE = [("A1", "A", 6.0), ("A2", "A", 30.0), ("A3", "A", 9.0), ("A4", "A", 25.0)]


def made(*ends: str | None) -> Cohort:
    people = patients(PEOPLE, end_reason=pd.array(ends, dtype="string"))
    return cohort(people, relapses=table("patient_id month", ("A2", 4.0)))


def rows(told: Any) -> Any:
    return estimates_frame(told).set_index(["group", "term"])


def test_range_and_completeness_by_hand() -> None:
    told = rows(follow_up_rows(made("lost", "ongoing", "died", "ongoing"), PLAN))

    assert [told.loc[("A", term), "estimate"] for term in ("minimum", "maximum")] == [6.0, 30.0]
    complete = told.loc[("A", "completeness_12_months")]
    # Who died at 9 could not be followed on; who was lost at 6 had 6 months more to give.
    assert complete["estimate"] == pytest.approx((6 + 12 + 9 + 12) / (12 + 12 + 9 + 12))
    assert complete["events"] == 1
    assert told.loc[("all", "completeness_24_months"), "n"] == 4


def test_ends_that_were_not_collected_leave_completeness_and_competing_ends_open() -> None:
    unknown = made(None, None, None, None)

    told = rows(follow_up_rows(unknown, PLAN))
    competing = rows(competing_rows(unknown, PLAN))

    assert told.loc[("A", "completeness_12_months"), "note"] == "not_collected"
    assert told.loc[("A", "maximum"), "estimate"] == 30.0
    assert set(competing.loc["A"]["note"]) == {"not_collected"}


def test_death_is_no_censoring() -> None:
    told = rows(competing_rows(made("ongoing", "ongoing", "died", "ongoing"), PLAN))

    # One of four relapses; then of three one is censored at 6, and one of the two left dies at 9.
    assert told.loc[("A", "relapse_incidence_12_months"), "estimate"] == pytest.approx(1 / 4)
    share = told.loc[("A", "competing_end_incidence_12_months"), "estimate"]
    assert share == pytest.approx(3 / 4 / 2)
    assert set(told["role"]) == {"sensitivity"}


def test_the_study_says_what_competes() -> None:
    plan = study(relapse={"competing_ends": ["died", "lost"]})

    told = rows(competing_rows(made("lost", "ongoing", "died", "ongoing"), plan))

    assert told.loc[("A", "competing_end_incidence_12_months"), "events"] == 2


def test_a_death_after_a_relapse_is_a_relapse() -> None:
    told = rows(competing_rows(made("ongoing", "died", "ongoing", "ongoing"), PLAN))

    assert told.loc[("A", "competing_end_incidence_24_months"), "events"] == 0


def test_a_diagnosis_without_patients_keeps_its_rows() -> None:
    for told in (follow_up_rows(full("A"), PLAN), competing_rows(full("A"), PLAN)):
        own = rows(told).loc["B"]

        assert set(own["note"]) == {"group_absent"}


def test_relapses_that_were_not_collected_have_no_incidence() -> None:
    assert set(rows(competing_rows(bare(), PLAN))["note"]) == {"not_collected"}
