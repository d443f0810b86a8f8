"""Likelihood of pairs of normal logarithms of which either may only be known to be below a limit.

A pair contributes its bivariate normal density; a pair with one value below its limit the density
of the other times the conditional probability; a pair with both below the bivariate normal
probability. The second value is written as a regression on the first, so that no correlation has
to be kept within its bounds.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_ndtr, ndtr

from rtxoutcomes.arrays import Bools, Floats
from rtxoutcomes.glance import WithoutValues

_LOG_ROOT_TWO_PI = 0.5 * math.log(2 * math.pi)
# Standard deviations lie within exp(-25) and exp(25) of that of the data.
_FAR = 25.0
_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(64)
_SMALLEST = math.ulp(0.0)
# The cube root of the rounding error: central differences are most exact with it.
_STEP = 6e-6
# The log-likelihood is flat at its maximum: its error is about the square of this.
_GRADIENT = 1e-7


@dataclass(frozen=True, slots=True, repr=False)
class CensoredPairs(WithoutValues):
    """Logarithms of the two values of each patient, the limit where a value is below it.

    Arrays of shape (patients,); `before_below` and `after_below` mark the values below.
    """

    before: Floats
    after: Floats
    before_below: Bools
    after_below: Bools

    @property
    def size(self) -> int:
        return self.before.size

    @property
    def known(self) -> Bools:
        """Pairs with both values quantified."""
        return ~(self.before_below | self.after_below)

    @property
    def start(self) -> Floats:
        """Moments with the limit in place of each value below it, as starting values."""
        centred = self.before - self.before.mean()
        spread = float(centred @ centred)
        slope = float(centred @ self.after) / spread if spread > 0 else 0.0
        residual = self.after - self.after.mean() - slope * centred
        sds = (math.sqrt(spread / self.size), float(np.std(residual)))
        log_sds = [math.log(max(sd, 1e-3)) for sd in sds]
        return np.array([self.before.mean(), log_sds[0], slope, log_sds[1]])


def profile(pairs: CensoredPairs, change: float, start: Floats) -> tuple[float, Floats]:
    """Log-likelihood of a mean change at its best other parameters, and these.

    Parameters
    ----------
    pairs
        The logarithms.
    change
        Mean after minus mean before.
    start
        Where the search begins, shape (4,): mean before, log of its standard deviation, slope of
        after on before, log of the residual standard deviation.
    """

    def of(points: Floats) -> Floats:
        return log_likelihoods(pairs, np.column_stack([np.full(len(points), change), points]))

    return _maximum(of, start)


def maximum(pairs: CensoredPairs) -> tuple[float, float, Floats]:
    """The likeliest mean change, its log-likelihood and its other parameters."""
    change = float(pairs.after.mean() - pairs.before.mean())
    start = np.append(change, pairs.start)
    top, best = _maximum(lambda points: log_likelihoods(pairs, points), start)
    return float(best[0]), top, best[1:]


def _maximum(function: Callable[[Floats], Floats], start: Floats) -> tuple[float, Floats]:
    """The largest value of a function of points, shape (points, parameters), and where it is."""

    def downhill(point: Floats) -> tuple[float, Floats]:
        steps = np.diag(_STEP * np.maximum(1.0, np.abs(point)))
        values = function(np.vstack([point, point + steps, point - steps]))
        ahead, behind = values[1 : point.size + 1], values[point.size + 1 :]
        return -float(values[0]), (behind - ahead) / (2 * np.diag(steps))

    solution = minimize(downhill, start, method="BFGS", jac=True, options={"gtol": _GRADIENT})
    return -float(solution.fun), np.asarray(solution.x, dtype=np.float64)


def log_likelihoods(pairs: CensoredPairs, points: Floats) -> Floats:
    """Log-likelihood at each point: a mean change and the parameters that `profile` describes.

    Shape (points,), from points of shape (points, 5).
    """
    change, mean, log_sd, slope, log_residual = (column[:, None] for column in points.T)
    sd, residual = (np.exp(np.clip(log, -_FAR, _FAR)) for log in (log_sd, log_residual))
    early, late = pairs.before_below, pairs.after_below
    z_late = (pairs.after - mean - change - slope * (pairs.before - mean)) / residual
    given_before = np.where(late, log_ndtr(z_late), _log_density(z_late, residual))
    terms = given_before + _log_density((pairs.before - mean) / sd, sd)
    if early.any():
        # The first value given the second, where only the first is below its limit.
        total = np.hypot(slope * sd, residual)
        deviation = pairs.after - mean - change
        expected = mean + slope * (sd / total) ** 2 * deviation
        z_early = (pairs.before - expected) * total / (sd * residual)
        terms = np.where(early, log_ndtr(z_early) + _log_density(deviation / total, total), terms)
    if (both := early & late).any():
        upper = (pairs.before[both] - mean) / sd, deviation[:, both] / total
        terms[:, both] = np.log(_both_below(*upper, slope * sd / total))
    return np.asarray(terms.sum(axis=1))


def _log_density(z: Floats, sd: Floats) -> Floats:
    return np.asarray(-0.5 * z**2 - np.log(sd) - _LOG_ROOT_TWO_PI)


def _both_below(first: Floats, second: Floats, correlation: Floats) -> Floats:
    """P(X < first, Y < second) of standard bivariate normal pairs, elementwise.

    Drezner and Wesolowsky 1990: the product of the two probabilities, and the integral of the
    density over the correlation, here over its arc sine.
    """
    widest = np.arcsin(np.clip(correlation, -1.0, 1.0))
    angles = 0.5 * widest[..., None] * (1 + _NODES)
    h, k = first[..., None], second[..., None]
    exponent = -0.5 * (h**2 + k**2 - 2 * h * k * np.sin(angles)) / np.cos(angles) ** 2
    integral = np.exp(exponent) @ _WEIGHTS * widest / (4 * math.pi)
    return np.asarray(np.maximum(ndtr(first) * ndtr(second) + integral, _SMALLEST))
