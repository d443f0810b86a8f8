"""The product-limit estimate of survival and Greenwood's variance, from counts."""

import numpy as np
from numpy.typing import NDArray


def product_limit(
    at_risk: NDArray[np.int64], events: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Product-limit estimate, and Greenwood's variance of its logarithm (infinite at 0).

    All arrays have shape (times,).
    """
    free = (at_risk - events).astype(np.float64)
    share = np.ones(free.size)
    # Nobody is at risk where a follow-up curve's last patients had all relapsed: no step there.
    np.divide(free, at_risk, out=share, where=events > 0)
    step = np.where(events > 0, np.inf, 0.0)
    np.divide(events, at_risk * free, out=step, where=free > 0)
    return np.cumprod(share, dtype=np.float64), np.cumsum(step)
