"""Describing a variable: mean, spread, quartiles."""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rtxoutcomes.estimate.arguments import reals, refuse
from rtxoutcomes.results import NAN

QuantileType = Literal[2, 6, 7]
_NUMPY: dict[QuantileType, Literal["averaged_inverted_cdf", "weibull", "linear"]] = {
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


def describe(values: NDArray[np.float64], quantile_type: QuantileType = 7) -> Description:
    """Mean, standard deviation (n - 1), median, quartiles and range.

    Parameters
    ----------
    values
        Shape (patients,), NaN where missing.
    quantile_type
        Of Hyndman and Fan (1996): 7 is R's and numpy's default, 6 that of SPSS, 2 that of SAS.

    Raises
    ------
    ValueError
        `values` is not one-dimensional or holds an infinite value, or the type is none of these.
    """
    values = reals("values", values, missing=True)
    if not isinstance(quantile_type, int) or quantile_type not in _NUMPY:
        refuse("quantile_type", "one of 2, 6, 7", f"{quantile_type!s:.20}")
    known = values[~np.isnan(values)]
    n, missing = known.size, values.size - known.size
    if n == 0:
        return Description(0, missing, NAN, NAN, NAN, NAN, NAN, NAN, NAN)
    mean = math.fsum(known.tolist()) / n
    squares = math.fsum(((known - mean) ** 2).tolist())
    low, middle, high = np.quantile(known, [0.25, 0.5, 0.75], method=_NUMPY[quantile_type])
    return Description(
        n=n,
        missing=missing,
        mean=mean,
        sd=math.sqrt(squares / (n - 1)) if n > 1 else NAN,
        median=float(middle),
        q1=float(low),
        q3=float(high),
        minimum=float(known.min()),
        maximum=float(known.max()),
    )
