"""The simulation of engagement models runs, and simulates what it says."""

from types import ModuleType

import numpy as np
import pytest

from benchmark_scripts import given, script
from rtxoutcomes.analysis.engagement.after_landmark import PRIMARY, Variant, cox_after_landmark
from rtxoutcomes.derive.engagement import at_landmark
from rtxoutcomes.estimate.resampling.cox import firth_cox_p_values
from rtxoutcomes.results import Model


@pytest.fixture(scope="module")
def cohorts() -> ModuleType:
    return script("engagement_cohorts")


@pytest.fixture(scope="module")
def simulation() -> ModuleType:
    return script("engagement_simulation")


def test_cohorts_have_the_study_s_sizes_and_follow_up(cohorts: ModuleType) -> None:
    made = cohorts.without_effect(cohorts.NULLS[0], np.random.default_rng(1))

    assert np.bincount(made.people.diagnosis).tolist() == [42, 43, 14]
    assert (made.people.follow_up.min(), made.people.follow_up.max()) == (12, 40)
    # Messages are written in months begun before the end of follow-up.
    late = np.arange(made.monthly.shape[1]) >= made.people.follow_up[:, None]
    assert made.monthly[late].sum() == 0


def test_confirmed_relapses_are_some_of_all(cohorts: ModuleType) -> None:
    made = cohorts.without_effect(cohorts.NULLS[0], np.random.default_rng(1))
    every, confirmed = made.people.relapse, made.people.confirmed

    assert 0 < confirmed.event.sum() < every.event.sum()
    assert (every.event | ~confirmed.event).all()
    assert (confirmed.months >= every.months).all()


def test_relapses_raise_activity_where_the_scenario_says_so(cohorts: ModuleType) -> None:
    rng = np.random.default_rng(2)
    onsets, end = [np.array([10.0])] * 400, np.full(400, 20.0)

    counts = cohorts.written(cohorts.Scenario("", shape=50, after=6), onsets, end, rng)

    before, after = counts[:, :10].mean(), counts[:, 10:16].mean()
    # Three times as much; four standard errors of the ratio are below 0.2.
    assert after / before == pytest.approx(3, abs=0.2)


def test_p_alone_is_that_of_the_model(cohorts: ModuleType, simulation: ModuleType) -> None:
    rng = np.random.default_rng(3)
    made, other = (cohorts.without_effect(cohorts.NULLS[0], rng) for _ in range(2))
    landmark = at_landmark(made.history, 3.0)
    unstratified = Variant(Model.LANDMARK_UNSTRATIFIED, stratified=False)
    adjusted = Variant(Model.LANDMARK_ADJUSTED, adjuster="age_years")
    grouped = Variant(Model.LANDMARK_WITHIN_GROUPS, grouped=True)
    subset = Variant(Model.LANDMARK_SUBSET, among=made.people.subset)

    for variant, p_value in (
        (PRIMARY, simulation.landmark_p([made, other])[0]),
        (unstratified, simulation.adjusted_p(made)),
        (adjusted, simulation.adjusted_p(made, "age_years")),
        (grouped, simulation.landmark_p([other, made], grouped=True)[1]),
        (subset, simulation.landmark_p([other, made], subset=True)[1]),
    ):
        model = cox_after_landmark(made.people, made.people.relapse, landmark, variant)

        # Two searches for a maximum, each to six digits of the coefficient.
        assert p_value == pytest.approx(model.effect.value.p_value, abs=1e-9)


def test_p_of_both_time_varying_models_is_theirs(
    cohorts: ModuleType, simulation: ModuleType
) -> None:
    rng = np.random.default_rng(3)
    block = [cohorts.without_effect(cohorts.NULLS[0], rng) for _ in range(3)]

    p_values = simulation.varying_p(block, 3.0)

    for kind, own in zip(simulation.KINDS, p_values, strict=True):
        for made, p_value in zip(block, own, strict=True):
            # As above.
            assert p_value == pytest.approx(simulation.varying(made, kind).p_value, abs=1e-9)


def test_p_of_many_cohorts_are_those_of_the_estimator_cohort_by_cohort() -> None:
    stacked_cox, rng, parts = script("stacked_cox"), np.random.default_rng(8), []
    for k in range(30):
        n = int(rng.integers(3, 30))
        months, event = rng.integers(2, 20, n).astype(float), rng.random(n) < 0.3
        parts.append((np.full(n, k), np.zeros(n), months, event, rng.integers(0, 2, n)))
    rows = stacked_cox.Rows(*(np.concatenate(column) for column in zip(*parts, strict=True)))
    exposure = rng.integers(0, 4, rows.end.size).astype(float)

    p_values = stacked_cox.p_values(stacked_cox.stack(rows, 30), exposure)

    for k, (_, entry, months, event, strata) in enumerate(parts):
        own = exposure[rows.cohort == k][:, None]
        expected = firth_cox_p_values(months, event, own, entry=entry, strata=strata)[0]
        # As above; NaN where no event has anybody to be compared with.
        assert p_values[k] == pytest.approx(expected, abs=1e-9, nan_ok=True)
    assert 15 < np.isfinite(p_values).sum() < 30


def test_blocks_add_up_to_the_cohorts(simulation: ModuleType) -> None:
    assert sum(simulation.blocks(1100)) == 1100
    assert simulation.blocks(500) == [simulation.BLOCK] * 2


def test_the_page_has_a_line_for_each_model_and_each_effect(simulation: ModuleType) -> None:
    part = given("engagement_simulation")

    groups = (simulation.REPORTED, simulation.SEVERAL, simulation.SHORT_LAGS, simulation.REFUSED)
    for models in groups:
        *_, sizes = simulation.sizes(models, 1, seed=1)
        for line in list(simulation.size_table(sizes))[2:]:
            assert part.count(f"\n{line.split(' | ')[0]} |") == 1
    for ratio in simulation.RATIOS:
        assert f"\n| landmark | {ratio:g} |" in part
        assert f"\n| cumulative | {ratio:g} |" in part
