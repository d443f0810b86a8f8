"""Change per year of one patient's repeated values, robust to a single odd one."""

import numpy as np
from numpy.typing import NDArray

from rtxoutcomes.estimate.arguments import of_one_length, reals
from rtxoutcomes.estimate.survival.event_table import SAME_TIME
from rtxoutcomes.results import Estimate, Note

METHOD = "Theil-Sen slope"


def theil_sen(years: NDArray[np.float64], values: NDArray[np.float64]) -> Estimate:
    """Median of the slopes between every two values of a patient.

    Parameters
    ----------
    years
        Shape (visits,), when each value was taken; any order, any origin.
    values
        Shape (visits,), in the unit of the score.

    Returns
    -------
    Estimate
        In the unit of the score per year; `n` counts visits. One visit, or all of them at one
        time: `not_estimable`, `n_one`.

    Raises
    ------
    ValueError
        Lengths differ, or a value is missing.

    Notes
    -----
    Theil 1950, Sen 1968. With two visits it is last minus first per year; patients who were
    followed for unequal times have slopes that can be compared, and changes that cannot.
    """
    years, values = reals("years", years), reals("values", values)
    of_one_length(years=years, values=values)
    first, second = np.triu_indices(years.size, 1)
    apart = years[second] - years[first]
    usable = np.abs(apart) > SAME_TIME * max(1.0, float(np.abs(years).max(initial=0.0)))
    if not usable.any():
        note: Note = "n_one" if years.size else "n_zero"
        return Estimate(method=METHOD, n=years.size, status="not_estimable", note=note)
    slopes = (values[second] - values[first])[usable] / apart[usable]
    return Estimate(method=METHOD, n=years.size, estimate=float(np.median(slopes)))
