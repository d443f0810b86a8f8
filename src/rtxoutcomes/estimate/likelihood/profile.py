"""The profile likelihood of one coefficient: its limits and its likelihood-ratio test."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from rtxoutcomes.estimate.likelihood.penalised import (
    FAR,
    Fit,
    Model,
    gain,
    maximise,
    penalised_score,
)
from rtxoutcomes.estimate.tails import chi2_isf, chi2_sf, normal_isf, normal_sf
from rtxoutcomes.results import NAN

Floats = NDArray[np.float64]
# Beyond any drop that is asked for; keeps the root finder's arithmetic finite.
_DEEP = -1e3
_ON_TARGET = 1e-8
# Log likelihoods of some tens carry an error of 1e-14, and builds of the libraries differ by it.
# Cut two digits above, one ratio in a hundred stands so near a boundary that it is cut
# differently; four digits above, one in ten thousand.
_RATIO_DECIMALS = 10
_MOST_STEPS = 30


@dataclass(frozen=True, slots=True)
class Inference:
    """What is said of one coefficient; NaN where a limit does not exist.

    `df` is that of a chi-square statistic, NaN for a z statistic.
    """

    estimate: float
    std_error: float
    conf_low: float
    conf_high: float
    statistic: float
    df: float
    p_value: float


def profiled(model: Model, best: Fit, which: int, unit: float, conf_level: float) -> Inference:
    """Likelihood-ratio test and profile limits of one coefficient at the maximum `best`.

    The coefficient belongs to a column that was divided by `unit`. The standard error is the
    inverse of the unpenalised information at the estimate.
    """
    ratio, p_value = likelihood_ratio(model, best, which)
    low, high = (profile_limit(model, best, which, conf_level, up=up) for up in (False, True))
    beta, error = float(best.beta[which]), _error(best, which)
    return Inference(beta / unit, error / unit, low / unit, high / unit, ratio, 1.0, p_value)


def wald(best: Fit, which: int, unit: float, conf_level: float) -> Inference:
    """Estimate, normal limits and z test of one coefficient, in the same terms as `profiled`."""
    return wald_of(float(best.beta[which]), _error(best, which), unit, conf_level)


def wald_of(beta: float, error: float, unit: float, conf_level: float) -> Inference:
    """The same of an estimate and a standard error in hand."""
    half = normal_isf((1 - conf_level) / 2) * error
    low, high, z = beta - half, beta + half, beta / error
    p_value = max(2 * normal_sf(abs(z)), math.ulp(0.0))
    return Inference(beta / unit, error / unit, low / unit, high / unit, z, NAN, p_value)


def likelihood_ratio(model: Model, best: Fit, which: int) -> tuple[float, float]:
    """Statistic and p-value (chi-square, 1 df) against a coefficient of 0; NaN if not found."""
    null = _held(model, best, which, 0.0)
    if not null.converged:
        return NAN, NAN
    ratio = max(0.0, round(2 * gain(best, null), _RATIO_DECIMALS))
    return ratio, max(chi2_sf(ratio, 1), math.ulp(0.0))


def profile_limit(model: Model, best: Fit, which: int, conf_level: float, *, up: bool) -> float:
    """Where the profile likelihood has fallen as far as the level allows; NaN if it never does."""
    drop = chi2_isf(1 - conf_level, 1) / 2
    limit = _by_slope(model, best, which, drop, up=up)
    # A maximum over the others that was not found would put the limit too near.
    if math.isnan(limit) or not _on_target(model, best, which, drop, limit):
        limit = _by_bracket(model, best, which, drop, up=up)
    return limit


def _on_target(model: Model, best: Fit, which: int, drop: float, limit: float) -> bool:
    there = _held(model, best, which, limit)
    return there.converged and abs(drop + gain(there, best)) < _ON_TARGET


def _by_slope(model: Model, best: Fit, which: int, drop: float, *, up: bool) -> float:
    """Newton's method on the profile, whose slope is the score of the coefficient held.

    Each maximum over the others starts from the one before. NaN where the way leaves the reach or
    does not end: then the slower search decides.
    """
    sign, near, step = (1.0 if up else -1.0), best, _first_guess(best, which)
    distance, low, high = 0.0, 0.0, _furthest(model, which)
    for _ in range(_MOST_STEPS):
        distance = distance + step if low < distance + step < high else (low + high) / 2
        near = _following(model, near, which, float(best.beta[which]) + sign * distance)
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


def _by_bracket(model: Model, best: Fit, which: int, drop: float, *, up: bool) -> float:
    """The same by bracketing and Brent's method, each maximum over the others from two starts."""
    centre, sign = float(best.beta[which]), 1.0 if up else -1.0

    def excess(distance: float) -> float:
        return max(_DEEP, drop + gain(_held(model, best, which, centre + sign * distance), best))

    furthest = _furthest(model, which)
    reach = min(_first_guess(best, which), furthest)
    while excess(reach) > 0:
        if reach >= furthest:
            return NAN
        reach = min(2 * reach, furthest)
    distance = float(brentq(excess, 0.0, reach, xtol=1e-14, rtol=1e-14))
    limit = centre + sign * distance
    return limit if _on_target(model, best, which, drop, limit) else NAN


def _furthest(model: Model, which: int) -> float:
    return 2 * FAR / float(np.abs(model.design[:, which]).max())


def _following(model: Model, near: Fit, which: int, value: float) -> Fit:
    """The maximum over the other coefficients, from the curvature at a point near by."""
    free = np.ones(near.beta.size, dtype=bool)
    free[which] = False
    return maximise(model, _along(near, which, value), free)


def _held(model: Model, best: Fit, which: int, value: float) -> Fit:
    """The maximum over the other coefficients: the better of two starts.

    The first follows the curvature at the maximum, the second stays there; far out, where groups
    are separated, either alone may miss it.
    """
    free = np.ones(best.beta.size, dtype=bool)
    free[which] = False
    near = best.beta.copy()
    near[which] = value
    if not free.any():
        return maximise(model, near, free)
    along = _along(best, which, value)
    first, second = (maximise(model, start, free) for start in (along, near))
    if first.converged != second.converged:
        return first if first.converged else second
    return first if gain(first, second) >= 0 else second


def _along(fit: Fit, which: int, value: float) -> Floats:
    """Where the others would be best if the likelihood were quadratic around `fit`."""
    free = np.ones(fit.beta.size, dtype=bool)
    free[which] = False
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
