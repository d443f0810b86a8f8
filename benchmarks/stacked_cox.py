"""The Firth Cox test of one covariate in many cohorts at once, for simulations.

The same as `estimate.resampling.cox.firth_cox_p_values` cohort by cohort: there many versions of a
covariate share one set of times, here every cohort has times of its own.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from rtxoutcomes.estimate.survival.risk_sets import RiskSets, risk_sets

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
MOST_STEPS, LONGEST, CONVERGED = 60, 2.0, 1e-6


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows at risk of many cohorts, shape (rows,); `cohort` counts from 0 and does not fall."""

    cohort: Ints
    entry: Floats
    end: Floats
    event: NDArray[np.bool_]
    strata: Ints


@dataclass(frozen=True, slots=True)
class Stack:
    """Rows with their risk sets within each stratum of each cohort, and who failed in which."""

    cohorts: int
    cohort: Ints
    sets: RiskSets

    @property
    def failed(self) -> Ints:
        return self.cohort[self.sets.failed]

    def sums(self, values: Floats) -> Floats:
        """Sums over the events of each cohort, shape (cohorts,)."""
        return np.bincount(self.failed, values, self.cohorts)


def stack(rows: Rows, cohorts: int) -> Stack:
    strata = rows.cohort * (int(rows.strata.max()) + 1) + rows.strata
    return Stack(cohorts, rows.cohort, risk_sets(rows.end, rows.event, rows.entry, strata))


def p_values(made: Stack, exposure: Floats) -> Floats:
    """P of the penalised likelihood-ratio test in each cohort, shape (cohorts,).

    NaN where the exposure does not vary at an event, or where no maximum was found.
    """
    x = _standardised(made, exposure)
    beta = np.zeros(made.cohorts)
    null, score, information = _evaluate(made, x, beta)
    usable = information > 1e-12 * np.maximum(made.sums(np.ones(made.failed.size)), 1)
    best = null.copy()
    step = np.where(usable, _step(score, information), 0.0)
    for _ in range(MOST_STEPS):
        active = np.abs(step) > CONVERGED
        if not active.any():
            break
        value, score, information = _evaluate(made, x, beta + np.where(active, step, 0.0))
        better = active & (value >= best - 1e-12)
        beta[better] += step[better]
        best[better] = value[better]
        step = np.where(better, _step(score, information), np.where(active, step / 2, step))
    found = usable & (np.abs(step) <= CONVERGED)
    gain = np.subtract(best, null, out=np.full(made.cohorts, np.nan), where=found)
    return np.asarray(chdtrc(1, np.maximum(2 * gain, 0.0)))


def _standardised(made: Stack, exposure: Floats) -> Floats:
    """Deviations from the mean of the cohort, in its standard deviations."""
    size = np.bincount(made.cohort, minlength=made.cohorts)
    mean = np.bincount(made.cohort, exposure, made.cohorts) / np.maximum(size, 1)
    centred = exposure - mean[made.cohort]
    spread = np.sqrt(np.bincount(made.cohort, centred**2, made.cohorts) / np.maximum(size, 1))
    return np.asarray(centred / np.where(spread > 0, spread, 1.0)[made.cohort])


def _step(score: Floats, information: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.nan_to_num(np.clip(score / information, -LONGEST, LONGEST))


def _evaluate(made: Stack, x: Floats, beta: Floats) -> tuple[Floats, Floats, Floats]:
    """Penalised log-likelihood, its derivative and the information, shape (cohorts,)."""
    sets, linear = made.sets, x * beta[made.cohort]
    weight = np.exp(linear)
    values = np.column_stack([weight, weight * x, weight * x**2, weight * x**3])
    sums = sets.at_risk(values)[sets.moment]
    sums -= sets.earlier[:, None] * sets.failing(values)[sets.moment]
    total = sums[:, 0]
    one, two, three = (sums[:, 1:] / total[:, None]).T
    information = made.sums(two - one**2)
    third = made.sums(three - 3 * two * one + 2 * one**3)
    value = made.sums(linear[sets.failed] - np.log(total))
    score = made.sums(x[sets.failed] - one)
    with np.errstate(divide="ignore", invalid="ignore"):
        return value + np.log(information) / 2, score + third / information / 2, information
