"""The product-limit estimate of survival from counts, with Greenwood's variance and limits."""

from typing import Literal, get_args

import numpy as np

from rtxoutcomes.arrays import Floats, Ints
from rtxoutcomes.estimate.arguments import level, option
from rtxoutcomes.estimate.tails import two_sided_z

ConfType = Literal["log-log", "log", "plain"]


def product_limit(at_risk: Ints, events: Ints) -> tuple[Floats, Floats]:
    """Product-limit estimate, and Greenwood's variance of its logarithm (infinite at 0).

    With Y at risk and d events: the product of 1 - d / Y and the sum of d / (Y (Y - d)) (Kaplan and
    Meier 1958). All arrays have shape (times,).
    """
    free = (at_risk - events).astype(np.float64)
    share = np.ones(free.size)
    # A follow-up curve has no patient at risk, and no step, where the last ones all had an event.
    np.divide(free, at_risk, out=share, where=events > 0)
    step = np.where(events > 0, np.inf, 0.0)
    np.divide(events, at_risk * free, out=step, where=free > 0)
    return np.cumprod(share, dtype=np.float64), np.cumsum(step)


def survival_limits(
    survival: Floats,
    log_variance: Floats,
    conf_level: float = 0.95,
    conf_type: ConfType = "log-log",
) -> tuple[Floats, Floats]:
    """Lower and upper limits at each time; NaN where the scale gives none.

    Parameters
    ----------
    survival
        Shape (times,), the product-limit estimate.
    log_variance
        Shape (times,), Greenwood's variance of the logarithm of survival.
    conf_type
        Scale on which the interval is symmetric. `log-log` keeps its limits inside (0, 1), and
        has none where survival is 1; none of the three has limits where survival is 0.

    Raises
    ------
    ValueError
        The scale is not recognised, or the level is not inside (0, 1).

    Notes
    -----
    `survival::survfit(conf.type = ...)` in R; limits are truncated at 0 and 1 as there.
    """
    level("conf_level", conf_level)
    option("conf_type", conf_type, get_args(ConfType))
    estimable = survival > 0
    if conf_type == "log-log":
        estimable = estimable & (survival < 1)
    low, high = np.full(survival.shape, np.nan), np.full(survival.shape, np.nan)
    half = two_sided_z(conf_level) * np.sqrt(log_variance[estimable])
    low[estimable], high[estimable] = _on_scale(survival[estimable], half, conf_type)
    return low, high


def _on_scale(survival: Floats, half: Floats, conf_type: ConfType) -> tuple[Floats, Floats]:
    if conf_type == "plain":
        low, high = survival * (1 - half), survival * (1 + half)
        return np.maximum(low, 0.0), np.minimum(high, 1.0)
    if conf_type == "log":
        return survival * np.exp(-half), np.minimum(survival * np.exp(half), 1.0)
    hazard = -np.log(survival)
    factor = np.exp(half / hazard)
    return np.exp(-hazard * factor), np.exp(-hazard / factor)
