"""Risk by a time if those censored before it fared worse than those who stayed."""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rtxoutcomes.estimate.arguments import flags, level, number, of_one_length, reals
from rtxoutcomes.estimate.survival.limits import survival_limits
from rtxoutcomes.results import NAN, Estimate

Reals = NDArray[np.float64]
Flags = NDArray[np.bool_]
_SAME_TIME = 1e-8


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
        What the hazard of a censored patient is, from censoring to the horizon, as a multiple of
        the hazard of those still watched. 1: Kaplan-Meier.
    tolerance
        Censorings less than so many months before the horizon count as reaching it.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    Estimate
        `dropped` counts those censored before the horizon, whose course is assumed. Nobody
        followed to the horizon: `not_estimable`, `no_followup_at_tau`. Risk 0 or 1: no interval
        on this scale, `bound_only`, `no_events` or `all_events`. No patient: `n_zero`.

    Raises
    ------
    ValueError
        Lengths differ, a time is negative or missing, an event is no yes or no, or the horizon or
        the multiple is not above 0.

    Notes
    -----
    Kaplan and Meier's estimate redistributes each censored patient to the right (Efron 1967):
    S(t) = (those past t + sum of S(t) / S(c) over those censored at c) / n. Here the ratio is
    raised to the multiple: the sensitivity parameter of Jackson and others 2014, in expectation
    instead of by random imputation. The error is the infinitesimal jackknife's, the interval
    complementary log-log; at multiple 1 both are Greenwood's.
    """
    time, happened = reals("months", months, at_least=0), flags("event", event)
    of_one_length(months=time, event=happened)
    number("month", month, above=0)
    number("multiple", multiple, above=0)
    number("tolerance", tolerance, at_least=0)
    level("conf_level", conf_level)
    reach = month * (1 - _SAME_TIME)
    close = ~happened & (time > reach - tolerance) & (time < reach)
    time = np.where(close, month, time)
    lost = ~happened & (time < reach)
    method = f"risk if the hazard of the censored were {multiple:g} times that of the others"
    blank = Estimate(
        method=method,
        n=int(time.size),
        dropped=int(lost.sum()),
        conf_level=conf_level,
        status="not_estimable",
        note="n_zero" if time.size == 0 else "no_followup_at_tau",
    )
    by_then = happened & (time <= month * (1 + _SAME_TIME))
    # Beyond the last time nothing is known, unless nobody was lost: then all had the event.
    if time.size == 0 or (not (time >= reach).any() and lost.any()):
        return blank
    survivors, influence = _survivors(time, by_then, lost, multiple)
    return _estimate(blank, survivors, influence, int(by_then.sum()))


def _survivors(time: Reals, event: Flags, lost: Flags, multiple: float) -> tuple[Reals, Reals]:
    """Each patient's chance to pass the horizon, and influence on their mean; shape (patients,)."""
    distinct = np.unique(time[event])
    moments = distinct[np.diff(distinct, prepend=-np.inf) > _SAME_TIME * distinct]
    near = _SAME_TIME * moments
    at_risk = time[:, None] >= moments - near
    own = event[:, None] & at_risk & (time[:, None] <= moments + near)
    y = at_risk.sum(axis=0)
    share = own.sum(axis=0) / np.maximum(y, 1)
    # Where all at risk fail together nobody is left to be redistributed to later times.
    last = share >= 1
    log_step = np.where(last, -np.inf, np.log1p(-np.where(last, 0.0, share)))
    later = lost[:, None] & ~at_risk
    hazard = np.where(later, log_step, 0.0).sum(axis=1)
    passed = np.where(lost, np.exp(multiple * hazard), (~event).astype(float))
    # d log(1 - share) per unit of weight of a patient, summed over what each lost one went through.
    slope = np.where(last, 0.0, -(own - at_risk * share) / np.maximum(y * (1 - share), 1e-300))
    pull = multiple * (passed * lost) @ later
    return passed, (passed - passed.mean() + slope @ pull) / time.size


def _estimate(blank: Estimate, passed: Reals, influence: Reals, events: int) -> Estimate:
    survival = float(passed.mean())
    error = math.sqrt(float((influence**2).sum()))
    whole = 0 < survival < 1
    low = high = NAN
    if whole:
        limits = survival_limits(
            np.array([survival]), np.array([(error / survival) ** 2]), blank.conf_level
        )
        low, high = 1 - float(limits[1][0]), 1 - float(limits[0][0])
    return Estimate(
        method=blank.method,
        n=blank.n,
        dropped=blank.dropped,
        events=events,
        estimate=1 - survival,
        std_error=error if whole else NAN,
        conf_low=low,
        conf_high=high,
        conf_level=blank.conf_level,
        status="ok" if whole else "bound_only",
        note="" if whole else "no_events" if survival == 1 else "all_events",
    )
