"""Cumulative incidence with competing events: the Aalen-Johansen estimate (1978).

The incidence of a cause is the sum of S(t-) d / Y, with d events of the cause among Y at risk and S
the survival free of any cause.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from rtxoutcomes.arrays import Floats, Ints
from rtxoutcomes.estimate.arguments import integers, level, number, person_times, same_length
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.survival.event_table import (
    checked_times,
    event_table,
    last_index,
    merge_tied_times,
    unknown_at,
)
from rtxoutcomes.estimate.tails import two_sided_z
from rtxoutcomes.glance import WithoutValues
from rtxoutcomes.results.estimate import NAN, Estimate, Kind
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

AALEN_JOHANSEN = Kind(
    Measure.PROPORTION,
    MethodKey.AALEN_JOHANSEN,
    "Aalen-Johansen, log-log interval, infinitesimal jackknife",
)


@dataclass(frozen=True, slots=True, repr=False)
class CumulativeIncidence(WithoutValues):
    """Incidence of one cause at the distinct times of its group, without month 0, where it is 0.

    Arrays have shape (times,); `events` counts those of this cause. `std_error` is that of the
    infinitesimal jackknife.
    """

    n: int
    months: Floats
    at_risk: Ints
    events: Ints
    incidence: Floats
    std_error: Floats


def aalen_johansen(months: ArrayLike, cause: ArrayLike) -> dict[int, CumulativeIncidence]:
    """Cumulative incidence of each cause of one group; together with survival they sum to 1.

    Parameters
    ----------
    months
        Shape (patients,), time to the first end of follow-up; 0 only where censored.
    cause
        Shape (patients,), whole numbers: 0 where the patient was censored, 1, 2, ... otherwise.

    Returns
    -------
    dict
        A curve for each cause that occurs, in increasing order.

    Raises
    ------
    ValueError
        Lengths differ; a time is below 0, not finite, or 0 with a cause; a cause is not a whole
        number from 0 up.

    Notes
    -----
    Aalen and Johansen 1978. Times equal within a relative 1e-8 are one time. With one cause the
    incidence is 1 - Kaplan-Meier.

    Equivalent to
    -------------
    `survival::survfit(Surv(months, factor(cause)) ~ 1)` in R; `lifelines.AalenJohansenFitter`
    without tied times, which it moves at random.

    Examples
    --------
    >>> from rtxoutcomes.estimate import aalen_johansen
    >>> curves = aalen_johansen([2, 4, 4, 6, 9, 12], [1, 2, 0, 1, 0, 0])
    >>> curves[1].months.tolist()
    [2.0, 4.0, 6.0, 9.0, 12.0]
    >>> curves[1].incidence.round(3).tolist()
    [0.167, 0.167, 0.389, 0.389, 0.389]
    """
    months, cause = person_times("months", months), integers("cause", cause, at_least=0)
    same_length(months=months, cause=cause)
    months, _, _ = checked_times(months, cause > 0)
    months = merge_tied_times(months)
    distinct, place = np.unique(months, return_inverse=True)
    removed = np.bincount(place)
    at_risk = months.size - np.cumsum(removed) + removed
    ended = np.bincount(place[cause > 0], minlength=distinct.size)
    survival = np.cumprod((at_risk - ended) / at_risk)
    before = np.append(1.0, survival)[:-1]
    curves = {}
    for code in np.unique(cause[cause > 0]).tolist():
        events = np.bincount(place[cause == code], minlength=distinct.size)
        curves[code] = CumulativeIncidence(
            n=months.size,
            months=distinct,
            at_risk=at_risk,
            events=events.astype(np.int64),
            incidence=np.cumsum(before * events / at_risk),
            std_error=_jackknife(at_risk, ended, events, removed, before),
        )
    return curves


def _jackknife(at_risk: Ints, ended: Ints, events: Ints, removed: Ints, before: Floats) -> Floats:
    """Root of the summed squared influence of the patients on the incidence.

    A patient removed by t has influence d - c F(t) on an incidence F, with c and d fixed at the
    removal; all remaining patients share one influence. Sums of squares, products and cross
    products therefore suffice for every t.
    """
    rise = before * events / at_risk
    incidence = np.cumsum(rise)
    free = at_risk - ended
    # Where all at risk have an event survival is 0, and no patient influences what follows.
    inverse = np.divide(1.0, free, out=np.zeros(free.size), where=free > 0)
    greenwood = np.cumsum(ended / at_risk * inverse)
    drift = np.cumsum(rise * (np.append(0.0, greenwood)[:-1] - 1 / at_risk))
    # Columns: patients with an event of this cause, of another cause, and censored.
    patients = np.column_stack([events, ended - events, removed - ended])
    c = np.column_stack([inverse, inverse, np.zeros(free.size)]) - greenwood[:, None]
    direct = np.column_stack([before / at_risk, np.zeros((free.size, 2))])
    d = incidence[:, None] * c + drift[:, None] + direct
    cc, cd, dd = (np.cumsum((patients * product).sum(axis=1)) for product in (c * c, c * d, d * d))
    squares = cc * incidence**2 - 2 * cd * incidence + dd
    remaining = (at_risk - removed) * drift**2
    return np.asarray(np.sqrt(np.maximum(squares + remaining, 0.0)))


def incidence_at(
    months: ArrayLike, cause: ArrayLike, wanted: int, month: float, conf_level: float = 0.95
) -> Estimate:
    """Cumulative incidence of one cause by a month, with its log-log interval.

    Parameters
    ----------
    months, cause
        As for `aalen_johansen`, of one group.
    wanted
        The cause, 1 or more; it need not have occurred.
    month
        In months, at least 0.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    Estimate
        Not estimable beyond the last time of the group, unless every patient has had an event by
        then; 0 with the note `no_events` and no limits (`bound_only`) where the cause has not
        occurred.

    Raises
    ------
    ValueError
        As for `aalen_johansen`; `wanted` is below 1 or `month` below 0.

    Equivalent to
    -------------
    Estimate and error of `summary(survfit(Surv(months, factor(cause)) ~ 1, id = id), times =
    month)` in R; limits are symmetric on the scale of log(-log).

    Examples
    --------
    >>> from rtxoutcomes.estimate import incidence_at
    >>> risk = incidence_at([2, 4, 4, 6, 9, 12], [1, 2, 0, 1, 0, 0], wanted=1, month=6)
    >>> round(risk.estimate, 3), round(risk.conf_low, 3), round(risk.conf_high, 3)
    (0.389, 0.048, 0.745)
    """
    integers("wanted", [wanted], at_least=1)
    number("month", month, at_least=0)
    level("conf_level", conf_level)
    months = person_times("months", months)
    curves = aalen_johansen(months, cause)
    refused = Sample(AALEN_JOHANSEN, months.size, conf_level=conf_level)
    if not months.size:
        return refused.not_estimable("n_zero")
    if unknown_at(event_table(months, np.asarray(cause) > 0), month):
        return refused.not_estimable("no_followup_at_tau")
    curve = curves.get(wanted)
    at = -1 if curve is None else last_index(curve.months, month)
    events = 0 if curve is None else int(curve.events[: at + 1].sum())
    sample = Sample(AALEN_JOHANSEN, months.size, events=events, conf_level=conf_level)
    if curve is None or events == 0:
        return sample.result(estimate=0.0, status="bound_only", note="no_events")
    return _with_limits(sample, float(curve.incidence[at]), float(curve.std_error[at]))


def _with_limits(sample: Sample, incidence: float, error: float) -> Estimate:
    low = high = NAN
    bounded = incidence < 1 and error > 0
    if bounded:
        half = two_sided_z(sample.conf_level) * error / (incidence * math.log(incidence))
        low, high = incidence ** math.exp(-half), incidence ** math.exp(half)
    return sample.result(
        estimate=incidence,
        std_error=error,
        conf_low=low,
        conf_high=high,
        status="ok" if bounded else "bound_only",
        note="" if bounded else "all_events",
    )
