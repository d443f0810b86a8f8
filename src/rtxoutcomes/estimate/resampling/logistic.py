"""Firth logistic tests of one column for many versions of it at once, as shuffling needs them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc, expit

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
_MOST_STEPS = 100
# The largest move of a log odds in one step, and when a step is none.
_LONGEST, _REACHED = 3.0, 1e-7
_NO_SPREAD = 1e-10


@dataclass(frozen=True, slots=True)
class _At:
    """Penalised log-likelihood (versions,), its derivative (versions, terms), a step like it."""

    value: Floats
    step: Floats


def firth_logistic_p_values(outcome: Bools, design: Floats, versions: Floats) -> Floats:
    """P of the penalised likelihood-ratio test for each version of the one more column.

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
        Shape (versions,), what `firth_logistic.firth_logistic` gives; NaN where it happened to
        nobody or to all, where the column cannot be told from the others, or where no maximum was
        found. The penalty of the model without the column uses the full information.
    """
    p_values = np.full(versions.shape[1], np.nan)
    n, size = design.shape
    if outcome.all() or not outcome.any() or n < size + 3:
        return p_values
    # Uncorrelated columns: the same tests, and information that is easily inverted.
    basis = np.linalg.qr(design)[0] * np.sqrt(n)
    left = versions - basis @ (basis.T @ versions) / n
    spread = np.sqrt((left**2).mean(axis=0))
    usable = np.flatnonzero(spread > _NO_SPREAD * np.maximum(np.abs(versions).max(axis=0), 1e-300))
    columns = (left[:, usable] / spread[usable]).T
    full = np.concatenate(
        [np.broadcast_to(basis, (usable.size, n, size)), columns[:, :, None]], axis=2
    )
    start = np.zeros((usable.size, size + 1))
    null, found_null = _highest(outcome, full, start, held=True)
    best, found = _highest(outcome, full, null[0], held=False)
    ratio = np.where(found & found_null, 2 * (best[1] - null[1]), np.nan)
    p_values[usable] = chdtrc(1, np.maximum(ratio, 0.0))
    return p_values


def _highest(
    outcome: Bools, design: Floats, start: Floats, *, held: bool
) -> tuple[tuple[Floats, Floats], Bools]:
    """Coefficients and value at the maximum, the last coefficient held at its start if asked."""
    beta, first = start.copy(), _evaluate(outcome, design, start, held=held)
    best, step = first.value.copy(), first.step.copy()
    active = np.flatnonzero(np.abs(step).max(axis=1) > _REACHED)
    for _ in range(_MOST_STEPS):
        if not active.size:
            break
        moved = beta[active] + step[active]
        there = _evaluate(outcome, design[active], moved, held=held)
        better = there.value >= best[active] - 1e-12
        forward = active[better]
        beta[forward], best[forward] = moved[better], there.value[better]
        step[forward] = there.step[better]
        step[active[~better]] /= 2
        active = active[np.abs(step[active]).max(axis=1) > _REACHED]
    found = np.ones(len(beta), dtype=bool)
    found[active] = False
    return (beta, best), found


def _evaluate(outcome: Bools, design: Floats, beta: Floats, *, held: bool) -> _At:
    linear = (design @ beta[:, :, None])[:, :, 0]
    risk = expit(linear)
    weight = risk * (1 - risk)
    information = (design * weight[:, :, None]).swapaxes(1, 2) @ design
    sign, log_det = np.linalg.slogdet(information)
    value = -np.logaddexp(0.0, np.where(outcome, -linear, linear)).sum(axis=1) + log_det / 2
    # A step that saturated every risk is taken back; until then any matrix will do.
    information[sign <= 0] = np.eye(design.shape[2])
    inverse = np.linalg.inv(information)
    leverage = weight * ((design @ inverse) * design).sum(axis=2)
    rest = outcome - risk + leverage * (0.5 - risk)
    score = (rest[:, None, :] @ design)[:, 0, :]
    step = np.zeros_like(score)
    free = slice(0, design.shape[2] - 1 if held else None)
    block = information[:, free, free]
    step[:, free] = np.linalg.solve(block, score[:, free, None])[:, :, 0]
    longest = np.abs((design @ step[:, :, None])[:, :, 0]).max(axis=1)
    step *= np.minimum(1.0, _LONGEST / np.maximum(longest, _REACHED))[:, None]
    return _At(np.where(sign > 0, value, -np.inf), step)
