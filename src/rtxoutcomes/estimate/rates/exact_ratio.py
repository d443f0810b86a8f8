"""The ratio of two rates of independent events, by the binomial distribution given their sum."""

from dataclasses import replace

from scipy.stats import binomtest

from rtxoutcomes.estimate.arguments import count, level, number
from rtxoutcomes.estimate.refusal import refuse
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.tails import (
    beta_isf,
    beta_ppf,
    binomial_cdf,
    binomial_sf,
    bounded_p,
)
from rtxoutcomes.results.estimate import NAN, Estimate, Kind, Note
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

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
    theta and the person-years t (Przyborowski and Wilenski 1940).

    Equivalent to
    -------------
    `rateratio.test::rateratio.test` in R; estimate and interval also of `poisson.test(c(events_a,
    events_b), c(years_a, years_b))`, whose P value is `rate_ratio_point_probability`.

    Examples
    --------
    >>> from rtxoutcomes.estimate import rate_ratio_exact
    >>> ratio = rate_ratio_exact(4, 10.0, 10, 12.0)
    >>> round(ratio.estimate, 3), round(ratio.conf_low, 3), round(ratio.conf_high, 3)
    (0.48, 0.11, 1.664)
    """
    note = ratio_note((events_a, events_b), (years_a, years_b))
    events_a, events_b = int(events_a), int(events_b)
    level("conf_level", conf_level)
    total, time = events_a + events_b, years_a + years_b
    patients = count("n", n)
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
    """P value of two rates: the sum over all splits of the events no likelier than the observed
    one.

    It may contradict the interval of `rate_ratio_exact`, and is given for comparison.

    Parameters
    ----------
    events_a, years_a, events_b, years_b
        Events and person-years of the two groups.
    n
        Patients of both groups; 0 where only the totals are known.

    Returns
    -------
    Estimate
        A P value only. Statuses as in `rate_ratio_exact`.

    Raises
    ------
    ValueError
        As for `rate_ratio_exact`.

    Equivalent to
    -------------
    P of `poisson.test(c(events_a, events_b), c(years_a, years_b))` in R, and of
    `scipy.stats.binomtest(events_a, events_a + events_b, years_a / (years_a + years_b))`.

    Examples
    --------
    >>> from rtxoutcomes.estimate import rate_ratio_point_probability
    >>> round(rate_ratio_point_probability(4, 10.0, 10, 12.0).p_value, 3)
    0.285
    """
    note = ratio_note((events_a, events_b), (years_a, years_b))
    events_a, events_b = int(events_a), int(events_b)
    total, time = events_a + events_b, years_a + years_b
    sample = Sample(MINIMUM_LIKELIHOOD, count("n", n), events=total, person_years=time)
    if note:
        return sample.not_estimable(note)
    test = binomtest(events_a, total, years_a / time)
    return sample.result(p_value=bounded_p(float(test.pvalue)))


def ratio_note(events: tuple[int, int], years: tuple[float, float]) -> Note:
    """Check the events and years of both groups; why there is no ratio, else empty."""
    for name, total, time in zip("ab", events, years, strict=True):
        count(f"events_{name}", total)
        if number(f"years_{name}", time, at_least=0) == 0 and total > 0:
            refuse(f"years_{name}", f"above 0 where events_{name} = {total}", "0")
    if min(years) == 0:
        return "n_zero"
    return "" if sum(events) > 0 else "no_events"


def _odds_limit(tail: float, a: int, b: int) -> float:
    """Lower quantile of Beta(a, b) as odds; 1 - quantile would lose the digits of a large one."""
    return beta_ppf(tail, a, b) / beta_isf(tail, b, a)
