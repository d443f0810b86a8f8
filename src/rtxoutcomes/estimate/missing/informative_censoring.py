"""Risk by a time if the censored patients had a higher hazard than those still observed.

Kaplan and Meier's estimate redistributes each censored patient to the right (Efron 1967): S(t) =
(those past t + sum of S(t) / S(c) over those censored at c) / n. Here the ratio S(t) / S(c) is
raised to the power of the hazard multiple.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from rtxoutcomes.arrays import Bools, Floats
from rtxoutcomes.calendar import SAME_TIME
from rtxoutcomes.estimate.arguments import flags, level, number, person_times, same_length
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.survival.event_table import refuse_swapped
from rtxoutcomes.estimate.survival.product_limit import survival_limits
from rtxoutcomes.results.estimate import Estimate, Kind, Note
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey


def risk_with_censored_hazard(
    months: ArrayLike,
    event: ArrayLike,
    month: float,
    multiple: float = 1.0,
    *,
    tolerance: float = 0.0,
    conf_level: float = 0.95,
) -> Estimate:
    """Risk of the event by a month, the hazard of the censored multiplied from then on.

    Parameters
    ----------
    months, event
        Shape (patients,): time of event or censoring in months, and whether it was the event.
    month
        The horizon.
    multiple
        The hazard of a censored patient, from censoring to the horizon, as a multiple of the hazard
        of those still observed. 1: Kaplan-Meier.
    tolerance
        Censorings less than this number of months before the horizon count as reaching it.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    Estimate
        `dropped` counts those censored before the horizon, whose course is assumed. No patient
        followed to the horizon, and the last one censored: `not_estimable`, `no_followup_at_tau`.
        Risk 0 or 1: no interval on this scale, `bound_only`, `no_events` or `all_events`. No
        patient: `n_zero`.

    Raises
    ------
    ValueError
        Lengths differ, a time is negative or missing, an event is not a flag, or the horizon or the
        multiple is not above 0.

    Notes
    -----
    The multiple is the sensitivity parameter of Jackson and others 2014, in expectation instead of
    by random imputation. The error is that of the infinitesimal jackknife, the interval
    complementary log-log; at multiple 1 both are Greenwood's.

    Equivalent to
    -------------
    At multiple 1, 1 minus survival and limits of `summary(survfit(Surv(months, event) ~ 1,
    conf.type = "log-log"), times = month)` in R; other multiples have no usual counterpart.

    Examples
    --------
    >>> from rtxoutcomes.estimate import risk_with_censored_hazard
    >>> months, relapse = [2, 5, 6, 9, 12, 14], [1, 1, 0, 1, 0, 0]
    >>> [round(risk_with_censored_hazard(months, relapse, 12, k).estimate, 3) for k in (1, 2, 5)]
    [0.556, 0.593, 0.645]
    """
    time = person_times("months", months)
    refuse_swapped(time, event)
    had_event = flags("event", event)
    same_length(months=time, event=had_event)
    number("month", month, above=0)
    number("multiple", multiple, above=0)
    number("tolerance", tolerance, at_least=0)
    level("conf_level", conf_level)
    reach = month * (1 - SAME_TIME)
    close = ~had_event & (time > reach - tolerance) & (time < reach)
    time = np.where(close, month, time)
    lost = ~had_event & (time < reach)
    by_then = had_event & (time <= month * (1 + SAME_TIME))
    method = f"risk if the hazard of the censored were {multiple:g} times that of the others"
    kind = Kind(Measure.PROPORTION, MethodKey.CENSORED_HAZARD, method)
    n, dropped = int(time.size), int(lost.sum())
    refused = Sample(kind, n, dropped, conf_level=conf_level)
    if n == 0:
        return refused.not_estimable("n_zero")
    # As for every survival curve: unknown beyond the last time, unless all at risk had the event.
    last = time >= time.max() * (1 - SAME_TIME)
    if not (time >= reach).any() and lost[last].any():
        return refused.not_estimable("no_followup_at_tau")
    sample = Sample(kind, n, dropped, int(by_then.sum()), conf_level=conf_level)
    return _estimate(sample, *_survivors(time, by_then, lost, multiple))


def _survivors(time: Floats, event: Bools, lost: Bools, multiple: float) -> tuple[Floats, Floats]:
    """Each patient's probability to pass the horizon, and influence on their mean; (patients,)."""
    distinct = np.unique(time[event])
    moments = distinct[np.diff(distinct, prepend=-np.inf) > SAME_TIME * distinct]
    margin = SAME_TIME * moments
    at_risk = time[:, None] >= moments - margin
    fails = event[:, None] & at_risk & (time[:, None] <= moments + margin)
    y = at_risk.sum(axis=0)
    share = fails.sum(axis=0) / np.maximum(y, 1)
    # Where all at risk fail together no patient can be redistributed to later times.
    last = share >= 1
    log_step = np.where(last, -np.inf, np.log1p(-np.where(last, 0.0, share)))
    later = lost[:, None] & ~at_risk
    log_ratio = np.where(later, log_step, 0.0).sum(axis=1)
    passed = np.where(lost, np.exp(multiple * log_ratio), (~event).astype(float))
    # d log(1 - share) per unit of weight of a patient, summed over the later times of each lost.
    slope = np.where(last, 0.0, -(fails - at_risk * share) / np.maximum(y * (1 - share), 1e-300))
    weight = multiple * (passed * lost) @ later
    return passed, (passed - passed.mean() + slope @ weight) / time.size


def _estimate(sample: Sample, passed: Floats, influence: Floats) -> Estimate:
    survival = float(passed.mean())
    error = math.sqrt(float((influence**2).sum()))
    if not 0 < survival < 1:
        note: Note = "no_events" if survival == 1 else "all_events"
        return sample.result(estimate=1 - survival, status="bound_only", note=note)
    low, high = survival_limits(
        np.array([survival]), np.array([(error / survival) ** 2]), sample.conf_level
    )
    return sample.result(
        estimate=1 - survival,
        std_error=error,
        conf_low=1 - float(high[0]),
        conf_high=1 - float(low[0]),
    )
