"""Kaplan-Meier estimates at one month: survival, by two kinds of limits, and the risk."""

import math

from rtxoutcomes.counts import EventTable
from rtxoutcomes.estimate.arguments import level, number
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.survival.beta_product import beta_product_limits
from rtxoutcomes.estimate.survival.event_table import history_to, last_index, unknown_at
from rtxoutcomes.estimate.survival.from_times import takes_times
from rtxoutcomes.estimate.survival.kaplan_meier import Curve, kind_of, takes_curve
from rtxoutcomes.estimate.survival.product_limit import product_limit
from rtxoutcomes.results.estimate import NAN, Estimate, Kind
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

RISK = Kind(
    Measure.PROPORTION, MethodKey.RISK_BETA_PRODUCT, "1 - Kaplan-Meier, beta product interval"
)


@takes_curve
def survival_at(curve: Curve, month: float) -> Estimate:
    """Survival at a month, with Greenwood's standard error and the curve's own limits.

    Parameters
    ----------
    curve
        From `kaplan_meier` or `reverse_kaplan_meier`; or an event table, or `months` and `event` as
        two arguments, whose 95 % Kaplan-Meier curve is then used.
    month
        In months, at least 0.

    Returns
    -------
    Estimate
        Beyond the last time of the group it is not estimable where a patient was censored then: the
        curve is not extrapolated. Where all had the event it is 0 and stays 0, where R prints NA.
        Where survival is 1 (no event yet) or 0 there is an estimate, `bound_only`, without log-log
        limits; `survival_at_band` has limits there.

    Raises
    ------
    TypeError
        The events are missing, or the first argument is neither a curve, a table nor an array.
    ValueError
        The month is below 0 or missing, or as for `event_table`.

    Equivalent to
    -------------
    `summary(survfit(Surv(months, event) ~ 1, conf.type = "log-log"), times = month)` in R; the
    estimate is that of `lifelines.KaplanMeierFitter.survival_function_at_times`, which
    extrapolates.

    Examples
    --------
    >>> from rtxoutcomes.estimate import survival_at
    >>> survival = survival_at([2, 5, 6, 9, 12, 14], [1, 1, 0, 1, 0, 0], 6)
    >>> round(survival.estimate, 3), round(survival.conf_low, 3), round(survival.conf_high, 3)
    (0.667, 0.195, 0.904)
    """
    number("month", month, at_least=0)
    kind = kind_of(curve, MethodKey.KAPLAN_MEIER, f"{curve.conf_type} interval")
    if unknown_at(_table(curve), month):
        return _not_followed(kind, curve.n, curve.conf_level)
    at = last_index(curve.months, month)
    before_first = NAN if curve.conf_type == "log-log" else 1.0
    survival = float(curve.survival[at]) if at >= 0 else 1.0
    conf_low = float(curve.conf_low[at]) if at >= 0 else before_first
    bounded = not math.isnan(conf_low)
    events = int(curve.events[: at + 1].sum())
    return Sample(kind, curve.n, events=events, conf_level=curve.conf_level).result(
        estimate=survival,
        std_error=float(curve.std_error[at]) if at >= 0 else 0.0,
        conf_low=conf_low,
        conf_high=float(curve.conf_high[at]) if at >= 0 else before_first,
        status="ok" if bounded else "bound_only",
        note="" if bounded else "no_events" if survival == 1 else "all_events",
    )


