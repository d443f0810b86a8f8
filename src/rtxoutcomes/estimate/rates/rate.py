"""Rates: events per person-year, with intervals that allow for clustering of events in patients."""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import binomtest

from rtxoutcomes.arrays import Floats, Ints
from rtxoutcomes.estimate.arguments import (
    count as count_of,
)
from rtxoutcomes.estimate.arguments import (
    instance,
    integers,
    level,
    number,
    person_times,
    same_length,
)
from rtxoutcomes.estimate.rates.dispersion import (
    Dispersion,
    pooled_dispersion,
    refuse_events_without_time,
)
from rtxoutcomes.estimate.refusal import refuse
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.tails import (
    beta_isf,
    beta_ppf,
    binomial_cdf,
    binomial_sf,
    bounded_p,
    chi2_isf,
    chi2_ppf,
)
from rtxoutcomes.results.estimate import NAN, Estimate, Kind, Note
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

SCALED = "Garwood of the count divided by the pooled dispersion {phi:.3g}, a heuristic"
INDEPENDENT = Kind(Measure.RATE, MethodKey.GARWOOD, "Garwood, independent events")
CENTRAL = Kind(
    Measure.RATE_RATIO,
    MethodKey.EXACT_RATE_RATIO,
    "conditional exact rate ratio, assumes independent events",
)
MINIMUM_LIKELIHOOD = Kind(
    Measure.TEST,
    MethodKey.EXACT_RATE_RATIO_MINIMUM_LIKELIHOOD,
    "conditional exact rate ratio, point probabilities, assumes independent events",
)


@dataclass(frozen=True, slots=True)
class Rate:
    """Events per person-year. `scaled` is the reported interval; `independent` assumes that events
    do not cluster in patients. With too few events for a dispersion the two are equal."""

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
    *,
    dispersion: Dispersion | None = None,
) -> Rate:
    """Cohort rate (all events over all person-years) with Garwood's exact Poisson interval.

    Parameters
    ----------
    events, years
        Shape (patients,): events and time at risk in years of each patient. Or shape (patterns,).
    count
        With patterns, the number of patients of each.
    unknown
        Patients whose number of events is a lower bound. So is then the rate: `bound_only`,
        `count_unknown`, no upper limit.
    conf_level
        Two-sided confidence level.
    dispersion
        That of the groups in one table, from `pooled_dispersion`; by default that of these patients
        alone.

    Returns
    -------
    Rate
        No person-time: `not_estimable`, `n_zero`.

    Raises
    ------
    ValueError
        Lengths differ, a count is negative or not a whole number, a time is negative or not finite,
        a patient without time at risk has an event, more patients are unknown than there are, or
        the level is not between 0 and 1.

    Notes
    -----
    Garwood 1936 (`poisson.test` in R). Scaled: the interval of count / phi, times phi, with the
    dispersion phi. It is a heuristic, exact only where phi is 1; its coverage in simulated cohorts
    is in docs/methods/rate.md.
    """
    counts, times, patients = _checked(events, years, count)
    n = int(patients.sum())
    count_of("unknown", unknown, at_most=n)
    level("conf_level", conf_level)
    total = int((counts * patients).sum())
    time = math.fsum((times * patients).tolist())
    if dispersion is not None:
        instance("dispersion", dispersion, Dispersion, "pooled_dispersion(events, years, group)")
    else:
        dispersion = pooled_dispersion(np.repeat(counts, patients), np.repeat(times, patients))

    def interval(kind: Kind, scale: float) -> Estimate:
        sample = Sample(kind, n, events=total, person_years=time, conf_level=conf_level)
        return _estimate(sample, total, scale, unknown > 0)

    return Rate(
        n=n,
        events=total,
        person_years=time,
        dispersion=dispersion.phi,
        scaled=interval(_scaled(dispersion), dispersion.phi),
        independent=interval(INDEPENDENT, 1.0),
    )


def _scaled(dispersion: Dispersion) -> Kind:
    if not dispersion.estimated:
        return INDEPENDENT
    method = SCALED.format(phi=dispersion.phi)
    return Kind(Measure.RATE, MethodKey.GARWOOD_SCALED, method)


