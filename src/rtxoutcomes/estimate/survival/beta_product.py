"""Limits of a survival curve that widen as fewer patients remain: the beta product procedure.

With Y at risk and d events at each time, the upper limit is a quantile of the product of
Beta(Y - d + 1, d) over the times so far; the lower limit one of that product times Beta(m, 1),
where m patients are observed up to this time and free of the event at it, those censored at it
included. Each product is replaced by the beta distribution with its mean and variance (Fay,
Brittain and Proschan 2013, method of moments).
"""

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv

from rtxoutcomes.arrays import Floats, Ints
from rtxoutcomes.estimate.arguments import integers, level, same_length
from rtxoutcomes.estimate.melding import Beta, ConfidenceDistributions
from rtxoutcomes.estimate.refusal import refuse

# log E(X) and log E(X^2)/E(X)^2, shape (times,).
Moments = tuple[Floats, Floats]


def beta_product_limits(
    at_risk: ArrayLike,
    events: ArrayLike,
    conf_level: float = 0.95,
    *,
    remaining: ArrayLike | None = None,
) -> tuple[Floats, Floats]:
    """Pointwise limits of the survival function at each time of a table of one group.

    Parameters
    ----------
    at_risk, events
        Shape (times,): patients at risk just before each time, and those with the event at it.
    conf_level
        Two-sided confidence level.
    remaining
        Shape (times,): patients on whom the lower limit rests. None: those free of the event at the
        time; those still at risk after it give the limit that holds from then on.

    Returns
    -------
    low, high
        Shape (times,). Never missing: 0 and 1 where the data set no bound.

    Raises
    ------
    ValueError
        The arrays differ in length, a value is not a count, more have the event than are at risk,
        or the level is not inside (0, 1).

    Notes
    -----
    Fay, Brittain and Proschan 2013, method of moments. Without censoring the product is a beta
    distribution, and the limits are those of Clopper and Pearson.

    Equivalent to
    -------------
    `bpcp::bpcp(months, event, nmc = 0)` in R.

    Examples
    --------
    >>> from rtxoutcomes.estimate import beta_product_limits
    >>> low, high = beta_product_limits([6, 5, 3], [1, 1, 0])
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.359, 0.223, 0.177], [0.996, 0.957, 0.957])
    """
    at_risk = integers("at_risk", at_risk, at_least=0)
    events = integers("events", events, at_least=0)
    same_length(at_risk=at_risk, events=events)
    if remaining is not None:
        remaining = integers("remaining", remaining, at_least=0)
        same_length(at_risk=at_risk, remaining=remaining)
    level("conf_level", conf_level)
    invalid = np.flatnonzero(events > at_risk)
    if invalid.size:
        first = int(invalid[0])
        refuse(f"events[{first}]", f"at most the {at_risk[first]} at risk", f"{events[first]}")
    tail = (1 - conf_level) / 2
    return limits_with_tail(at_risk, events, tail, remaining)


def limits_with_tail(
    at_risk: Ints, events: Ints, tail: float, remaining: Ints | None = None
) -> tuple[Floats, Floats]:
    """The same for checked counts, each limit with this error, however small."""
    left = at_risk - events if remaining is None else remaining
    lower, upper = _moments_of_products(at_risk, events, left)
    return np.where(left > 0, _quantile(tail, lower), 0.0), _quantile(1 - tail, upper)


def confidence_distributions(at_risk: Ints, events: Ints) -> ConfidenceDistributions:
    """The beta distributions whose quantiles are the limits at the last of these times.

    Without an event the upper one is the constant 1, without a patient left the lower one 0.
    """
    lower, upper = (
        Beta(*(float(shape[-1]) for shape in _shapes(moments)))
        for moments in _moments_of_products(at_risk, events, at_risk - events)
    )
    return ConfidenceDistributions(lower if at_risk[-1] > events[-1] else Beta(0.0, 1.0), upper)


def _moments_of_products(at_risk: Ints, events: Ints, left: Ints) -> tuple[Moments, Moments]:
    """Moments of the product behind the lower limit, and of that behind the upper."""
    free = (at_risk - events).astype(np.float64)
    means, spreads = _log_moments(free + 1, events.astype(np.float64))
    mean, spread = np.cumsum(means), np.cumsum(spreads)
    last = np.where(left > 0, left, 1).astype(np.float64)
    last_mean, last_spread = _log_moments(last, np.ones(mean.size))
    return (mean + last_mean, spread + last_spread), (mean, spread)


def _log_moments(a: Floats, b: Floats) -> Moments:
    """The moments of Beta(a, b); both add up over independent factors.

    As logarithms near 0 they keep their digits for a group of millions, where the mean is close
    to 1 and the second moment close to its square. b = 0 is a point mass at 1.
    """
    return np.log1p(-b / (a + b)), np.log1p(b / (a * (a + b + 1)))


def _quantile(probability: float, moments: Moments) -> Floats:
    """Quantile of the beta distribution with these moments; 1 for the constant 1."""
    a, b = _shapes(moments)
    quantile, proper = np.ones(a.size), b > 0
    quantile[proper] = betaincinv(a[proper], b[proper], probability)
    return quantile


def _shapes(moments: Moments) -> tuple[Floats, Floats]:
    """The beta distribution with these moments; b = 0 for the constant 1."""
    log_mean, log_spread = moments
    a, b, proper = np.ones(log_mean.size), np.zeros(log_mean.size), log_spread > 0
    mean, complement = np.exp(log_mean[proper]), -np.expm1(log_mean[proper])
    total = complement / (mean * np.expm1(log_spread[proper])) - 1
    a[proper], b[proper] = mean * total, complement * total
    return a, b
