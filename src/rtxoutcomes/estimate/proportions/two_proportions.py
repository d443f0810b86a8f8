"""Difference and ratio of two proportions, by the methods that keep their coverage at few events.

Comparisons of diagnoses are descriptive: a diagnosis is not an exposure.
"""

import math
from dataclasses import dataclass

from scipy.optimize import bisect, brentq

from rtxoutcomes.estimate.arguments import count, level
from rtxoutcomes.estimate.proportions.limits import square_and_add, wilson_limits
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.tails import two_sided_z
from rtxoutcomes.results.estimate import Estimate, Kind
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

# Beyond every quantile, and finite: brentq cannot interpolate from infinity.
FAR = 1e3
NEWCOMBE = Kind(Measure.PROPORTION_DIFFERENCE, MethodKey.NEWCOMBE, "Newcombe hybrid score")
DIFFERENCE = Kind(
    Measure.PROPORTION_DIFFERENCE, MethodKey.MIETTINEN_NURMINEN, "Miettinen-Nurminen score"
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

    Parameters
    ----------
    events_a, n_a, events_b, n_b
        Patients with the event, and all patients, of the two groups.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    Estimate
        A group without patients: `not_estimable`, `n_zero`.

    Raises
    ------
    ValueError
        A count is not a whole number, negative or above its n, or the level is not between 0 and 1.

    Equivalent to
    -------------
    `DescTools::BinomDiffCI(method = "score")` in R;
    `statsmodels.stats.proportion.confint_proportions_2indep(method="newcomb")`.

    Examples
    --------
    >>> from rtxoutcomes.estimate import risk_difference_newcombe
    >>> difference = risk_difference_newcombe(8, 42, 1, 14)
    >>> round(difference.conf_low, 3), round(difference.conf_high, 3)
    (-0.141, 0.273)
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

    Parameters
    ----------
    events_a, n_a, events_b, n_b
        Patients with the event, and all patients, of the two groups.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    Estimate
        A group without patients: `not_estimable`, `n_zero`.

    Raises
    ------
    ValueError
        A count is not a whole number, negative or above its n, or the level is not between 0 and 1.

    Notes
    -----
    The limits are the differences whose score reaches the normal quantile; the variance is that of
    the most likely pair of proportions with this difference, times n / (n - 1).

    Equivalent to
    -------------
    `DescTools::BinomDiffCI(method = "mn")` in R. `confint_proportions_2indep(method="score")` of
    statsmodels has other limits: 0.0526 to 0.3440 for 56 of 70 and 48 of 80, where these, and
    Newcombe (1998), have 0.0528 to 0.3382.

    Examples
    --------
    >>> from rtxoutcomes.estimate import risk_difference_miettinen_nurminen
    >>> difference = risk_difference_miettinen_nurminen(8, 42, 1, 14)
    >>> round(difference.conf_low, 3), round(difference.conf_high, 3)
    (-0.144, 0.284)
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


def two_counts(events_a: int, n_a: int, events_b: int, n_b: int, conf_level: float) -> TwoCounts:
    """The checked counts of two groups; ValueError where one is invalid, or the level is."""
    n_a, n_b = count("n_a", n_a), count("n_b", n_b)
    x_a = count("events_a", events_a, at_most=n_a)
    x_b = count("events_b", events_b, at_most=n_b)
    level("conf_level", conf_level)
    return TwoCounts(x_a, n_a, x_b, n_b)


def standardised(distance: float, variance: float) -> float:
    if variance <= 0:
        return 0.0 if distance == 0 else math.copysign(FAR, distance)
    return distance / math.sqrt(variance)


def _difference_score(pair: TwoCounts, delta: float) -> float:
    """Distance of the observed difference from `delta`, in standard errors under `delta`."""
    p_b = _constrained_by_difference(pair, delta)
    p_a = min(1.0, max(0.0, p_b + delta))
    n = pair.n_a + pair.n_b
    variance = (p_a * (1 - p_a) / pair.n_a + p_b * (1 - p_b) / pair.n_b) * n / (n - 1)
    return standardised(pair.x_a / pair.n_a - pair.x_b / pair.n_b - delta, variance)


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
