"""Describing a variable: mean, spread and quartiles."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from rtxoutcomes.arrays import Floats
from rtxoutcomes.estimate.arguments import reals
from rtxoutcomes.estimate.refusal import refuse
from rtxoutcomes.estimate.variation import is_constant
from rtxoutcomes.results.estimate import NAN

QuantileType = Literal[2, 6, 7]
_NUMPY_METHODS: dict[QuantileType, Literal["averaged_inverted_cdf", "weibull", "linear"]] = {
    2: "averaged_inverted_cdf",
    6: "weibull",
    7: "linear",
}


@dataclass(frozen=True, slots=True)
class Description:
    """`n` values and `missing` ones; NaN where n is too small for the number (SD of one value)."""

    n: int
    missing: int
    mean: float
    sd: float
    median: float
    q1: float
    q3: float
    minimum: float
    maximum: float


def describe(values: ArrayLike, quantile_type: QuantileType = 7) -> Description:
    """Mean, standard deviation (n - 1), median, quartiles and range.

    Parameters
    ----------
    values
        Shape (patients,), NaN where missing.
    quantile_type
        Of Hyndman and Fan (1996): 7 is the default of R and numpy, 6 that of SPSS, 2 that of SAS.

    Returns
    -------
    Description
        n, number missing, mean, standard deviation, median, quartiles and range.

    Raises
    ------
    ValueError
        `values` is not one-dimensional or contains an infinite value, or the type is not 2, 6 or 7.

    Equivalent to
    -------------
    `mean(x)`, `sd(x)` and `quantile(x, type = quantile_type)` in R, missing values removed;
    `pandas.Series.describe` for type 7.

    Examples
    --------
    >>> from rtxoutcomes.estimate import describe
    >>> about = describe([2.0, 2.5, 4.0, None])
    >>> about.n, about.missing, about.median
    (3, 1, 2.5)
    """
    values = reals("values", values, missing=True)
    if not isinstance(quantile_type, int) or quantile_type not in _NUMPY_METHODS:
        refuse("quantile_type", "one of 2, 6, 7", f"{quantile_type!s:.20}")
    known = values[~np.isnan(values)]
    n, missing = known.size, values.size - known.size
    if n == 0:
        return Description(0, missing, NAN, NAN, NAN, NAN, NAN, NAN, NAN)
    mean = math.fsum(known.tolist()) / n
    q1, median, q3 = np.quantile(known, [0.25, 0.5, 0.75], method=_NUMPY_METHODS[quantile_type])
    return Description(
        n=n,
        missing=missing,
        mean=mean,
        sd=_sd(known, mean),
        median=float(median),
        q1=float(q1),
        q3=float(q3),
        minimum=float(known.min()),
        maximum=float(known.max()),
    )


def _sd(known: Floats, mean: float) -> float:
    if known.size < 2:
        return NAN
    squares = math.fsum(((known - mean) ** 2).tolist())
    return 0.0 if is_constant(known) else math.sqrt(squares / (known.size - 1))
