"""Restricted mean: the event-free time up to a horizon, the area under the Kaplan-Meier curve.

Its variance is the sum of A^2 d / (Y (Y - d)) over the times before the horizon, A the area from
each to the horizon (Royston and Parmar 2013). With few events that error is too small and the
distribution skewed: limits are symmetric on the logit of the proportion of the horizon, and the
error is multiplied by sqrt((d + 1) / d) with d events. benchmarks/restricted_mean.py measures how
often they cover. Without an error the limits are the areas under the beta product limits.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import brentq
from scipy.special import expit

from rtxoutcomes.arrays import Floats, Ints
from rtxoutcomes.calendar import SAME_TIME
from rtxoutcomes.counts import EventTable
from rtxoutcomes.estimate.arguments import instance, level, number
from rtxoutcomes.estimate.proportions.limits import square_and_add
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.survival.beta_product import limits_with_tail
from rtxoutcomes.estimate.survival.event_table import history_to, unknown_at
from rtxoutcomes.estimate.survival.from_times import takes_times
from rtxoutcomes.estimate.survival.product_limit import product_limit
from rtxoutcomes.estimate.tails import normal_p, normal_sf, two_sided_z
from rtxoutcomes.results.estimate import NAN, Estimate, Kind, Note
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

MEAN = Kind(
    Measure.DURATION,
    MethodKey.RESTRICTED_MEAN,
    "restricted mean, logit interval with the Greenwood error",
)
DIFFERENCE = Kind(
    Measure.DURATION_DIFFERENCE,
    MethodKey.RESTRICTED_MEAN_DIFFERENCE,
    "difference of restricted means, limits from both logit intervals",
)
# The normal quantile of the smallest P that a double holds.
_LARGEST_Z = 38.0
Limits = tuple[float, float]


@takes_times
def restricted_mean(table: EventTable, tau: float, conf_level: float = 0.95) -> Estimate:
    """Restricted mean time to event up to `tau`, with an interval inside 0 to `tau`.

    Parameters
    ----------
    table
        Distinct times of one group, from `event_table`; or `months` and `event` in its place, as
        two arguments of shape (patients,).
    tau
        Horizon in months, above 0.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    Estimate
        In months. A group whose last patient was censored before `tau` is not estimable: its curve
        is not extrapolated. Where all had the event before, nothing is added beyond. Without an
        event before `tau` the mean is `tau`, with the note `no_events`: there is no standard error,
        the lower limit is the area under the beta product lower limit, the upper `tau`.

    Raises
    ------
    TypeError
        The events are missing, or the first argument is neither a table nor an array.
    ValueError
        `tau` is not above 0, the level is not inside (0, 1), or as for `event_table`.

    Notes
    -----
    Royston and Parmar 2013.

    Equivalent to
    -------------
    Estimate and error of `summary(survfit(Surv(months, event) ~ 1), rmean = tau)` in R, which
    prints a standard error of 0 where there is no event; the estimate of
    `lifelines.utils.restricted_mean_survival_time`.

    Examples
    --------
    >>> from rtxoutcomes.estimate import restricted_mean
    >>> mean = restricted_mean([2, 5, 6, 9, 12, 14], [1, 1, 0, 1, 0, 0], 12)
    >>> round(mean.estimate, 3), round(mean.conf_low, 3), round(mean.conf_high, 3)
    (8.5, 4.37, 10.938)
    """
    _check(tau, conf_level)
    note = _not_followed(table, tau)
    if note:
        return Sample(MEAN, table.n, conf_level=conf_level).not_estimable(note)
    area = _area(table, tau)
    sample = Sample(MEAN, table.n, events=area.events, conf_level=conf_level)
    low, high = area.limits(two_sided_z(conf_level))
    return sample.result(
        estimate=area.mean,
        std_error=area.error,
        conf_low=low,
        conf_high=high,
        note=_note(area),
    )


def restricted_mean_difference(
    a: EventTable, b: EventTable, tau: float, conf_level: float = 0.95
) -> Estimate:
    """Restricted mean of group `a` minus that of group `b` up to `tau`, in months.

    Parameters
    ----------
    a, b
        Event tables of two groups, from `event_table`.
    tau
        Horizon in months, above 0.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    Estimate
        The limits combine the intervals of the two means: the squared distances of their limits add
        up. P is 1 less the level at which a limit is 0, `statistic` the normal quantile of that
        level. Not estimable unless both curves are known up to `tau`. Groups without an event have
        an interval too, with the note `no_events`; `std_error` is then missing.

    Raises
    ------
    TypeError
        `a` or `b` is not an `EventTable`.
    ValueError
        As for `restricted_mean`.

    Notes
    -----
    The squared standard errors of the two groups add up. Limits of a difference from those of two
    means: Zou and Donner 2008.

    Equivalent to
    -------------
    Estimate and error of `survRM2::rmst2` in R, whose limits and P are normal.

    Examples
    --------
    >>> from rtxoutcomes.estimate import event_table, restricted_mean_difference
    >>> first = event_table([2, 5, 6, 9, 12], [1, 1, 0, 1, 0])
    >>> second = event_table([4, 8, 10, 12, 14], [1, 0, 0, 0, 0])
    >>> difference = restricted_mean_difference(first, second, 12)
    >>> round(difference.estimate, 3), round(difference.p_value, 3)
    (-2.7, 0.433)
    """
    for name, group in (("a", a), ("b", b)):
        instance(name, group, EventTable, "event_table(months, event)")
    _check(tau, conf_level)
    note = _not_followed(a, tau) or _not_followed(b, tau)
    if note:
        return Sample(DIFFERENCE, a.n + b.n, conf_level=conf_level).not_estimable(note)
    areas = _area(a, tau), _area(b, tau)
    sample = Sample(
        DIFFERENCE, a.n + b.n, events=sum(area.events for area in areas), conf_level=conf_level
    )
    low, high = _difference_limits(*areas, two_sided_z(conf_level))
    z = _touching(*areas)
    result = sample.result(
        estimate=areas[0].mean - areas[1].mean,
        std_error=math.hypot(areas[0].error, areas[1].error),
        conf_low=low,
        conf_high=high,
        statistic=z,
        p_value=normal_p(z),
        note=_note(areas[0]) or _note(areas[1]),
    )
    return replace(result, p_pair=MethodKey.RESTRICTED_MEAN_DIFFERENCE)


def _check(tau: float, conf_level: float) -> None:
    number("tau", tau, above=0)
    level("conf_level", conf_level)


def _not_followed(table: EventTable, tau: float) -> Note:
    if table.n == 0:
        return "n_zero"
    return "no_followup_at_tau" if unknown_at(table, tau) else ""


@dataclass(frozen=True, slots=True)
class _Area:
    """The area under a curve up to the horizon, its error (NaN where there is none) and events.

    Shape (steps,): `at_risk` and `events_at` end each step of the curve, the last at the horizon;
    `survival` is that during it, `width` its length.
    """

    mean: float
    error: float
    events: int
    at_risk: Ints
    events_at: Ints
    survival: Floats
    width: Floats

    def limits(self, z: float) -> Limits:
        """Limits with this normal quantile; between 0 and the horizon."""
        tau = float(self.width.sum())
        if math.isnan(self.error):
            # During a step the event that ends it has not happened.
            low, _ = limits_with_tail(self.at_risk, np.zeros_like(self.at_risk), normal_sf(z))
            _, high = limits_with_tail(self.at_risk, self.events_at, normal_sf(z))
            during = np.append(1.0, high)[:-1]
            return self._below(np.where(self.survival > 0, low, 0.0)), self._below(during)
        scale = self.error * tau / (self.mean * (tau - self.mean))
        half = z * scale * math.sqrt((self.events + 1) / self.events)
        middle = math.log(self.mean / (tau - self.mean))
        return tau * float(expit(middle - half)), tau * float(expit(middle + half))

    def _below(self, curve: Floats) -> float:
        return math.fsum((self.width * curve).tolist())


def _area(table: EventTable, tau: float) -> _Area:
    before = table.months < tau * (1 - SAME_TIME)
    at_risk, events, _ = history_to(table, tau)
    survival = np.append(1.0, product_limit(at_risk, events)[0])[:-1]
    width = np.diff(np.concatenate(([0.0], table.months[before], [tau])))
    slices = width * survival
    beyond = np.cumsum(slices[:0:-1])[::-1]
    variance = math.fsum(beyond**2 * _hazard_variance(at_risk[:-1], events[:-1]))
    return _Area(
        mean=math.fsum(slices),
        error=math.sqrt(variance) if variance > 0 else NAN,
        events=int(events[:-1].sum()),
        at_risk=at_risk,
        events_at=events,
        survival=survival,
        width=width,
    )


def _hazard_variance(at_risk: Ints, events: Ints) -> Floats:
    """d / (Y (Y - d)); 0 where all at risk have the event, since no area remains beyond."""
    free = (at_risk - events).astype(np.float64)
    return np.divide(events, at_risk * free, out=np.zeros(free.size), where=free > 0)


def _note(area: _Area) -> Note:
    if area.events == 0:
        return "no_events"
    return "zero_variance" if math.isnan(area.error) else ""


def _difference_limits(a: _Area, b: _Area, z: float) -> Limits:
    return square_and_add((a.mean, *a.limits(z)), (b.mean, *b.limits(z)))


def _touching(a: _Area, b: _Area) -> float:
    """The normal quantile at which a limit of the difference is 0, with the sign of the difference.

    The distance of that limit from the difference increases with the quantile.
    """
    difference = a.mean - b.mean
    if difference == 0:
        return 0.0
    end = 0 if difference > 0 else 1

    def limit(z: float) -> float:
        return _difference_limits(a, b, z)[end] * math.copysign(1.0, difference)

    if limit(0.0) <= 0:
        return 0.0
    root = _LARGEST_Z
    if limit(_LARGEST_Z) < 0:
        root = float(brentq(limit, 0.0, _LARGEST_Z, xtol=1e-13, rtol=1e-13))
    return math.copysign(root, difference)
