"""The profile likelihood of one coefficient."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.stats import binomtest, chi2, norm

from rtxoutcomes.estimate.likelihood.penalised import Fit, Moments, PenalisedModel, maximise
from rtxoutcomes.estimate.likelihood.profile import (
    likelihood_ratio,
    profile_limit,
    profiled,
    wald,
)

Floats = NDArray[np.float64]
ONE = np.ones((1, 1))
DROP = float(chi2.isf(0.05, 1)) / 2
# Statistics are cut at ten decimals, so that all builds of the libraries give the same.
CUT = 1e-10


def binomial(events: int, n: int, *, firth: bool = False) -> tuple[PenalisedModel, Fit]:
    def moments(beta: Floats) -> Moments:
        p = 1 / (1 + math.exp(-float(beta[0])))
        spread = n * p * (1 - p)
        return Moments(
            np.array([events * math.log(p), (n - events) * math.log1p(-p)]),
            np.array([events - n * p]),
            spread * ONE,
            spread * (1 - 2 * p) * ONE[None],
        )

    model = PenalisedModel(moments, ONE, firth=firth)
    return model, maximise(model, np.zeros(1), np.ones(1, dtype=bool))


def normal(information: Floats, at: Floats) -> tuple[PenalisedModel, Fit]:
    """A quadratic log-likelihood, whose profile limits are those of the normal distribution."""

    def moments(beta: Floats) -> Moments:
        away = beta - at
        terms = np.array([-float(away @ information @ away) / 2])
        return Moments(terms, -information @ away, information, np.zeros((2, 2, 2)))

    model = PenalisedModel(moments, np.eye(2), firth=False)
    return model, maximise(model, np.zeros(2), np.ones(2, dtype=bool))


def test_limits_of_a_proportion_are_where_its_likelihood_has_fallen() -> None:
    model, best = binomial(8, 42)

    def excess(p: float) -> float:
        return 8 * math.log(p * 42 / 8) + 34 * math.log((1 - p) * 42 / 34) + DROP

    result = profiled(model, best, 0, 1.0, 0.95)

    expected = [brentq(excess, a, b, xtol=1e-15) for a, b in ((0.01, 8 / 42), (8 / 42, 0.9))]
    got = [1 / (1 + math.exp(-limit)) for limit in (result.conf_low, result.conf_high)]
    # Both roots are found to the last digits, on different scales.
    np.testing.assert_allclose(got, expected, rtol=1e-12)


def test_the_likelihood_ratio_of_a_proportion_is_its_closed_form() -> None:
    model, best = binomial(8, 42)

    ratio, p_value = likelihood_ratio(model, best, 0)

    expected = 2 * (8 * math.log(8 / 21) + 34 * math.log(34 / 21))
    assert ratio == pytest.approx(expected, abs=CUT)
    # The square of a standard normal.
    assert p_value == pytest.approx(2 * float(norm.sf(math.sqrt(expected))), abs=CUT)
    # Another test of the same hypothesis is of the same order.
    assert 0.2 < p_value / binomtest(8, 42).pvalue < 2


def test_a_quadratic_likelihood_has_normal_limits_with_the_others_free() -> None:
    information = np.array([[5.0, 2.0], [2.0, 3.0]])
    model, best = normal(information, np.array([0.7, -1.2]))
    error = math.sqrt(3.0 / 11.0)
    half = float(norm.isf(0.025)) * error

    for result in (profiled(model, best, 0, 1.0, 0.95), wald(best, 0, 1.0, 0.95)):
        got = [result.estimate, result.std_error, result.conf_low, result.conf_high]
        np.testing.assert_allclose(got, [0.7, error, 0.7 - half, 0.7 + half], rtol=1e-12)
        assert result.p_value == pytest.approx(2 * float(norm.sf(0.7 / error)), abs=CUT)


def test_a_unit_divides_all_that_is_on_its_scale_and_no_test() -> None:
    model, best = binomial(8, 42, firth=True)

    one, two = (profiled(model, best, 0, unit, 0.9) for unit in (1.0, 2.0))

    assert (two.estimate, two.std_error) == (one.estimate / 2, one.std_error / 2)
    assert (two.conf_low, two.conf_high) == (one.conf_low / 2, one.conf_high / 2)
    assert (two.statistic, two.df, two.p_value) == (one.statistic, 1.0, one.p_value)


def test_a_limit_that_does_not_exist_is_missing() -> None:
    def rising(beta: Floats) -> Moments:
        remaining = math.exp(-float(beta[0]))
        return Moments(np.array([-remaining]), np.array([remaining]), remaining * ONE, ONE[None])

    model = PenalisedModel(rising, ONE, firth=False)
    best = maximise(model, np.zeros(1), np.ones(1, dtype=bool))

    assert math.isnan(profile_limit(model, best, 0, 0.95, up=True))
    # Downwards exp(-b) has grown by the drop.
    assert profile_limit(model, best, 0, 0.95, up=False) == pytest.approx(-math.log(DROP), rel=1e-9)


def test_a_limit_or_a_test_without_a_maximum_over_the_others_is_missing() -> None:
    def moments(beta: Floats) -> Moments:
        first, second = (float(b) for b in beta)
        # Away from its maximum, the first lets the second rise for ever.
        slope = 0.0 if abs(first - 1) < 1e-9 else 1e-4
        terms = np.array([-((first - 1) ** 2) * 8, slope * second])
        score = np.array([-16 * (first - 1), slope])
        return Moments(terms, score, np.diag([16.0, 1e-5]), np.zeros((2, 2, 2)))

    model = PenalisedModel(moments, np.eye(2), firth=False)
    best = Fit(np.array([1.0, 0.0]), moments(np.array([1.0, 0.0])), 0.0, converged=True)

    assert math.isnan(profile_limit(model, best, 0, 0.95, up=True))
    assert np.isnan(likelihood_ratio(model, best, 0)).all()


def test_the_better_of_two_starts_is_taken() -> None:
    # In the second coefficient there are two maxima, of heights 1 at 0 and 4 at 6.
    places, heights = np.array([0.0, 6.0]), np.array([1.0, 4.0])

    def moments(beta: Floats) -> Moments:
        held, other = (float(b) for b in beta)
        hills = heights * np.exp(-((other - places) ** 2))
        slope = float((-2 * (other - places) * hills).sum() / hills.sum())
        terms = np.array([-10 * (held - 1) ** 2, math.log(float(hills.sum()))])
        # The curvature points from the lower hill to the higher one.
        information = np.array([[20.0, 12.0], [12.0, 2.0]])
        return Moments(terms, np.array([0.0, slope]), information, np.zeros((2, 2, 2)))

    model = PenalisedModel(moments, np.eye(2), firth=False)
    best = Fit(np.array([1.0, 0.0]), moments(np.array([1.0, 0.0])), 0.0, converged=True)

    ratio, _ = likelihood_ratio(model, best, 0)

    # Each hill adds next to nothing, exp(-36), to the other.
    assert ratio == pytest.approx(2 * (10 - math.log(4)), abs=CUT)


def test_p_is_never_zero() -> None:
    model, best = normal(np.diag([1e6, 1.0]), np.array([5.0, 0.0]))

    assert profiled(model, best, 0, 1.0, 0.95).p_value > 0
    assert wald(best, 0, 1.0, 0.95).p_value > 0


def test_a_limit_where_the_slope_misleads_is_found_by_bracketing() -> None:
    # A likelihood with a shoulder: the slope near the maximum points far beyond the limit.
    def moments(beta: Floats) -> Moments:
        b = float(beta[0])
        drop = np.log1p(b**2) + 40 * max(0.0, abs(b) - 2) ** 2
        slope = 2 * b / (1 + b**2) + 80 * max(0.0, abs(b) - 2) * np.sign(b)
        return Moments(np.array([-drop]), np.array([-slope]), 1e-3 * ONE, np.zeros((1, 1, 1)))

    model = PenalisedModel(moments, ONE, firth=False)
    best = Fit(np.zeros(1), moments(np.zeros(1)), 0.0, converged=True)

    for up, sign in ((True, 1), (False, -1)):
        limit = profile_limit(model, best, 0, 0.95, up=up)
        there = -float(moments(np.array([limit])).terms.sum())
        assert there == pytest.approx(DROP, rel=1e-12)
        assert limit * sign > 2
