"""Confidence limits of a proportion from its counts and the error of each limit."""

import math
from collections.abc import Callable

from scipy.optimize import brentq

from rtxoutcomes.estimate.tails import beta_isf, beta_ppf, binomial_cdf, binomial_sf, normal_isf

Limits = Callable[[int, int, float], tuple[float, float]]
# brentq stops when the bracket is this small, absolutely or relative to the root.
_XTOL, _RTOL = 1e-300, 1e-14


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


def mid_p_limits(events: int, n: int, tail: float) -> tuple[float, float]:
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


def agresti_coull_limits(events: int, n: int, tail: float) -> tuple[float, float]:
    z = normal_isf(tail)
    size = n + z * z
    middle = (events + z * z / 2) / size
    half = z * math.sqrt(middle * (1 - middle) / size)
    return middle - half, middle + half


def jeffreys_limits(events: int, n: int, tail: float) -> tuple[float, float]:
    a, b = events + 0.5, n - events + 0.5
    return beta_ppf(tail, a, b), beta_isf(tail, a, b)


def modified_jeffreys_limits(events: int, n: int, tail: float) -> tuple[float, float]:
    low, high = jeffreys_limits(events, n, tail)
    return (0.0 if events == 0 else low), (1.0 if events == n else high)
