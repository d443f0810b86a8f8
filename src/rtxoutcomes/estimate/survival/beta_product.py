"""Limits of a survival curve that widen as fewer patients remain: the beta product procedure.

With Y at risk and d events at each time, the upper limit is a quantile of the product of
Beta(Y - d + 1, d) over the times so far; the lower limit one of that product times Beta(m, 1),
where m patients are observed up to this time and free of the event at it, those censored at it
included. Each product is replaced by the beta distribution with its mean and variance (Fay,
Brittain and Proschan 2013, method of moments).
"""

import numpy as np
from scipy.special import betaincinv

from rtxoutcomes.arrays import Floats, Ints
from rtxoutcomes.estimate.arguments import integers, level, refuse, same_length


def beta_product_limits(
    at_risk: Ints, events: Ints, conf_level: float = 0.95, *, remaining: Ints | None = None
) -> tuple[Floats, Floats]:
    """Pointwise limits of the survival function at each time of a table of one group.

    Parameters
    ----------
    at_risk, events
        Shape (times,): patients at risk just before each time, and those with the event at it.
    remaining
        Shape (times,): patients on whom the lower limit rests. None: those free of the event at
        the time; those still at risk after it give the limit that holds from then on.

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
    Fay, Brittain and Proschan 2013, method of moments; `bpcp::bpcp(nmc = 0)` in R. Without
    censoring the product is a beta distribution, and the limits are those of Clopper and Pearson.
    """
    at_risk = integers("at_risk", at_risk, at_least=0)
    events = integers("events", events, at_least=0)
    same_length(at_risk=at_risk, events=events)
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
    free = (at_risk - events).astype(np.float64)
    means, spreads = _log_moments(free + 1, events.astype(np.float64))
    mean, spread = np.cumsum(means), np.cumsum(spreads)
    left = at_risk - events if remaining is None else remaining
    observed = left > 0
    last = np.where(observed, left, 1).astype(np.float64)
    last_mean, last_spread = _log_moments(last, np.ones(mean.size))
    low = _quantile(tail, mean + last_mean, spread + last_spread)
    high = _quantile(1 - tail, mean, spread)
    return np.where(observed, low, 0.0), high


def _log_moments(a: Floats, b: Floats) -> tuple[Floats, Floats]:
    """log E(B) and log E(B^2)/E(B)^2 of Beta(a, b); both add up over independent factors.

    As logarithms near 0 they keep their digits for a group of millions, where the mean is close
    to 1 and the second moment close to its square. b = 0 is a point mass at 1.
    """
    return np.log1p(-b / (a + b)), np.log1p(b / (a * (a + b + 1)))


def _quantile(probability: float, log_mean: Floats, log_spread: Floats) -> Floats:
    """Quantile of the beta distribution with these moments; 1 for the point mass at 1."""
    quantile = np.ones(log_mean.size)
    proper = log_spread > 0
    mean, complement = np.exp(log_mean[proper]), -np.expm1(log_mean[proper])
    total = complement / (mean * np.expm1(log_spread[proper])) - 1
    quantile[proper] = betaincinv(mean * total, complement * total, probability)
    return quantile
