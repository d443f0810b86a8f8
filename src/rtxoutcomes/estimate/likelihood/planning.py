"""Ratios that a number of events could detect: planning values, not the power of a result."""

import math

from rtxoutcomes.estimate.arguments import count, number
from rtxoutcomes.estimate.tails import EIGHTY_PERCENT_POWER


def planning_hazard_ratio(events: int, sd: float = 1.0) -> float:
    """Hazard ratio per unit at which this many events would give about 80 % power.

    A planning value, not the power of the observed result.

    Parameters
    ----------
    events
        Number of events, at least 1.
    sd
        Standard deviation of the exposure; 0.5 for two equal groups.

    Returns
    -------
    float
        Above 1.

    Raises
    ------
    ValueError
        No event, or no spread.

    Notes
    -----
    exp(2.80 / (sd sqrt(events))), the usual approximation (Hsieh and Lavori 2000).

    Equivalent to
    -------------
    `exp((qnorm(0.975) + qnorm(0.8)) / (sd * sqrt(events)))` in R, to the digits of 2.80.

    Examples
    --------
    >>> from rtxoutcomes.estimate import planning_hazard_ratio
    >>> round(planning_hazard_ratio(16, sd=0.5), 2)
    4.06
    """
    events, sd = count("events", events, at_least=1), number("sd", sd, above=0)
    return math.exp(EIGHTY_PERCENT_POWER / (sd * math.sqrt(events)))


def planning_odds_ratio(events: int, n: int, sd: float = 1.0) -> float:
    """Odds ratio per unit at which this many events among n would give about 80 % power.

    A planning value, not the power of the observed result.

    Parameters
    ----------
    events, n
        Patients with the event, and all patients.
    sd
        Standard deviation of the exposure; 0.5 for two equal groups.

    Returns
    -------
    float
        Above 1.

    Raises
    ------
    ValueError
        No event, no patient without one, or no spread.

    Notes
    -----
    exp(2.80 / (sd sqrt(n p (1 - p)))) with p = events / n, the usual approximation.

    Equivalent to
    -------------
    `exp((qnorm(0.975) + qnorm(0.8)) / (sd * sqrt(n * p * (1 - p))))` in R, to the digits of 2.80.

    Examples
    --------
    >>> from rtxoutcomes.estimate import planning_odds_ratio
    >>> round(planning_odds_ratio(19, 99, sd=0.5), 2)
    4.18
    """
    n = count("n", n, at_least=2)
    events = count("events", events, at_least=1, at_most=n - 1)
    spread = number("sd", sd, above=0) * math.sqrt(events * (n - events) / n)
    return math.exp(EIGHTY_PERCENT_POWER / spread)
