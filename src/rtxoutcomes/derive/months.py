"""Time in months since the first infusion: length of a month, and when two times are equal."""

import numpy as np

from rtxoutcomes.arrays import Bools, Floats
from rtxoutcomes.calendar import SAME_TIME


def at_most(month: Floats, limit: float | Floats) -> Bools:
    """`month <= limit`, where times equal within a relative 1e-8 are one time. NaN gives False."""
    return np.asarray(month <= limit + SAME_TIME * np.abs(limit))


def at_least(month: Floats, limit: float | Floats) -> Bools:
    """`month >= limit`, where times equal within a relative 1e-8 are one time. NaN gives False."""
    return np.asarray(month >= limit - SAME_TIME * np.abs(limit))
