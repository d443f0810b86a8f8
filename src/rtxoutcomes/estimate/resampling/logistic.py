"""Firth logistic tests of one column for many versions of it at once, as permutation tests need.

The penalised score is X'(y - p + h (1/2 - p)) with risks p and leverages h (Heinze and Schemper
2002).
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc, expit

from rtxoutcomes.arrays import Bools, Floats

_MOST_STEPS = 100
# The largest change of a log odds in one step, and a step that is converged.
_LONGEST, _CONVERGED = 3.0, 1e-7
_NO_SPREAD = 1e-10


@dataclass(frozen=True, slots=True)
class _Moments:
    """Penalised log-likelihood, shape (versions,), and the Newton step, (versions, terms)."""

    value: Floats
    step: Floats


@dataclass(frozen=True, slots=True)
class _Maximum:
    """Coefficients (versions, terms), value (versions,), and whether each converged (versions,)."""

    beta: Floats
    value: Floats
    converged: Bools


def firth_logistic_p_values(outcome: Bools, design: Floats, versions: Floats) -> Floats:
    """P of the penalised likelihood-ratio test for each version of the additional column.

    Parameters
    ----------
    outcome, design
        Shapes (patients,) and (patients, terms): the model without the column, the column of ones
        included.
    versions
        Shape (patients, versions).

    Returns
    -------
    NDArray
        Shape (versions,), what `firth_logistic.firth_logistic` gives; NaN where no patient or every
        patient had the event, where the column is collinear with the others, or where no maximum
        was found. The penalty of the model without the column uses the full information.
    """
    p_values = np.full(versions.shape[1], np.nan)
    n, size = design.shape
    if outcome.all() or not outcome.any() or n < size + 3:
        return p_values
    # Uncorrelated columns: the same tests, and information that is easily inverted.
    basis = np.linalg.qr(design)[0] * np.sqrt(n)
    residuals = versions - basis @ (basis.T @ versions) / n
    spread = np.sqrt((residuals**2).mean(axis=0))
    usable = np.flatnonzero(spread > _NO_SPREAD * np.maximum(np.abs(versions).max(axis=0), 1e-300))
    columns = (residuals[:, usable] / spread[usable]).T
    full = np.concatenate(
        [np.broadcast_to(basis, (usable.size, n, size)), columns[:, :, None]], axis=2
    )
    null = _maximise(outcome, full, np.zeros((usable.size, size + 1)), fixed=True)
    best = _maximise(outcome, full, null.beta, fixed=False)
    ratio = 2 * (best.value - null.value)
    ratio = np.where(best.converged & null.converged, ratio, np.nan)
    p_values[usable] = chdtrc(1, np.maximum(ratio, 0.0))
    return p_values


def _maximise(outcome: Bools, design: Floats, start: Floats, *, fixed: bool) -> _Maximum:
    """Damped Newton steps from the start; the last coefficient stays there if `fixed`."""
    beta, first = start.copy(), _evaluate(outcome, design, start, fixed=fixed)
    best, step = first.value.copy(), first.step.copy()
    active = np.flatnonzero(np.abs(step).max(axis=1) > _CONVERGED)
    for _ in range(_MOST_STEPS):
        if not active.size:
            break
        moved = beta[active] + step[active]
        there = _evaluate(outcome, design[active], moved, fixed=fixed)
        better = there.value >= best[active] - 1e-12
        forward = active[better]
        beta[forward], best[forward] = moved[better], there.value[better]
        step[forward] = there.step[better]
        step[active[~better]] /= 2
        active = active[np.abs(step[active]).max(axis=1) > _CONVERGED]
    converged = np.ones(len(beta), dtype=bool)
    converged[active] = False
    return _Maximum(beta, best, converged)


def _evaluate(outcome: Bools, design: Floats, beta: Floats, *, fixed: bool) -> _Moments:
    linear = (design @ beta[:, :, None])[:, :, 0]
    risk = expit(linear)
    weight = risk * (1 - risk)
    information = (design * weight[:, :, None]).swapaxes(1, 2) @ design
    sign, log_det = np.linalg.slogdet(information)
    value = -np.logaddexp(0.0, np.where(outcome, -linear, linear)).sum(axis=1) + log_det / 2
    # A step to risks of 0 and 1 only is halved later; until then any regular matrix will do.
    information[sign <= 0] = np.eye(design.shape[2])
    inverse = np.linalg.inv(information)
    leverage = weight * ((design @ inverse) * design).sum(axis=2)
    residuals = outcome - risk + leverage * (0.5 - risk)
    score = (residuals[:, None, :] @ design)[:, 0, :]
    step = np.zeros_like(score)
    free = slice(0, design.shape[2] - 1 if fixed else None)
    block = information[:, free, free]
    step[:, free] = np.linalg.solve(block, score[:, free, None])[:, :, 0]
    longest = np.abs((design @ step[:, :, None])[:, :, 0]).max(axis=1)
    step *= np.minimum(1.0, _LONGEST / np.maximum(longest, _CONVERGED))[:, None]
    return _Moments(np.where(sign > 0, value, -np.inf), step)
