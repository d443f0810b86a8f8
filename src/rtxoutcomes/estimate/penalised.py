"""Maximising a likelihood with or without Firth's penalty, and profiling it.

A model is a function from coefficients to `Moments`; the same Newton steps serve Cox and logistic
models.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq

from rtxoutcomes.estimate.partial_likelihood import Moments
from rtxoutcomes.results import NAN

Floats = NDArray[np.float64]
Model = Callable[[Floats], Moments]
MAX_STEPS = 400
MAX_HALVINGS = 40
# In standard deviations of a covariate: an effect beyond this means that there is no maximum.
FAR = 60.0
_STEP_TOLERANCE = 1e-13
_GAIN_TOLERANCE = 1e-13


@dataclass(frozen=True, slots=True)
class Fit:
    """A maximum. `terms` sum to the unpenalised log-likelihood; `half_log_det` is the penalty."""

    beta: Floats
    terms: Floats
    half_log_det: float
    information: Floats
    converged: bool


def gain(fit: Fit, other: Fit, *, firth: bool) -> float:
    """Log-likelihood of `fit` less that of `other`, term by term so that nothing cancels."""
    difference = math.fsum((fit.terms - other.terms).tolist())
    return difference + (fit.half_log_det - other.half_log_det if firth else 0.0)


def maximise(model: Model, start: Floats, free: NDArray[np.bool_], *, firth: bool) -> Fit:
    """Newton's method with step halving over the free coefficients, the others held.

    The penalty uses the full information matrix, held coefficients included (Heinze and Schemper
    2002). `converged` is False where no maximum was found within reach.
    """
    beta = start.copy()
    here, now = _evaluate(model, beta)
    if not free.any():
        return Fit(beta, now.terms, here, now.information, converged=True)
    for _ in range(MAX_STEPS):
        step = _step(now, free, firth=firth)
        if step is None:
            return Fit(beta, now.terms, here, now.information, converged=False)
        beta, here, now, moved = _advance(model, (beta, here, now), step, firth=firth)
        if moved < _STEP_TOLERANCE * max(1.0, float(np.abs(beta).max())):
            return Fit(beta, now.terms, here, now.information, converged=True)
        if float(np.abs(beta).max()) > FAR:
            break
    return Fit(beta, now.terms, here, now.information, converged=False)


def profile_limit(
    model: Model, best: Fit, which: int, drop: float, *, firth: bool, up: bool
) -> float:
    """Where the profile likelihood of one coefficient has fallen by `drop`; NaN if never."""
    free = np.ones(best.beta.size, dtype=bool)
    free[which] = False
    start = best.beta.copy()
    centre = float(best.beta[which])

    def excess(distance: float) -> float:
        held = start.copy()
        held[which] = centre + (distance if up else -distance)
        there = maximise(model, held, free, firth=firth)
        return drop + gain(there, best, firth=firth)

    spread = 1 / math.sqrt(max(float(best.information[which, which]), 1e-300))
    bound = FAR + abs(centre)
    reach = min(2 * spread, bound)
    while excess(reach) > 0:
        if reach >= bound:
            return NAN
        reach = min(2 * reach, bound)
    distance = float(brentq(excess, 0.0, reach, xtol=1e-14, rtol=1e-14))
    return centre + (distance if up else -distance)


def _evaluate(model: Model, beta: Floats) -> tuple[float, Moments]:
    told = model(beta)
    sign, log_det = np.linalg.slogdet(told.information)
    return (float(log_det) / 2 if sign > 0 else -math.inf), told


def _step(now: Moments, free: NDArray[np.bool_], *, firth: bool) -> Floats | None:
    score = now.score
    try:
        if firth:
            inverse = np.linalg.inv(now.information)
            score = score + np.einsum("ab,abc->c", inverse, now.third) / 2
        inner = np.linalg.solve(now.information[np.ix_(free, free)], score[free])
    except np.linalg.LinAlgError:
        return None
    if not np.isfinite(inner).all():
        return None
    step = np.zeros(score.size)
    # A step of more than a few standard deviations leaves the region where it means anything.
    step[free] = inner * min(1.0, 5.0 / max(float(np.abs(inner).max()), 1e-300))
    return step


State = tuple[Floats, float, Moments]


def _advance(
    model: Model, state: State, step: Floats, *, firth: bool
) -> tuple[Floats, float, Moments, float]:
    """The longest of the halved steps that does not lose likelihood; none: no move at all."""
    beta, penalty, now = state
    for _ in range(MAX_HALVINGS):
        there = beta + step
        new_penalty, new = _evaluate(model, there)
        won = math.fsum((new.terms - now.terms).tolist())
        if firth:
            won += new_penalty - penalty
        if won >= -_GAIN_TOLERANCE:
            return there, new_penalty, new, float(np.abs(step).max())
        step = step / 2
    return beta, penalty, now, 0.0
