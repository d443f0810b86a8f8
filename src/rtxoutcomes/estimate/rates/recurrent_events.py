"""The mean cumulative function: the mean number of events per patient by each time.

With Y patients under observation and dN events at t, the curve rises by dN / Y (Nelson 1988). Its
robust variance at T is the sum over patients i of (sum over t <= T of Y_i / Y (dN_i - dN / Y))^2
(Lawless and Nadeau 1995).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from rtxoutcomes.arrays import Floats, Ints
from rtxoutcomes.calendar import SAME_TIME
from rtxoutcomes.estimate.arguments import (
    instance,
    integers,
    level,
    number,
    person_times,
    reals,
    same_length,
)
from rtxoutcomes.estimate.refusal import refuse
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.survival.event_table import last_index
from rtxoutcomes.estimate.tails import two_sided_z
from rtxoutcomes.glance import WithoutValues
from rtxoutcomes.results.estimate import NAN, Estimate, Kind
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

MEAN_CUMULATIVE = Kind(
    Measure.MEAN_EVENTS,
    MethodKey.MEAN_CUMULATIVE,
    "mean cumulative function, robust error (Lawless-Nadeau), log interval",
)
# Patients x times in memory at once.
_CELLS = 2_000_000


@dataclass(frozen=True, slots=True, repr=False)
class MeanCumulative(WithoutValues):
    """The curve at the distinct times of events; arrays of shape (times,).

    `at_risk` counts patients under observation at that time, `events` all events then. `mean` is
    the mean number of events per patient by then, `std_error` its robust error. `last` is the end
    of the longest follow-up, beyond which nothing is known.
    """

    n: int
    months: Floats
    at_risk: Ints
    events: Ints
    mean: Floats
    std_error: Floats
    last: float
    conf_level: float


def mean_cumulative(
    follow_up: ArrayLike,
    patient: ArrayLike,
    months: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    conf_level: float = 0.95,
) -> MeanCumulative:
    """Nelson-Aalen curve of recurrent events, with an error that allows for clustering in patients.

    Parameters
    ----------
    follow_up
        Shape (patients,), the end of observation of each, in months.
    patient, months
        Shape (events,): the index of the patient in `follow_up`, and the time of the event.
    entry
        Shape (patients,), the start of observation; 0 by default.
    conf_level
        Level of the intervals that `mean_events_at` reads.

    Returns
    -------
    MeanCumulative
        Empty arrays where there is no event.

    Raises
    ------
    ValueError
        A follow-up does not end after its entry, an event is outside the observation of its
        patient, an index is out of range, or a time is negative or missing.

    Notes
    -----
    Nelson 1988; Lawless and Nadeau 1995.

    Equivalent to
    -------------
    `survfit(Surv(start, stop, event) ~ 1, id = id, robust = TRUE)$cumhaz` in R.

    Examples
    --------
    >>> from rtxoutcomes.estimate import mean_cumulative
    >>> curve = mean_cumulative([12, 12, 6, 9], patient=[0, 0, 2], months=[3, 8, 5])
    >>> curve.months.tolist(), curve.mean.round(3).tolist()
    ([3.0, 5.0, 8.0], [0.25, 0.5, 0.833])
    """
    end, begin, index, time = _checked(follow_up, patient, months, entry)
    level("conf_level", conf_level)
    ordered = np.sort(time)
    times = ordered[np.diff(ordered, prepend=-np.inf) > SAME_TIME * np.abs(ordered)]
    column = np.searchsorted(times, time * (1 + SAME_TIME), side="right") - 1
    events = np.bincount(column, minlength=times.size).astype(np.int64)
    # Under observation at t: entry before t, and the end at t or later.
    at = times * (1 - SAME_TIME)
    ended = np.searchsorted(np.sort(end), at, side="left")
    at_risk = np.searchsorted(np.sort(begin), at, side="left") - ended
    step = events / np.maximum(at_risk, 1)
    variance = _robust_variance((begin, end), (index, column), at, step, at_risk)
    return MeanCumulative(
        n=int(end.size),
        months=times,
        at_risk=at_risk.astype(np.int64),
        events=events,
        mean=np.cumsum(step),
        std_error=np.sqrt(variance),
        last=float(end.max(initial=0.0)),
        conf_level=conf_level,
    )


def _robust_variance(
    observation: tuple[Floats, Floats],
    events: tuple[Ints, Ints],
    at: Floats,
    step: Floats,
    at_risk: Ints,
) -> Floats:
    """Sum over patients of their squared residual up to each time, shape (times,).

    `observation` holds begin and end of each patient, `events` patient and time of each event.
    """
    begin, end = observation
    patient, column = events
    total, block = np.zeros(at.size), max(1, _CELLS // max(1, at.size))
    for first in range(0, end.size, block):
        rows = slice(first, first + block)
        observed = (end[rows, None] >= at) & (begin[rows, None] < at)
        inside = (patient >= first) & (patient < first + block)
        counts = np.zeros(observed.shape)
        np.add.at(counts, (patient[inside] - first, column[inside]), 1.0)
        residuals = np.cumsum(observed * (counts - step) / np.maximum(at_risk, 1), axis=1)
        total += (residuals**2).sum(axis=0)
    return total


def mean_events_at(curve: MeanCumulative, month: float) -> Estimate:
    """Mean number of events per patient by a month, with a log interval from the robust error.

    Parameters
    ----------
    curve
        From `mean_cumulative`.
    month
        In months, at least 0.

    Returns
    -------
    Estimate
        `events` counts those up to the month. Beyond the last follow-up it is not estimable. No
        event by then: the estimate is 0 and has no interval on this scale, `bound_only`,
        `no_events`.

    Raises
    ------
    TypeError
        `curve` is not a `MeanCumulative`.
    ValueError
        The month is below 0 or missing.

    Equivalent to
    -------------
    `summary(fit, times = month)` in R of the `survfit` in `mean_cumulative`, with limits on the log
    scale.

    Examples
    --------
    >>> from rtxoutcomes.estimate import mean_cumulative, mean_events_at
    >>> curve = mean_cumulative([12, 12, 6, 9], patient=[0, 0, 2], months=[3, 8, 5])
    >>> round(mean_events_at(curve, 6).estimate, 3)
    0.5
    """
    instance("curve", curve, MeanCumulative, "mean_cumulative(follow_up, patient, months)")
    number("month", month, at_least=0)
    if curve.n and month > curve.last * (1 + SAME_TIME):
        refused = Sample(MEAN_CUMULATIVE, curve.n, conf_level=curve.conf_level)
        return refused.not_estimable("no_followup_at_tau")
    at = last_index(curve.months, month)
    events = int(curve.events[: at + 1].sum())
    sample = Sample(MEAN_CUMULATIVE, curve.n, events=events, conf_level=curve.conf_level)
    if curve.n == 0:
        return sample.not_estimable("n_zero")
    if at < 0:
        return sample.result(estimate=0.0, status="bound_only", note="no_events")
    mean, error = float(curve.mean[at]), float(curve.std_error[at])
    # Where all at risk had one event each there is no variance, and the interval would be a point.
    flat = not error > 1e-12 * mean
    stretch = NAN if flat else math.exp(two_sided_z(curve.conf_level) * error / mean)
    return sample.result(
        estimate=mean,
        std_error=NAN if flat else error,
        conf_low=mean / stretch,
        conf_high=mean * stretch,
        status="bound_only" if flat else "ok",
        note="zero_variance" if flat else "",
    )


def _checked(
    follow_up: ArrayLike, patient: ArrayLike, months: ArrayLike, entry: ArrayLike | None
) -> tuple[Floats, Floats, Ints, Floats]:
    """End and begin of each patient, patient and time of each event."""
    end = person_times("follow_up", follow_up)
    begin = np.zeros(end.size) if entry is None else reals("entry", entry, at_least=0)
    same_length(follow_up=end, entry=begin)
    index, time = integers("patient", patient, at_least=0), person_times("months", months)
    same_length(patient=index, months=time)
    invalid = np.flatnonzero(end <= begin) if entry is not None else np.zeros(0, dtype=np.int64)
    if invalid.size:
        first = int(invalid[0])
        refuse(f"follow_up[{first}]", f"after its entry {begin[first]:g}", f"{end[first]:g}")
    invalid = np.flatnonzero(index >= end.size)
    if invalid.size:
        first = int(invalid[0])
        refuse(f"patient[{first}]", f"below the {end.size} patients", f"{index[first]}")
    outside = (time > end[index] * (1 + SAME_TIME)) | (time <= begin[index])
    invalid = np.flatnonzero(outside)
    if invalid.size:
        first = int(invalid[0])
        start, stop = begin[index[first]], end[index[first]]
        refuse(f"months[{first}]", f"after {start:g} and at most {stop:g}", f"{time[first]:g}")
    return end, begin, index, time
