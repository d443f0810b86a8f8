"""Change per year of one patient's repeated values, robust to a single outlier."""

import numpy as np
from numpy.typing import ArrayLike

from rtxoutcomes.calendar import SAME_TIME
from rtxoutcomes.estimate.arguments import reals, same_length
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.results.estimate import Estimate, Kind
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

THEIL_SEN = Kind(Measure.DIFFERENCE, MethodKey.THEIL_SEN, "Theil-Sen slope")


def theil_sen(years: ArrayLike, values: ArrayLike) -> Estimate:
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
        In the unit of the score per year; `n` counts visits. One visit, or all of them at one time:
        `not_estimable`, `n_one`.

    Raises
    ------
    ValueError
        Lengths differ, or a value is missing.

    Notes
    -----
    Theil 1950, Sen 1968. With two visits it is last minus first per year. Slopes of patients
    followed for unequal times are comparable, where their changes are not.

    Equivalent to
    -------------
    The slope of `scipy.stats.theilslopes(values, years)`; `mblm::mblm(values ~ years, repeated =
    FALSE)` in R.

    Examples
    --------
    >>> from rtxoutcomes.estimate import theil_sen
    >>> theil_sen([0, 0.5, 1, 1.5, 2], [11, 10.5, 3, 9.5, 9]).estimate
    -1.0
    """
    years, values = reals("years", years), reals("values", values)
    same_length(years=years, values=values)
    sample = Sample(THEIL_SEN, years.size)
    first, second = np.triu_indices(years.size, 1)
    apart = years[second] - years[first]
    usable = np.abs(apart) > SAME_TIME * max(1.0, float(np.abs(years).max(initial=0.0)))
    if not usable.any():
        return sample.not_estimable("n_one" if years.size else "n_zero")
    slopes = (values[second] - values[first])[usable] / apart[usable]
    return sample.result(estimate=float(np.median(slopes)))
