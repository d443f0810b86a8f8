"""Cumulative incidence of an event where another ends the follow-up for good: Aalen, Johansen."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from rtxoutcomes.estimate.arguments import level, number, of_one_length, reals, wholes
from rtxoutcomes.estimate.survival.event_table import SAME_TIME, last_index, merge_tied_times
from rtxoutcomes.results import NAN, Estimate, Note

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
METHOD = "Aalen-Johansen, log-log interval, infinitesimal jackknife"


@dataclass(frozen=True, slots=True)
class CumulativeIncidence:
    """Incidence of one cause at the distinct times of its group; month 0, with 0, is left out.

    Arrays have shape (times,); `events` counts those of this cause. `std_error` is that of the
    infinitesimal jackknife.
    """

    n: int
    months: Floats
    at_risk: Ints
    events: Ints
    incidence: Floats
    std_error: Floats


def aalen_johansen(months: Floats, cause: Ints) -> dict[int, CumulativeIncidence]:
    """Cumulative incidence of each cause of one group; together with survival they sum to 1.

    Parameters
    ----------
    months
        Shape (patients,), time to the first end of follow-up, above 0.
    cause
        Shape (patients,), whole numbers: 0 where the patient was censored, 1, 2, ... else.

    Returns
    -------
    dict
        A curve for each cause that occurs, in rising order.

    Raises
    ------
    ValueError
        Lengths differ, a time is not above 0 and finite, a cause is no whole number from 0 on.

    Notes
    -----
    Times equal within a relative 1e-8 are one time; ties are exact, where lifelines moves tied
    times at random. With one cause the incidence is 1 - Kaplan-Meier.
    `survival::survfit(Surv(months, factor(cause)) ~ 1)` in R.
    """
    months, cause = reals("months", months, above=0), wholes("cause", cause, at_least=0)
    of_one_length(months=months, cause=cause)
    months = merge_tied_times(months)
    distinct, place = np.unique(months, return_inverse=True)
    left = np.bincount(place)
    at_risk = months.size - np.cumsum(left) + left
    ended = np.bincount(place[cause > 0], minlength=distinct.size)
    survival = np.cumprod((at_risk - ended) / at_risk)
    before = np.append(1.0, survival)[:-1]
    told = {}
    for code in np.unique(cause[cause > 0]).tolist():
        events = np.bincount(place[cause == code], minlength=distinct.size)
        told[code] = CumulativeIncidence(
            n=months.size,
            months=distinct,
            at_risk=at_risk,
            events=events.astype(np.int64),
            incidence=np.cumsum(before * events / at_risk),
            std_error=_jackknife(at_risk, ended, events, left, before),
        )
    return told


def _jackknife(at_risk: Ints, ended: Ints, events: Ints, left: Ints, before: Floats) -> Floats:
    """Root of the summed squares of what each patient's weight moves the incidence by.

    Of patients that left by t, an incidence F is moved by d - c F(t), with c and d fixed when they
    left; of all others alike. Sums of squares, products and cross products suffice for every t.
    """
    rise = before * events / at_risk
    incidence = np.cumsum(rise)
    free = at_risk - ended
    # Where all at risk have an event nobody moves what is left: nothing is.
    inverse = np.divide(1.0, free, out=np.zeros(free.size), where=free > 0)
    pull = np.cumsum(ended / at_risk * inverse)
    drift = np.cumsum(rise * (np.append(0.0, pull)[:-1] - 1 / at_risk))
    # Columns: who had the event looked at, who another, who was censored.
    patients = np.column_stack([events, ended - events, left - ended])
    c = np.column_stack([inverse, inverse, np.zeros(free.size)]) - pull[:, None]
    own = np.column_stack([before / at_risk, np.zeros((free.size, 2))])
    d = incidence[:, None] * c + drift[:, None] + own
    gone = [np.cumsum((patients * product).sum(axis=1)) for product in (c * c, c * d, d * d)]
    squares = gone[0] * incidence**2 - 2 * gone[1] * incidence + gone[2]
    watched = (at_risk - left) * drift**2
    return np.asarray(np.sqrt(np.maximum(squares + watched, 0.0)))


def incidence_at(
    months: Floats, cause: Ints, wanted: int, month: float, conf_level: float = 0.95
) -> Estimate:
    """Cumulative incidence of one cause by a month, with its log-log interval.

    Parameters
    ----------
    months, cause
        As for `aalen_johansen`, of one group.
    wanted
        The cause asked for, 1 or more; it need not have occurred.
    month
        In months, at least 0.

    Returns
    -------
    Estimate
        Not estimable beyond the last time of the group, unless everybody has had an event by then;
        0 with the note `no_events` and no limits (`bound_only`) where the cause has not occurred.

    Raises
    ------
    ValueError
        As for `aalen_johansen`; `wanted` is below 1 or `month` below 0.
    """
    wholes("wanted", [wanted], at_least=1)
    number("month", month, at_least=0)
    level("conf_level", conf_level)
    months = reals("months", months, above=0)
    curves = aalen_johansen(months, cause)
    n, last = months.size, float(months.max(initial=0.0))
    if n == 0:
        return _refused(n, conf_level, "n_zero")
    left = 1 - sum(float(curve.incidence[-1]) for curve in curves.values())
    if month > last * (1 + SAME_TIME) and left > SAME_TIME:
        return _refused(n, conf_level, "no_followup_at_tau")
    curve = curves.get(wanted)
    at = -1 if curve is None else last_index(curve.months, month)
    events = 0 if curve is None else int(curve.events[: at + 1].sum())
    if curve is None or events == 0:
        return Estimate(
            method=METHOD,
            n=n,
            events=0,
            estimate=0.0,
            conf_level=conf_level,
            status="bound_only",
            note="no_events",
        )
    return _estimate(n, events, float(curve.incidence[at]), float(curve.std_error[at]), conf_level)


def _estimate(n: int, events: int, share: float, error: float, conf_level: float) -> Estimate:
    low = high = NAN
    if share < 1 and error > 0:
        half = float(ndtri((1 + conf_level) / 2)) * error / (share * math.log(share))
        low, high = share ** math.exp(-half), share ** math.exp(half)
    bounded = not math.isnan(low)
    return Estimate(
        method=METHOD,
        n=n,
        events=events,
        estimate=share,
        std_error=error,
        conf_low=low,
        conf_high=high,
        conf_level=conf_level,
        status="ok" if bounded else "bound_only",
        note="" if bounded else "all_events",
    )


def _refused(n: int, conf_level: float, note: Note) -> Estimate:
    return Estimate(method=METHOD, n=n, conf_level=conf_level, status="not_estimable", note=note)
