"""Firth logistic tests of one column for many versions of it at once, as permutation tests need.

The penalised score is X'(y - p + h (1/2 - p)) with risks p and leverages h (Heinze and Schemper
2002). The other columns are the same in every version: their part of the information and of the
leverages is one product of matrices for all versions.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc, expit

from rtxoutcomes.arrays import Bools, Floats, Ints

_MOST_STEPS = 100
# The largest change of a log odds in one step, and a step that is converged.
_LONGEST, _CONVERGED = 3.0, 3e-5
_NO_SPREAD = 1e-10
# Numbers of one array at once, so that thousands of patients do not exhaust the memory.
_AT_ONCE = 100_000


@dataclass(frozen=True, slots=True)
class _Problem:
    """The outcome, the columns that all versions share, and the versions of the last one.

    `outcome` (patients,), `basis` (patients, shared), `products` (patients, shared * shared): the
    products of each pair of its columns; `columns` (versions, patients).
    """

    outcome: Bools
    basis: Floats
    products: Floats
    columns: Floats

    def select(self, which: Ints | slice) -> "_Problem":
        return _Problem(self.outcome, self.basis, self.products, self.columns[which])


@dataclass(frozen=True, slots=True)
class _Moments:
    """Penalised log-likelihood, the Newton step, (versions, terms), and about what it adds.

    `value` and `rest` have shape (versions,); `rest` is half the product of step and score.
    """

    value: Floats
    step: Floats
    rest: Floats


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
    products = (basis[:, :, None] * basis[:, None, :]).reshape(n, -1)
    columns = np.ascontiguousarray((residuals[:, usable] / spread[usable]).T)
    problem, together = _Problem(outcome, basis, products, columns), max(1, _AT_ONCE // n)
    for k in range(0, usable.size, together):
        part = slice(k, k + together)
        p_values[usable[part]] = _p_values(problem.select(part))
    return p_values


def _p_values(problem: _Problem) -> Floats:
    versions, size = len(problem.columns), problem.basis.shape[1] + 1
    # The fits without the column are nearly alike: that of one version is where the others start.
    one = _maximise(problem.select(slice(1)), np.zeros((1, size)), fixed=True)
    null = _maximise(problem, np.repeat(one.beta, versions, axis=0), fixed=True)
    best = _maximise(problem, null.beta, fixed=False)
    ratio = 2 * (best.value - null.value)
    ratio = np.where(best.converged & null.converged, ratio, np.nan)
    return np.asarray(chdtrc(1, np.maximum(ratio, 0.0)))


def _maximise(problem: _Problem, start: Floats, *, fixed: bool) -> _Maximum:
    """Damped Newton steps from the start; the last coefficient stays there if `fixed`.

    What the last step would add is added without making it.
    """
    beta, first = start.copy(), _evaluate(problem, start, fixed=fixed)
    best, step, rest = first.value.copy(), first.step.copy(), first.rest.copy()
    active = np.flatnonzero(np.abs(step).max(axis=1) > _CONVERGED)
    for _ in range(_MOST_STEPS):
        if not active.size:
            break
        moved = beta[active] + step[active]
        there = _evaluate(problem.select(active), moved, fixed=fixed)
        better = there.value >= best[active] - 1e-12
        forward = active[better]
        beta[forward], best[forward] = moved[better], there.value[better]
        step[forward], rest[forward] = there.step[better], there.rest[better]
        step[active[~better]] /= 2
        active = active[np.abs(step[active]).max(axis=1) > _CONVERGED]
    converged = np.ones(len(beta), dtype=bool)
    converged[active] = False
    return _Maximum(beta, best + rest, converged)


def _evaluate(problem: _Problem, beta: Floats, *, fixed: bool) -> _Moments:
    linear = _linear(problem, beta)
    risk = expit(linear)
    weight = risk * (1 - risk)
    information = _information(problem, weight)
    sign, log_det = np.linalg.slogdet(information)
    signed = np.where(problem.outcome, -linear, linear)
    value = -np.logaddexp(0.0, signed).sum(axis=1) + log_det / 2
    # A step to risks of 0 and 1 only is halved later; until then any regular matrix will do.
    information[sign <= 0] = np.eye(beta.shape[1])
    inverse = np.asarray(np.linalg.inv(information), dtype=np.float64)
    leverage = weight * _distances(problem, inverse)
    residuals = problem.outcome - risk + leverage * (0.5 - risk)
    last = (residuals * problem.columns).sum(axis=1)
    score = np.column_stack([residuals @ problem.basis, last])
    step = np.zeros_like(score)
    free = slice(0, beta.shape[1] - 1 if fixed else None)
    block = information[:, free, free]
    step[:, free] = np.linalg.solve(block, score[:, free, None])[:, :, 0]
    longest = np.abs(_linear(problem, step)).max(axis=1)
    step *= np.minimum(1.0, _LONGEST / np.maximum(longest, _CONVERGED))[:, None]
    return _Moments(np.where(sign > 0, value, -np.inf), step, (score * step).sum(axis=1) / 2)


def _linear(problem: _Problem, beta: Floats) -> Floats:
    """Each patient's linear predictor, shape (versions, patients)."""
    return np.asarray(beta[:, :-1] @ problem.basis.T + beta[:, -1:] * problem.columns)


def _information(problem: _Problem, weight: Floats) -> Floats:
    """X' diag(weight) X of each version, shape (versions, terms, terms)."""
    shared = problem.basis.shape[1]
    weighted = weight * problem.columns
    result = np.empty((len(weight), shared + 1, shared + 1))
    result[:, :-1, :-1] = (weight @ problem.products).reshape(-1, shared, shared)
    result[:, :-1, -1] = result[:, -1, :-1] = weighted @ problem.basis
    result[:, -1, -1] = (weighted * problem.columns).sum(axis=1)
    return result


def _distances(problem: _Problem, inverse: Floats) -> Floats:
    """x' inverse x of each patient's row x, shape (versions, patients)."""
    shared = inverse[:, :-1, :-1].reshape(len(inverse), -1) @ problem.products.T
    crossed = 2 * inverse[:, :-1, -1] @ problem.basis.T
    return np.asarray(shared + problem.columns * (crossed + inverse[:, -1, -1:] * problem.columns))
