"""Tobit regression: normal outcomes, some only known to lie below a limit, by maximum likelihood.

The likelihood is written in Olsen's parameters, the coefficients and the outcome divided by the
standard deviation. In these it is concave, so that Newton's method finds its only maximum.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import log_ndtr

from rtxoutcomes.arrays import Bools, Floats

MOST_STEPS = 200
# Newton decrement for each patient: about twice the log-likelihood that a further step would gain.
_CONVERGED = 1e-18
_LOG_ROOT_TWO_PI = 0.5 * math.log(2 * math.pi)


@dataclass(frozen=True, slots=True)
class Tobit:
    """Coefficients of shape (terms,), their covariance (terms, terms), and the residual SD."""

    coefficients: Floats
    covariance: Floats
    sd: float


def tobit(outcome: Floats, design: Floats, below: Bools) -> Tobit | None:
    """Fit a left-censored normal regression.

    Parameters
    ----------
    outcome
        Shape (patients,): the value, or the limit where the value is below it.
    design
        Shape (patients, terms), of full rank.
    below
        Shape (patients,): whether the value is only known to be below the limit.

    Returns
    -------
    Tobit or None
        The covariance is the inverse of the observed information. None if the likelihood has no
        maximum, as where the known outcomes lie on a line that the limits do not contradict.

    Notes
    -----
    `survival::survreg(Surv(outcome, !below, type = "left") ~ design, dist = "gaussian")` in R.
    Tobin 1958; Olsen 1978.
    """
    parameters = _start(outcome, design)
    for _ in range(MOST_STEPS):
        score, information = _derivatives(parameters, outcome, design, below)
        try:
            step = np.asarray(np.linalg.solve(information, score), dtype=np.float64)
        except np.linalg.LinAlgError:
            return None
        decrement = float(score @ step)
        if not math.isfinite(decrement):
            return None
        if decrement < _CONVERGED * outcome.size:
            return _fit(parameters, information)
        parameters = _ascended(
            parameters, step, lambda at: _log_likelihood(at, outcome, design, below)
        )
    return None


def _start(outcome: Floats, design: Floats) -> Floats:
    """Least squares with the limit in place of each value below it."""
    coefficients, *_ = np.linalg.lstsq(design, outcome, rcond=None)
    sd = float(np.std(outcome - design @ coefficients))
    return np.append(coefficients, 1.0) / max(sd, 1e-6)


def _log_likelihood(parameters: Floats, outcome: Floats, design: Floats, below: Bools) -> float:
    precision = parameters[-1]
    if precision <= 0:
        return -math.inf
    z = precision * outcome - design @ parameters[:-1]
    density = math.log(precision) - 0.5 * z**2 - _LOG_ROOT_TWO_PI
    return math.fsum(np.where(below, log_ndtr(z), density).tolist())


def _derivatives(
    parameters: Floats, outcome: Floats, design: Floats, below: Bools
) -> tuple[Floats, Floats]:
    """Score and observed information in Olsen's parameters: coefficients over the SD, 1 / SD."""
    known, precision = ~below, parameters[-1]
    columns = np.column_stack([-design, outcome])
    z = columns @ parameters
    mills = np.exp(-0.5 * z**2 - _LOG_ROOT_TWO_PI - log_ndtr(z))
    # First and second derivative of each patient's term in z.
    slope = np.where(below, mills, -z)
    curvature = np.where(below, mills * (z + mills), 1.0)
    score = columns.T @ slope
    score[-1] += known.sum() / precision
    information = (columns * curvature[:, None]).T @ columns
    information[-1, -1] += known.sum() / precision**2
    return score, information


def _ascended(
    parameters: Floats, step: Floats, log_likelihood: Callable[[Floats], float]
) -> Floats:
    """The parameters after the step, halved while it would lower the likelihood."""
    value = log_likelihood(parameters)
    for _ in range(60):
        moved = parameters + step
        if log_likelihood(moved) >= value:
            return moved
        step = step / 2
    return parameters


def _fit(parameters: Floats, information: Floats) -> Tobit:
    """Back from Olsen's parameters; at the maximum the information transforms by the Jacobian."""
    precision = float(parameters[-1])
    coefficients = parameters[:-1] / precision
    terms = coefficients.size
    jacobian = np.column_stack([np.eye(terms), -coefficients]) / precision
    covariance = jacobian @ np.linalg.solve(information, jacobian.T)
    return Tobit(coefficients, covariance, 1 / precision)
