"""Firth logistic tests of many versions of one column."""

import numpy as np
import pytest

from rtxoutcomes.estimate.likelihood.firth_logistic import firth_logistic
from rtxoutcomes.estimate.resampling.logistic import firth_logistic_p_values

RNG = np.random.default_rng(20240215)
N = 60
GROUP = np.repeat([0, 1, 2], [25, 25, 10])
DESIGN = np.column_stack([np.ones(N), GROUP == 1, GROUP == 2]).astype(np.float64)
# Nobody of the last group.
HAPPENED = (RNG.random(N) < 0.25) & (GROUP < 2)
VERSIONS = np.column_stack([RNG.normal(size=(N, 15)), RNG.poisson(2, (N, 15)) + 100.0])
# The two searches stop where a further step changes no reported digit.
SEARCH = 1e-8


def single_p(column: np.ndarray, outcome: np.ndarray = HAPPENED) -> float:
    fit = firth_logistic(outcome, np.column_stack([DESIGN, column]), list("abcx"), only="x")
    return fit.coefficients[-1].log_odds.p_value


def test_each_version_has_the_p_of_its_own_model() -> None:
    result = firth_logistic_p_values(HAPPENED, DESIGN, VERSIONS)

    assert result.tolist() == pytest.approx([single_p(column) for column in VERSIONS.T], rel=SEARCH)


def test_versions_that_separate_are_found_too() -> None:
    versions = np.column_stack([HAPPENED, HAPPENED * 50.0, np.where(HAPPENED, 9.0, RNG.random(N))])

    result = firth_logistic_p_values(HAPPENED, DESIGN, versions.astype(np.float64))

    assert result.tolist() == pytest.approx([single_p(column) for column in versions.T], rel=1e-6)


def test_collinear_versions_have_no_p() -> None:
    versions = np.column_stack([DESIGN[:, 1], np.full(N, 3.0), VERSIONS[:, 0]])

    result = firth_logistic_p_values(HAPPENED, DESIGN, versions)

    assert np.isnan(result).tolist() == [True, True, False]


def test_an_outcome_without_variation_has_no_p() -> None:
    for outcome in (np.zeros(N, dtype=bool), np.ones(N, dtype=bool)):
        assert np.isnan(firth_logistic_p_values(outcome, DESIGN, VERSIONS)).all()
    assert np.isnan(firth_logistic_p_values(HAPPENED[:5], DESIGN[:5], VERSIONS[:5])).all()
