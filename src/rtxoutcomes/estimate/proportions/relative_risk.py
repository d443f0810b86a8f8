"""The ratio of two proportions, by the two score methods that hold at few events.

Ratios between diagnoses are descriptive: a diagnosis is not an exposure.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from scipy.optimize import brentq

from rtxoutcomes.estimate.arguments import count, level
from rtxoutcomes.estimate.tails import normal_isf
from rtxoutcomes.results import NAN, Estimate

# Ratios are searched for on the log scale, outward from the observed one in steps of this size.
_STEP = 1.0


@dataclass(frozen=True, slots=True)
class _Two:
    """Events and patients of both groups."""

    x_a: int
    n_a: int
    x_b: int
    n_b: int


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
        A count is not a whole number, negative or above its n, or the level not between 0 and 1.

    Notes
    -----
    Koopman 1984; `PropCIs::riskscoreci` in R has the same limits to the digits of its search.
    """
    return _ratio("Koopman score", (events_a, n_a, events_b, n_b), conf_level, inflated=False)


def risk_ratio_miettinen_nurminen(
    events_a: int, n_a: int, events_b: int, n_b: int, conf_level: float = 0.95
) -> Estimate:
    """The same with the variance times n / (n - 1), as Miettinen and Nurminen (1985) have it."""
    counts = (events_a, n_a, events_b, n_b)
    return _ratio("Miettinen-Nurminen score ratio", counts, conf_level, inflated=True)


def _ratio(
    method: str, counts: tuple[int, int, int, int], conf_level: float, *, inflated: bool
) -> Estimate:
    n_a, n_b = count("n_a", counts[1]), count("n_b", counts[3])
    x_a = count("events_a", counts[0], at_most=n_a)
    x_b = count("events_b", counts[2], at_most=n_b)
    level("conf_level", conf_level)
    two, n, events = _Two(x_a, n_a, x_b, n_b), n_a + n_b, x_a + x_b
    if n_a == 0 or n_b == 0 or events == 0:
        return Estimate(
            method=method,
            n=n,
            events=events,
            conf_level=conf_level,
            status="not_estimable",
            note="n_zero" if n_a == 0 or n_b == 0 else "no_events",
        )
    z = normal_isf((1 - conf_level) / 2)

    def score(log_ratio: float) -> float:
        return _score(two, math.exp(log_ratio), inflated)

    near = math.log((x_a + 0.5) / (n_a + 0.5)) - math.log((x_b + 0.5) / (n_b + 0.5))
    full = x_a > 0 and x_b > 0
    return Estimate(
        method=method,
        n=n,
        events=events,
        estimate=(x_a / n_a) / (x_b / n_b) if x_b > 0 else NAN,
        conf_low=_falling_root(lambda t: score(t) - z, near) if x_a > 0 else 0.0,
        conf_high=_falling_root(lambda t: score(t) + z, near) if x_b > 0 else NAN,
        conf_level=conf_level,
        status="ok" if full else "bound_only",
        note="" if full else "no_events",
    )


def _score(two: _Two, ratio: float, inflated: bool) -> float:
    """Distance of p_a from ratio x p_b, in standard errors under that ratio; falls with it."""
    p_b = _most_likely(two, ratio)
    p_a = min(1.0, ratio * p_b)
    variance = p_a * (1 - p_a) / two.n_a + ratio * ratio * p_b * (1 - p_b) / two.n_b
    n = two.n_a + two.n_b
    variance *= n / (n - 1) if inflated else 1.0
    distance = two.x_a / two.n_a - ratio * two.x_b / two.n_b
    if variance <= 0:
        return 0.0 if distance == 0 else math.copysign(1e3, distance)
    return distance / math.sqrt(variance)


def _most_likely(two: _Two, ratio: float) -> float:
    """The most likely p_b where p_a = ratio x p_b.

    The smaller root of a quadratic. Its discriminant is written as a sum of what cannot be
    negative, and the root as a quotient, so that neither loses digits.
    """
    u, v = ratio * (two.n_a + two.x_b), float(two.n_b + two.x_a)
    neither = (two.n_a - two.x_a) * (two.n_b - two.x_b)
    root = math.sqrt((u - v) ** 2 + 4 * ratio * neither)
    return min(1.0, 2 * (two.x_a + two.x_b) / (u + v + root))


def _falling_root(function: Callable[[float], float], near: float) -> float:
    """exp of the root of a falling function of the log ratio, wherever it lies."""
    low = high = near
    while function(low) < 0:
        low -= _STEP
    while function(high) > 0:
        high += _STEP
    return math.exp(float(brentq(function, low, high, xtol=1e-14, rtol=1e-14)))
