"""HC3 tests of one covariate of a Poisson model with groups, for many versions of it at once.

Given the slope, the rate of each group is its events over its weighted years, so that the profile
likelihood of one number is maximised, which is concave, for all versions together.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from rtxoutcomes.arrays import Bools, Floats, Ints
from rtxoutcomes.estimate.variation import constant_columns

_MOST_STEPS = 60
_LONGEST, _CONVERGED = 2.0, 1e-9
# A log rate ratio per standard deviation beyond this means that there is no maximum.
_FAR = 25.0
# Information per event and squared standard deviation, of a likelihood without curvature.
_FLAT = 1e-8
_FULL_LEVERAGE = 1e-10


@dataclass(frozen=True, slots=True)
class _Rows:
    """Patients of groups with an event, and the covariate in standard deviations."""

    events: Ints
    years: Floats
    within: Floats
    scaled: Floats
    spread: Floats


@dataclass(frozen=True, slots=True)
class _Slopes:
    """Slopes and errors per standard deviation, NaN where there is no slope.

    `saturated` marks versions with a patient whose count the model fits exactly.
    """

    slope: Floats
    error: Floats
    saturated: Bools


def poisson_p_values(events: Ints, years: Floats, group: Ints, versions: Floats) -> Floats:
    """P of the z test with HC3 errors for each version of the covariate, the groups as factor.

    Parameters
    ----------
    events, years, group
        Shape (patients,): events, years at risk above 0 (the offset), number of the group.
    versions
        Shape (patients, versions).

    Returns
    -------
    NDArray
        Shape (versions,), what `poisson.poisson_regression` gives with an indicator of each group;
        NaN where the column does not vary among groups with events, separates patients with events
        from those without, or is determined by one patient. Groups without an event add nothing:
        their rate is fitted 0. Groups of one patient add nothing: their rate is fitted exactly.
    """
    p_values = np.full(versions.shape[1], np.nan)
    present, size = np.unique(group, return_counts=True)
    shared = np.isin(group, present[size > 1])
    events, years, group = events[shared], years[shared], group[shared]
    if not events.any() or events.size < np.unique(group).size + 2:
        return p_values
    rows = _rows(events, years, group, versions[shared])
    fitted = _fitted(rows)
    known = (rows.spread > 0) & np.isfinite(fitted.slope) & ~fitted.saturated & (fitted.error > 0)
    statistic = fitted.slope[known] / fitted.error[known]
    p_values[known] = 2 * ndtr(-np.abs(statistic))
    return p_values


def _rows(events: Ints, years: Floats, group: Ints, versions: Floats) -> _Rows:
    within = group[:, None] == np.unique(group[events > 0])[None, :]
    kept = within.any(axis=1)
    versions = versions[kept]
    spread = np.where(constant_columns(versions), 0.0, versions.std(axis=0))
    scaled = (versions - versions.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return _Rows(events[kept], years[kept], within[kept].astype(np.float64), scaled, spread)


def _fitted(rows: _Rows) -> _Slopes:
    slope = _slopes(rows)
    mean, centred = _means(rows, np.where(np.isfinite(slope), slope, 0.0))
    information = (mean * centred**2).sum(axis=0)
    information = np.where(information > 0, information, 1.0)
    leverage = mean / (rows.within @ (rows.within.T @ mean)) + mean * centred**2 / information
    one_minus_leverage = np.where(leverage < 1 - _FULL_LEVERAGE, 1 - leverage, 1.0)
    residual = (rows.events[:, None] - mean) / one_minus_leverage
    error = np.sqrt((centred**2 * residual**2).sum(axis=0)) / information
    return _Slopes(slope, error, np.asarray((leverage > 1 - _FULL_LEVERAGE).any(axis=0)))


def _slopes(rows: _Rows) -> Floats:
    slope = step = information = np.zeros(rows.scaled.shape[1])
    for _ in range(_MOST_STEPS):
        mean, centred = _means(rows, slope)
        information = np.maximum((mean * centred**2).sum(axis=0), 1e-300)
        score = (centred * rows.events[:, None]).sum(axis=0)
        step = np.clip(score / information, -_LONGEST, _LONGEST)
        slope = slope + np.where(np.abs(slope) < _FAR, step, 0.0)
        if (np.abs(step) < _CONVERGED).all():
            break
    # Where the covariate separates, the likelihood increases without bound, ever more slowly.
    curved = information > _FLAT * rows.events.sum()
    return np.where(curved & (np.abs(slope) < _FAR) & (np.abs(step) < _CONVERGED), slope, np.nan)


def _means(rows: _Rows, slope: Floats) -> tuple[Floats, Floats]:
    """Fitted events, and the covariate less its weighted mean in the group."""
    weight = rows.years[:, None] * np.exp(rows.scaled * slope)
    rate = (rows.within.T @ rows.events)[:, None] / (rows.within.T @ weight)
    mean = weight * (rows.within @ rate)
    centre = (rows.within.T @ (mean * rows.scaled)) / (rows.within.T @ mean)
    return mean, rows.scaled - rows.within @ centre
