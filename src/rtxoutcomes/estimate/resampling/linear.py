"""HC3 tests of one column of a linear model for many versions of it at once."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

Floats = NDArray[np.float64]
_NO_SPREAD = 1e-10
_FULL_LEVERAGE = 1e-10


def hc3_p_values(outcome: Floats, design: Floats, versions: Floats) -> Floats:
    """P of the t test with HC3 errors for each version of the one more column.

    Parameters
    ----------
    outcome, design
        Shapes (patients,) and (patients, terms): the model without the column, the column of ones
        included.
    versions
        Shape (patients, versions).

    Returns
    -------
    NDArray
        Shape (versions,), what `linear.linear_hc3` gives; NaN where the column cannot be told from
        the others or fits a patient alone, or where fewer than two degrees of freedom are left.

    Notes
    -----
    What the other columns explain is taken off both sides (Frisch and Waugh 1933); the leverage of
    the whole model is that of the others plus that of what is left of the column.
    """
    n, size = design.shape
    if n < size + 3 or np.ptp(outcome) == 0:
        return np.full(versions.shape[1], np.nan)
    basis = np.linalg.qr(design)[0]
    left = versions - basis @ (basis.T @ versions)
    rest = outcome - basis @ (basis.T @ outcome)
    squares = (left**2).sum(axis=0)
    known = squares > _NO_SPREAD * np.maximum((versions**2).sum(axis=0), 1e-300)
    safe = np.where(known, squares, 1.0)
    leverage = (basis**2).sum(axis=1)[:, None] + left**2 / safe
    known &= (leverage < 1 - _FULL_LEVERAGE).all(axis=0)
    slope = (left * rest[:, None]).sum(axis=0) / safe
    residual = rest[:, None] - left * slope
    open_ = np.where(leverage < 1 - _FULL_LEVERAGE, 1 - leverage, 1.0)
    error = np.sqrt((left**2 * residual**2 / open_**2).sum(axis=0)) / safe
    known &= error > 0
    statistic = slope / np.where(known, error, 1.0)
    return np.where(known, 2 * stdtr(n - size - 1, -np.abs(statistic)), np.nan)
