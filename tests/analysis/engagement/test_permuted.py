"""The type I error of a model where engagement is permuted."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import beta

from analysis.engagement.reference import cohort_of_r, plan
from rtxoutcomes.analysis.engagement.exchange import exchange_of
from rtxoutcomes.analysis.engagement.model import Modelled
from rtxoutcomes.analysis.engagement.models import model_statistics
from rtxoutcomes.analysis.engagement.people import people
from rtxoutcomes.analysis.engagement.permuted import (
    Checked,
    Permutations,
    check_rows,
    checked,
    separate_tests,
    without_test,
)
from rtxoutcomes.analysis.question import Statistic
from rtxoutcomes.arrays import Floats, Ints
from rtxoutcomes.results.estimate import Estimate
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.results.quantity import Model, Quantity
from rtxoutcomes.results.row import Role

EXCHANGE = exchange_of(people(cohort_of_r(), plan()), np.ones(90, dtype=bool), plan().engagement)
VALUE = Estimate(
    measure=Measure.HAZARD_RATIO,
    method_key=MethodKey.LANDMARK_COX,
    method="m",
    n=9,
    events=4,
    estimate=0.9,
    conf_low=0.5,
    conf_high=1.5,
    statistic=0.2,
    df=1.0,
    p_value=0.3,
    p_pair=MethodKey.LANDMARK_COX,
)
EFFECT = Statistic(
    Quantity.HAZARD_RATIO, VALUE, "reported", "ratio", month=3.0, model=Model.LANDMARK
)
MODEL = Modelled(EFFECT, parameters=2, planning=1.5, shuffled=lambda _: np.zeros(20))


def rejecting(first: int, second: int) -> Callable[[Ints], Floats]:
    """P values of a model that rejects so often in 200 permutations, and in 2,000."""

    def p_values(source: Ints) -> Floats:
        size = source.shape[1]
        rejected = {200: first, 2000: second}[size]
        return np.where(np.arange(size) < rejected, 0.01, 0.8)

    return p_values


def check(first: int, second: int = 0) -> Checked:
    return checked(MODEL, rejecting(first, second), Permutations(EXCHANGE, 200, (5, 0)))


@pytest.mark.parametrize(("first", "size"), [(0, 200), (11, 200), (12, 2000), (200, 2000)])
def test_from_twelve_rejections_in_200_on_there_are_2000_new_permutations(
    first: int, size: int
) -> None:
    found = check(first, 100)

    assert found.p_values.size == size
    assert found.rejections == (first if size == 200 else 100)
    assert found.seed == ((5, 0) if size == 200 else (5, 0, 1))


def test_the_first_step_never_calls_a_type_one_error_above_nominal() -> None:
    # With 11 of 200 the exact lower limit is 2.8%; nothing below 12 can reach 6%.
    assert not check(11).above_nominal


@pytest.mark.parametrize("rejected", range(130, 155))
def test_above_nominal_means_an_exact_lower_limit_above_6_percent(rejected: int) -> None:
    # Clopper and Pearson's limit as a quantile of the beta distribution.
    limit = beta.ppf(0.025, rejected, 2000 - rejected + 1)

    assert check(12, rejected).above_nominal is bool(limit > 0.06)


def test_permutations_are_drawn_once_and_independently() -> None:
    permutations = Permutations(EXCHANGE, 200, (5, 0))

    assert permutations.first is permutations.first
    assert permutations.second.shape == (90, 2000)
    assert not (permutations.first == permutations.second[:, :200]).all()
    again = Permutations(EXCHANGE, 200, (5, 0))
    np.testing.assert_array_equal(permutations.second, again.second)
    assert not (permutations.first == Permutations(EXCHANGE, 200, (5, 1)).first).all()


def test_rejections_are_the_proportion_of_permutations_with_p_below_0_05() -> None:
    p_values = np.array([0.01] * 3 + [0.05] + [0.8] * 15 + [np.nan])
    found = replace(check(0), p_values=p_values)

    size, rejected = check_rows(found)

    assert (size.quantity, rejected.quantity) == (
        Quantity.PERMUTATIONS,
        Quantity.PERMUTATION_REJECTIONS,
    )
    for statistic in (size, rejected):
        assert (statistic.role, statistic.model, statistic.month) == (
            "alternative",
            Model.LANDMARK,
            3.0,
        )
        # n counts the patients of the model.
        assert (statistic.value.n, statistic.value.events) == (VALUE.n, None)
    assert size.value.estimate == 20
    assert size.value.method.endswith("6 months of follow-up, seed 5, 0; m")
    assert rejected.value.estimate == 0.15
    assert rejected.value.std_error == pytest.approx(np.sqrt(0.15 * 0.85 / 20))
    # Clopper and Pearson, 3 of 20.
    limits = (rejected.value.conf_low, rejected.value.conf_high)
    assert limits == pytest.approx((0.03207, 0.37893), abs=1e-5)
    assert rejected.value.method.startswith("3 of 20 permutations with P < 0.05")
    assert rejected.value.method_key is MethodKey.ENGAGEMENT_PERMUTATION
    assert rejected.value.note == ""


def test_a_type_one_error_above_nominal_is_marked() -> None:
    _, rejected = check_rows(check(12, 170))

    assert rejected.value.note == "above_nominal_level"
    assert rejected.value.estimate == 0.085


def test_without_exchangeable_patients_there_are_no_rejections() -> None:
    everybody = people(cohort_of_r(), plan())
    alone = replace(everybody, follow_up=np.arange(90).astype(np.float64) * 6 + 1)
    exchange = exchange_of(alone, np.ones(90, dtype=bool), plan().engagement)

    _, rejected = check_rows(replace(check(0), exchange=exchange))

    assert (rejected.value.status, rejected.value.note) == ("not_estimable", "n_one")


def test_permutations_of_whole_groups_have_a_method_of_their_own() -> None:
    _, rejected = check_rows(replace(check(0), exchange=replace(EXCHANGE, by_group=True)))

    assert rejected.value.method_key is MethodKey.ENGAGEMENT_GROUP_PERMUTATION


def test_the_p_of_a_marked_model_stands_apart_from_its_interval() -> None:
    found = replace(check(12, 170), p_values=np.array([0.1, 0.3, 0.4, np.nan, 0.2]))

    permuted, own = separate_tests(found)
    value = without_test(VALUE)

    # The observed P of 0.3 is reached in three of five permutations, and by itself.
    assert permuted.value.p_value == pytest.approx((1 + 3) / (1 + 5))
    assert (permuted.quantity, own.quantity) == (Quantity.PERMUTATION_TEST, Quantity.MODEL_TEST)
    assert (own.value.p_value, own.value.statistic, own.value.df) == (0.3, 0.2, 1.0)
    for statistic in (permuted, own):
        assert statistic.role == "alternative"
        assert statistic.value.measure is Measure.TEST
        assert np.isnan([statistic.value.estimate, statistic.value.conf_low]).all()
        assert statistic.value.p_pair == ""
    assert (value.estimate, value.conf_low, value.conf_high) == (0.9, 0.5, 1.5)
    assert np.isnan([value.p_value, value.statistic, value.df]).all()
    assert value.p_pair == ""


def statistics(modelled: Modelled, second: int) -> list[Statistic]:
    modelled = replace(modelled, shuffled=rejecting(12, second))
    return list(model_statistics(modelled, Permutations(EXCHANGE, 200, (5, 0))))


def test_a_marked_primary_model_has_its_interval_without_a_p() -> None:
    effect, permuted, own, *rest = statistics(MODEL, 170)

    assert (effect.role, effect.quantity) == ("reported", Quantity.HAZARD_RATIO)
    assert (effect.value.estimate, effect.value.conf_low) == (0.9, 0.5)
    assert np.isnan(effect.value.p_value)
    assert [s.quantity for s in (permuted, own)] == ["permutation_test", "model_test"]
    sizes = ["events_per_parameter", "planning_value", "permutations", "permutation_rejections"]
    assert [s.quantity for s in rest] == sizes


@pytest.mark.parametrize(("role", "second"), [("reported", 100), ("sensitivity", 170)])
def test_an_unmarked_or_secondary_model_keeps_its_p_with_its_interval(
    role: Role, second: int
) -> None:
    effect, *rest = statistics(replace(MODEL, effect=replace(EFFECT, role=role)), second)

    assert effect.value == VALUE
    assert not {"permutation_test", "model_test"} & {s.quantity for s in rest}


@pytest.mark.parametrize(("patients", "number"), [(250, 200), (500, 100), (10_000, 19)])
def test_large_cohorts_have_fewer_permutations(patients: int, number: int) -> None:
    assert plan(shuffles=200).engagement.permutations(patients) == number
