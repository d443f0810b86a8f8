"""HC3 tests of many versions of one column."""

import numpy as np
import pytest

from rtxoutcomes.estimate.likelihood.linear import linear_hc3
from rtxoutcomes.estimate.resampling.linear import hc3_p_values

RNG = np.random.default_rng(20240215)
N = 40
DESIGN = np.column_stack([np.ones(N), RNG.random(N) < 0.4, RNG.normal(size=N)]).astype(np.float64)
OUTCOME = DESIGN @ [1.0, 0.5, -0.3] + RNG.normal(size=N)
VERSIONS = np.column_stack([RNG.normal(size=(N, 20)), RNG.poisson(2, (N, 20)) + 100.0])


def test_each_version_has_the_p_of_its_own_model() -> None:
    result = hc3_p_values(OUTCOME, DESIGN, VERSIONS)

    for column, p_value in zip(VERSIONS.T, result, strict=True):
        fit = linear_hc3(OUTCOME, np.column_stack([DESIGN, column]), ["a", "b", "c", "x"])
        # Both sides solve the same small system in double precision.
        assert p_value == pytest.approx(fit.terms[-1].value.p_value, rel=1e-9)


def test_a_patient_alone_in_a_group_is_left_out() -> None:
    design = np.column_stack([DESIGN, np.arange(N) == 7]).astype(np.float64)

    result = hc3_p_values(OUTCOME, design, VERSIONS)

    for column, p_value in zip(VERSIONS.T[:5], result[:5], strict=True):
        fit = linear_hc3(OUTCOME, np.column_stack([design, column]), ["a", "b", "c", "d", "x"])
        assert p_value == pytest.approx(fit.terms[-1].value.p_value, rel=1e-9)
    others = np.arange(N) != 7
    without = hc3_p_values(OUTCOME[others], DESIGN[others], VERSIONS[others])
    np.testing.assert_allclose(result, without, rtol=1e-9)


def test_collinear_versions_have_no_p() -> None:
    alone = np.zeros(N)
    alone[3] = 1.0
    versions = np.column_stack([DESIGN[:, 1], np.full(N, 3.0), alone, VERSIONS[:, 0]])

    result = hc3_p_values(OUTCOME, DESIGN, versions)

    # One of them fits a patient alone; HC3 does not exist there.
    assert np.isnan(result).tolist() == [True, True, True, False]


def test_an_outcome_that_does_not_vary_or_too_few_patients_have_no_p() -> None:
    assert np.isnan(hc3_p_values(np.ones(N), DESIGN, VERSIONS)).all()
    assert np.isnan(hc3_p_values(OUTCOME[:5], DESIGN[:5], VERSIONS[:5])).all()


def test_an_exact_fit_has_no_p() -> None:
    assert np.isnan(hc3_p_values(np.arange(6.0), np.ones((6, 1)), np.arange(6.0)[:, None])).all()
