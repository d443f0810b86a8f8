"""Histories of engagement, and exposure up to a landmark."""

import math

import numpy as np
import pytest

from cohorts import cohort, patients, table
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.engagement import (
    Landmark,
    at_landmark,
    dose,
    histories,
    identifiable,
    landmarks,
    starts,
)

PEOPLE = [("P1", "A", 40.0), ("P2", "B", 40.0)]
COLUMNS = "patient_id month end_month channel activity count"


def made(*rows: tuple[object, ...], start: list[float] | None = None) -> Cohort:
    people = patients(PEOPLE, **({"engagement_start_month": start} if start else {}))
    return cohort(people, engagement=table(COLUMNS, *rows))


def monthly(patient: str, month: int, count: int, activity: str = "message") -> tuple[object, ...]:
    return (patient, month, month + 1.0, "chat", activity, count)


def landmark(collected: Cohort, months: float, activity: str = "message") -> Landmark:
    return at_landmark(histories(collected, "chat", activity), months)


@pytest.mark.parametrize(("months", "count"), [(3, 111), (2.5, 11), (1, 1), (9, 11111)])
def test_only_months_that_end_by_the_landmark_count(months: float, count: int) -> None:
    exposure = landmark(made(*[monthly("P1", month, 10**month) for month in range(5)]), months)

    assert exposure.count.tolist() == [count, 0]
    assert exposure.exposure.tolist() == pytest.approx([np.log2(1 + count), 0.0])


def test_a_landmark_that_misses_a_month_by_rounding_has_it() -> None:
    exposure = landmark(made(*[monthly("P1", month, 1) for month in range(5)]), 3 - 1e-12)

    assert exposure.count.tolist() == [3, 0]


def test_activities_are_never_summed() -> None:
    rows = [monthly("P1", 0, 5), monthly("P1", 0, 3, "question")]

    assert landmark(made(*rows), 3, "question").count.tolist() == [3, 0]


def test_the_landmark_counts_from_the_start_of_engagement_rounded_up() -> None:
    engaged = made(*[monthly("P1", m, 1) for m in range(8)], start=[1.2, 0.0])

    exposure = landmark(engaged, 3)

    assert landmarks(engaged, 3).to_dict() == {"P1": 5.0, "P2": 3.0}
    assert exposure.limit.tolist() == [5.0, 3.0]
    # Months 2, 3 and 4; what came before the start does not count.
    assert exposure.count.tolist() == [3, 0]
    assert identifiable(engaged)


def test_histories_are_running_totals_from_the_start() -> None:
    history = histories(
        made(*[monthly("P1", m, m) for m in range(5)], start=[2.0, 0.0]), "chat", "message"
    )

    assert history.total[0].tolist() == [0, 2, 5, 9]
    assert history.start.tolist() == [2.0, 0.0]


@pytest.mark.parametrize("start", [None, [0.0, 0.0], [-2.0, 0.0], [math.nan, math.nan]])
def test_drug_and_groups_begun_together_are_not_identifiable(start: list[float] | None) -> None:
    assert not identifiable(made(monthly("P1", 0, 1), start=start))


def test_a_start_that_differs_from_a_whole_month_by_rounding_is_that_month() -> None:
    assert starts(made(monthly("P1", 0, 1), start=[2 + 1e-10, 0.0])).tolist() == [2.0, 0.0]


def test_engagement_that_was_not_collected_is_no_exposure() -> None:
    exposure = landmark(cohort(patients(PEOPLE)), 3)

    assert exposure.problem == "not_collected"
    assert np.isnan(exposure.exposure).all()


def test_a_table_without_rows_means_that_nobody_did_anything() -> None:
    exposure = landmark(made(), 3)

    assert (exposure.problem, exposure.count.tolist()) == ("", [0, 0])


def one_table(*rows: tuple[object, ...]) -> Cohort:
    return cohort(patients(PEOPLE), form="one_table", engagement=table(COLUMNS, *rows))


def test_one_table_totals_need_a_window_that_ends_at_the_landmark() -> None:
    fits = one_table(("P1", 0, 3.0, "chat", "message", 7), ("P2", 0, 3.0, "chat", "message", 0))
    of_one_window = one_table(("P1", 0, math.nan, "chat", "message", 7))

    assert landmark(fits, 3).count.tolist() == [7, 0]
    assert landmark(fits, 6).problem == "window_not_landmark"
    assert landmark(of_one_window, 3).problem == "window_not_landmark"
    assert landmark(fits, 3, "question").problem == "not_collected"


def test_a_patient_of_the_one_table_form_without_a_count_is_not_one_who_did_nothing() -> None:
    exposure = landmark(one_table(("P1", 0, 3.0, "chat", "message", 7)), 3)

    assert exposure.exposure[0] == 3.0
    assert np.isnan(exposure.exposure[1])


def test_a_doubling_is_that_of_one_more_than_the_count() -> None:
    assert dose(np.array([0, 1, 3])).tolist() == [0.0, 1.0, 2.0]
