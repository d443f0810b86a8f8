"""The likelihood of pairs of which either value may be below a limit."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import multivariate_normal, norm

from rtxoutcomes.arrays import Floats
from rtxoutcomes.estimate.paired.censored_pairs import (
    CensoredPairs,
    log_likelihoods,
    maximum,
    profile,
)

# Mean change, mean before, SD before, slope of after on before, residual SD.
CHANGE, MEAN, SD, SLOPE, RESIDUAL = -0.3, 1.1, 0.7, 0.8, 0.4
POINT = np.array([[CHANGE, MEAN, math.log(SD), SLOPE, math.log(RESIDUAL)]])
COVARIANCE = [[SD**2, SLOPE * SD**2], [SLOPE * SD**2, (SLOPE * SD) ** 2 + RESIDUAL**2]]
LIMIT = 0.6


def likelihood(early: bool, late: bool, before: float, after: float) -> float:
    pair = CensoredPairs(*(np.array([v]) for v in (before, after, early, late)))
    return float(np.exp(log_likelihoods(pair, POINT))[0])


def density(before: float, after: float) -> float:
    return float(multivariate_normal.pdf([before, after], [MEAN, MEAN + CHANGE], COVARIANCE))


# Quadrature gives ten digits of these smooth densities.
def test_known_values_contribute_the_density_of_a_bivariate_normal_pair() -> None:
    assert likelihood(False, False, 1.4, 0.9) == pytest.approx(density(1.4, 0.9), rel=1e-10)


def test_one_value_below_contributes_the_density_of_the_other_integrated_below_the_limit() -> None:
    late, _ = quad(lambda y: density(1.4, y), -8, LIMIT)
    early, _ = quad(lambda x: density(x, 0.9), -8, LIMIT)

    assert likelihood(False, True, 1.4, LIMIT) == pytest.approx(late, rel=1e-7)
    assert likelihood(True, False, LIMIT, 0.9) == pytest.approx(early, rel=1e-7)


@given(st.floats(-3, 3), st.floats(-3, 3), st.floats(-0.99, 0.99), st.floats(0.2, 3))
def test_both_below_contribute_the_probability_of_a_bivariate_normal_pair(
    first: float, second: float, correlation: float, sd: float
) -> None:
    slope, residual = correlation, math.sqrt(1 - correlation**2)
    point = np.array([[0.0, 0.0, math.log(sd), slope, math.log(sd * residual)]])
    one = np.array([True])
    pair = CensoredPairs(np.array([first * sd]), np.array([second * sd]), one, one)

    # P(X < h, Y < k), by the conditional probability of the second.
    expected, _ = quad(
        lambda x: norm.pdf(x) * norm.cdf((second - correlation * x) / residual),
        -9,
        first,
        epsabs=1e-13,
        limit=200,
    )
    # Opposed tails cancel: an absolute error of the rounding of a probability near 1.
    assert math.exp(log_likelihoods(pair, point)[0]) == pytest.approx(expected, abs=1e-9)


def sample(n: int, seed: int) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(seed)
    before = rng.normal(1.0, 0.5, n)
    return before, 0.7 * before + rng.normal(0.0, 0.3, n)


def test_the_maximum_of_known_pairs_is_at_their_moments() -> None:
    before, after = sample(20, 1)
    none = np.zeros(20, dtype=bool)

    change, top, rest = maximum(CensoredPairs(before, after, none, none))

    slope = np.polyfit(before, after, 1)[0]
    residual = after - after.mean() - slope * (before - before.mean())
    expected = [before.mean(), np.log(before.std()), slope, np.log(residual.std())]
    # The gradient is solved to 1e-7.
    assert change == pytest.approx((after - before).mean(), abs=1e-6)
    np.testing.assert_allclose(rest, expected, atol=1e-6)
    joint = multivariate_normal.logpdf(
        np.column_stack([before, after]),
        [before.mean(), after.mean()],
        np.cov(before, after, ddof=0),
    )
    assert top == pytest.approx(joint.sum(), rel=1e-10)


def test_the_profile_falls_on_both_sides_of_the_maximum() -> None:
    before, after = sample(30, 2)
    early, late = before < 0.6, after < 0.4
    pairs = CensoredPairs(np.maximum(before, 0.6), np.maximum(after, 0.4), early, late)
    assert early.any()
    assert (early & late).any()

    change, top, rest = maximum(pairs)
    falls = [profile(pairs, change + shift, rest)[0] for shift in (-0.2, -0.1, 0.0, 0.1, 0.2)]

    assert falls[2] == pytest.approx(top, rel=1e-10)
    assert falls[0] < falls[1] < top > falls[3] > falls[4]
