"""HC3 tests of one column of a linear model for many versions of it at once.

The other columns are regressed out of outcome and column (Frisch and Waugh 1933); the leverage of
the full model is that of the others plus x~^2 / sum of x~^2 of the residual column x~.
"""

import numpy as np
from scipy.special import stdtr

from rtxoutcomes.arrays import Floats
from rtxoutcomes.estimate.likelihood.leverage import FULL_LEVERAGE, determined
from rtxoutcomes.estimate.variation import is_constant

_NO_SPREAD = 1e-10


def hc3_p_values(outcome: Floats, design: Floats, versions: Floats) -> Floats:
    """P of the t test with HC3 errors for each version of the additional column.

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
        Shape (versions,), what `linear.linear_hc3` gives; NaN where the column is collinear with
        the others or determined by one patient, or where fewer than two degrees of freedom remain.
    """
    if len(design) < design.shape[1] + 3:
        return np.full(versions.shape[1], np.nan)
    part = determined(design)
    outcome, versions = outcome[part.kept], versions[part.kept]
    n, size = part.basis.shape
    if is_constant(outcome):
        return np.full(versions.shape[1], np.nan)
    basis = np.linalg.qr(part.basis)[0]
    column = versions - basis @ (basis.T @ versions)
    adjusted = outcome - basis @ (basis.T @ outcome)
    squares = (column**2).sum(axis=0)
    known = squares > _NO_SPREAD * np.maximum((versions**2).sum(axis=0), 1e-300)
    divisor = np.where(known, squares, 1.0)
    leverage = (basis**2).sum(axis=1)[:, None] + column**2 / divisor
    known &= (leverage < 1 - FULL_LEVERAGE).all(axis=0)
    slope = (column * adjusted[:, None]).sum(axis=0) / divisor
    residual = adjusted[:, None] - column * slope
    one_minus_leverage = np.where(leverage < 1 - FULL_LEVERAGE, 1 - leverage, 1.0)
    error = np.sqrt((column**2 * residual**2 / one_minus_leverage**2).sum(axis=0)) / divisor
    known &= error > 0
    statistic = slope / np.where(known, error, 1.0)
    return np.where(known, 2 * stdtr(n - size - 1, -np.abs(statistic)), np.nan)
