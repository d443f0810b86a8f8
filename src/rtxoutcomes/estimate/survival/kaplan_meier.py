"""The Kaplan-Meier curve of one group: of the event, or of follow-up."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar, cast, overload

import numpy as np
from numpy.typing import ArrayLike

from rtxoutcomes.arrays import Floats, Ints
from rtxoutcomes.counts import EventTable
from rtxoutcomes.estimate.survival.beta_product import beta_product_limits
from rtxoutcomes.estimate.survival.event_table import event_table
from rtxoutcomes.estimate.survival.from_times import given, takes_times
from rtxoutcomes.estimate.survival.product_limit import ConfType, product_limit, survival_limits
from rtxoutcomes.glance import WithoutValues
from rtxoutcomes.results.estimate import Kind
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

P = ParamSpec("P")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


@dataclass(frozen=True, slots=True, repr=False)
class Curve(WithoutValues):
    """A survival curve at the distinct times of its group, without month 0, where survival is 1.

    Arrays have shape (times,). `conf_low`, `conf_high` are the limits on the scale `conf_type`,
    NaN where that scale has none (log-log: survival 1 or 0); `band_low`, `band_high` those of
    the beta product procedure, never missing. `std_error` is Greenwood's, NaN where survival is 0.
    `method` and `method_key` name the curve: that of the event, or that of follow-up.
    """

    n: int
    months: Floats
    at_risk: Ints
    events: Ints
    censored: Ints
    survival: Floats
    conf_low: Floats
    conf_high: Floats
    band_low: Floats
    band_high: Floats
    std_error: Floats
    conf_level: float
    conf_type: ConfType = "log-log"
    method: str = "Kaplan-Meier"
    method_key: MethodKey = MethodKey.KAPLAN_MEIER


class OfCurve(Protocol[P, R_co]):
    """A function of one group, given by its curve, its event table or its patients."""

    @overload
    def __call__(self, curve: Curve | EventTable, *args: P.args, **kwargs: P.kwargs) -> R_co: ...
    @overload
    def __call__(
        self, months: ArrayLike, event: ArrayLike, *args: P.args, **kwargs: P.kwargs
    ) -> R_co: ...


@takes_times
def kaplan_meier(
    table: EventTable, conf_level: float = 0.95, conf_type: ConfType = "log-log"
) -> Curve:
    """Kaplan-Meier estimate with two kinds of pointwise limits.

    Parameters
    ----------
    table
        Distinct times of one group, from `event_table`; or `months` and `event` in its place, as
        two arguments of shape (patients,). An empty group gives a curve without times.
    conf_level
        Two-sided confidence level.
    conf_type
        The scale of `conf_low` and `conf_high`: `log-log`, `log` or `plain`.

    Returns
    -------
    Curve
        Survival at each distinct time, with its error, both kinds of limits and numbers at risk.

    Raises
    ------
    TypeError
        The events are missing, or the first argument is neither a table nor an array.
    ValueError
        The scale is not recognised, the level is not inside (0, 1), or as for `event_table`.

    Notes
    -----
    Kaplan and Meier 1958; log-log limits of Kalbfleisch and Prentice 1980.

    Equivalent to
    -------------
    `survival::survfit(Surv(months, event) ~ 1, conf.type = "log-log")` in R;
    `lifelines.KaplanMeierFitter().fit(months, event)`, which has limits [1, 1] before the first
    event, [0, 0] after the last patient's, and separate rows for tied times that differ by
    rounding.

    Examples
    --------
    >>> from rtxoutcomes.estimate import kaplan_meier
    >>> curve = kaplan_meier([2, 5, 5, 9, 12], [1, 1, 0, 1, 0])
    >>> curve.months.tolist()
    [2.0, 5.0, 9.0, 12.0]
    >>> curve.survival.round(2).tolist()
    [0.8, 0.6, 0.3, 0.3]
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


def reverse_kaplan_meier(months: ArrayLike, event: ArrayLike, conf_level: float = 0.95) -> Curve:
    """Curve of follow-up: the end of observation is the event, a relapse censors it.

    Its `median` is the median follow-up (Schemper and Smith 1996).

    Parameters
    ----------
    months, event
        Shape (patients,): time of the event or of censoring in months, and whether it was the
        event.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    Curve
        The probability of being followed beyond each time.

    Raises
    ------
    ValueError
        As for `event_table`, or the level is not inside (0, 1).

    Notes
    -----
    At a tied time relapses are removed before censorings, as in the curve of relapse itself.

    Equivalent to
    -------------
    `survfit(Surv(months, 1 - event) ~ 1)` in R and `lifelines.KaplanMeierFitter().fit(months, 1 -
    event)` where no relapse is tied with a censoring: both order these the other way.

    Examples
    --------
    >>> from rtxoutcomes.estimate import median, reverse_kaplan_meier
    >>> curve = reverse_kaplan_meier([2, 5, 6, 9, 12, 14], [1, 1, 0, 1, 0, 0])
    >>> median(curve).estimate
    12.0
    """
    table = event_table(months, event)
    reverse = EventTable(
        n=table.n,
        months=table.months,
        at_risk=table.at_risk - table.events,
        events=table.censored,
        censored=table.events,
    )
    curve = kaplan_meier(reverse, conf_level)
    return replace(curve, method="reverse Kaplan-Meier", method_key=MethodKey.REVERSE_KAPLAN_MEIER)


def takes_curve(function: Callable[Concatenate[Curve, P], R]) -> OfCurve[P, R]:
    """The function of a curve, called with one, with an event table, or with times and events."""

    @wraps(function)
    def call(*args: object, **kwargs: object) -> object:
        first, rest = given(function, Curve, args, kwargs)
        curve = kaplan_meier(first) if isinstance(first, EventTable) else first
        return cast(Callable[..., object], function)(curve, *rest, **kwargs)

    return cast(OfCurve[P, R], call)


def kind_of(
    curve: Curve, key: MethodKey, limits: str, measure: Measure = Measure.PROPORTION
) -> Kind:
    """The kind of an estimate; `key` is its method key where the curve is that of the event."""
    method_key = key if curve.method_key is MethodKey.KAPLAN_MEIER else curve.method_key
    return Kind(measure, method_key, f"{curve.method}, {limits}")
