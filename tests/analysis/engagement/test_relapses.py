"""Which models of relapse there are, in what order, and which cannot be fitted."""

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
from rtxoutcomes.results.quantity import Model, Quantity

ONE = "patient_id month end_month channel activity count"


LANDMARK = (Model.LANDMARK, 3.0, Quantity.HAZARD_RATIO)
GROUPS = (Model.LANDMARK, 3.0, Quantity.ENGAGEMENT_GROUPS)
Name = tuple[Model, float | None, Quantity]


def models(made: Cohort, everybody: People | None = None) -> dict[Name, Modelled]:
    """The models of the only exposure, by variant, month and quantity."""
    known = everybody or people(made, plan())
    given = relapse_models(plan(), known, histories(made, "chat", "message"), lags(plan(), known))
    return {(m.effect.model, m.effect.month, m.effect.quantity): m for m in given}


def cox(model: Model, month: float = 3.0) -> Name:
    return model, month, Quantity.HAZARD_RATIO


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
    assert list(models(cohort_of_r())) == [
        LANDMARK,
        cox(Model.LANDMARK, 1.0),
        cox(Model.LANDMARK, 6.0),
        cox(Model.LANDMARK_UNSTRATIFIED),
        cox(Model.LANDMARK_ADJUSTED),
        cox(Model.LANDMARK_SUBSET),
        GROUPS,
        cox(Model.LANDMARK_CONFIRMED),
        *(cox(Model.CUMULATIVE, lag) for lag in (3.0, 0.0, 1.0)),
        cox(Model.CUMULATIVE_CONFIRMED),
        *(cox(Model.RECENT, lag) for lag in (3.0, 0.0, 1.0)),
        cox(Model.RECENT_CONFIRMED),
        (Model.EVENT_COUNT, 3.0, Quantity.RATE_RATIO),
        (Model.BY_HORIZON, 12.0, Quantity.ODDS_RATIO),
    ]


def test_only_the_first_is_reported() -> None:
    first, *others = models(cohort_of_r()).values()

    assert first.effect.role == "reported"
    assert {model.effect.role for model in others} == {"sensitivity", "alternative"}


@pytest.mark.parametrize(
    ("groups", "number", "status"),
    [([0], 1, None), ([0, 1], 2, "not_attempted"), (range(5), 5, "ok"), (range(6), 6, "ok")],
)
def test_groups_are_counted_and_fewer_than_five_refused(
    groups: Sequence[int], number: int, status: str | None
) -> None:
    everybody = people(cohort_of_r(), plan())
    group = np.array([groups[k % len(groups)] for k in range(90)])

    fitted = models(cohort_of_r(), replace(everybody, group=group))

    assert fitted[GROUPS].effect.value.estimate == number
    within = fitted.get(cox(Model.LANDMARK_WITHIN_GROUPS))
    assert (within and within.effect.value.status) == status
    if within and status == "not_attempted":
        assert within.effect.value.note == "few_clusters"


def test_patients_without_a_group_are_not_counted_into_one() -> None:
    everybody = people(cohort_of_r(), plan())
    group = np.where(np.arange(90) < 10, -1, np.arange(90) % 5)

    fitted = models(cohort_of_r(), replace(everybody, group=group))

    value = fitted[GROUPS].effect.value
    assert value.estimate == 5
    assert value.n + value.dropped == fitted[LANDMARK].effect.value.n


def test_without_names_of_groups_their_number_is_not_collected() -> None:
    value = models(cohort_of_r())[GROUPS].effect.value

    assert (value.status, value.note) == ("not_attempted", "not_collected")


def test_one_count_per_patient_has_a_landmark_and_no_time_varying_exposure() -> None:
    values = {name: m.effect.value for name, m in models(one_table(3.0)).items()}

    assert values[LANDMARK].status == "ok"
    assert values[cox(Model.LANDMARK, 6.0)].note == "window_not_landmark"
    assert values[cox(Model.CUMULATIVE)].note == "not_collected"
    assert values[cox(Model.LANDMARK_CONFIRMED)].note == "not_collected"


def test_a_total_over_the_complete_follow_up_is_not_an_exposure() -> None:
    values = [model.effect.value for model in models(one_table(float("nan"))).values()]

    assert {value.note for value in values} == {"window_not_landmark"}
    assert {value.status for value in values} == {"not_attempted"}


def test_relapses_that_were_not_collected_have_no_model() -> None:
    made = replace(cohort_of_r(), relapses=None)

    fitted = models(made)

    assert {model.effect.value.note for model in fitted.values()} == {"not_collected"}
    assert lags(plan(), people(made, plan())).every == ()
