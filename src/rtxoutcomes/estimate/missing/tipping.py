"""Tipping point: how much the missing changes must differ to alter the conclusion."""

import math

from numpy.typing import ArrayLike

from rtxoutcomes.estimate.arguments import count, level, reals
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.tails import t_p, two_sided_t
from rtxoutcomes.estimate.variation import is_constant
from rtxoutcomes.results.estimate import Estimate, Kind
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

TIPPING = Kind(
    Measure.DIFFERENCE,
    MethodKey.TIPPING_SHIFT,
    "tipping point: shift of the missing changes that moves the paired t across alpha",
)


def tipping_shift(change: ArrayLike, missing: int, conf_level: float = 0.95) -> Estimate:
    """The smallest shift of the missing changes at which P crosses 1 - `conf_level`.

    Parameters
    ----------
    change
        Shape (pairs,), the observed changes.
    missing
        Patients without a change.
    conf_level
        The test has the level 1 - `conf_level`.

    Returns
    -------
    Estimate
        `estimate` is the shift in the unit of the change: the missing are assumed to change by the
        observed mean plus the shift, and the mean of all patients is then just significant.
        `p_value` is that of the observed changes, `statistic` the mean change of all patients at
        that point. None missing: `not_attempted`, `none_missing`. One change: `n_one`; none:
        `n_zero`; changes all equal: `zero_variance`.

    Raises
    ------
    ValueError
        A change is missing or infinite, `missing` is negative, or the level is not between 0 and 1.

    Notes
    -----
    Delta-adjusted pattern mixture (Little 1993; O'Kelly and Ratitch 2014). The missing have mean
    xbar + delta, so that the mean of all is xbar + f delta, f the proportion missing. Its standard
    error is that of the observed, s / sqrt(n), on n - 1 degrees of freedom, which is the limit of
    delta-adjusted multiple imputation with many imputations.

    Equivalent to
    -------------
    The limit of delta-adjusted `mice::mice(post = ...)` in R with many imputations; at the shift,
    the mean of all patients is half the width of the interval of `t.test(change)` away from 0.

    Examples
    --------
    >>> from rtxoutcomes.estimate import tipping_shift
    >>> shift = tipping_shift([-1.0, -0.5, 0.0, -1.0, -0.5, -1.5], missing=3)
    >>> round(shift.estimate, 3)
    0.599
    """
    observed = reals("change", change)
    lost = count("missing", missing)
    level("conf_level", conf_level)
    n = int(observed.size)
    sample = Sample(TIPPING, n, lost, conf_level=conf_level)
    if n < 2:
        return sample.not_estimable("n_one" if n else "n_zero")
    if lost == 0:
        return sample.not_attempted("none_missing")
    mean = math.fsum(observed.tolist()) / n
    error = math.sqrt(math.fsum(((observed - mean) ** 2).tolist()) / (n - 1) / n)
    if is_constant(observed):
        return sample.not_estimable("zero_variance")
    reach = two_sided_t(conf_level, n - 1) * error
    # Of the two boundaries of significance the nearer to the observed mean is crossed first.
    edge = min((reach, -reach), key=lambda e: (abs(e - mean), e))
    return sample.result(
        estimate=(edge - mean) * (n + lost) / lost,
        statistic=edge,
        df=float(n - 1),
        p_value=t_p(mean / error, n - 1),
    )
