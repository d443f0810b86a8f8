"""Difference and ratio of two proportions, by the methods that keep their coverage at few events.

Comparisons of diagnoses are descriptive: a diagnosis is not an exposure.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from scipy.optimize import bisect, brentq

from rtxoutcomes.estimate.arguments import count, level
from rtxoutcomes.estimate.proportions.proportion import square_and_add, wilson_limits
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.tails import two_sided_z
from rtxoutcomes.results.estimate import NAN, Estimate, Kind
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

# The ratio is searched for on the log scale, outward from the observed one in steps of this size.
_STEP = 1.0
# Beyond every quantile, and finite: brentq cannot interpolate from infinity.
_FAR = 1e3
NEWCOMBE = Kind(Measure.PROPORTION_DIFFERENCE, MethodKey.NEWCOMBE, "Newcombe hybrid score")
DIFFERENCE = Kind(
    Measure.PROPORTION_DIFFERENCE, MethodKey.MIETTINEN_NURMINEN, "Miettinen-Nurminen score"
)
KOOPMAN = Kind(Measure.RISK_RATIO, MethodKey.KOOPMAN, "Koopman score")
RATIO = Kind(
    Measure.RISK_RATIO, MethodKey.MIETTINEN_NURMINEN_RATIO, "Miettinen-Nurminen score ratio"
)


@dataclass(frozen=True, slots=True)
class TwoCounts:
    """Events and patients of both groups."""

    x_a: int
    n_a: int
    x_b: int
    n_b: int

    def sample(self, kind: Kind, conf_level: float) -> Sample:
        events, n = self.x_a + self.x_b, self.n_a + self.n_b
        return Sample(kind, n, events=events, conf_level=conf_level)


def risk_difference_newcombe(
    events_a: int, n_a: int, events_b: int, n_b: int, conf_level: float = 0.95
) -> Estimate:
    """Difference of two proportions, a minus b, by Newcombe's hybrid score (method 10, 1998).

    A group without patients: `not_estimable`, `n_zero`. Raises like `proportion`.
    """
    pair = two_counts(events_a, n_a, events_b, n_b, conf_level)
    if n_a == 0 or n_b == 0:
        return Sample(NEWCOMBE, n_a + n_b, conf_level=conf_level).not_estimable("n_zero")
    tail = (1 - conf_level) / 2
    a, b = events_a / n_a, events_b / n_b
    low, high = square_and_add(
        (a, *wilson_limits(events_a, n_a, tail)), (b, *wilson_limits(events_b, n_b, tail))
    )
    sample = pair.sample(NEWCOMBE, conf_level)
    return sample.result(estimate=a - b, conf_low=low, conf_high=high)


def risk_difference_miettinen_nurminen(
    events_a: int, n_a: int, events_b: int, n_b: int, conf_level: float = 0.95
) -> Estimate:
    """Difference of two proportions, a minus b, by the score of Miettinen and Nurminen (1985).

    The limits are the differences whose score reaches the normal quantile; the variance is that of
    the most likely pair of proportions with this difference, times n / (n - 1). A group without
    patients: `not_estimable`, `n_zero`. Raises like `proportion`.
    """
    pair = two_counts(events_a, n_a, events_b, n_b, conf_level)
    if n_a == 0 or n_b == 0:
        return Sample(DIFFERENCE, n_a + n_b, conf_level=conf_level).not_estimable("n_zero")
    z = two_sided_z(conf_level)
    difference = events_a / n_a - events_b / n_b

    def excess(delta: float) -> float:
        return abs(_difference_score(pair, delta)) - z

    def limit(end: float) -> float:
        # The difference is at an end only where all of one group and none of the other had events.
        return end if difference == end else float(brentq(excess, difference, end, xtol=1e-15))

    sample = pair.sample(DIFFERENCE, conf_level)
    return sample.result(estimate=difference, conf_low=limit(-1.0), conf_high=limit(1.0))


def risk_ratio_koopman(
    events_a: int, n_a: int, events_b: int, n_b: int, conf_level: float = 0.95
) -> Estimate:
    """Ratio of two proportions, a over b, by Koopman's score interval (1984).

    Parameters
    ----------
    events_a, n_a, events_b, n_b
        Patients with the event, and all patients, of the two groups.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    Estimate
        The limits are the ratios whose score statistic reaches the normal quantile; the variance
        is that of the most likely pair of proportions with this ratio. No event in b: the ratio
        has no upper end, `bound_only`, `no_events`; none in a: 0, with an upper limit, the same.
        No event at all: `not_estimable`, `no_events`; a group without patients: `n_zero`.

    Raises
    ------
    ValueError
        A count is not a whole number, negative or above its n, or the level is not between 0 and 1.

    Notes
    -----
    Koopman 1984; `PropCIs::riskscoreci` in R has the same limits to the digits of its search.
    """
    pair = two_counts(events_a, n_a, events_b, n_b, conf_level)
    return _ratio(KOOPMAN, pair, conf_level, inflated=False)


def risk_ratio_miettinen_nurminen(
    events_a: int, n_a: int, events_b: int, n_b: int, conf_level: float = 0.95
) -> Estimate:
    """`risk_ratio_koopman` with the variance times n / (n - 1) (Miettinen and Nurminen 1985)."""
    pair = two_counts(events_a, n_a, events_b, n_b, conf_level)
    return _ratio(RATIO, pair, conf_level, inflated=True)


def two_counts(events_a: int, n_a: int, events_b: int, n_b: int, conf_level: float) -> TwoCounts:
    """The checked counts of two groups; ValueError where one is invalid, or the level is."""
    n_a, n_b = count("n_a", n_a), count("n_b", n_b)
    x_a = count("events_a", events_a, at_most=n_a)
    x_b = count("events_b", events_b, at_most=n_b)
    level("conf_level", conf_level)
    return TwoCounts(x_a, n_a, x_b, n_b)


def _standardised(distance: float, variance: float) -> float:
    if variance <= 0:
        return 0.0 if distance == 0 else math.copysign(_FAR, distance)
    return distance / math.sqrt(variance)


def _difference_score(pair: TwoCounts, delta: float) -> float:
    """Distance of the observed difference from `delta`, in standard errors under `delta`."""
    p_b = _constrained_by_difference(pair, delta)
    p_a = min(1.0, max(0.0, p_b + delta))
    n = pair.n_a + pair.n_b
    variance = (p_a * (1 - p_a) / pair.n_a + p_b * (1 - p_b) / pair.n_b) * n / (n - 1)
    return _standardised(pair.x_a / pair.n_a - pair.x_b / pair.n_b - delta, variance)


def _constrained_by_difference(pair: TwoCounts, delta: float) -> float:
    """The most likely p_b where p_a = p_b + delta.

    The log-likelihood is concave in p_b, so that its slope changes sign once. The closed form, the
    root of a cubic, loses half of its digits where two of the roots meet.
    """

    def slope(p_b: float) -> float:
        p_a = p_b + delta
        rise = _quotient(pair.x_a, p_a) + _quotient(pair.x_b, p_b)
        return (
            rise - _quotient(pair.n_a - pair.x_a, 1 - p_a) - _quotient(pair.n_b - pair.x_b, 1 - p_b)
        )

    low, high = max(0.0, -delta), min(1.0, 1 - delta)
    if slope(low) <= 0:
        return low
    if slope(high) >= 0:
        return high
    return float(bisect(slope, low, high, xtol=1e-17, rtol=1e-15))


def _quotient(number: int, probability: float) -> float:
    # Bounded rather than infinite, since the slope subtracts two of these.
    return number / max(probability, 1e-300)


def _ratio(kind: Kind, pair: TwoCounts, conf_level: float, *, inflated: bool) -> Estimate:
    sample = pair.sample(kind, conf_level)
    if pair.n_a == 0 or pair.n_b == 0:
        return sample.not_estimable("n_zero")
    if sample.events == 0:
        return sample.not_estimable("no_events")
    z = two_sided_z(conf_level)

    def score(log_ratio: float) -> float:
        return _ratio_score(pair, math.exp(log_ratio), inflated)

    a, b = pair.x_a, pair.x_b
    start = math.log((a + 0.5) / (pair.n_a + 0.5)) - math.log((b + 0.5) / (pair.n_b + 0.5))
    bounded = a > 0 and b > 0
    return sample.result(
        estimate=(a / pair.n_a) / (b / pair.n_b) if b > 0 else NAN,
        conf_low=_decreasing_root(lambda t: score(t) - z, start) if a > 0 else 0.0,
        conf_high=_decreasing_root(lambda t: score(t) + z, start) if b > 0 else NAN,
        status="ok" if bounded else "bound_only",
        note="" if bounded else "no_events",
    )


def _ratio_score(pair: TwoCounts, ratio: float, inflated: bool) -> float:
    """Distance of p_a from ratio x p_b, in standard errors under that ratio; decreasing in it."""
    p_b = _constrained_by_ratio(pair, ratio)
    p_a = min(1.0, ratio * p_b)
    variance = p_a * (1 - p_a) / pair.n_a + ratio * ratio * p_b * (1 - p_b) / pair.n_b
    n = pair.n_a + pair.n_b
    variance *= n / (n - 1) if inflated else 1.0
    return _standardised(pair.x_a / pair.n_a - ratio * pair.x_b / pair.n_b, variance)


def _constrained_by_ratio(pair: TwoCounts, ratio: float) -> float:
    """The most likely p_b where p_a = ratio x p_b: the smaller root of a quadratic.

    The discriminant is written as a sum of nonnegative terms and the root as a quotient, so that
    neither loses digits by cancellation.
    """
    u, v = ratio * (pair.n_a + pair.x_b), float(pair.n_b + pair.x_a)
    no_event = (pair.n_a - pair.x_a) * (pair.n_b - pair.x_b)
    root = math.sqrt((u - v) ** 2 + 4 * ratio * no_event)
    return min(1.0, 2 * (pair.x_a + pair.x_b) / (u + v + root))


def _decreasing_root(function: Callable[[float], float], start: float) -> float:
    """exp of the root of a decreasing function of the log ratio."""
    low = high = start
    while function(low) < 0:
        low -= _STEP
    while function(high) > 0:
        high += _STEP
    return math.exp(float(brentq(function, low, high, xtol=1e-14, rtol=1e-14)))
