"""Limits of a survival curve that widen as fewer patients are left: the beta product procedure."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv

from rtxoutcomes.estimate.arguments import level, of_one_length, refuse, wholes


def beta_product_limits(
    at_risk: NDArray[np.int64],
    events: NDArray[np.int64],
    conf_level: float = 0.95,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Pointwise limits of the survival function at each time of a table of one group.

    Parameters
    ----------
    at_risk, events
        Shape (times,): patients at risk just before each time, and those with the event at it.

    Returns
    -------
    low, high
        Shape (times,). Never missing: 0 and 1 where the data set no bound.

    Raises
    ------
    ValueError
        The arrays differ in length, a value is no count, more have the event than are at risk, or
        the level is not inside (0, 1).

    Notes
    -----
    Method of moments of the beta product confidence procedure (Fay, Brittain and Proschan 2013):
    `bpcp::bpcp(nmc = 0)` in R. The upper limit comes from the product of Beta(Y - d + 1, d) over
    the times so far; the lower limit from that product times Beta(m, 1), with m the patients
    watched up to this time and free of the event at it, those censored at it included. Either
    product is replaced by the one beta distribution with its mean and variance. Without
    censoring the product is a beta distribution, and the limits are those of Clopper and Pearson.
    """
    at_risk = wholes("at_risk", at_risk, at_least=0)
    events = wholes("events", events, at_least=0)
    of_one_length(at_risk=at_risk, events=events)
    level("conf_level", conf_level)
    over = np.flatnonzero(events > at_risk)
    if over.size:
        first = int(over[0])
        refuse(f"events[{first}]", f"at most the {at_risk[first]} at risk", f"{events[first]}")
    tail = (1 - conf_level) / 2
    remaining = (at_risk - events).astype(np.float64)
    means, spreads = _log_moments(remaining + 1, events.astype(np.float64))
    mean, spread = np.cumsum(means), np.cumsum(spreads)
    watched = remaining > 0
    last_mean, last_spread = _log_moments(np.where(watched, remaining, 1.0), np.ones(mean.size))
    low = _quantile(tail, mean + last_mean, spread + last_spread)
    high = _quantile(1 - tail, mean, spread)
    return np.where(watched, low, 0.0), high


def _log_moments(
    a: NDArray[np.float64], b: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """log E(B) and log E(B^2)/E(B)^2 of Beta(a, b); both add up over independent factors.

    As logarithms near 0 neither loses digits for a group of millions, where the mean is close
    to 1 and the second moment close to its square. b = 0 is a point mass at 1.
    """
    return np.log1p(-b / (a + b)), np.log1p(b / (a * (a + b + 1)))


def _quantile(
    probability: float, log_mean: NDArray[np.float64], log_spread: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Quantile of the beta distribution with these moments; 1 for the point mass at 1."""
    found = np.ones(log_mean.size)
    moving = log_spread > 0
    mean, shortfall = np.exp(log_mean[moving]), -np.expm1(log_mean[moving])
    total = shortfall / (mean * np.expm1(log_spread[moving])) - 1
    found[moving] = betaincinv(mean * total, shortfall * total, probability)
    return found
