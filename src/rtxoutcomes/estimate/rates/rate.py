"""Rates: events per person-year, with intervals that allow for clustering of events in patients."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from rtxoutcomes.arrays import Floats, Ints
from rtxoutcomes.estimate.arguments import (
    count as count_of,
)
from rtxoutcomes.estimate.arguments import (
    instance,
    integers,
    level,
    person_times,
    same_length,
)
from rtxoutcomes.estimate.rates.dispersion import (
    Dispersion,
    pooled_dispersion,
    refuse_events_without_time,
)
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.tails import (
    chi2_isf,
    chi2_ppf,
)
from rtxoutcomes.results.estimate import NAN, Estimate, Kind
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

SCALED = "Garwood of the count divided by the pooled dispersion {phi:.3g}, a heuristic"
INDEPENDENT = Kind(Measure.RATE, MethodKey.GARWOOD, "Garwood, independent events")


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
    Garwood 1936. Scaled: the interval of count / phi, times phi, with the dispersion phi. It is a
    heuristic, exact only where phi is 1; its coverage in simulated cohorts is in
    docs/methods/rate.md.

    Equivalent to
    -------------
    `independent` is `poisson.test(sum(events), sum(years))` in R; `scaled` has no usual
    counterpart.

    Examples
    --------
    >>> from rtxoutcomes.estimate import rate
    >>> result = rate([0, 1, 0, 2, 0, 0], [1.5, 2.0, 1.0, 2.5, 1.0, 2.0])
    >>> round(result.independent.estimate, 3)
    0.3
    >>> round(result.independent.conf_low, 3), round(result.independent.conf_high, 3)
    (0.062, 0.877)
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
