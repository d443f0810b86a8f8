"""How different would those without a follow-up have to be for the conclusion to change?"""

import math

import numpy as np
from numpy.typing import ArrayLike

from rtxoutcomes.estimate.arguments import count, level, reals
from rtxoutcomes.estimate.tails import t_isf, t_sf
from rtxoutcomes.results import Estimate, Note

METHOD = "tipping point: shift of the missing changes that moves the paired t across alpha"
# A spread smaller than this part of the values is rounding.
_ROUNDING = 1e-12


def tipping_shift(change: ArrayLike, missing: int, conf_level: float = 0.95) -> Estimate:
    """The smallest shift of the missing changes at which P crosses 1 - `conf_level`.

    Parameters
    ----------
    change
        Shape (pairs,), the observed changes.
    missing
        Patients without a change.
    conf_level
        1 - this is the level of the test.

    Returns
    -------
    Estimate
        `estimate` is the shift in the unit of the change: with it, the missing are taken to change
        by the observed mean plus the shift, and the mean of everybody lies on the edge of
        significance. `p_value` is that of the observed changes, `statistic` the mean change of
        everybody at the edge. Nobody missing: `not_attempted`, `none_missing`. One change:
        `n_one`; none: `n_zero`; changes all equal: `zero_variance`.

    Raises
    ------
    ValueError
        A change is missing or infinite, `missing` is negative, or the level is none.

    Notes
    -----
    Delta-adjusted pattern mixture (Little 1993; O'Kelly and Ratitch 2014). The missing have mean
    xbar + delta, so that the mean of all is xbar + f delta, f the share missing. What is known of
    it comes from those observed: its standard error is theirs, s / sqrt(n), on n - 1 degrees of
    freedom, which is the limit of delta-adjusted multiple imputation as imputations grow.
    """
    told = reals("change", change)
    lost = count("missing", missing)
    level("conf_level", conf_level)
    n = int(told.size)
    if n < 2 or lost == 0:
        note: Note = "none_missing" if lost == 0 and n >= 2 else "n_one" if n else "n_zero"
        return Estimate(
            method=METHOD,
            n=n,
            dropped=lost,
            conf_level=conf_level,
            status="not_attempted" if note == "none_missing" else "not_estimable",
            note=note,
        )
    mean = math.fsum(told.tolist()) / n
    error = math.sqrt(math.fsum(((told - mean) ** 2).tolist()) / (n - 1) / n)
    if error <= _ROUNDING * float(np.abs(told).max()):
        return Estimate(
            method=METHOD,
            n=n,
            dropped=lost,
            conf_level=conf_level,
            status="not_estimable",
            note="zero_variance",
        )
    reach = t_isf((1 - conf_level) / 2, n - 1) * error
    # Of the two edges the one nearer to the observed mean is crossed first.
    edge = min((reach, -reach), key=lambda e: (abs(e - mean), e))
    return Estimate(
        method=METHOD,
        n=n,
        dropped=lost,
        estimate=(edge - mean) * (n + lost) / lost,
        conf_level=conf_level,
        statistic=edge,
        df=float(n - 1),
        p_value=max(2 * t_sf(abs(mean / error), n - 1), 5e-324),
    )
