"""Time in months since the first infusion: what a day is worth, and when two times are one."""

import numpy as np
from numpy.typing import NDArray

DAYS_PER_MONTH = 30.4375
MONTHS_PER_YEAR = 12.0
SAME_TIME = 1e-8


def at_most(month: NDArray[np.float64], limit: float | NDArray[np.float64]) -> NDArray[np.bool_]:
    """`month <= limit`, where times equal within a relative 1e-8 are one time. NaN gives False."""
    return np.asarray(month <= limit + SAME_TIME * np.abs(limit))


def at_least(month: NDArray[np.float64], limit: float | NDArray[np.float64]) -> NDArray[np.bool_]:
    """`month >= limit`, where times equal within a relative 1e-8 are one time. NaN gives False."""
    return np.asarray(month >= limit - SAME_TIME * np.abs(limit))
