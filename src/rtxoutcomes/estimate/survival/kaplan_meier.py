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
from rtxoutcomes.results.estimate import Kind
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

P = ParamSpec("P")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Curve:
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
        Distinct times of one group. An empty group gives a curve without times.

    Raises
    ------
    ValueError
        The scale is not recognised, or the level is not inside (0, 1).

    Notes
    -----
    Kaplan and Meier 1958; log-log limits of Kalbfleisch and Prentice 1980;
    `survival::survfit(Surv(months, event) ~ 1, conf.type = "log-log")` in R.
    `lifelines.KaplanMeierFitter` has separate rows for tied times that differ by rounding, limits
    [1, 1] before the first event and [0, 0] after the last patient's.
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

    Arguments as in `event_table`. Its `median` is the median follow-up (Schemper and Smith 1996).
    At a tied time relapses are removed before censorings, as in the curve of relapse itself;
    `survfit(Surv(months, 1 - event) ~ 1)` in R orders them the other way and may differ there.
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
