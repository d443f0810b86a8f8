"""Pointwise limits of a survival curve from its Greenwood variance, on a chosen scale."""

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from rtxoutcomes.estimate.arguments import level, option

ConfType = Literal["log-log", "log", "plain"]
Limits = tuple[NDArray[np.float64], NDArray[np.float64]]


def survival_limits(
    survival: NDArray[np.float64],
    log_variance: NDArray[np.float64],
    conf_level: float = 0.95,
    conf_type: ConfType = "log-log",
) -> Limits:
    """Lower and upper limits at each time; NaN where the scale gives none.

    Parameters
    ----------
    survival
        Shape (times,), the product-limit estimate.
    log_variance
        Shape (times,), Greenwood's sum of d / (Y (Y - d)), the variance of log survival.
    conf_type
        Scale on which the interval is symmetric. `log-log` keeps its limits inside (0, 1), and
        has none where survival is 1; none of the three has limits where survival is 0.

    Raises
    ------
    ValueError
        An unknown scale, or a level that is not inside (0, 1).

    Notes
    -----
    `survival::survfit(conf.type = ...)` in R; limits are cut at 0 and 1 as there.
    """
    level("conf_level", conf_level)
    option("conf_type", conf_type, get_args(ConfType))
    estimable = survival > 0
    if conf_type == "log-log":
        estimable = estimable & (survival < 1)
    low, high = np.full(survival.shape, np.nan), np.full(survival.shape, np.nan)
    z = float(ndtri((1 + conf_level) / 2))
    low[estimable], high[estimable] = _on_scale(
        survival[estimable], z * np.sqrt(log_variance[estimable]), conf_type
    )
    return low, high


def _on_scale(
    survival: NDArray[np.float64], half: NDArray[np.float64], conf_type: ConfType
) -> Limits:
    if conf_type == "plain":
        low, high = survival * (1 - half), survival * (1 + half)
        return np.maximum(low, 0.0), np.minimum(high, 1.0)
    if conf_type == "log":
        return survival * np.exp(-half), np.minimum(survival * np.exp(half), 1.0)
    hazard = -np.log(survival)
    stretch = np.exp(half / hazard)
    return np.exp(-hazard * stretch), np.exp(-hazard / stretch)
