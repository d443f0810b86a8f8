"""A proportion with its intervals, fixed by the kind of endpoint and never by the data.

Wald's interval is absent on purpose: with 14 patients its coverage averages 0.83 and falls to 0.13,
and at 0 events it is a point. Who asks for it is told so.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from scipy.optimize import brentq

from rtxoutcomes.estimate.arguments import count, level, option
from rtxoutcomes.estimate.tails import beta_isf, beta_ppf, binomial_cdf, binomial_sf, normal_isf
from rtxoutcomes.results import Estimate

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
        `events` or `n` is no whole number, `events` not between 0 and `n`, or the level not between
        0 and 1.

    Notes
    -----
    Wilson 1927 without continuity correction (`prop.test(x, n, correct = FALSE)` in R); Clopper
    and Pearson 1934 (`binom.test`); mid-p: roots of P(X > x) + P(X = x) / 2 = alpha / 2.
    """
    _check(events, n, conf_level)

    def told(interval: Interval) -> Estimate:
        return _estimate(*_INTERVALS[interval], events, n, conf_level)

    return Proportion(
        n=n,
        events=events,
        wilson=told("wilson"),
        clopper_pearson=told("clopper_pearson"),
        mid_p=told("mid_p"),
    )


def proportion_interval(
    events: int, n: int, interval: Interval = "wilson", conf_level: float = 0.95
) -> Estimate:
    """Proportion with the one interval that is asked for; statuses as in `proportion`.

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
    option("interval", interval, get_args(Interval))
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
    kind = _INTERVALS["jeffreys"] if modified else ("Jeffreys", _jeffreys)
    return _estimate(*kind, events, n, conf_level)


def rule_of_three(n: int, conf_level: float = 0.95) -> Estimate:
    """One-sided upper limit of a proportion of which no event was seen: 1 - (1 - level)^(1/n).

    About 3/n at 95 %, whence the name. It is lower than the two-sided limits beside it, and its
    method says one-sided. No patient: `not_estimable`, `n_zero`. Raises ValueError where n is
    negative or the level not between 0 and 1. `binom.test(0, n, alternative = "less")` in R.
    """
    _check(0, n, conf_level)
    method = f"one-sided {100 * conf_level:g} % upper limit with no event (rule of three)"

    def limits(_events: int, size: int, _tail: float) -> tuple[float, float]:
        return 0.0, float(-np.expm1(np.log1p(-conf_level) / size))

    told = _estimate(method, limits, 0, n, conf_level)
    return told if n == 0 else replace(told, note="no_events")


def zero_event_limit(n: int, conf_level: float = 0.95) -> Estimate:
    """Upper limit of a proportion of which no event was seen: 1 - ((1 - level) / 2)^(1/n).

    The upper end of the two-sided Clopper-Pearson interval, named as what it is; `rule_of_three`
    has the one-sided limit, which is lower. Statuses and errors as there.
    """
    _check(0, n, conf_level)
    method = f"two-sided {100 * conf_level:g} % upper limit with no event (Clopper-Pearson)"

    def limits(_events: int, size: int, tail: float) -> tuple[float, float]:
        return 0.0, float(-np.expm1(np.log(tail) / size))

    told = _estimate(method, limits, 0, n, conf_level)
    return told if n == 0 else replace(told, note="no_events")


def _check(events: int, n: int, conf_level: float) -> None:
    count("events", events, at_most=count("n", n))
    level("conf_level", conf_level)


def _estimate(method: str, limits: Limits, events: int, n: int, conf_level: float) -> Estimate:
    if n == 0:
        return Estimate(
            method=method,
            n=0,
            events=0,
            conf_level=conf_level,
            status="not_estimable",
            note="n_zero",
        )
    low, high = limits(events, n, (1 - conf_level) / 2)
    return Estimate(
        method=method,
        n=n,
        events=events,
        estimate=events / n,
        conf_low=low,
        conf_high=high,
        conf_level=conf_level,
        note="n_one" if n == 1 else "",
    )


def _wilson(events: int, n: int, tail: float) -> tuple[float, float]:
    z = normal_isf(tail)
    share = events / n
    scale = 1 + z * z / n
    middle = (share + z * z / (2 * n)) / scale
    half = z * float(np.sqrt(share * (1 - share) / n + z * z / (4 * n * n))) / scale
    # At 0 or n events middle and half are equal in algebra but not in floating point.
    low = 0.0 if events == 0 else middle - half
    high = 1.0 if events == n else middle + half
    return low, high


def _clopper_pearson(events: int, n: int, tail: float) -> tuple[float, float]:
    low = 0.0 if events == 0 else beta_ppf(tail, events, n - events + 1)
    high = 1.0 if events == n else beta_isf(tail, events + 1, n - events)
    return low, high


def _mid_p(events: int, n: int, tail: float) -> tuple[float, float]:
    # Half the chance of just this many events is the mean of the chances with it and without.
    def above(p: float) -> float:
        return (binomial_sf(events, n, p) + binomial_sf(events - 1, n, p)) / 2 - tail

    def below(p: float) -> float:
        return (binomial_cdf(events, n, p) + binomial_cdf(events - 1, n, p)) / 2 - tail

    # Clopper-Pearson contains the mid-p interval, and each function changes sign once inside.
    outer = _clopper_pearson(events, n, tail)
    low = 0.0 if events == 0 else _root(above, *outer)
    high = 1.0 if events == n else _root(below, *outer)
    return low, high


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    return float(brentq(function, low, high, xtol=_XTOL, rtol=_RTOL))


def _agresti_coull(events: int, n: int, tail: float) -> tuple[float, float]:
    z = normal_isf(tail)
    size = n + z * z
    middle = (events + z * z / 2) / size
    half = z * float(np.sqrt(middle * (1 - middle) / size))
    return middle - half, middle + half


def _jeffreys(events: int, n: int, tail: float) -> tuple[float, float]:
    a, b = events + 0.5, n - events + 0.5
    return beta_ppf(tail, a, b), beta_isf(tail, a, b)


def _jeffreys_modified(events: int, n: int, tail: float) -> tuple[float, float]:
    low, high = _jeffreys(events, n, tail)
    return (0.0 if events == 0 else low), (1.0 if events == n else high)


_INTERVALS: dict[Interval, tuple[str, Limits]] = {
    "wilson": ("Wilson score", _wilson),
    "clopper_pearson": ("Clopper-Pearson", _clopper_pearson),
    "mid_p": ("mid-p", _mid_p),
    "agresti_coull": ("Agresti-Coull", _agresti_coull),
    "jeffreys": ("Jeffreys, closed at the ends", _jeffreys_modified),
}
