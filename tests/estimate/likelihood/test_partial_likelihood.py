"""The partial likelihood and its cumulants."""

import math
from itertools import pairwise

import numpy as np
import pytest

from rtxoutcomes.estimate.likelihood.partial_likelihood import Ties, partial_likelihood
from rtxoutcomes.estimate.likelihood.penalised import Moments
from rtxoutcomes.estimate.survival.risk_sets import risk_sets

MONTHS = np.array([1.0, 2.0, 2.0, 3.0, 4.0])
EVENT = np.array([True, True, True, False, True])
X = np.array([[0.2, 1.0], [1.0, 0.0], [-0.5, 0.0], [0.8, 1.0], [0.1, -1.0]])


def at(beta: list[float], ties: Ties = "efron") -> Moments:
    sets = risk_sets(MONTHS, EVENT, None, np.zeros(5, dtype=np.int64))
    return partial_likelihood(sets, X, ties)(np.array(beta))


def test_efron_counts_the_second_of_two_tied_events_half_out() -> None:
    # Nobody differs: 5, then 4, then 4 less half of the two failing, then 1 at risk.
    expected = [-math.log(5), -math.log(4), -math.log(3), 0.0]

    assert at([0, 0]).terms.tolist() == pytest.approx(expected, abs=1e-15)


def test_breslow_gives_full_weight_to_all_who_fail_together() -> None:
    expected = [-math.log(5), -math.log(4), -math.log(4), 0.0]

    assert at([0, 0], "breslow").terms.tolist() == pytest.approx(expected, abs=1e-15)


def test_terms_are_the_share_of_the_failing_row() -> None:
    hazard = [math.exp(0.4 * x - 0.3 * z) for x, z in X]
    tied = hazard[1] + hazard[2]
    later = hazard[3] + hazard[4]
    expected = [
        hazard[0] / sum(hazard),
        hazard[1] / (tied + later),
        hazard[2] / (tied / 2 + later),
        1.0,
    ]

    # A handful of sums in another order.
    np.testing.assert_allclose(np.exp(at([0.4, -0.3]).terms), expected, rtol=1e-14)


@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_score_information_and_third_cumulants_are_derivatives(ties: Ties) -> None:
    step, here = 1e-5, at([0.4, -0.3], ties)

    for k in range(2):
        shifted = [[0.4, -0.3], [0.4, -0.3]]
        shifted[0][k] -= step
        shifted[1][k] += step
        low, high = (at(beta, ties) for beta in shifted)
        for derivative, rise in [
            (here.score[k], high.terms.sum() - low.terms.sum()),
            (-here.information[k], high.score - low.score),
            (here.third[k], high.information - low.information),
        ]:
            # Central differences with this step are good to about ten digits of the value.
            np.testing.assert_allclose(derivative, rise / (2 * step), rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_many_rows_are_summed_in_blocks_to_the_same(
    ties: Ties, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = at([0.4, -0.3], ties)
    monkeypatch.setattr("rtxoutcomes.estimate.likelihood.partial_likelihood._SMALL", 0)

    large = at([0.4, -0.3], ties)

    # A handful of sums in another order.
    np.testing.assert_allclose(small.terms, large.terms, rtol=1e-14)
    np.testing.assert_allclose(small.information, large.information, rtol=1e-13, atol=1e-15)


def test_hazards_too_large_for_a_double_stay_finite() -> None:
    result = at([900.0, 0.0])

    assert all(np.isfinite(v).all() for v in (result.terms, result.score, result.information))


def test_no_two_orders_of_derivative_coincide() -> None:
    result = at([0.4, -0.3])

    sizes = [result.terms.sum(), result.score[0], result.information[0, 0], result.third[0, 0, 0]]
    assert all(a != b for a, b in pairwise(sizes))


@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_what_rows_add_to_the_score_sums_to_it(ties: Ties) -> None:
    sets = risk_sets(MONTHS, EVENT, None, np.zeros(5, dtype=np.int64))
    likelihood, beta = partial_likelihood(sets, X, ties), np.array([0.4, -0.3])

    residuals = likelihood.score_residuals(beta)

    # A handful of sums in another order.
    np.testing.assert_allclose(residuals.sum(axis=0), likelihood(beta).score, rtol=1e-12)
    assert residuals.shape == (5, 2)


def test_residuals_and_variances_by_event_sum_to_score_and_information() -> None:
    sets = risk_sets(MONTHS, EVENT, None, np.zeros(5, dtype=np.int64))
    likelihood, beta = partial_likelihood(sets, X, "efron"), np.array([0.4, -0.3])

    residuals, variances = likelihood.by_event(beta)

    np.testing.assert_allclose(residuals.sum(axis=0), likelihood(beta).score, rtol=1e-12)
    np.testing.assert_allclose(variances.sum(axis=0), likelihood(beta).information, rtol=1e-12)
