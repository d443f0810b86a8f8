"""A proportion and its intervals, chosen by the kind of endpoint and never by the data.

Wald's interval is absent on purpose: with 14 patients its coverage averages 0.83 and falls to 0.13,
and at 0 events it is a single point. A request for it is refused with that reason.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import brentq

from rtxoutcomes.estimate.arguments import count, level, option
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.tails import beta_isf, beta_ppf, binomial_cdf, binomial_sf, normal_isf
from rtxoutcomes.results.estimate import Estimate, Kind
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

Interval = Literal["wilson", "clopper_pearson", "mid_p", "agresti_coull", "jeffreys"]
Limits = Callable[[int, int, float], tuple[float, float]]
# brentq stops when the bracket is this small, absolutely or relative to the root.
_XTOL, _RTOL = 1e-300, 1e-14
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
    Wilson 1927 without continuity correction (`prop.test(x, n, correct = FALSE)` in R); Clopper
    and Pearson 1934 (`binom.test`); mid-p (Lancaster 1961): roots of
    P(X > x) + P(X = x) / 2 = alpha / 2.
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
    """Proportion with the requested interval; statuses as in `proportion`.

    Parameters
    ----------
    events, n, conf_level
        As in `proportion`.
    interval
        `wilson`, `clopper_pearson`, `mid_p`, `agresti_coull` (not truncated) or `jeffreys`
        (closed at the ends).

    Raises
    ------
    ValueError
        As `proportion`; another interval. `wald`, with or without correction, is refused with the
        reason.
    """
    if str(interval).lower().startswith(("wald", "normal", "asymp")):
        raise ValueError(f"interval {interval!r}: {_WALD}")
    option("interval", interval, _INTERVALS)
    _check(events, n, conf_level)
    return _estimate(*_INTERVALS[interval], events, n, conf_level)


def agresti_coull(events: int, n: int, conf_level: float = 0.95) -> Estimate:
    """Agresti-Coull interval, not truncated to [0, 1]; raises like `proportion`."""
    _check(events, n, conf_level)
    return _estimate(*_INTERVALS["agresti_coull"], events, n, conf_level)


def jeffreys(events: int, n: int, modified: bool = True, conf_level: float = 0.95) -> Estimate:
    """Jeffreys interval: equal tails of Beta(x + 1/2, n - x + 1/2); raises like `proportion`.

    `modified` closes it at 0 and at 1 where no or every patient had the event (Brown, Cai and
    DasGupta 2001).
    """
    _check(events, n, conf_level)
    kind, limits = _INTERVALS["jeffreys"]
    if not modified:
        kind, limits = _kind(MethodKey.JEFFREYS, "Jeffreys"), _jeffreys
    return _estimate(kind, limits, events, n, conf_level)


def zero_event_bound(n: int, conf_level: float = 0.95) -> Estimate:
    """One-sided upper limit of a proportion without an observed event: 1 - (1 - level)^(1/n).

    Exact, by Clopper and Pearson; the rule of three, 3/n, is an approximation to it at 95 % (Hanley
    and Lippman-Hand 1983). It is lower than two-sided limits, and its method says that it is
    one-sided. No patient: `not_estimable`, `n_zero`. Raises ValueError where n is negative or the
    level not between 0 and 1. `binom.test(0, n, alternative = "less")` in R.
    """
    _check(0, n, conf_level)
    method = f"exact one-sided {100 * conf_level:g} % upper limit with no event"
    kind = _kind(MethodKey.ZERO_EVENT_BOUND, method)
    return _zero_events(kind, n, conf_level, float(np.log1p(-conf_level)))


def zero_event_limit(n: int, conf_level: float = 0.95) -> Estimate:
    """Upper limit of a proportion without an observed event: 1 - ((1 - level) / 2)^(1/n).

    This is the upper end of the two-sided Clopper-Pearson interval; `zero_event_bound` gives the
    one-sided limit, which is lower. Statuses and errors as there.
    """
    _check(0, n, conf_level)
    method = f"two-sided {100 * conf_level:g} % upper limit with no event (Clopper-Pearson)"
    kind = _kind(MethodKey.ZERO_EVENT_LIMIT, method)
    return _zero_events(kind, n, conf_level, float(np.log((1 - conf_level) / 2)))


def wilson_limits(events: int, n: int, tail: float) -> tuple[float, float]:
    """Roots in p of (x / n - p)^2 = z^2 p (1 - p) / n (Wilson 1927)."""
    z = normal_isf(tail)
    share = events / n
    scale = 1 + z * z / n
    middle = (share + z * z / (2 * n)) / scale
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / scale
    # At 0 or n events middle and half are equal in algebra but not in floating point.
    low = 0.0 if events == 0 else middle - half
    high = 1.0 if events == n else middle + half
    return low, high


def clopper_pearson_limits(events: int, n: int, tail: float) -> tuple[float, float]:
    """Proportions at which a binomial tail has the probability `tail`, as beta quantiles."""
    low = 0.0 if events == 0 else beta_ppf(tail, events, n - events + 1)
    high = 1.0 if events == n else beta_isf(tail, events + 1, n - events)
    return low, high


def square_and_add(
    a: tuple[float, float, float], b: tuple[float, float, float]
) -> tuple[float, float]:
    """Limits of a minus b from the estimate and limits of each, (estimate, low, high).

    The squared distances of the limits from the estimates are added (Newcombe 1998, method 10).
    """
    difference = a[0] - b[0]
    below = math.hypot(a[0] - a[1], b[2] - b[0])
    above = math.hypot(a[2] - a[0], b[0] - b[1])
    return difference - below, difference + above


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


def _zero_events(kind: Kind, n: int, conf_level: float, log_tail: float) -> Estimate:
    """The largest proportion at which no event in n patients has the probability of the tail."""
    sample = Sample(kind, n, events=0, conf_level=conf_level)
    if n == 0:
        return sample.not_estimable("n_zero")
    limit = float(-np.expm1(log_tail / n))
    return sample.result(estimate=0.0, conf_low=0.0, conf_high=limit, note="no_events")


def _mid_p(events: int, n: int, tail: float) -> tuple[float, float]:
    # P(X > x) + P(X = x) / 2 is the mean of the tails with and without the observed count.
    def above(p: float) -> float:
        return (binomial_sf(events, n, p) + binomial_sf(events - 1, n, p)) / 2 - tail

    def below(p: float) -> float:
        return (binomial_cdf(events, n, p) + binomial_cdf(events - 1, n, p)) / 2 - tail

    # Clopper-Pearson contains the mid-p interval, and each function changes sign once inside.
    outer = clopper_pearson_limits(events, n, tail)
    low = 0.0 if events == 0 else _root(above, *outer)
    high = 1.0 if events == n else _root(below, *outer)
    return low, high


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    return float(brentq(function, low, high, xtol=_XTOL, rtol=_RTOL))


def _agresti_coull(events: int, n: int, tail: float) -> tuple[float, float]:
    z = normal_isf(tail)
    size = n + z * z
    middle = (events + z * z / 2) / size
    half = z * math.sqrt(middle * (1 - middle) / size)
    return middle - half, middle + half


def _jeffreys(events: int, n: int, tail: float) -> tuple[float, float]:
    a, b = events + 0.5, n - events + 0.5
    return beta_ppf(tail, a, b), beta_isf(tail, a, b)


def _jeffreys_modified(events: int, n: int, tail: float) -> tuple[float, float]:
    low, high = _jeffreys(events, n, tail)
    return (0.0 if events == 0 else low), (1.0 if events == n else high)


_INTERVALS: dict[Interval, tuple[Kind, Limits]] = {
    "wilson": (_kind(MethodKey.WILSON, "Wilson score"), wilson_limits),
    "clopper_pearson": (
        _kind(MethodKey.CLOPPER_PEARSON, "Clopper-Pearson"),
        clopper_pearson_limits,
    ),
    "mid_p": (_kind(MethodKey.MID_P, "mid-p"), _mid_p),
    "agresti_coull": (_kind(MethodKey.AGRESTI_COULL, "Agresti-Coull"), _agresti_coull),
    "jeffreys": (_kind(MethodKey.JEFFREYS, "Jeffreys, closed at the ends"), _jeffreys_modified),
}
