"""Whether values vary: one rule for every estimator that divides by a spread.

The variance of equal values is seldom exactly 0 in floating point, since their mean is rounded; a
difference over its root is then a number such as 6e15. Values whose range is less than a part of
10^12 of their size are equal.
"""

import numpy as np

from rtxoutcomes.arrays import Bools, Floats

ROUNDING = 1e-12


def is_constant(values: Floats, scale: float = 0.0) -> bool:
    """Whether all values, shape (patients,), are equal up to rounding; true of one or none.

    `scale`: the size of the numbers that they were computed from, where that is larger.
    """
    if values.size == 0:
        return True
    return bool(np.ptp(values) <= ROUNDING * max(scale, float(np.abs(values).max())))


def constant_columns(columns: Floats) -> Bools:
    """The same for each column, shape (columns,)."""
    if len(columns) == 0:
        return np.ones(columns.shape[1], dtype=bool)
    size = np.abs(columns).max(axis=0)
    return np.asarray(np.ptp(columns, axis=0) <= ROUNDING * size)
