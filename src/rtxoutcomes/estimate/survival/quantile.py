"""The time by which a proportion of a group has had the event, such as the median."""

import math
from typing import Literal, get_args

import numpy as np

from rtxoutcomes.arrays import Floats
from rtxoutcomes.estimate.arguments import level, option
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.survival.beta_product import beta_product_limits
from rtxoutcomes.estimate.survival.kaplan_meier import Curve, kind_of, takes_curve
from rtxoutcomes.results.estimate import NAN, Estimate, Note, Status
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

# Survival equals a probability within this distance, as in quantile.survfit of R.
SAME_SURVIVAL = 1.5e-8
Limits = Literal["curve", "beta product"]
# Times, and the limit of survival from each of them on.
Limit = tuple[Floats, Floats]


@takes_curve
def median(curve: Curve, limits: Limits = "curve") -> Estimate:
    """Median time in months: the time by which half of the group have had the event.

    Parameters
    ----------
    curve
        From `kaplan_meier` or `reverse_kaplan_meier`; or an event table, or `months` and `event` as
        two arguments, whose 95 % Kaplan-Meier curve is then used.
    limits
        As in `quantile`.

    Returns
    -------
    Estimate
        As `quantile` at 0.5. With the limits of the curve's own scale they are those of Brookmeyer
        and Crowley (1982).

    Raises
    ------
    TypeError
        The events are missing, or the first argument is neither a curve, a table nor an array.
    ValueError
        The limits are not recognised, or as for `event_table`.

    Equivalent to
    -------------
    `quantile(survfit(Surv(months, event) ~ 1, conf.type = "log-log"), 0.5)` in R; `lifelines` takes
    the first time at which survival is 0.5, not the middle of the interval.

    Examples
    --------
    >>> from rtxoutcomes.estimate import median
    >>> middle = median([2, 5, 6, 9, 12, 14], [1, 1, 0, 1, 1, 0])
    >>> middle.estimate, middle.conf_low, middle.note
    (9.0, 2.0, 'not_reached')
    """
    return quantile(curve, 0.5, limits)


@takes_curve
def quantile(curve: Curve, share: float, limits: Limits = "curve") -> Estimate:
    """Time in months by which a proportion of the group has had the event.

    Parameters
    ----------
    curve
        From `kaplan_meier` or `reverse_kaplan_meier`; or an event table, or `months` and `event` as
        two arguments, whose 95 % Kaplan-Meier curve is then used.
    share
        The proportion, between 0 and 1.
    limits
        "curve": read from the limits of the curve's own scale. "beta product": read from the beta
        product limits, which exist however few the events; the lower one falls to 0 where nobody is
        followed further, so that there is always a lower limit of the time.

    Returns
    -------
    Estimate
        The first time with survival below 1 - share; where survival equals it over an interval, the
        mid-point of the interval. The limits are read from those of the curve by the same rule. An
        upper limit that is not reached is NaN, with the note `not_reached` and an open end; where
        the time itself is not reached there may still be a lower limit, `bound_only`. There is no
        limit where all had the event before the limits of the curve fall so far (`all_events`).

    Raises
    ------
    TypeError
        The events are missing, or the first argument is neither a curve, a table nor an array.
    ValueError
        The proportion is not inside (0, 1), the limits are not recognised, or as for `event_table`.

    Equivalent to
    -------------
    `quantile(survfit(..., conf.type = "log-log"), share)` in R, and `quantile` of `bpcp::bpcp` for
    the beta product limits.

    Examples
    --------
    >>> from rtxoutcomes.estimate import kaplan_meier, quantile
    >>> curve = kaplan_meier([2, 5, 6, 9, 12, 14], [1, 1, 0, 1, 1, 0])
    >>> quantile(curve, 0.25).estimate
    5.0
    """
    survival = 1 - level("share", share)
    option("limits", limits, get_args(Limits))
    time = _time_of(curve.months, curve.survival, survival)
    low, high = (_time_of(months, v, survival) for months, v in _falling_limits(curve, limits))
    open_end = math.isnan(high)
    status: Status = "ok"
    note: Note = "not_reached" if open_end else ""
    if math.isnan(low) and not math.isnan(time):
        status, note = "bound_only", "all_events"
    if math.isnan(time):
        status = "not_estimable" if math.isnan(low) else "bound_only"
        note = "not_reached" if curve.n else "n_zero"
    own = limits == "curve"
    key = MethodKey.KAPLAN_MEIER_QUANTILE if own else MethodKey.KAPLAN_MEIER_QUANTILE_BETA_PRODUCT
    kind = kind_of(curve, key, f"{curve.conf_type if own else limits} limits", Measure.DURATION)
    events = int(curve.events.sum())
    return Sample(kind, curve.n, events=events, conf_level=curve.conf_level).result(
        estimate=time,
        conf_low=low,
        conf_high=high,
        conf_ends="[)" if open_end else "[]",
        status=status,
        note=note,
    )


def _falling_limits(curve: Curve, limits: Limits) -> tuple[Limit, Limit]:
    """Lower and upper limits of survival, from each time on.

    The beta product limits hold from month 0 on: a few patients without an event do not exclude
    that half of such patients have one at once.
    """
    if limits == "curve":
        return (curve.months, curve.conf_low), (curve.months, curve.conf_high)
    at_start = curve.at_risk[:1]
    low, high = beta_product_limits(
        np.concatenate((at_start, curve.at_risk)),
        np.concatenate((0 * at_start, curve.events)),
        curve.conf_level,
        remaining=np.concatenate((at_start, curve.at_risk - curve.events - curve.censored)),
    )
    months = np.concatenate((np.zeros(at_start.size), curve.months))
    return (months, low), (months, high)


def _time_of(months: Floats, values: Floats, target: float) -> float:
    """The time at which decreasing values fall below the target; NaN if they do not reach it."""
    reached = np.flatnonzero(values <= target + SAME_SURVIVAL)
    if reached.size == 0:
        return NAN
    first = reached[0]
    if values[first] < target - SAME_SURVIVAL:
        return float(months[first])
    below = np.flatnonzero(values < target - SAME_SURVIVAL)
    end = below[0] if below.size else -1
    return float((months[first] + months[end]) / 2)
