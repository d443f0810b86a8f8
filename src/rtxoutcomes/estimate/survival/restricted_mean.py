"""Restricted mean: the event-free time up to a horizon, the area under the Kaplan-Meier curve.

Its variance is the sum of A^2 d / (Y (Y - d)) over the times before the horizon, A the area from
each to the horizon (Royston and Parmar 2013).
"""

import math

import numpy as np

from rtxoutcomes.arrays import Floats, Ints
from rtxoutcomes.calendar import SAME_TIME
from rtxoutcomes.counts import EventTable
from rtxoutcomes.estimate.arguments import level, number
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.survival.event_table import unknown_at
from rtxoutcomes.estimate.survival.product_limit import product_limit
from rtxoutcomes.estimate.tails import normal_p, two_sided_z
from rtxoutcomes.results.estimate import Estimate, Kind, Note
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

MEAN = Kind(
    Measure.DURATION, MethodKey.RESTRICTED_MEAN, "restricted mean, Greenwood standard error"
)
DIFFERENCE = Kind(
    Measure.DURATION_DIFFERENCE,
    MethodKey.RESTRICTED_MEAN_DIFFERENCE,
    "difference of restricted means, normal interval",
)


def restricted_mean(table: EventTable, tau: float, conf_level: float = 0.95) -> Estimate:
    """Restricted mean time to event up to `tau`, with a normal interval.

    Parameters
    ----------
    tau
        Horizon in months, above 0.

    Returns
    -------
    Estimate
        In months. A group whose last patient was censored before `tau` is not estimable: its
        curve is not extrapolated. Where all had the event before, nothing is added beyond. Without
        an event before `tau` the mean is `tau` and its standard error not estimable: `bound_only`.

    Raises
    ------
    ValueError
        `tau` is not above 0, or the level is not inside (0, 1).

    Notes
    -----
    Royston and Parmar 2013; `summary(survfit(...), rmean = tau)` in R, which prints a standard
    error of 0 where there is no event.
    """
    _check(tau, conf_level)
    note = _not_followed(table, tau)
    if note:
        return Sample(MEAN, table.n, conf_level=conf_level).not_estimable(note)
    area, variance = _area(table, tau)
    events = _events_before(table, tau)
    sample = Sample(MEAN, table.n, events=events, conf_level=conf_level)
    if variance == 0:
        note = "zero_variance" if events else "no_events"
        return sample.result(estimate=area, status="bound_only", note=note)
    error = math.sqrt(variance)
    half = two_sided_z(conf_level) * error
    return sample.result(
        estimate=area, std_error=error, conf_low=area - half, conf_high=area + half
    )


def restricted_mean_difference(
    a: EventTable, b: EventTable, tau: float, conf_level: float = 0.95
) -> Estimate:
    """Restricted mean of group `a` minus that of group `b` up to `tau`, in months.

    Returns
    -------
    Estimate
        With z statistic, two-sided P and normal interval. Not estimable unless both curves are
        known up to `tau`. A group without an event before `tau` adds nothing to the standard
        error, which is then a lower bound: `bound_only`; with two such groups there is none.

    Raises
    ------
    ValueError
        As for `restricted_mean`.

    Notes
    -----
    The squared standard errors of the two groups add up, as in `survRM2::rmst2` in R.
    """
    _check(tau, conf_level)
    note = _not_followed(a, tau) or _not_followed(b, tau)
    if note:
        return Sample(DIFFERENCE, a.n + b.n, conf_level=conf_level).not_estimable(note)
    (area_a, variance_a), (area_b, variance_b) = _area(a, tau), _area(b, tau)
    difference, error = area_a - area_b, math.sqrt(variance_a + variance_b)
    events_a, events_b = _events_before(a, tau), _events_before(b, tau)
    sample = Sample(DIFFERENCE, a.n + b.n, events=events_a + events_b, conf_level=conf_level)
    lower_bound = min(variance_a, variance_b) == 0
    note = "no_events" if min(events_a, events_b) == 0 else "zero_variance"
    if error == 0:
        return sample.result(estimate=difference, status="bound_only", note=note)
    half, z = two_sided_z(conf_level) * error, difference / error
    return sample.result(
        estimate=difference,
        std_error=error,
        conf_low=difference - half,
        conf_high=difference + half,
        statistic=z,
        p_value=normal_p(z),
        status="bound_only" if lower_bound else "ok",
        note=note if lower_bound else "",
    )


def _check(tau: float, conf_level: float) -> None:
    number("tau", tau, above=0)
    level("conf_level", conf_level)


def _not_followed(table: EventTable, tau: float) -> Note:
    if table.n == 0:
        return "n_zero"
    return "no_followup_at_tau" if unknown_at(table, tau) else ""


def _area(table: EventTable, tau: float) -> tuple[float, float]:
    """Area under the curve up to `tau`, and its Greenwood variance."""
    before = table.months < tau
    at_risk, events = table.at_risk[before], table.events[before]
    survival, _ = product_limit(at_risk, events)
    edges = np.concatenate(([0.0], table.months[before], [tau]))
    slices = np.diff(edges) * np.concatenate(([1.0], survival))
    beyond = np.cumsum(slices[:0:-1])[::-1]
    return math.fsum(slices), math.fsum(beyond**2 * _hazard_variance(at_risk, events))


def _hazard_variance(at_risk: Ints, events: Ints) -> Floats:
    """d / (Y (Y - d)); 0 where all at risk have the event, since no area remains beyond."""
    free = (at_risk - events).astype(np.float64)
    return np.divide(events, at_risk * free, out=np.zeros(free.size), where=free > 0)


def _events_before(table: EventTable, tau: float) -> int:
    return int(table.events[table.months < tau * (1 - SAME_TIME)].sum())
