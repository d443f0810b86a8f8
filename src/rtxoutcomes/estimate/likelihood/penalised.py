"""Maximising a likelihood with or without Firth's penalty, half the log determinant of information.

A likelihood is a function from coefficients to `Moments`; the same Newton steps serve Cox and
logistic models. With score U, information I and third derivatives, the penalised score of
coefficient r is U_r + tr(I^-1 dI / d beta_r) / 2 (Firth 1993). Distances are measured by how far
they move the linear predictor of a row, or in standard errors, so that neither unit nor origin of a
covariate matters.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from rtxoutcomes.arrays import Bools, Floats

MAX_STEPS = 400
# A log hazard or log odds beyond this in some row means that there is no maximum.
FAR = 250.0
_MAX_HALVINGS = 40
_MAX_MOVE = 5.0
# In standard errors of the estimate: converged, and near enough where rounding forbids more.
_FINE, _ROUGH = 1e-12, 1e-6
# A step should leave less than this part of the distance; the information is then good enough.
_SLOW = 0.2
_DIFFERENCE = 1e-5


@dataclass(frozen=True, slots=True)
class Moments:
    """At one coefficient vector: a term for each event or patient, and their derivatives.

    `terms` sum to the log-likelihood; `score`, `information` (its negative second derivative) and
    `third`, the derivative of the information, have shape (p,), (p, p) and (p, p, p).
    """

    terms: Floats
    score: Floats
    information: Floats
    third: Floats


@dataclass(frozen=True, slots=True)
class PenalisedModel:
    """A likelihood with its design, shape (rows, p), and whether Firth's penalty is added."""

    moments: Callable[[Floats], Moments]
    design: Floats
    firth: bool

    def reach(self, beta: Floats) -> float:
        """The largest linear predictor of any row."""
        return float(np.abs(self.design @ beta).max())


@dataclass(frozen=True, slots=True)
class Fit:
    """Where a search ended. `penalty` is 0 in a model without one; `at` holds the derivatives."""

    beta: Floats
    at: Moments
    penalty: float
    converged: bool


def gain(fit: Fit, other: Fit) -> float:
    """(Penalised) log-likelihood of `fit` less that of `other`, term by term against rounding."""
    return math.fsum([*(fit.at.terms - other.at.terms).tolist(), fit.penalty, -other.penalty])


def maximise(model: PenalisedModel, start: Floats, free: Bools) -> Fit:
    """Newton's method with step halving over the free coefficients, the others fixed.

    The penalty uses the full information matrix, fixed coefficients included (Heinze and Schemper
    2002). `converged` is False where no maximum was found within reach.
    """
    fit = _evaluate(model, start)
    if not free.any():
        return replace(fit, converged=math.isfinite(fit.penalty))
    previous = math.inf
    for _ in range(MAX_STEPS):
        newton = _step(model, fit, free, slow=False)
        if newton is not None and newton[1] > _SLOW * previous:
            newton = _step(model, fit, free, slow=True)
        if newton is None or model.reach(fit.beta) > FAR:
            return fit
        step, distance = newton
        if distance < _FINE or (distance < _ROUGH and distance >= previous):
            return replace(fit, converged=True)
        following = _advance(model, fit, step)
        if following is None:
            return replace(fit, converged=distance < _ROUGH)
        fit, previous = following, distance
    return fit


def _evaluate(model: PenalisedModel, beta: Floats) -> Fit:
    at = model.moments(beta)
    if not model.firth:
        return Fit(beta, at, 0.0, converged=False)
    sign, log_det = np.linalg.slogdet(at.information)
    return Fit(beta, at, float(log_det) / 2 if sign > 0 else -math.inf, converged=False)


def _step(
    model: PenalisedModel, fit: Fit, free: Bools, *, slow: bool
) -> tuple[Floats, float] | None:
    """A step towards the maximum and its length in standard errors; None if it is undefined."""
    try:
        score = penalised_score(model, fit.at)[free]
        curvature = fit.at.information[free][:, free]
        if slow and model.firth:
            curvature = _curvature(model, fit, free, curvature)
        inner = np.linalg.solve(curvature, score)
    except np.linalg.LinAlgError:
        return None
    squared = float(inner @ score)
    if not (np.isfinite(inner).all() and squared >= 0):
        return None
    step = np.zeros(free.size)
    step[free] = inner
    # A longer step leaves the region where the quadratic approximation holds.
    return step * min(1.0, _MAX_MOVE / max(model.reach(step), _FINE)), math.sqrt(squared)


def penalised_score(model: PenalisedModel, at: Moments) -> Floats:
    """The derivative of the (penalised) log-likelihood, shape (p,)."""
    if not model.firth:
        return at.score
    inverse = np.linalg.inv(at.information)
    return np.asarray(at.score + inverse.ravel() @ at.third.reshape(-1, at.score.size) / 2)


def _curvature(model: PenalisedModel, fit: Fit, free: Bools, information: Floats) -> Floats:
    """The negative second derivative of the penalised likelihood, by differences of its score.

    With few events it differs so much from the information that steps by the latter converge slowly
    or oscillate. Where it is not positive definite, the information.
    """
    shifts = _DIFFERENCE * np.eye(free.size)[free]
    falls = [
        penalised_score(model, model.moments(fit.beta - shift))[free]
        - penalised_score(model, model.moments(fit.beta + shift))[free]
        for shift in shifts
    ]
    rough = np.array(falls) / (2 * _DIFFERENCE)
    curvature = (rough + rough.T) / 2
    return curvature if np.linalg.eigvalsh(curvature).min() > 0 else information


def _advance(model: PenalisedModel, fit: Fit, step: Floats) -> Fit | None:
    """The longest of the halved steps that does not lose likelihood beyond rounding, if any."""
    # Sums over thousands at risk carry rounding of this size into the logarithm of each term.
    rounding = 1e-13 + 1e-14 * float(np.abs(fit.at.terms).sum())
    for _ in range(_MAX_HALVINGS):
        there = _evaluate(model, fit.beta + step)
        if math.isfinite(there.penalty) and gain(there, fit) >= -rounding:
            return there
        step = step / 2
    return None
