"""The Kaplan-Meier curve of one group, and the numbers read off it."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rtxoutcomes.counts import EventTable
from rtxoutcomes.estimate.arguments import level, number
from rtxoutcomes.estimate.survival.beta_product import beta_product_limits
from rtxoutcomes.estimate.survival.event_table import SAME_TIME, event_table, history_to, last_index
from rtxoutcomes.estimate.survival.limits import ConfType, survival_limits
from rtxoutcomes.estimate.survival.product_limit import product_limit
from rtxoutcomes.results import NAN, Estimate, Note, Status

# Survival "is" the wanted share within this distance, as in quantile.survfit of R.
SAME_SURVIVAL = 1.5e-8


@dataclass(frozen=True, slots=True)
class Curve:
    """A survival curve at the distinct times of its group; month 0, with survival 1, is left out.

    Arrays have shape (times,). `conf_low`, `conf_high` are the limits on the scale `conf_type`,
    NaN where that scale has none (log-log: survival 1 or 0); `band_low`, `band_high` those of
    the beta product procedure, never missing. `std_error` is Greenwood's, NaN where survival is 0.
    `method` says whose curve it is: the event's, or that of follow-up.
    """

    n: int
    months: NDArray[np.float64]
    at_risk: NDArray[np.int64]
    events: NDArray[np.int64]
    censored: NDArray[np.int64]
    survival: NDArray[np.float64]
    conf_low: NDArray[np.float64]
    conf_high: NDArray[np.float64]
    band_low: NDArray[np.float64]
    band_high: NDArray[np.float64]
    std_error: NDArray[np.float64]
    conf_level: float
    conf_type: ConfType = "log-log"
    method: str = "Kaplan-Meier"


def kaplan_meier(
    table: EventTable, conf_level: float = 0.95, conf_type: ConfType = "log-log"
) -> Curve:
    """Kaplan-Meier estimate with two kinds of pointwise limits.

    Parameters
    ----------
    table
        Distinct times of one group. An empty group gives a curve of no times.

    Raises
    ------
    ValueError
        An unknown scale, or a level that is not inside (0, 1).

    Notes
    -----
    `survival::survfit(Surv(months, event) ~ 1, conf.type = "log-log")` in R, and
    `lifelines.KaplanMeierFitter` in Python, whose rows for tied times that differ by rounding,
    limits [1, 1] before the first event and [0, 0] after the last patient's are avoided here.
    """
    survival, log_variance = product_limit(table.at_risk, table.events)
    conf_low, conf_high = survival_limits(survival, log_variance, conf_level, conf_type)
    band_low, band_high = beta_product_limits(table.at_risk, table.events, conf_level)
    std_error = np.full(survival.size, np.nan)
    np.multiply(survival, np.sqrt(log_variance), out=std_error, where=survival > 0)
    return Curve(
        n=table.n,
        months=table.months,
        at_risk=table.at_risk,
        events=table.events,
        censored=table.censored,
        survival=survival,
        conf_low=conf_low,
        conf_high=conf_high,
        band_low=band_low,
        band_high=band_high,
        std_error=std_error,
        conf_level=conf_level,
        conf_type=conf_type,
    )


def reverse_kaplan_meier(
    months: NDArray[np.float64], event: NDArray[np.bool_], conf_level: float = 0.95
) -> Curve:
    """Curve of follow-up: the end of observation is the event, a relapse hides it.

    Arguments as in `event_table`. Its `median` is the median follow-up (Schemper and Smith 1996).
    At a tied time relapses leave before censorings, as they do in the curve of relapse itself; so
    `survfit(Surv(months, 1 - event) ~ 1)` in R, which orders them the other way, may differ there.
    """
    table = event_table(months, event)
    turned = EventTable(
        n=table.n,
        months=table.months,
        at_risk=table.at_risk - table.events,
        events=table.censored,
        censored=table.events,
    )
    return replace(kaplan_meier(turned, conf_level), method="reverse Kaplan-Meier")


def survival_at(curve: Curve, month: float) -> Estimate:
    """Survival at a month, with Greenwood's standard error and the curve's own limits.

    Beyond the last time of the group it is not estimable, as in R: the curve is not prolonged.
    Where survival is 1 (no event yet) or 0 (nobody left) the estimate stands, `bound_only`, and
    log-log limits do not; `survival_at_band` has limits there.
    """
    method = f"{curve.method}, {curve.conf_type} interval"
    if not _followed_to(curve.months, month):
        return _not_followed(method, curve.n, curve.conf_level)
    at = last_index(curve.months, month)
    before_first = NAN if curve.conf_type == "log-log" else 1.0
    survival = float(curve.survival[at]) if at >= 0 else 1.0
    conf_low = float(curve.conf_low[at]) if at >= 0 else before_first
    status, note = _limits_status(survival, conf_low)
    return Estimate(
        method=method,
        n=curve.n,
        events=int(curve.events[: at + 1].sum()),
        estimate=survival,
        std_error=float(curve.std_error[at]) if at >= 0 else 0.0,
        conf_low=conf_low,
        conf_high=float(curve.conf_high[at]) if at >= 0 else before_first,
        conf_level=curve.conf_level,
        status=status,
        note=note,
    )


def survival_at_band(curve: Curve, month: float) -> Estimate:
    """Survival at a month with its beta product interval, which there is even without an event.

    Between two times of the curve the lower limit rests on those at risk at the later one. Beyond
    the last time it is not estimable.
    """
    method = f"{curve.method}, beta product interval"
    if not _followed_to(curve.months, month):
        return _not_followed(method, curve.n, curve.conf_level)
    table = EventTable(curve.n, curve.months, curve.at_risk, curve.events, curve.censored)
    at_risk, events, _ = history_to(table, month)
    low, high = beta_product_limits(at_risk, events, curve.conf_level)
    return Estimate(
        method=method,
        n=curve.n,
        events=int(events.sum()),
        estimate=float(product_limit(at_risk, events)[0][-1]),
        conf_low=float(low[-1]),
        conf_high=float(high[-1]),
        conf_level=curve.conf_level,
    )


def risk_at(
    table: EventTable, month: float, tolerance: float = 0.5, conf_level: float = 0.95
) -> Estimate:
    """Risk of the event by a month, with its beta product interval.

    Parameters
    ----------
    month
        The horizon, in months, above 0.
    tolerance
        Follow-up that ends less than so many months before the horizon counts as reaching it:
        365 days are 11.992 months. The note `horizon_tolerance` says where somebody's did.

    Returns
    -------
    Estimate
        Where nobody is censored before the horizon, the proportion with the limits of Clopper
        and Pearson. Not estimable where nobody is left at the horizon, unless everybody had the
        event before.

    Raises
    ------
    ValueError
        The horizon is not above 0, the tolerance is negative, or the level is not inside (0, 1).
    """
    month, tolerance = number("month", month, above=0), number("tolerance", tolerance, at_least=0)
    level("conf_level", conf_level)
    method = "1 - Kaplan-Meier, beta product interval"
    at_risk, events, moved = history_to(table, month, tolerance)
    survival = float(product_limit(at_risk, events)[0][-1])
    if table.n == 0 or (at_risk[-1] == 0 and survival > 0):
        return _not_followed(method, table.n, conf_level)
    low, high = beta_product_limits(at_risk, events, conf_level)
    return Estimate(
        method=method,
        n=table.n,
        events=int(events.sum()),
        estimate=1 - survival,
        conf_low=1 - float(high[-1]),
        conf_high=1 - float(low[-1]),
        conf_level=conf_level,
        note="horizon_tolerance" if moved else "",
    )


def median(curve: Curve) -> Estimate:
    """Median time in months, with Brookmeyer-Crowley limits on the curve's own scale.

    See `quantile`: the median is the time by which half have had the event.
    """
    return quantile(curve, 0.5)


def quantile(curve: Curve, share: float) -> Estimate:
    """Time in months by which a share of the group has had the event.

    The first time with survival below 1 - share; where survival equals it over a span, the
    mid-point of the span. The limits are read off the limits of the curve by the same rule.
    An upper limit that is not reached is NaN, with the note `not_reached` and an open end; where
    the time itself is not reached a lower limit may still stand, `bound_only`.

    Notes
    -----
    `quantile(survfit(...), share)` in R; its median is that of Brookmeyer and Crowley (1982).
    """
    left = 1 - level("share", share)
    found = _falls_to(curve.months, curve.survival, left)
    low = _falls_to(curve.months, curve.conf_low, left)
    high = _falls_to(curve.months, curve.conf_high, left)
    open_end = bool(np.isnan(high))
    status: Status = "ok"
    note: Note = "not_reached" if open_end or np.isnan(low) else ""
    if np.isnan(found):
        status = "not_estimable" if np.isnan(low) else "bound_only"
        note = "not_reached" if curve.n else "n_zero"
    return Estimate(
        method=f"{curve.method}, {curve.conf_type} limits",
        n=curve.n,
        events=int(curve.events.sum()),
        estimate=found,
        conf_low=low,
        conf_high=high,
        conf_ends="[)" if open_end else "[]",
        conf_level=curve.conf_level,
        status=status,
        note=note,
    )


def _falls_to(months: NDArray[np.float64], values: NDArray[np.float64], left: float) -> float:
    reached = np.flatnonzero(values <= left + SAME_SURVIVAL)
    if reached.size == 0:
        return NAN
    first = reached[0]
    if values[first] < left - SAME_SURVIVAL:
        return float(months[first])
    below = np.flatnonzero(values < left - SAME_SURVIVAL)
    end = below[0] if below.size else -1
    return float((months[first] + months[end]) / 2)


def _followed_to(months: NDArray[np.float64], month: float) -> bool:
    number("month", month, at_least=0)
    return bool(months.size) and month <= float(months[-1]) * (1 + SAME_TIME)


def _limits_status(survival: float, conf_low: float) -> tuple[Status, Note]:
    if not np.isnan(conf_low):
        return "ok", ""
    return "bound_only", "no_events" if survival == 1 else "all_events"


def _not_followed(method: str, n: int, conf_level: float) -> Estimate:
    return Estimate(
        method=method,
        n=n,
        conf_level=conf_level,
        status="not_estimable",
        note="no_followup_at_tau" if n else "n_zero",
    )
