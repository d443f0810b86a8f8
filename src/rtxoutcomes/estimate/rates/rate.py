"""A rate: events per person-year, with an interval that knows events cluster in patients."""

import math
import sys
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import binomtest

from rtxoutcomes.estimate.arguments import (
    count as count_of,
)
from rtxoutcomes.estimate.arguments import (
    level,
    number,
    of_one_length,
    reals,
    refuse,
    wholes,
)
from rtxoutcomes.estimate.tails import (
    beta_isf,
    beta_ppf,
    binomial_cdf,
    binomial_sf,
    chi2_isf,
    chi2_ppf,
)
from rtxoutcomes.results import NAN, Estimate


@dataclass(frozen=True, slots=True)
class Rate:
    """Events per person-year. `scaled` is reported; `independent` assumes that events do not
    cluster in patients, and stands beside it."""

    n: int
    events: int
    person_years: float
    dispersion: float
    scaled: Estimate
    independent: Estimate


def rate(
    events: ArrayLike,
    years: ArrayLike,
    count: ArrayLike | None = None,
    unknown: int = 0,
    conf_level: float = 0.95,
) -> Rate:
    """Cohort rate (all events over all person-years) with Garwood's exact Poisson interval.

    Parameters
    ----------
    events, years
        Shape (patients,): events and time at risk in years of each. Or shape (patterns,), with
    count
        the number of patients of each pattern.
    unknown
        Patients whose events are only known to be at least what is given. The rate is then a
        lower bound: `bound_only`, `count_unknown`, no upper limit.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    Rate
        No person-time: `not_estimable`, `n_zero`.

    Raises
    ------
    ValueError
        Lengths differ, a count is negative or no whole number, a time negative or not finite,
        somebody without time at risk has an event, more patients are unknown than there are, or
        the level is not between 0 and 1.

    Notes
    -----
    Garwood 1936 (`poisson.test` in R). Scaled: the interval of count / phi, times phi, where phi
    is the Pearson dispersion over patients, at least 1.
    """
    had, watched, sizes = _checked(events, years, count)
    n = int(sizes.sum())
    count_of("unknown", unknown, at_most=n)
    level("conf_level", conf_level)
    total = int((had * sizes).sum())
    time = math.fsum((watched * sizes).tolist())
    phi = _dispersion(had, watched, sizes, total, time)

    def told(method: str, scale: float) -> Estimate:
        return _estimate(method, (n, total, time), scale, unknown, conf_level)

    return Rate(
        n=n,
        events=total,
        person_years=time,
        dispersion=phi,
        scaled=told("Garwood, scaled for dispersion", phi),
        independent=told("Garwood, independent events", 1.0),
    )


def rate_ratio_exact(
    events_a: int, years_a: float, events_b: int, years_b: float, conf_level: float = 0.95
) -> Estimate:
    """Ratio of two rates, a over b, by the binomial distribution of events_a given their sum.

    Parameters
    ----------
    events_a, years_a, events_b, years_b
        Events and person-years of the two groups.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    Estimate
        `n` and `events` count the events of both, on which the test rests. p is twice the smaller
        tail, matching the central interval. No person-time in a group: `not_estimable`, `n_zero`;
        no event at all: `not_estimable`, `no_events`; none in one group: `bound_only`.

    Raises
    ------
    ValueError
        A count is negative or no whole number, a time negative or not finite, a group without
        time has events, or the level is not between 0 and 1.

    Notes
    -----
    The interval of `poisson.test` with two samples in R; its p is `rate_ratio_point_probability`.
    """
    method = "exact rate ratio, conditional on the sum"
    refused = _refused(method, (events_a, events_b), (years_a, years_b), conf_level)
    if refused is not None:
        return refused
    total, share = events_a + events_b, years_a / (years_a + years_b)
    odds, tail = years_b / years_a, (1 - conf_level) / 2
    below, above = binomial_cdf(events_a, total, share), binomial_sf(events_a - 1, total, share)
    full = events_a > 0 and events_b > 0
    return Estimate(
        method=method,
        n=total,
        events=total,
        person_years=years_a + years_b,
        estimate=events_a / events_b * odds if events_b > 0 else NAN,
        conf_low=_odds_limit(tail, events_a, events_b + 1) * odds if events_a > 0 else 0.0,
        conf_high=odds / _odds_limit(tail, events_b, events_a + 1) if events_b > 0 else NAN,
        conf_level=conf_level,
        p_value=min(1.0, max(2 * min(below, above), sys.float_info.min)),
        status="ok" if full else "bound_only",
        note="" if full else "no_events",
    )


