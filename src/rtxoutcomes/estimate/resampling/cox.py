"""Firth Cox tests of one covariate for many versions of it at once, as permutation tests need.

The penalised log-likelihood of one coefficient is l + log(I) / 2, its score U + I' / (2 I), with
information I and its derivative I', the third cumulant (Firth 1993).
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.special import chdtrc

from rtxoutcomes.arrays import Bools, Floats, Ints
from rtxoutcomes.estimate.survival.risk_sets import RiskSets, risk_sets
from rtxoutcomes.estimate.variation import constant_columns

_MOST_STEPS = 60
# In standard deviations of the covariate: the longest step, and one that is converged.
_LONGEST, _CONVERGED = 2.0, 3e-5
# Numbers in memory at once, so that thousands of rows do not exhaust it.
_AT_ONCE = 2_000_000
_NO_SPREAD = 1e-12


@dataclass(frozen=True, slots=True)
class _Moments:
    """Penalised log-likelihood, its derivative and the information, shape (versions,)."""

    value: Floats
    score: Floats
    information: Floats

    def select(self, which: Ints) -> "_Moments":
        return _Moments(self.value[which], self.score[which], self.information[which])

    def step(self) -> Floats:
        return np.asarray(np.clip(self.score / self.information, -_LONGEST, _LONGEST))


def firth_cox_p_values(
    months: Floats,
    event: Bools,
    versions: Floats,
    *,
    entry: Floats,
    strata: Ints,
) -> Floats:
    """P of the penalised likelihood-ratio test for each version of the one covariate.

    Parameters
    ----------
    months, event, entry, strata
        Shape (rows,), as in `cox.firth_cox`.
    versions
        Shape (rows, versions): each column is one covariate.

    Returns
    -------
    NDArray
        Shape (versions,), what `cox.firth_cox` gives for each column; NaN where there is no
        event, where a column does not vary at any event, or where no maximum was found.
    """
    p_values = np.full(versions.shape[1], np.nan)
    if not event.any() or not versions.size:
        return p_values
    sets = risk_sets(months, event, entry, strata)
    size = max(1, _AT_ONCE // versions.shape[0])
    parts = [versions[:, k : k + size] for k in range(0, versions.shape[1], size)]
    return np.concatenate([_p_values(sets, part) for part in parts])


def _p_values(sets: RiskSets, versions: Floats) -> Floats:
    p_values = np.full(versions.shape[1], np.nan)
    spread = versions.std(axis=0)
    units = np.where(constant_columns(versions), 1.0, spread)
    scaled = (versions - versions.mean(axis=0)) / units
    null = _evaluate(sets, scaled, np.zeros(versions.shape[1]))
    usable = np.flatnonzero(null.information > _NO_SPREAD * sets.failed.size)
    ratio = 2 * _gain(sets, scaled[:, usable], null.select(usable))
    p_values[usable] = chdtrc(1, np.maximum(ratio, 0.0))
    return p_values


def _gain(sets: RiskSets, scaled: Floats, null: _Moments) -> Floats:
    """Maximum of the penalised log-likelihood less its value at 0, by damped Newton steps.

    What the last step would add, half its product with the score, is added without making it.
    """
    best, beta = null.value.copy(), np.zeros(null.value.size)
    step, score = null.step(), null.score.copy()
    active = np.flatnonzero(np.abs(step) > _CONVERGED)
    for _ in range(_MOST_STEPS):
        if not active.size:
            return best + score * step / 2 - null.value
        there = _evaluate(sets, scaled[:, active], beta[active] + step[active])
        better = there.value >= best[active] - 1e-12
        forward = active[better]
        beta[forward] += step[forward]
        best[forward] = there.value[better]
        step[forward] = there.select(np.flatnonzero(better)).step()
        score[forward] = there.score[better]
        step[active[~better]] /= 2
        active = active[np.abs(step[active]) > _CONVERGED]
    best[active] = np.nan
    return best + score * step / 2 - null.value


def _evaluate(sets: RiskSets, scaled: Floats, beta: Floats) -> _Moments:
    linear = scaled * beta
    linear -= linear.max(axis=0)
    # The weighted powers, computed in place: four blocks of columns, one per power.
    rows, versions = scaled.shape
    values = np.empty((rows, 4 * versions))
    powers = np.split(values, 4, axis=1)
    np.exp(linear, out=powers[0])
    for lower, higher in pairwise(powers):
        np.multiply(lower, scaled, out=higher)
    sums = sets.at_risk(values)[sets.moment]
    if sets.earlier.any():
        sums -= sets.earlier[:, None] * sets.failing(values)[sets.moment]
    total, *raw = np.split(sums, 4, axis=1)
    one, two, three = (part / total for part in raw)
    variance = two - one**2
    information = variance.sum(axis=0)
    third = (three - 3 * two * one + 2 * one**3).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        penalty = np.log(information) / 2
        score = (scaled[sets.failed] - one).sum(axis=0) + third / information / 2
    value = (linear[sets.failed] - np.log(total)).sum(axis=0) + penalty
    return _Moments(np.where(np.isfinite(value), value, -np.inf), score, information)