@takes_curve
def survival_at_band(curve: Curve, month: float) -> Estimate:
    """Survival at a month with its beta product interval, which exists even without an event.

    Parameters
    ----------
    curve
        From `kaplan_meier` or `reverse_kaplan_meier`; or an event table, or `months` and `event` as
        two arguments, whose 95 % Kaplan-Meier curve is then used.
    month
        In months, at least 0.

    Returns
    -------
    Estimate
        Between two times of the curve the lower limit rests on the number at risk at the later one.
        Beyond the last time it is not estimable, unless all had the event: then it is 0.

    Raises
    ------
    TypeError
        The events are missing, or the first argument is neither a curve, a table nor an array.
    ValueError
        The month is below 0 or missing, or as for `event_table`.

    Notes
    -----
    Fay, Brittain and Proschan 2013.

    Equivalent to
    -------------
    `bpcp::StCI(bpcp::bpcp(months, event, nmc = 0), month)` in R.

    Examples
    --------
    >>> from rtxoutcomes.estimate import survival_at_band
    >>> survival = survival_at_band([2, 5, 6, 9, 12, 14], [1, 1, 0, 1, 0, 0], 6)
    >>> round(survival.estimate, 3), round(survival.conf_low, 3), round(survival.conf_high, 3)
    (0.667, 0.223, 0.957)
    """
    number("month", month, at_least=0)
    kind = kind_of(curve, MethodKey.KAPLAN_MEIER_BETA_PRODUCT, "beta product interval")
    table = _table(curve)
    if unknown_at(table, month):
        return _not_followed(kind, curve.n, curve.conf_level)
    at_risk, events, _ = history_to(table, month)
    low, high = beta_product_limits(at_risk, events, curve.conf_level)
    total = int(events.sum())
    return Sample(kind, curve.n, events=total, conf_level=curve.conf_level).result(
        estimate=float(product_limit(at_risk, events)[0][-1]),
        conf_low=float(low[-1]),
        conf_high=float(high[-1]),
    )


@takes_times
def risk_at(
    table: EventTable, month: float, tolerance: float = 0.5, conf_level: float = 0.95
) -> Estimate:
    """Risk of the event by a month, with its beta product interval.

    Parameters
    ----------
    table
        Distinct times of one group, from `event_table`; or `months` and `event` in its place, as
        two arguments of shape (patients,).
    month
        The horizon, in months, above 0.
    tolerance
        Follow-up that ends less than this number of months before the horizon counts as reaching
        it: 365 days are 11.992 months. The note `horizon_tolerance` marks a result with such
        patients.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    Estimate
        Where no patient is censored before the horizon, the proportion with the limits of Clopper
        and Pearson. Not estimable where no patient remains at the horizon, unless all had the event
        before.

    Raises
    ------
    TypeError
        The events are missing, or the first argument is neither a table nor an array.
    ValueError
        The horizon is not above 0, the tolerance is negative, the level is not inside (0, 1), or as
        for `event_table`.

    Notes
    -----
    Kaplan and Meier 1958; Fay, Brittain and Proschan 2013.

    Equivalent to
    -------------
    1 minus survival and limits of `bpcp::bpcp(months, event, nmc = 0)` in R at the month, with
    `tolerance=0`; `binom.test` where no patient is censored before it.

    Examples
    --------
    >>> from rtxoutcomes.estimate import risk_at
    >>> risk = risk_at([2, 5, 12, 12, 12, 14], [1, 1, 0, 0, 0, 0], 12)
    >>> round(risk.estimate, 3), round(risk.conf_low, 3), round(risk.conf_high, 3)
    (0.333, 0.043, 0.777)
    """
    month, tolerance = number("month", month, above=0), number("tolerance", tolerance, at_least=0)
    level("conf_level", conf_level)
    if unknown_at(table, month, tolerance):
        return _not_followed(RISK, table.n, conf_level)
    at_risk, events, moved = history_to(table, month, tolerance)
    survival = float(product_limit(at_risk, events)[0][-1])
    low, high = beta_product_limits(at_risk, events, conf_level)
    total = int(events.sum())
    return Sample(RISK, table.n, events=total, conf_level=conf_level).result(
        estimate=1 - survival,
        conf_low=1 - float(high[-1]),
        conf_high=1 - float(low[-1]),
        note="horizon_tolerance" if moved else "",
    )


def _table(curve: Curve) -> EventTable:
    return EventTable(curve.n, curve.months, curve.at_risk, curve.events, curve.censored)


def _not_followed(kind: Kind, n: int, conf_level: float) -> Estimate:
    sample = Sample(kind, n, conf_level=conf_level)
    return sample.not_estimable("no_followup_at_tau" if n else "n_zero")
