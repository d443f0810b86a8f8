"""Mean time free of the event up to a horizon: the area under the Kaplan-Meier curve."""

import math
import sys

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from rtxoutcomes.counts import EventTable
from rtxoutcomes.estimate.arguments import level, number
from rtxoutcomes.estimate.survival.event_table import SAME_TIME
from rtxoutcomes.estimate.survival.product_limit import product_limit
from rtxoutcomes.results import Estimate, Note

MEAN = "restricted mean, Greenwood standard error"
DIFFERENCE = "difference of restricted means, normal interval"


def restricted_mean(table: EventTable, tau: float, conf_level: float = 0.95) -> Estimate:
    """Restricted mean time to event up to `tau`, with a normal interval.

    Parameters
    ----------
    tau
        Horizon in months, above 0.

    Returns
    -------
    Estimate
        In months. A group whose last time is before `tau` is not estimable: its curve is not
        prolonged. Without an event before `tau` the mean is `tau` and its standard error not
        estimable: `bound_only`.

    Raises
    ------
    ValueError
        `tau` is not above 0, or the level is not inside (0, 1).

    Notes
    -----
    `summary(survfit(...), rmean = tau)` in R, which prints a standard error of 0 where there is
    no event.
    """
    _check(tau, conf_level)
    refusal = _not_followed(table, tau)
    if refusal:
        return _refused(MEAN, table.n, conf_level, refusal)
    area, variance = _area(table, tau)
    events = _events_before(table, tau)
    if variance == 0:
        note: Note = "zero_variance" if events else "no_events"
        return Estimate(
            method=MEAN,
            n=table.n,
            events=events,
            estimate=area,
            conf_level=conf_level,
            status="bound_only",
            note=note,
        )
    half = float(ndtri((1 + conf_level) / 2)) * math.sqrt(variance)
    return Estimate(
        method=MEAN,
        n=table.n,
        events=events,
        estimate=area,
        std_error=math.sqrt(variance),
        conf_low=area - half,
        conf_high=area + half,
        conf_level=conf_level,
    )


def restricted_mean_difference(
    a: EventTable, b: EventTable, tau: float, conf_level: float = 0.95
) -> Estimate:
    """Restricted mean of group `a` minus that of group `b` up to `tau`, in months.

    Returns
    -------
    Estimate
        With z statistic, two-sided P and normal interval. Not estimable unless both groups are
        followed to `tau`. A group without an event before `tau` adds nothing to the standard
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
    n = a.n + b.n
    refusal = _not_followed(a, tau) or _not_followed(b, tau)
    if refusal:
        return _refused(DIFFERENCE, n, conf_level, refusal)
    (area_a, variance_a), (area_b, variance_b) = _area(a, tau), _area(b, tau)
    difference, std_error = area_a - area_b, math.sqrt(variance_a + variance_b)
    counts = (_events_before(a, tau), _events_before(b, tau))
    note: Note = "" if min(variance_a, variance_b) > 0 else "zero_variance"
    half = float(ndtri((1 + conf_level) / 2)) * std_error
    z = difference / std_error if std_error > 0 else math.nan
    return Estimate(
        method=DIFFERENCE,
        n=n,
        events=sum(counts),
        estimate=difference,
        std_error=std_error if std_error > 0 else math.nan,
        conf_low=difference - half if std_error > 0 else math.nan,
        conf_high=difference + half if std_error > 0 else math.nan,
        conf_level=conf_level,
        statistic=z,
        p_value=max(2 * float(ndtr(-abs(z))), sys.float_info.min) if std_error > 0 else math.nan,
        status="bound_only" if note else "ok",
        note="no_events" if note and min(counts) == 0 else note,
    )


def _area(table: EventTable, tau: float) -> tuple[float, float]:
    """Area under the curve up to `tau`, and its Greenwood variance."""
    before = table.months < tau
    at_risk, events = table.at_risk[before], table.events[before]
    survival, _ = product_limit(at_risk, events)
    edges = np.concatenate(([0.0], table.months[before], [tau]))
    slices = np.diff(edges) * np.concatenate(([1.0], survival))
    beyond = np.cumsum(slices[:0:-1])[::-1]
    return math.fsum(slices), math.fsum(beyond**2 * _hazard_variance(at_risk, events))


def _hazard_variance(at_risk: NDArray[np.int64], events: NDArray[np.int64]) -> NDArray[np.float64]:
    """d / (Y (Y - d)); 0 where all at risk have the event, since no area is left beyond."""
    free = (at_risk - events).astype(np.float64)
    return np.divide(events, at_risk * free, out=np.zeros(free.size), where=free > 0)


def _events_before(table: EventTable, tau: float) -> int:
    return int(table.events[table.months < tau * (1 - SAME_TIME)].sum())


def _not_followed(table: EventTable, tau: float) -> Note:
    if table.n == 0:
        return "n_zero"
    return "" if tau <= table.months[-1] * (1 + SAME_TIME) else "no_followup_at_tau"


def _check(tau: float, conf_level: float) -> None:
    number("tau", tau, above=0)
    level("conf_level", conf_level)


def _refused(method: str, n: int, conf_level: float, note: Note) -> Estimate:
    return Estimate(method=method, n=n, conf_level=conf_level, status="not_estimable", note=note)
