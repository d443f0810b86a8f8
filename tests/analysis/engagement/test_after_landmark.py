"""Relapse after a landmark."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from analysis.engagement.reference import cohort_of_r, plan
from rtxoutcomes.analysis.engagement.after_landmark import (
    PRIMARY,
    Variant,
    at_risk,
    attacks_after,
    by_horizon,
    cox_after_landmark,
    indicators,
    method_of,
    relapse_by,
)
from rtxoutcomes.analysis.engagement.people import Course, People, people
from rtxoutcomes.derive.engagement import Landmark, at_landmark, histories
from rtxoutcomes.estimate.likelihood.firth_logistic import firth_logistic


def made() -> tuple[People, Course, Landmark]:
    cohort = cohort_of_r()
    told = people(cohort, plan())
    assert told.relapse is not None
    return told, told.relapse, at_landmark(histories(cohort, "chat", "message"), 3)


def small(months: list[float], event: list[bool], limit: float) -> tuple[Course, Landmark]:
    n = len(months)
    exposure = np.arange(n, dtype=float)
    landmark = Landmark(limit, np.full(n, limit), np.zeros(n, np.int64), exposure)
    return Course(np.array(months), np.array(event)), landmark


def test_who_relapsed_or_left_by_the_landmark_is_not_at_risk() -> None:
    course, landmark = small([3.0, 3.0 + 1e-12, 3.5, 2.0], [True, False, True, False], 3.0)

    assert at_risk(course, landmark).tolist() == [False, False, True, False]


def test_who_has_no_known_exposure_is_not_at_risk() -> None:
    course, landmark = small([9.0, 9.0], [True, False], 3.0)
    unknown = replace(landmark, exposure=np.array([np.nan, 1.0]))

    assert at_risk(course, unknown).tolist() == [False, True]


def test_the_horizon_decides_whose_state_is_known() -> None:
    # An event by then, one after it, censored early, censored within the tolerance, at risk on.
    course, landmark = small([12.0, 14.0, 8.0, 11.6, 20.0], [True, True, False, False, False], 3.0)

    known, happened = by_horizon(course, landmark, 12.0, 0.5)

    assert known.tolist() == [True, True, False, True, True]
    assert (happened & known).tolist() == [True, False, False, False, False]


def test_a_landmark_at_the_horizon_leaves_no_time() -> None:
    course, landmark = small([14.0, 20.0], [True, False], 12.0)

    assert not by_horizon(course, landmark, 12.0, 0.5)[0].any()


def test_indicators_leave_out_the_first_of_those_seen() -> None:
    told = indicators(np.array([0, 1, 2, 2]), np.array([False, True, True, True]))

    assert told.tolist() == [[0.0], [0.0], [1.0], [1.0]]


def test_the_binary_model_is_firth_s_logistic_of_diagnosis_and_exposure() -> None:
    everybody, course, landmark = made()
    told = relapse_by(everybody, course, landmark, (12.0, 0.5))

    known, happened = by_horizon(course, landmark, 12.0, 0.5)
    design = np.column_stack([np.ones(90), everybody.diagnosis, landmark.exposure])[known]
    fit = firth_logistic(happened[known], design, ["a", "b", "c"])
    expected = fit.coefficients[-1].odds_ratio
    assert told.suffix == "_by_12_months"
    assert (told.value.n, told.value.events, told.parameters) == (fit.n, fit.events, 3)
    assert told.value.dropped == 90 - fit.n
    assert told.value.estimate == expected.estimate
    assert (told.value.conf_low, told.value.p_value) == (expected.conf_low, expected.p_value)
    assert told.planning > 1


@pytest.mark.parametrize("variant", [PRIMARY, Variant("_c", stratified=False)])
def test_only_the_primary_model_is_shuffled(variant: Variant) -> None:
    told = cox_after_landmark(*made(), variant)

    assert (told.shuffled is not None) == (variant.role == "reported")


def test_a_shuffle_that_changes_nothing_gives_the_model_s_own_p() -> None:
    everybody, course, landmark = made()
    models: list[Any] = [
        cox_after_landmark(everybody, course, landmark, PRIMARY),
        relapse_by(everybody, course, landmark, (12.0, 0.5)),
    ]

    for told in models:
        own = told.shuffled(np.arange(90)[:, None])
        # The two searches stop where a further step changes nothing that is told.
        assert own.tolist() == pytest.approx([told.value.p_value], rel=1e-9)


def test_patients_without_the_covariate_are_left_out_and_counted() -> None:
    everybody, course, landmark = made()
    ages = np.where(np.arange(90) < 5, np.nan, everybody.adjusters["age_years"])
    some = replace(everybody, adjusters={"age_years": ages})

    all_, fewer = (
        cox_after_landmark(p, course, landmark, Variant("_a", adjuster="age_years"))
        for p in (everybody, some)
    )

    missing = int(at_risk(course, landmark)[:5].sum())
    assert fewer.value.n == all_.value.n - missing
    assert fewer.value.dropped == all_.value.dropped + missing


def test_within_groups_only_patients_of_one_group_are_compared() -> None:
    everybody, course, landmark = made()
    group = np.where(np.arange(90) < 4, -1, np.arange(90) % 6)
    grouped = replace(everybody, group=group)

    told = cox_after_landmark(grouped, course, landmark, Variant("_g", grouped=True))

    seen = at_risk(course, landmark) & (group >= 0)
    assert told.value.n == seen.sum()
    # The same strata under other numbers.
    other = replace(everybody, diagnosis=everybody.diagnosis * 6 + group)
    within = cox_after_landmark(
        other, course, landmark, Variant("_g", among=np.asarray(group >= 0))
    )
    assert told.value.estimate == pytest.approx(within.value.estimate, rel=1e-12)


def test_the_method_tells_what_was_done() -> None:
    _, _, landmark = made()

    told = method_of(Variant(adjuster="age_years", of="MS only", grouped=True), landmark)

    assert told == (
        "Firth Cox after the landmark, strata by diagnosis and group, adjusted for age_years, "
        "MS only, profile likelihood, landmark 3 months"
    )


def test_attacks_whose_number_is_not_known_are_not_modelled() -> None:
    everybody, course, landmark = made()
    some = replace(everybody, count_known=np.arange(90) > 30)

    told = attacks_after(some, course, landmark).value

    assert (told.status, told.note) == ("not_attempted", "count_unknown")


def test_a_shuffle_that_changes_nothing_gives_the_p_of_the_attacks() -> None:
    told = attacks_after(*made())

    assert told.shuffled is not None
    assert told.parameters == 3
    own = told.shuffled(np.arange(90)[:, None])
    assert own.tolist() == pytest.approx([told.value.p_value], rel=1e-12)


def test_a_covariate_that_is_the_same_for_everybody_is_not_blamed_on_the_exposure() -> None:
    everybody, course, landmark = made()
    same = replace(everybody, adjusters={"age_years": np.full(90, 40.0)})

    told = cox_after_landmark(same, course, landmark, Variant("_a", adjuster="age_years")).value

    assert (told.status, told.note) == ("not_attempted", "rank_deficient")
