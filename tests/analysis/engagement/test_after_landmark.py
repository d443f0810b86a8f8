"""Relapse after a landmark."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from analysis.engagement.reference import cohort_of_r, plan
from rtxoutcomes.analysis.engagement.after_landmark import (
    PRIMARY,
    Variant,
    adjusted_variants,
    at_risk,
    attacks_after,
    by_horizon,
    cox_after_landmark,
    method_of,
    relapse_by,
)
from rtxoutcomes.analysis.engagement.people import Course, People, people
from rtxoutcomes.derive.engagement import Landmark, at_landmark, histories
from rtxoutcomes.estimate.likelihood.firth_logistic import firth_logistic
from rtxoutcomes.results.quantity import Model

BY_AGE = Variant(Model.LANDMARK_ADJUSTED, adjuster="age_years")


def made() -> tuple[People, Course, Landmark]:
    cohort = cohort_of_r()
    everybody = people(cohort, plan())
    assert everybody.relapse is not None
    return everybody, everybody.relapse, at_landmark(histories(cohort, "chat", "message"), 3)


def small(months: list[float], event: list[bool], limit: float) -> tuple[Course, Landmark]:
    n = len(months)
    exposure = np.arange(n, dtype=float)
    landmark = Landmark(limit, np.full(n, limit), np.zeros(n, np.int64), exposure)
    return Course(np.array(months), np.array(event)), landmark


def test_patients_who_relapsed_or_left_by_the_landmark_are_not_at_risk() -> None:
    course, landmark = small([3.0, 3.0 + 1e-12, 3.5, 2.0], [True, False, True, False], 3.0)

    assert at_risk(course, landmark).tolist() == [False, False, True, False]


def test_patients_without_a_known_exposure_are_not_at_risk() -> None:
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


def test_the_binary_model_is_firth_s_logistic_of_diagnosis_and_exposure() -> None:
    everybody, course, landmark = made()
    modelled = relapse_by(everybody, course, landmark, (12.0, 0.5))

    known, happened = by_horizon(course, landmark, 12.0, 0.5)
    design = np.column_stack([np.ones(90), everybody.diagnosis, landmark.exposure])[known]
    fit = firth_logistic(happened[known], design, ["a", "b", "c"])
    expected = fit.coefficients[-1].odds_ratio
    effect, value = modelled.effect, modelled.effect.value
    assert (effect.model, effect.month) == (Model.BY_HORIZON, 12.0)
    assert (value.n, value.events, modelled.parameters) == (fit.n, fit.events, 3)
    assert value.dropped == 90 - fit.n
    assert value.estimate == expected.estimate
    assert (value.conf_low, value.p_value) == (expected.conf_low, expected.p_value)
    assert modelled.planning > 1


@pytest.mark.parametrize(
    "variant", [PRIMARY, Variant(Model.LANDMARK_UNSTRATIFIED, stratified=False)]
)
def test_only_the_primary_model_is_permuted(variant: Variant) -> None:
    modelled = cox_after_landmark(*made(), variant)

    assert (modelled.shuffled is not None) == (variant.role == "reported")


def test_the_identity_permutation_gives_the_p_of_the_model() -> None:
    everybody, course, landmark = made()
    models: list[Any] = [
        cox_after_landmark(everybody, course, landmark, PRIMARY),
        relapse_by(everybody, course, landmark, (12.0, 0.5)),
    ]

    for modelled in models:
        p_values = modelled.shuffled(np.arange(90)[:, None])
        # The two searches stop where a further step changes no digit that is printed.
        assert p_values.tolist() == pytest.approx([modelled.effect.value.p_value], rel=1e-9)


def test_patients_without_the_covariate_are_dropped_and_counted() -> None:
    everybody, course, landmark = made()
    ages = np.where(np.arange(90) < 5, np.nan, everybody.adjusters["age_years"])
    some = replace(everybody, adjusters={"age_years": ages})

    complete, fewer = (
        cox_after_landmark(p, course, landmark, BY_AGE).effect.value for p in (everybody, some)
    )

    missing = int(at_risk(course, landmark)[:5].sum())
    assert fewer.n == complete.n - missing
    assert fewer.dropped == complete.dropped + missing


def test_within_groups_only_patients_of_one_group_are_compared() -> None:
    everybody, course, landmark = made()
    group = np.where(np.arange(90) < 4, -1, np.arange(90) % 6)
    grouped = replace(everybody, group=group)

    variant = Variant(Model.LANDMARK_WITHIN_GROUPS, grouped=True)
    value = cox_after_landmark(grouped, course, landmark, variant).effect.value

    seen = at_risk(course, landmark) & (group >= 0)
    assert value.n == seen.sum()
    # The same strata under other numbers.
    other = replace(everybody, diagnosis=everybody.diagnosis * 6 + group)
    among = Variant(Model.LANDMARK_SUBSET, among=np.asarray(group >= 0))
    within = cox_after_landmark(other, course, landmark, among).effect.value
    assert value.estimate == pytest.approx(within.estimate, rel=1e-12)


def test_the_method_names_strata_groups_and_covariate() -> None:
    _, _, landmark = made()
    variant = Variant(
        Model.LANDMARK_ADJUSTED, adjuster="age_years", of="adjusted for age", grouped=True
    )

    assert method_of(variant, landmark, "diagnosis") == (
        "Firth Cox after the landmark, strata by diagnosis and group, adjusted for age, "
        "profile likelihood, landmark 3 months"
    )


def test_the_covariate_of_a_variant_is_the_level_and_its_label_is_in_the_method() -> None:
    everybody, course, landmark = made()
    by_age, subset = adjusted_variants(plan(), everybody, ["age_years"])

    effect = cox_after_landmark(everybody, course, landmark, by_age).effect

    assert (effect.model, effect.month, effect.level) == (
        Model.LANDMARK_ADJUSTED,
        3.0,
        "age_years",
    )
    assert "adjusted for age, profile" in effect.value.method
    assert (subset.model, subset.of) == (Model.LANDMARK_SUBSET, "A")


def test_relapses_whose_number_is_unknown_are_not_modelled() -> None:
    everybody, course, landmark = made()
    some = replace(everybody, count_known=np.arange(90) > 30)

    value = attacks_after(some, course, landmark).effect.value

    assert (value.status, value.note) == ("not_attempted", "count_unknown")


def test_the_identity_permutation_gives_the_p_of_the_number_of_relapses() -> None:
    modelled = attacks_after(*made())

    assert modelled.shuffled is not None
    assert modelled.parameters == 3
    p_values = modelled.shuffled(np.arange(90)[:, None])
    assert p_values.tolist() == pytest.approx([modelled.effect.value.p_value], rel=1e-12)


def test_a_diagnosis_of_one_patient_is_left_out_of_the_number_of_relapses_and_named() -> None:
    everybody, course, landmark = made()
    seen = at_risk(course, landmark)
    # Of diagnosis B only one patient who is analysed and had a relapse remains.
    alone = int(np.flatnonzero(seen & (everybody.diagnosis == 1) & (everybody.attacks > 0))[0])
    numbers = np.where(np.arange(everybody.n) == alone, 1, 0)
    one_of_b = replace(everybody, diagnosis=numbers)

    modelled = attacks_after(one_of_b, course, landmark)

    value = modelled.effect.value
    assert value.status == "ok"
    assert value.n == int(seen.sum()) - 1
    assert value.dropped == everybody.n - value.n
    assert value.method.endswith("each alone in a term of the model: one patient with B")
    # The intercept and the exposure remain.
    assert modelled.parameters == 2
    assert modelled.shuffled is not None
    identity = np.arange(everybody.n)[:, None]
    assert modelled.shuffled(identity)[0] == pytest.approx(value.p_value, rel=1e-7)


def test_a_covariate_that_is_the_same_for_everybody_is_not_blamed_on_the_exposure() -> None:
    everybody, course, landmark = made()
    same = replace(everybody, adjusters={"age_years": np.full(90, 40.0)})

    value = cox_after_landmark(same, course, landmark, BY_AGE).effect.value

    assert (value.status, value.note) == ("not_attempted", "rank_deficient")
