"""Engagement permuted between patients."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.engagement.reference import cohort_of_r, plan
from rtxoutcomes.analysis.engagement.model import Modelled
from rtxoutcomes.analysis.engagement.people import people
from rtxoutcomes.analysis.engagement.shuffled import rejections, shuffles
from rtxoutcomes.analysis.question import Statistic
from rtxoutcomes.results.estimate import Estimate
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.results.quantity import Model, Quantity

EVERYBODY = people(cohort_of_r(), plan())
KNOWN = np.ones(90, dtype=bool)
VALUE = Estimate(
    measure=Measure.HAZARD_RATIO,
    method_key=MethodKey.CUMULATIVE_COX,
    method="m",
    n=9,
    p_value=0.5,
)
EFFECT = Statistic(
    Quantity.HAZARD_RATIO, VALUE, "sensitivity", "ratio", month=3.0, model=Model.CUMULATIVE
)
MODEL = Modelled(EFFECT, parameters=2, planning=1.5, shuffled=lambda _: np.zeros(20))


def test_histories_are_exchanged_within_diagnosis_and_band_of_follow_up() -> None:
    drawn = shuffles(EVERYBODY, KNOWN, plan(shuffles=50).engagement, np.random.default_rng(1))

    band = np.floor(EVERYBODY.follow_up / 6)
    assert drawn.source.shape == (90, 50)
    assert drawn.number == 50
    for source in drawn.source.T:
        assert sorted(source) == list(range(90))
        np.testing.assert_array_equal(EVERYBODY.diagnosis[source], EVERYBODY.diagnosis)
        np.testing.assert_array_equal(band[source], band)


def test_every_exchange_is_as_likely_as_any_other() -> None:
    few = replace(
        EVERYBODY, diagnosis=np.zeros(3, dtype=np.int64), follow_up=np.array([7.0, 8.0, 9.0])
    )
    known = np.ones(3, dtype=bool)

    drawn = shuffles(few, known, plan(shuffles=6000).engagement, np.random.default_rng(2))

    orders, count = np.unique(drawn.source.T, axis=0, return_counts=True)
    assert len(orders) == 6
    # Six standard deviations of a binomial count of 1 in 6.
    assert np.abs(count - 1000).max() < 6 * np.sqrt(6000 * 5 / 36)


def test_patients_without_a_history_are_not_permuted() -> None:
    known = np.arange(90) != 7

    drawn = shuffles(EVERYBODY, known, plan().engagement, np.random.default_rng(1))

    assert (drawn.source[7] == 7).all()


def test_rejections_are_the_proportion_of_permutations_with_p_below_0_05() -> None:
    drawn = shuffles(EVERYBODY, KNOWN, plan(shuffles=20).engagement, np.random.default_rng(1))
    p_values = np.array([0.01] * 3 + [0.05] + [0.8] * 15 + [np.nan])

    rejected = rejections(MODEL, p_values, drawn)

    effect, value = rejected.effect, rejected.effect.value
    assert (effect.quantity, effect.role) == (Quantity.PERMUTATION_REJECTIONS, "alternative")
    assert (effect.model, effect.month) == (Model.CUMULATIVE, 3.0)
    assert rejected.shuffled is None
    assert np.isnan(rejected.planning)
    # n counts the patients of the model.
    own = EFFECT.value
    assert (value.n, value.dropped, value.events) == (own.n, own.dropped, None)
    assert value.estimate == 0.15
    assert value.std_error == pytest.approx(np.sqrt(0.15 * 0.85 / 20))
    # Clopper and Pearson, 3 of 20.
    assert (value.conf_low, value.conf_high) == pytest.approx((0.03207, 0.37893), abs=1e-5)
    assert value.method.startswith("proportion of 20 permutations with P < 0.05")
    assert value.method.endswith("within diagnosis and 6 months of follow-up; m")


def test_without_exchangeable_patients_there_are_no_rejections() -> None:
    alone = replace(EVERYBODY, follow_up=np.arange(90).astype(np.float64) * 6 + 1)

    drawn = shuffles(alone, KNOWN, plan().engagement, np.random.default_rng(1))
    value = rejections(MODEL, np.full(19, 0.5), drawn).effect.value

    assert drawn.exchangeable == 0
    assert (value.status, value.note) == ("not_estimable", "n_one")


@pytest.mark.parametrize(("patients", "number"), [(250, 200), (500, 100), (10_000, 19)])
def test_large_cohorts_have_fewer_permutations(patients: int, number: int) -> None:
    many = replace(
        EVERYBODY, diagnosis=np.zeros(patients, dtype=np.int64), follow_up=np.full(patients, 7.0)
    )
    known = np.ones(patients, dtype=bool)

    drawn = shuffles(many, known, plan(shuffles=200).engagement, np.random.default_rng(1))

    assert drawn.number == number
