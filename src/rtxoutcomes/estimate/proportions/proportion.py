"""A proportion and its intervals, chosen by the kind of endpoint and never by the data.

Wald's interval is absent on purpose: with 14 patients its coverage averages 0.83 and falls to 0.13,
and at 0 events it is a single point. A request for it is refused with that reason.
"""

from dataclasses import dataclass
from typing import Literal

from rtxoutcomes.estimate.arguments import count, level, option
from rtxoutcomes.estimate.proportions.limits import (
    Limits,
    agresti_coull_limits,
    clopper_pearson_limits,
    jeffreys_limits,
    mid_p_limits,
    modified_jeffreys_limits,
    wilson_limits,
)
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.results.estimate import Estimate, Kind
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

Interval = Literal["wilson", "clopper_pearson", "mid_p", "agresti_coull", "jeffreys"]
_WALD = (
    "Wald's interval is not offered: with 14 patients it covers 83 % on average, 13 % at worst, "
    "and at 0 events it is a point. Use 'wilson' for efficacy, 'clopper_pearson' for safety"
)


@dataclass(frozen=True, slots=True)
class Proportion:
    """Patients with an event among n, with three intervals. `wilson` is for efficacy endpoints,
    `clopper_pearson` for safety, where coverage must never fall below its level."""

    n: int
    events: int
    wilson: Estimate
    clopper_pearson: Estimate
    mid_p: Estimate


def proportion(events: int, n: int, conf_level: float = 0.95) -> Proportion:
    """Proportion with its Wilson score, Clopper-Pearson and mid-p interval.

    Parameters
    ----------
    events, n
        Patients with at least one event, and all patients.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    Proportion
        Limits at 0 or n events are exactly 0 or 1. No patient: `not_estimable`, `n_zero`; one
        patient: the note `n_one`.

    Raises
    ------
    ValueError
        `events` or `n` is not a whole number, `events` is not between 0 and `n`, or the level is
        not between 0 and 1.

    Notes
    -----
    Wilson 1927 without continuity correction; Clopper and Pearson 1934; mid-p (Lancaster 1961):
    roots of P(X > x) + P(X = x) / 2 = alpha / 2.

    Equivalent to
    -------------
    `wilson`: `prop.test(events, n, correct = FALSE)` in R; `clopper_pearson`: `binom.test(events,
    n)`; `scipy.stats.binomtest(events, n).proportion_ci(method="wilson")` or `"exact"`.

    Examples
    --------
    >>> from rtxoutcomes.estimate import proportion
    >>> result = proportion(8, 42)
    >>> round(result.wilson.conf_low, 4), round(result.wilson.conf_high, 4)
    (0.0998, 0.333)
    >>> round(result.clopper_pearson.conf_low, 4), round(result.clopper_pearson.conf_high, 4)
    (0.086, 0.3412)
    """
    events, n = _check(events, n, conf_level)

    def interval(name: Interval) -> Estimate:
        return _estimate(*_INTERVALS[name], events, n, conf_level)

    return Proportion(
        n=n,
        events=events,
        wilson=interval("wilson"),
        clopper_pearson=interval("clopper_pearson"),
        mid_p=interval("mid_p"),
    )


def proportion_interval(
    events: int, n: int, interval: Interval = "wilson", conf_level: float = 0.95
) -> Estimate:
    """Proportion with the requested interval.

    Parameters
    ----------
    events, n, conf_level
        As in `proportion`.
    interval
        `wilson`, `clopper_pearson`, `mid_p`, `agresti_coull` (not truncated) or `jeffreys` (closed
        at the ends).

    Returns
    -------
    Estimate
        Statuses as in `proportion`.

    Raises
    ------
    ValueError
        As `proportion`; another interval. `wald`, with or without correction, is refused with the
        reason.

    Equivalent to
    -------------
    `prop.test`, `binom.test` and `binom::binom.confint` in R;
    `statsmodels.stats.proportion.proportion_confint` for all but `mid_p`, which truncates
    `agresti_coull` and leaves `jeffreys` open at the ends.

    Examples
    --------
    >>> from rtxoutcomes.estimate import proportion_interval
    >>> interval = proportion_interval(0, 14, "clopper_pearson")
    >>> interval.conf_low, round(interval.conf_high, 3)
    (0.0, 0.232)
    """
    if str(interval).lower().startswith(("wald", "normal", "asymp")):
        raise ValueError(f"interval {interval!r}: {_WALD}")
    option("interval", interval, _INTERVALS)
    _check(events, n, conf_level)
    return _estimate(*_INTERVALS[interval], events, n, conf_level)


