"""The profile likelihood of one coefficient: its limits and its likelihood-ratio test.

The limits are the values at which the (penalised) log-likelihood, maximised over the other
coefficients, lies half a chi-square quantile (1 df) below its maximum (Heinze and Schemper 2001,
2002).
"""

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from rtxoutcomes.arrays import Bools, Floats
from rtxoutcomes.estimate.likelihood.penalised import (
    FAR,
    Fit,
    PenalisedModel,
    gain,
    maximise,
    penalised_score,
)
from rtxoutcomes.estimate.tails import chi2_isf, chi2_p, normal_p, two_sided_z
from rtxoutcomes.results.estimate import NAN

# Beyond any drop that occurs; keeps the arithmetic of the root finder finite.
_DEEP = -1e3
_ON_TARGET = 1e-8
# Log-likelihoods of some tens carry an error of 1e-14, and builds of the libraries differ by it.
# Rounded to 12 decimals, one ratio in a hundred would lie so near a boundary that it is rounded
# differently; to 10 decimals, one in ten thousand.
_RATIO_DECIMALS = 10
_MOST_STEPS = 30


@dataclass(frozen=True, slots=True)
class Inference:
    """Estimate, limits and test of one coefficient; NaN where a limit does not exist.

    `df` is that of a chi-square statistic, NaN for a z statistic.
    """

    estimate: float
    std_error: float
    conf_low: float
    conf_high: float
    statistic: float
    df: float
    p_value: float


def profiled(
    model: PenalisedModel, best: Fit, which: int, unit: float, conf_level: float
) -> Inference:
    """Likelihood-ratio test and profile limits of one coefficient at the maximum `best`.

    The coefficient belongs to a column that was divided by `unit`. The standard error is the
    inverse of the unpenalised information at the estimate.
    """
    ratio, p_value = likelihood_ratio(model, best, which)
    low, high = (profile_limit(model, best, which, conf_level, up=up) for up in (False, True))
    beta, error = float(best.beta[which]), _error(best, which)
    return Inference(beta / unit, error / unit, low / unit, high / unit, ratio, 1.0, p_value)


def wald(best: Fit, which: int, unit: float, conf_level: float) -> Inference:
    """Estimate, normal limits and z test of one coefficient at the maximum `best`."""
    return wald_inference(float(best.beta[which]), _error(best, which), unit, conf_level)


def wald_inference(beta: float, error: float, unit: float, conf_level: float) -> Inference:
    """Normal limits and z test from an estimate and its standard error."""
    half = two_sided_z(conf_level) * error
    low, high, z = beta - half, beta + half, beta / error
    return Inference(beta / unit, error / unit, low / unit, high / unit, z, NAN, normal_p(z))


def likelihood_ratio(model: PenalisedModel, best: Fit, which: int) -> tuple[float, float]:
    """Statistic and P (chi-square, 1 df) against a coefficient of 0; NaN without convergence."""
    null = _constrained(model, best, which, 0.0)
    if not null.converged:
        return NAN, NAN
    ratio = max(0.0, round(2 * gain(best, null), _RATIO_DECIMALS))
    return ratio, chi2_p(ratio, 1)


def profile_limit(
    model: PenalisedModel, best: Fit, which: int, conf_level: float, *, up: bool
) -> float:
    """Where the profile likelihood has fallen as far as the level allows; NaN if it never does."""
    drop = chi2_isf(1 - conf_level, 1) / 2
    limit = _by_slope(model, best, which, drop, up=up)
    # Without the maximum over the other coefficients the limit would be too near.
    if math.isnan(limit) or not _on_target(model, best, which, drop, limit):
        limit = _by_bracket(model, best, which, drop, up=up)
    return limit


def _on_target(model: PenalisedModel, best: Fit, which: int, drop: float, limit: float) -> bool:
    there = _constrained(model, best, which, limit)
    return there.converged and abs(drop + gain(there, best)) < _ON_TARGET


def _by_slope(model: PenalisedModel, best: Fit, which: int, drop: float, *, up: bool) -> float:
    """Newton's method on the profile, whose slope is the score of the fixed coefficient.

    Each maximum over the others starts from the previous one. NaN where the search leaves the reach
    or does not converge: the slower search then decides.
    """
    sign, near, step = (1.0 if up else -1.0), best, _first_guess(best, which)
    distance, low, high = 0.0, 0.0, _furthest(model, which)
    for _ in range(_MOST_STEPS):
        distance = distance + step if low < distance + step < high else (low + high) / 2
        value = float(best.beta[which]) + sign * distance
        near = maximise(model, _extrapolated(near, which, value), _others(near, which))
        if not near.converged:
            return NAN
        excess = drop + gain(near, best)
        low, high = (distance, high) if excess > 0 else (low, distance)
        slope = sign * float(penalised_score(model, near.at)[which])
        if not slope < 0:
            return NAN
        step = -excess / slope
        # Newton's method doubles the digits: the step after this one is below rounding.
        if abs(excess) < _ON_TARGET:
            return float(best.beta[which]) + sign * (distance + step)
    return NAN


def _by_bracket(model: PenalisedModel, best: Fit, which: int, drop: float, *, up: bool) -> float:
    """The same by bracketing and Brent's method, each maximum over the others from two starts."""
    centre, sign = float(best.beta[which]), 1.0 if up else -1.0

    def excess(distance: float) -> float:
        there = _constrained(model, best, which, centre + sign * distance)
        return max(_DEEP, drop + gain(there, best))

    furthest = _furthest(model, which)
    reach = min(_first_guess(best, which), furthest)
    while excess(reach) > 0:
        if reach >= furthest:
            return NAN
        reach = min(2 * reach, furthest)
    distance = float(brentq(excess, 0.0, reach, xtol=1e-14, rtol=1e-14))
    limit = centre + sign * distance
    return limit if _on_target(model, best, which, drop, limit) else NAN


def _furthest(model: PenalisedModel, which: int) -> float:
    return 2 * FAR / float(np.abs(model.design[:, which]).max())


def _others(fit: Fit, which: int) -> Bools:
    free = np.ones(fit.beta.size, dtype=bool)
    free[which] = False
    return free


def _constrained(model: PenalisedModel, best: Fit, which: int, value: float) -> Fit:
    """The maximum over the other coefficients: the better of two starts.

    The first extrapolates by the curvature at the maximum, the second keeps the other coefficients;
    far out, where groups are separated, either alone may miss it.
    """
    free = _others(best, which)
    same = best.beta.copy()
    same[which] = value
    if not free.any():
        return maximise(model, same, free)
    starts = (_extrapolated(best, which, value), same)
    first, second = (maximise(model, start, free) for start in starts)
    if first.converged != second.converged:
        return first if first.converged else second
    return first if gain(first, second) >= 0 else second


def _extrapolated(fit: Fit, which: int, value: float) -> Floats:
    """Where the other coefficients would be best if the likelihood were quadratic around `fit`."""
    free = _others(fit, which)
    start = fit.beta.copy()
    start[which] = value
    if free.any():
        others = fit.at.information[np.ix_(free, free)]
        shift = np.linalg.lstsq(others, fit.at.information[free, which], rcond=None)[0]
        start[free] -= shift * (value - float(fit.beta[which]))
    return start


def _first_guess(best: Fit, which: int) -> float:
    information = float(best.at.information[which, which])
    return 2 / math.sqrt(information) if information > 1e-12 else 1.0


def _error(best: Fit, which: int) -> float:
    return math.sqrt(float(np.linalg.inv(best.at.information)[which, which]))
