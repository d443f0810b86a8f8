"""The mean cumulative function: how many events a patient has had, on average, by each time."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rtxoutcomes.estimate.arguments import level, number, of_one_length, reals, refuse, wholes
from rtxoutcomes.estimate.tails import normal_isf
from rtxoutcomes.results import NAN, Estimate

Reals = NDArray[np.float64]
Wholes = NDArray[np.int64]
METHOD = "mean cumulative function, robust error (Lawless-Nadeau), log interval"
# Times equal within this relative distance are one time.
_SAME_TIME = 1e-8
# Patients x times that are held at once.
_CELLS = 2_000_000


@dataclass(frozen=True, slots=True)
class MeanCumulative:
    """The curve at the distinct times of events; arrays of shape (times,).

    `at_risk` counts patients under observation at that time, `events` all events then. `mean` is
    the mean number of events a patient by then, `std_error` its robust error. `last` is the end of
    the longest follow-up, beyond which nothing is known.
    """

    n: int
    months: Reals
    at_risk: Wholes
    events: Wholes
    mean: Reals
    std_error: Reals
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
    """Nelson-Aalen's curve of repeated events, with an error that lets them cluster in patients.

    Parameters
    ----------
    follow_up
        Shape (patients,), the end of observation of each, in months.
    patient, months
        Shape (events,): the position of the patient in `follow_up`, and the time of the event.
    entry
        Shape (patients,), the start of observation; 0 by default.

    Returns
    -------
    MeanCumulative
        Empty arrays where there is no event.

    Raises
    ------
    ValueError
        A follow-up does not lie after its entry, an event does not lie in its patient's
        observation, a patient's position does not exist, or a time is negative or missing.

    Notes
    -----
    Nelson 1988; Lawless and Nadeau 1995. Error at T: the root of the sum over patients of
    (sum over t <= T of Y_i / Y (dN_i - dN / Y))^2. In R:
    `survfit(Surv(start, stop, event) ~ 1, id = id, robust = TRUE)$cumhaz`.
    """
    end, begin, who, when = _checked(follow_up, patient, months, entry)
    level("conf_level", conf_level)
    ordered = np.sort(when)
    times = ordered[np.diff(ordered, prepend=-np.inf) > _SAME_TIME * np.abs(ordered)]
    column = np.searchsorted(times, when * (1 + _SAME_TIME), side="right") - 1
    events = np.bincount(column, minlength=times.size).astype(np.int64)
    # Under observation at t: entry before t, and the end at t or later.
    at = times * (1 - _SAME_TIME)
    left = np.searchsorted(np.sort(end), at, side="left")
    at_risk = np.searchsorted(np.sort(begin), at, side="left") - left
    step = events / np.maximum(at_risk, 1)
    errors = np.sqrt(_squares((begin, end), (who, column), at, step, at_risk))
    return MeanCumulative(
        n=int(end.size),
        months=times,
        at_risk=at_risk.astype(np.int64),
        events=events,
        mean=np.cumsum(step),
        std_error=errors,
        last=float(end.max(initial=0.0)),
        conf_level=conf_level,
    )


def _squares(
    watch: tuple[Reals, Reals],
    own: tuple[Wholes, Wholes],
    at: Reals,
    step: Reals,
    at_risk: Wholes,
) -> Reals:
    """Sum over patients of the square of their part in the curve, shape (times,)."""
    begin, end = watch
    total, block = np.zeros(at.size), max(1, _CELLS // max(1, at.size))
    for first in range(0, end.size, block):
        rows = slice(first, first + block)
        watched = (end[rows, None] >= at) & (begin[rows, None] < at)
        mine = (own[0] >= first) & (own[0] < first + block)
        had = np.zeros(watched.shape)
        np.add.at(had, (own[0][mine] - first, own[1][mine]), 1.0)
        parts = np.cumsum(watched * (had - step) / np.maximum(at_risk, 1), axis=1)
        total += (parts**2).sum(axis=0)
    return total


def mean_events_at(curve: MeanCumulative, month: float) -> Estimate:
    """Mean number of events a patient by a month, with a log interval from the robust error.

    Beyond the last follow-up it is not estimable. No event by then: the estimate is 0 and has no
    interval on this scale, `bound_only`, `no_events`. `events` counts those up to the month.
    """
    number("month", month, at_least=0)
    before = int((curve.months <= month * (1 + _SAME_TIME)).sum())
    known = Estimate(
        method=METHOD,
        n=curve.n,
        events=int(curve.events[:before].sum()),
        conf_level=curve.conf_level,
        status="not_estimable",
        note="n_zero",
    )
    if curve.n == 0:
        return known
    if month > curve.last * (1 + _SAME_TIME):
        return Estimate(
            method=METHOD,
            n=curve.n,
            conf_level=curve.conf_level,
            status="not_estimable",
            note="no_followup_at_tau",
        )
    if before == 0:
        return Estimate(
            method=METHOD,
            n=curve.n,
            events=0,
            estimate=0.0,
            conf_level=curve.conf_level,
            status="bound_only",
            note="no_events",
        )
    return _with_interval(curve, before - 1, known.events or 0)


def _with_interval(curve: MeanCumulative, at: int, events: int) -> Estimate:
    mean, error = float(curve.mean[at]), float(curve.std_error[at])
    # Where all at risk had one event each their spread is 0, and so would the interval be.
    flat = not error > 1e-12 * mean
    z = normal_isf((1 - curve.conf_level) / 2)
    stretch = NAN if flat else math.exp(z * error / mean)
    return Estimate(
        method=METHOD,
        n=curve.n,
        events=events,
        estimate=mean,
        std_error=NAN if flat else error,
        conf_low=mean / stretch,
        conf_high=mean * stretch,
        conf_level=curve.conf_level,
        status="bound_only" if flat else "ok",
        note="zero_variance" if flat else "",
    )


def _checked(
    follow_up: ArrayLike, patient: ArrayLike, months: ArrayLike, entry: ArrayLike | None
) -> tuple[Reals, Reals, Wholes, Reals]:
    end = reals("follow_up", follow_up, at_least=0)
    begin = np.zeros(end.size) if entry is None else reals("entry", entry, at_least=0)
    of_one_length(follow_up=end, entry=begin)
    who, when = wholes("patient", patient, at_least=0), reals("months", months, at_least=0)
    of_one_length(patient=who, months=when)
    early = np.flatnonzero(end <= begin) if entry is not None else np.zeros(0, dtype=np.int64)
    if early.size:
        first = int(early[0])
        refuse(f"follow_up[{first}]", f"after its entry {begin[first]:g}", f"{end[first]:g}")
    unknown = np.flatnonzero(who >= end.size)
    if unknown.size:
        first = int(unknown[0])
        refuse(f"patient[{first}]", f"below the {end.size} patients", f"{who[first]}")
    late = np.flatnonzero((when > end[who] * (1 + _SAME_TIME)) | (when <= begin[who]))
    if late.size:
        first = int(late[0])
        start, stop = begin[who[first]], end[who[first]]
        refuse(f"months[{first}]", f"after {start:g} and at most {stop:g}", f"{when[first]:g}")
    return end, begin, who, when