def agresti_coull(events: int, n: int, conf_level: float = 0.95) -> Estimate:
    """Agresti-Coull interval of a proportion, not truncated to [0, 1].

    Parameters
    ----------
    events, n
        Patients with the event, and all patients.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    Estimate
        Statuses as in `proportion`.

    Raises
    ------
    ValueError
        A count is not a whole number, negative or above its n, or the level is not between 0 and 1.

    Notes
    -----
    Agresti and Coull 1998.

    Equivalent to
    -------------
    `binom::binom.confint(events, n, methods = "agresti-coull")` in R;
    `statsmodels.stats.proportion.proportion_confint(events, n, method="agresti_coull")`, which
    truncates the limits.

    Examples
    --------
    >>> from rtxoutcomes.estimate import agresti_coull
    >>> interval = agresti_coull(8, 42)
    >>> round(interval.conf_low, 4), round(interval.conf_high, 4)
    (0.0972, 0.3356)
    """
    _check(events, n, conf_level)
    return _estimate(*_INTERVALS["agresti_coull"], events, n, conf_level)


def jeffreys(events: int, n: int, modified: bool = True, conf_level: float = 0.95) -> Estimate:
    """Jeffreys interval of a proportion: equal tails of Beta(x + 1/2, n - x + 1/2).

    Parameters
    ----------
    events, n
        Patients with the event, and all patients.
    modified
        Close it at 0 and at 1 where no or every patient had the event (Brown, Cai and DasGupta
        2001).
    conf_level
        Two-sided confidence level.

    Returns
    -------
    Estimate
        Statuses as in `proportion`.

    Raises
    ------
    ValueError
        A count is not a whole number, negative or above its n, or the level is not between 0 and 1.

    Equivalent to
    -------------
    `qbeta(c(0.025, 0.975), events + 0.5, n - events + 0.5)` in R, and
    `statsmodels.stats.proportion.proportion_confint(events, n, method="jeffreys")`, both for
    `modified=False`.

    Examples
    --------
    >>> from rtxoutcomes.estimate import jeffreys
    >>> interval = jeffreys(0, 14)
    >>> interval.conf_low, round(interval.conf_high, 4)
    (0.0, 0.1616)
    """
    _check(events, n, conf_level)
    kind, limits = _INTERVALS["jeffreys"]
    if not modified:
        kind, limits = _kind(MethodKey.JEFFREYS, "Jeffreys"), jeffreys_limits
    return _estimate(kind, limits, events, n, conf_level)


def _check(events: int, n: int, conf_level: float) -> tuple[int, int]:
    level("conf_level", conf_level)
    n = count("n", n)
    return count("events", events, at_most=n), n


def _kind(key: MethodKey, method: str) -> Kind:
    return Kind(Measure.PROPORTION, key, method)


def _estimate(kind: Kind, limits: Limits, events: int, n: int, conf_level: float) -> Estimate:
    sample = Sample(kind, n, events=events, conf_level=conf_level)
    if n == 0:
        return sample.not_estimable("n_zero")
    low, high = limits(events, n, (1 - conf_level) / 2)
    return sample.result(
        estimate=events / n, conf_low=low, conf_high=high, note="n_one" if n == 1 else ""
    )


_INTERVALS: dict[Interval, tuple[Kind, Limits]] = {
    "wilson": (_kind(MethodKey.WILSON, "Wilson score"), wilson_limits),
    "clopper_pearson": (
        _kind(MethodKey.CLOPPER_PEARSON, "Clopper-Pearson"),
        clopper_pearson_limits,
    ),
    "mid_p": (_kind(MethodKey.MID_P, "mid-p"), mid_p_limits),
    "agresti_coull": (_kind(MethodKey.AGRESTI_COULL, "Agresti-Coull"), agresti_coull_limits),
    "jeffreys": (
        _kind(MethodKey.JEFFREYS, "Jeffreys, closed at the ends"),
        modified_jeffreys_limits,
    ),
}
