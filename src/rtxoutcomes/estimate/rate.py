"""A rate: events per person-year, with an interval that knows events cluster in patients."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import beta, binom, chi2

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
    events: NDArray[np.int64],
    years: NDArray[np.float64],
    count: NDArray[np.int64] | None = None,
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
        Shapes differ, or a number is negative.

    Notes
    -----
    Garwood 1936 (`poisson.test` in R). Scaled: the interval of count / phi, times phi, where phi
    is the Pearson dispersion over patients, at least 1.
    """
    sizes = np.ones(len(events), dtype=np.int64) if count is None else count
    if not events.shape == years.shape == sizes.shape or events.ndim != 1:
        raise ValueError("events, years and count must be 1-D and of one length")
    if (events < 0).any() or (years < 0).any() or (sizes < 0).any() or unknown < 0:
        raise ValueError("events, years and counts must not be negative")
    total = int((events * sizes).sum())
    time = math.fsum((years * sizes).tolist())
    n = int(sizes.sum())
    phi = _dispersion(events, years, sizes, total, time)

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

    p is twice the smaller tail, matching the central interval. No event at all: `not_estimable`,
    `no_events`; none in one group: `bound_only`. Raises ValueError on negative numbers and where
    a group has no person-time. `poisson.test` with two samples in R has this interval.
    """
    if min(events_a, events_b) < 0 or min(years_a, years_b) <= 0:
        raise ValueError("events must not be negative, and both groups need person-time")
    method = "exact rate ratio, conditional on the sum"
    total, share = events_a + events_b, years_a / (years_a + years_b)
    if total == 0:
        return Estimate(method=method, n=0, events=0, status="not_estimable", note="no_events")
    tail = (1 - conf_level) / 2
    low = 0.0 if events_a == 0 else float(beta.ppf(tail, events_a, events_b + 1))
    high = NAN if events_b == 0 else float(beta.isf(tail, events_a + 1, events_b))
    p_value = 2 * min(
        float(binom.cdf(events_a, total, share)), float(binom.sf(events_a - 1, total, share))
    )
    odds = years_b / years_a
    full = events_a > 0 and events_b > 0
    return Estimate(
        method=method,
        n=total,
        events=total,
        estimate=events_a / events_b * odds if events_b > 0 else NAN,
        conf_low=low / (1 - low) * odds,
        conf_high=high / (1 - high) * odds,
        conf_level=conf_level,
        p_value=min(1.0, p_value),
        status="ok" if full else "bound_only",
        note="" if full else "no_events",
    )


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
    low = 0.0 if events == 0 else float(chi2.ppf(tail, 2 * events)) / 2
    return low, float(chi2.isf(tail, 2 * events + 2)) / 2
