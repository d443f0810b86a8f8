"""Which models of relapse there are, in what order, and which cannot be asked for."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from analysis.engagement.reference import cohort_of_r, plan
from cohorts import cohort, patients, table
from rtxoutcomes.analysis.engagement.model import Modelled
from rtxoutcomes.analysis.engagement.people import People, people
from rtxoutcomes.analysis.engagement.relapses import lags, relapse_models
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.engagement import histories

ONE = "patient_id month end_month channel activity count"


def models(made: Cohort, everybody: People | None = None) -> dict[str, Modelled]:
    told = everybody or people(made, plan())
    given = relapse_models(plan(), told, histories(made, "chat", "message"), lags(plan(), told))
    return {model.suffix: model for model in given}


def one_table(window: float) -> Cohort:
    people_ = patients([(f"P{k:02d}", "A", 12.0 + k) for k in range(20)], relapse_count=[1, 0] * 10)
    return cohort(
        people_,
        form="one_table",
        relapses=table("patient_id month", *[(f"P{k:02d}", 5.0 + k / 4) for k in range(0, 20, 2)]),
        engagement=table(
            ONE, *[(f"P{k:02d}", 0, window, "chat", "message", k % 7) for k in range(20)]
        ),
    )


def test_every_pre_specified_model_is_there_in_order() -> None:
    told = list(models(cohort_of_r()))

    expected = [
        "",
        "_landmark_1",
        "_landmark_6",
        "_diagnosis_covariate",
        "_adjusted_age_years",
        "_subset",
        "_clusters",
        "_confirmed",
        *(f"_cumulative_lag_{lag}" for lag in (3, 0, 1)),
        "_cumulative_lag_3_confirmed",
        *(f"_recent_lag_{lag}" for lag in (3, 0, 1)),
        "_recent_lag_3_confirmed",
        "_attacks",
        "_by_12_months",
    ]
    assert told == expected


def test_only_the_first_is_reported() -> None:
    roles = {model.role for suffix, model in models(cohort_of_r()).items() if suffix}

    assert models(cohort_of_r())[""].role == "reported"
    assert roles == {"sensitivity", "beside"}


@pytest.mark.parametrize(
    ("groups", "number", "status"),
    [([0], 1, None), ([0, 1], 2, "not_attempted"), (range(6), 6, "ok")],
)
def test_groups_are_counted_and_fewer_than_five_refused(
    groups: Sequence[int], number: int, status: str | None
) -> None:
    everybody = people(cohort_of_r(), plan())
    group = np.array([groups[k % len(groups)] for k in range(90)])

    told = models(cohort_of_r(), replace(everybody, group=group))

    assert told["_clusters"].value.estimate == number
    if status is None:
        assert "_within_groups" not in told
    else:
        assert told["_within_groups"].value.status == status
    if status == "not_attempted":
        assert told["_within_groups"].value.note == "few_clusters"


def test_patients_without_a_group_are_not_counted_into_one() -> None:
    everybody = people(cohort_of_r(), plan())
    group = np.where(np.arange(90) < 10, -1, np.arange(90) % 5)

    told = models(cohort_of_r(), replace(everybody, group=group))["_clusters"].value

    assert told.estimate == 5
    assert told.n + told.dropped == models(cohort_of_r())[""].value.n


def test_a_cohort_that_names_no_groups_says_so() -> None:
    told = models(cohort_of_r())["_clusters"].value

    assert (told.status, told.note) == ("not_attempted", "not_collected")


def test_one_count_a_patient_has_a_landmark_and_no_moments() -> None:
    told = models(one_table(3.0))

    assert told[""].value.status == "ok"
    assert told["_landmark_6"].value.note == "window_not_landmark"
    assert told["_cumulative_lag_3"].value.note == "not_collected"
    assert told["_confirmed"].value.note == "not_collected"


def test_a_total_over_the_whole_follow_up_is_not_regressed_on() -> None:
    told = models(one_table(float("nan")))

    assert {model.value.note for model in told.values()} == {"window_not_landmark"}
    assert {model.value.status for model in told.values()} == {"not_attempted"}


def test_relapses_that_were_not_collected_have_no_model() -> None:
    made = replace(cohort_of_r(), relapses=None)

    told = models(made)

    assert {model.value.note for model in told.values()} == {"not_collected"}
    assert lags(plan(), people(made, plan())).every == ()
