"""Time in months since the first infusion: when two times are equal, and how far apart they are."""

import numpy as np

from rtxoutcomes.arrays import Bools, Floats
from rtxoutcomes.calendar import DAYS_PER_MONTH, SAME_TIME


def at_most(month: Floats, limit: float | Floats) -> Bools:
    """`month <= limit`, where times equal within a relative 1e-8 are one time. NaN gives False."""
    return np.asarray(month <= limit + SAME_TIME * np.abs(limit))


def at_least(month: Floats, limit: float | Floats) -> Bools:
    """`month >= limit`, where times equal within a relative 1e-8 are one time. NaN gives False."""
    return np.asarray(month >= limit - SAME_TIME * np.abs(limit))


def whole_days(earlier: float | Floats, later: float | Floats) -> Floats:
    """The nearest whole number of days between two months; NaN where one is unknown.

    Every window that a study gives in days is judged by it: months with two or more decimals are
    rounded days, and 84 days are 2.759754 months.
    """
    days: Floats = np.floor((np.asarray(later) - np.asarray(earlier)) * DAYS_PER_MONTH + 0.5)
    return days
