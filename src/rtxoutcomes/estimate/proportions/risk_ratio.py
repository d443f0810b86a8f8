"""Ratio of two proportions, by the score methods that keep their coverage at few events.

Comparisons of diagnoses are descriptive: a diagnosis is not an exposure.
"""

import math
from collections.abc import Callable

from scipy.optimize import brentq

from rtxoutcomes.estimate.proportions.two_proportions import TwoCounts, standardised, two_counts
from rtxoutcomes.estimate.tails import two_sided_z
from rtxoutcomes.results.estimate import NAN, Estimate, Kind
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

# The ratio is searched for on the log scale, outward from the observed one in steps of this size.
_STEP = 1.0
KOOPMAN = Kind(Measure.RISK_RATIO, MethodKey.KOOPMAN, "Koopman score")
RATIO = Kind(
    Measure.RISK_RATIO, MethodKey.MIETTINEN_NURMINEN_RATIO, "Miettinen-Nurminen score ratio"
)


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
        The limits are the ratios whose score statistic reaches the normal quantile; the variance is
        that of the most likely pair of proportions with this ratio. No event in b: the ratio has no
        upper end, `bound_only`, `no_events`; none in a: 0, with an upper limit, the same. No event
        at all: `not_estimable`, `no_events`; a group without patients: `n_zero`.

    Raises
    ------
    ValueError
        A count is not a whole number, negative or above its n, or the level is not between 0 and 1.

    Notes
    -----
    Koopman 1984.

    Equivalent to
    -------------
    `PropCIs::riskscoreci` in R, to the digits of its search;
    `statsmodels.stats.proportion.confint_proportions_2indep(compare="ratio", method="score",
    correction=False)`.

    Examples
    --------
    >>> from rtxoutcomes.estimate import risk_ratio_koopman
    >>> ratio = risk_ratio_koopman(8, 42, 1, 14)
    >>> round(ratio.estimate, 3), round(ratio.conf_low, 3), round(ratio.conf_high, 3)
    (2.667, 0.519, 16.018)
    """
    pair = two_counts(events_a, n_a, events_b, n_b, conf_level)
    return _ratio(KOOPMAN, pair, conf_level, inflated=False)


def risk_ratio_miettinen_nurminen(
    events_a: int, n_a: int, events_b: int, n_b: int, conf_level: float = 0.95
) -> Estimate:
    """`risk_ratio_koopman` with the variance times n / (n - 1) (Miettinen and Nurminen 1985).

    Parameters
    ----------
    events_a, n_a, events_b, n_b
        Patients with the event, and all patients, of the two groups.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    Estimate
        Statuses as in `risk_ratio_koopman`.

    Raises
    ------
    ValueError
        A count is not a whole number, negative or above its n, or the level is not between 0 and 1.

    Equivalent to
    -------------
    `statsmodels.stats.proportion.confint_proportions_2indep(compare="ratio", method="score")`.

    Examples
    --------
    >>> from rtxoutcomes.estimate import risk_ratio_miettinen_nurminen
    >>> ratio = risk_ratio_miettinen_nurminen(8, 42, 1, 14)
    >>> round(ratio.conf_low, 3), round(ratio.conf_high, 3)
    (0.513, 16.228)
    """
    pair = two_counts(events_a, n_a, events_b, n_b, conf_level)
    return _ratio(RATIO, pair, conf_level, inflated=True)


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
    return standardised(pair.x_a / pair.n_a - ratio * pair.x_b / pair.n_b, variance)


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
