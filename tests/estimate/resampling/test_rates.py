"""HC3 tests of many versions of one covariate of a Poisson model with groups."""

import numpy as np
import pytest

from rtxoutcomes.estimate.rates.poisson import poisson_regression
from rtxoutcomes.estimate.resampling.rates import poisson_p_values

RNG = np.random.default_rng(20240215)
N = 60
GROUP = np.repeat([0, 1, 2], [25, 25, 10]).astype(np.int64)
YEARS = RNG.uniform(0.5, 3, N)
EVENTS = RNG.poisson(0.5 * YEARS)
VERSIONS = np.column_stack([RNG.normal(size=(N, 15)) * 10 + 50, RNG.poisson(3, (N, 15))])


def single_p(column: np.ndarray, group: np.ndarray = GROUP, events: np.ndarray = EVENTS) -> float:
    dummies = group[:, None] == np.unique(group)[None, 1:]
    design = np.column_stack([np.ones(N), dummies, column])
    names = [f"t{k}" for k in range(design.shape[1])]
    return poisson_regression(events, YEARS, design, names).terms[-1].rate_ratio.p_value


@pytest.mark.parametrize("group", [GROUP, np.zeros(N, dtype=np.int64)])
def test_each_version_has_the_p_of_its_own_model(group: np.ndarray) -> None:
    result = poisson_p_values(EVENTS, YEARS, group, VERSIONS)

    # statsmodels ends its iterations where the deviance no longer changes.
    expected = [single_p(column, group) for column in VERSIONS.T]
    assert result.tolist() == pytest.approx(expected, rel=1e-7)


def test_a_group_without_an_event_adds_nothing() -> None:
    events = np.where(GROUP < 2, EVENTS, 0)

    result = poisson_p_values(events, YEARS, GROUP, VERSIONS)

    some = GROUP < 2
    without = poisson_p_values(events[some], YEARS[some], GROUP[some], VERSIONS[some])
    np.testing.assert_allclose(result, without, rtol=1e-12)
    assert result[0] == pytest.approx(single_p(VERSIONS[:, 0], events=events), rel=1e-7)


def test_versions_without_an_estimate_have_no_p() -> None:
    alone = (np.arange(N) == 0) * 1.0
    events = np.where(np.arange(N) == 0, 1, EVENTS)
    versions = np.column_stack([np.full(N, 3.0), events > 0, VERSIONS[:, 0], alone])

    result = poisson_p_values(events, YEARS, GROUP, versions.astype(np.float64))

    assert np.isnan(result).tolist() == [True, True, False, True]


def test_a_group_of_one_patient_adds_nothing() -> None:
    group = np.append(GROUP[:-1], 7)

    result = poisson_p_values(EVENTS, YEARS, group, VERSIONS)

    expected = [single_p(column, group) for column in VERSIONS.T[:4]]
    assert result[:4].tolist() == pytest.approx(expected, rel=1e-7)
    everybody_alone = np.arange(N)
    assert np.isnan(poisson_p_values(EVENTS, YEARS, everybody_alone, VERSIONS)).all()


def test_without_an_event_or_with_too_few_patients_there_is_nothing() -> None:
    assert np.isnan(poisson_p_values(0 * EVENTS, YEARS, GROUP, VERSIONS)).all()
    few = np.arange(4)
    assert np.isnan(poisson_p_values(EVENTS[few] + 1, YEARS[few], few, VERSIONS[few])).all()
