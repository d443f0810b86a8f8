"""Exposure up to a landmark."""

import math

import numpy as np
import pytest

from cohorts import cohort, patients, table
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.engagement import at_landmark, landmarks

PEOPLE = [("P1", "A", 40.0), ("P2", "B", 40.0)]
COLUMNS = "patient_id month end_month channel activity count"


def made(*rows: tuple[object, ...], start: list[float] | None = None) -> Cohort:
    people = patients(PEOPLE, **({"engagement_start_month": start} if start else {}))
    return cohort(people, engagement=table(COLUMNS, *rows))


def monthly(patient: str, month: int, count: int, activity: str = "message") -> tuple[object, ...]:
    return (patient, month, month + 1.0, "chat", activity, count)


def test_only_months_that_end_by_the_landmark_count() -> None:
    rows = [monthly("P1", month, 10**month) for month in range(5)]

    told = at_landmark(made(*rows), "chat", "message", 3)

    assert told.patients["count"].tolist() == [111, 0]
    assert told.patients["exposure"].tolist() == pytest.approx([np.log2(112), 0.0])


def test_activities_are_never_summed() -> None:
    rows = [monthly("P1", 0, 5), monthly("P1", 0, 3, "question")]

    assert at_landmark(made(*rows), "chat", "question", 3).patients["count"].tolist() == [3, 0]


def test_the_landmark_counts_from_the_start_of_engagement_rounded_up() -> None:
    engaged = made(*[monthly("P1", m, 1) for m in range(8)], start=[1.2, 0.0])

    told = at_landmark(engaged, "chat", "message", 3)

    assert landmarks(engaged, 3).tolist() == [5.0, 3.0]
    assert told.patients["count"].tolist() == [3, 0]
    assert told.identifiable


@pytest.mark.parametrize("start", [None, [0.0, 0.0], [-2.0, 0.0]])
def test_drug_and_groups_begun_together_are_not_identifiable(start: list[float] | None) -> None:
    assert not at_landmark(
        made(monthly("P1", 0, 1), start=start), "chat", "message", 3
    ).identifiable


def test_a_start_that_differs_from_a_whole_month_by_rounding_is_that_month() -> None:
    assert landmarks(made(monthly("P1", 0, 1), start=[2 + 1e-10, 0.0]), 1).tolist() == [3.0, 1.0]


def test_engagement_that_was_not_collected_is_no_exposure() -> None:
    assert at_landmark(cohort(patients(PEOPLE)), "chat", "message", 3).problem == "not_collected"


def test_one_table_totals_need_a_window_that_ends_at_the_landmark() -> None:
    people = patients(PEOPLE)
    fits = table(
        COLUMNS, ("P1", 0, 3.0, "chat", "message", 7), ("P2", 0, 3.0, "chat", "message", 0)
    )
    whole = fits.assign(end_month=math.nan)

    good = at_landmark(cohort(people, form="one_table", engagement=fits), "chat", "message", 3)
    refused = at_landmark(cohort(people, form="one_table", engagement=whole), "chat", "message", 3)
    other = at_landmark(cohort(people, form="one_table", engagement=fits), "chat", "message", 6)

    assert good.patients["count"].tolist() == [7, 0]
    assert refused.problem == "window_not_landmark"
    assert other.problem == "window_not_landmark"