def rate_ratio_exact(
    events_a: int,
    years_a: float,
    events_b: int,
    years_b: float,
    conf_level: float = 0.95,
    *,
    n: int = 0,
) -> Estimate:
    """Ratio of two rates, a over b, by the binomial distribution of events_a given their sum.

    Events are assumed independent, also those of one patient; `rate_ratio_quasi_poisson` does not
    assume it.

    Parameters
    ----------
    events_a, years_a, events_b, years_b
        Events and person-years of the two groups.
    conf_level
        Two-sided confidence level.
    n
        Patients of both groups; 0 where only the totals are known.

    Returns
    -------
    Estimate
        P is twice the smaller tail, matching the central interval. No person-time in a group:
        `not_estimable`, `n_zero`; no event at all: `not_estimable`, `no_events`; none in one group:
        `bound_only`.

    Raises
    ------
    ValueError
        A count is negative or not a whole number, a time is negative or not finite, a group without
        time has events, or the level is not between 0 and 1.

    Notes
    -----
    Given the sum n, events_a is binomial (n, theta t_a / (theta t_a + t_b)) with the rate ratio
    theta and the person-years t (Przyborowski and Wilenski 1940). The interval is that of
    `poisson.test` with two samples in R; its P value is `rate_ratio_point_probability`.
    """
    note = ratio_note((events_a, events_b), (years_a, years_b))
    level("conf_level", conf_level)
    total, time = events_a + events_b, years_a + years_b
    patients = count_of("n", n)
    sample = Sample(CENTRAL, patients, events=total, person_years=time, conf_level=conf_level)
    if note:
        return sample.not_estimable(note)
    share, odds, tail = years_a / time, years_b / years_a, (1 - conf_level) / 2
    below, above = binomial_cdf(events_a, total, share), binomial_sf(events_a - 1, total, share)
    bounded = events_a > 0 and events_b > 0
    result = sample.result(
        estimate=events_a / events_b * odds if events_b > 0 else NAN,
        conf_low=_odds_limit(tail, events_a, events_b + 1) * odds if events_a > 0 else 0.0,
        conf_high=odds / _odds_limit(tail, events_b, events_a + 1) if events_b > 0 else NAN,
        p_value=bounded_p(2 * min(below, above)),
        status="ok" if bounded else "bound_only",
        note="" if bounded else "no_events",
    )
    return replace(result, p_pair=CENTRAL.method_key)


def rate_ratio_point_probability(
    events_a: int, years_a: float, events_b: int, years_b: float, *, n: int = 0
) -> Estimate:
    """The P value of `poisson.test` in R: the sum over all splits of the events no likelier than
    the observed one.

    It may contradict the interval of `rate_ratio_exact`, and is given for comparison. Arguments,
    statuses and errors are those of `rate_ratio_exact`.
    """
    note = ratio_note((events_a, events_b), (years_a, years_b))
    total, time = events_a + events_b, years_a + years_b
    sample = Sample(MINIMUM_LIKELIHOOD, count_of("n", n), events=total, person_years=time)
    if note:
        return sample.not_estimable(note)
    test = binomtest(events_a, total, years_a / time)
    return sample.result(p_value=bounded_p(float(test.pvalue)))


def _checked(
    events: ArrayLike, years: ArrayLike, count: ArrayLike | None
) -> tuple[Ints, Floats, Ints]:
    """Events, years and numbers of patients, of one length."""
    counts = integers("events", events, at_least=0)
    times = person_times("years", years)
    patients = np.ones_like(counts) if count is None else integers("count", count, at_least=0)
    same_length(events=counts, years=times, count=patients)
    refuse_events_without_time(np.where(patients > 0, counts, 0), times)
    return counts, times, patients


def ratio_note(events: tuple[int, int], years: tuple[float, float]) -> Note:
    """Check the events and years of both groups; why there is no ratio, else empty."""
    for name, total, time in zip("ab", events, years, strict=True):
        count_of(f"events_{name}", total)
        if number(f"years_{name}", time, at_least=0) == 0 and total > 0:
            refuse(f"years_{name}", f"above 0 beside events_{name} = {total}", "0")
    if min(years) == 0:
        return "n_zero"
    return "" if sum(events) > 0 else "no_events"


def _odds_limit(tail: float, a: int, b: int) -> float:
    """Lower quantile of Beta(a, b) as odds; 1 - quantile would lose the digits of a large one."""
    return beta_ppf(tail, a, b) / beta_isf(tail, b, a)


def _estimate(sample: Sample, events: int, phi: float, lower_bound: bool) -> Estimate:
    years = sample.person_years
    if years == 0:
        return sample.not_estimable("n_zero")
    low, high = _garwood(events / phi, (1 - sample.conf_level) / 2)
    return sample.result(
        estimate=events / years,
        conf_low=low * phi / years,
        conf_high=NAN if lower_bound else high * phi / years,
        status="bound_only" if lower_bound else "ok",
        note="count_unknown" if lower_bound else "",
    )


def _garwood(events: float, tail: float) -> tuple[float, float]:
    """Poisson means at which a tail beyond the count has the probability `tail`."""
    low = 0.0 if events == 0 else chi2_ppf(tail, 2 * events) / 2
    return low, chi2_isf(tail, 2 * events + 2) / 2