def rate_ratio_point_probability(
    events_a: int, years_a: float, events_b: int, years_b: float
) -> Estimate:
    """The p of `poisson.test` in R: it sums all splits of the events no likelier than the observed.

    It may contradict the interval of `rate_ratio_exact`, and stands beside it for comparison.
    Arguments, statuses and errors are those of `rate_ratio_exact`.
    """
    method = "exact rate ratio, point probabilities"
    refused = _refused(method, (events_a, events_b), (years_a, years_b), 0.95)
    if refused is not None:
        return refused
    total = events_a + events_b
    told = binomtest(events_a, total, years_a / (years_a + years_b))
    return Estimate(
        method=method,
        n=total,
        events=total,
        person_years=years_a + years_b,
        p_value=max(float(told.pvalue), sys.float_info.min),
    )


def _checked(
    events: ArrayLike, years: ArrayLike, count: ArrayLike | None
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
    had = wholes("events", events, at_least=0)
    watched = reals("years", years, at_least=0)
    sizes = np.ones_like(had) if count is None else wholes("count", count, at_least=0)
    of_one_length(events=had, years=watched, count=sizes)
    idle = np.flatnonzero((watched == 0) & (had > 0) & (sizes > 0))
    if idle.size:
        first = int(idle[0])
        refuse(f"years[{first}]", f"above 0 beside events[{first}] = {had[first]}", "0")
    return had, watched, sizes


def _refused(
    method: str, events: tuple[int, int], years: tuple[float, float], conf_level: float
) -> Estimate | None:
    for name, had, time in zip("ab", events, years, strict=True):
        count_of(f"events_{name}", had)
        if number(f"years_{name}", time, at_least=0) == 0 and had > 0:
            refuse(f"years_{name}", f"above 0 beside events_{name} = {had}", "0")
    level("conf_level", conf_level)
    watched = min(years) > 0
    if watched and sum(events) > 0:
        return None
    return Estimate(
        method=method,
        n=sum(events),
        events=sum(events),
        person_years=sum(years),
        conf_level=conf_level,
        status="not_estimable",
        note="no_events" if watched else "n_zero",
    )


def _odds_limit(tail: float, a: int, b: int) -> float:
    """Lower quantile of Beta(a, b) as odds; 1 - quantile would lose the digits of a large one."""
    return beta_ppf(tail, a, b) / beta_isf(tail, b, a)


def _dispersion(
    events: NDArray[np.int64],
    years: NDArray[np.float64],
    sizes: NDArray[np.int64],
    total: int,
    time: float,
) -> float:
    """Pearson's chi-square over its degrees of freedom, at least 1."""
    n = int(sizes.sum())
    if total == 0 or n < 2 or time == 0:
        return 1.0
    seen = years > 0
    expected = total / time * years[seen]
    terms = sizes[seen] * (events[seen] - expected) ** 2 / expected
    return max(1.0, math.fsum(terms.tolist()) / (n - 1))


def _estimate(
    method: str, totals: tuple[int, int, float], phi: float, unknown: int, conf_level: float
) -> Estimate:
    n, events, years = totals
    if years == 0:
        return Estimate(
            method=method,
            n=n,
            events=events,
            person_years=0.0,
            conf_level=conf_level,
            status="not_estimable",
            note="n_zero",
        )
    low, high = _garwood(events / phi, (1 - conf_level) / 2)
    return Estimate(
        method=method,
        n=n,
        events=events,
        person_years=years,
        estimate=events / years,
        conf_low=low * phi / years,
        conf_high=NAN if unknown else high * phi / years,
        conf_level=conf_level,
        status="bound_only" if unknown else "ok",
        note="count_unknown" if unknown else "",
    )


def _garwood(events: float, tail: float) -> tuple[float, float]:
    low = 0.0 if events == 0 else chi2_ppf(tail, 2 * events) / 2
    return low, chi2_isf(tail, 2 * events + 2) / 2
