"""Mean paired change with its t interval, as it is and as a ratio, and its standardised sizes."""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.stats import nct, t

from rtxoutcomes.estimate.signed_rank import Zeros, doubled_ranks
from rtxoutcomes.results import NAN, Estimate, Note

Values = NDArray[np.float64]
# Changes that are equal in the score's steps differ by rounding only once multiplied out.
_SAME = 1e-9


def mean_change(change: Values, dropped: int = 0, conf_level: float = 0.95) -> Estimate:
    """Mean change with the interval and p of the paired t test.

    Parameters
    ----------
    change
        Shape (patients,): later minus earlier, in the unit of the score, without missing values.
    dropped
        Patients without a pair, carried into the result.

    Returns
    -------
    Estimate
        `statistic` is t on `df` = n - 1. No patient or one: `not_estimable`. All changes alike:
        `not_estimable` with `zero_variance` (`all_zero_diff` where all are 0), the mean shown.

    Raises
    ------
    ValueError
        `change` is not one-dimensional or holds a missing value.

    Notes
    -----
    `t.test(after, before, paired = TRUE)` in R, which refuses constant changes where scipy
    prints p = 0.
    """
    return _t_test(change, "paired t", dropped, conf_level)


def geometric_mean_ratio(
    before: Values, after: Values, dropped: int = 0, conf_level: float = 0.95
) -> Estimate:
    """Geometric mean of after / before: the paired t test of logarithms, turned back.

    `before`, `after`: shape (patients,), positive, complete pairs. `std_error` stays on the log
    scale. Raises ValueError where shapes differ or a value is not positive.
    """
    if before.shape != after.shape or not ((before > 0).all() and (after > 0).all()):
        raise ValueError("before and after must be positive and of one shape")
    logs = np.log(after / before)
    told = _t_test(logs, "geometric mean ratio, paired t of logarithms", dropped, conf_level)
    return Estimate(
        method=told.method,
        n=told.n,
        dropped=dropped,
        estimate=_exp(told.estimate),
        std_error=told.std_error,
        conf_low=_exp(told.conf_low),
        conf_high=_exp(told.conf_high),
        conf_level=conf_level,
        statistic=told.statistic,
        df=told.df,
        p_value=told.p_value,
        status=told.status,
        note=told.note,
    )


def standardised_mean_change(
    change: Values, dropped: int = 0, conf_level: float = 0.95
) -> Estimate:
    """Mean change over its standard deviation (Cohen's dz), interval by the noncentral t.

    Statuses and errors as in `mean_change`.
    """
    told = _t_test(change, "standardised mean change (dz), noncentral t", dropped, conf_level)
    if told.status != "ok":
        return told
    root = math.sqrt(told.n)
    tail = (1 - conf_level) / 2
    return Estimate(
        method=told.method,
        n=told.n,
        dropped=dropped,
        estimate=told.statistic / root,
        conf_low=_noncentrality(told.statistic, told.df, 1 - tail) / root,
        conf_high=_noncentrality(told.statistic, told.df, tail) / root,
        conf_level=conf_level,
        statistic=told.statistic,
        df=told.df,
    )


def rank_biserial(
    change: NDArray[np.int64], zeros: Zeros = "wilcoxon", dropped: int = 0
) -> Estimate:
    """Matched-pairs rank-biserial correlation, (W+ - W-) / (W+ + W-), of changes in whole steps.

    Nobody changed: `not_estimable`, `all_zero_diff`; no patient: `n_zero`.
    """
    method = f"matched-pairs rank-biserial, {zeros} zeros"
    if not change.any():
        note: Note = "all_zero_diff" if change.size else "n_zero"
        return Estimate(
            method=method, n=change.size, dropped=dropped, status="not_estimable", note=note
        )
    ranks, positive = doubled_ranks(change, zeros)
    total = int(ranks.sum())
    return Estimate(
        method=method, n=change.size, dropped=dropped, estimate=(2 * positive - total) / total
    )


def _t_test(change: Values, method: str, dropped: int, conf_level: float) -> Estimate:
    if change.ndim != 1 or np.isnan(change).any():
        raise ValueError("change must be one-dimensional and without missing values")
    n = change.size
    if n < 2:
        return Estimate(
            method=method,
            n=n,
            dropped=dropped,
            estimate=float(change[0]) if n else NAN,
            status="not_estimable",
            note="n_one" if n else "n_zero",
        )
    mean = math.fsum(change.tolist()) / n
    squares = math.fsum(((change - mean) ** 2).tolist())
    if float(np.ptp(change)) <= _SAME * max(1.0, float(np.abs(change).max())):
        note: Note = "zero_variance" if change.any() else "all_zero_diff"
        return Estimate(
            method=method,
            n=n,
            dropped=dropped,
            estimate=mean,
            status="not_estimable",
            note=note,
        )
    error = math.sqrt(squares / (n - 1) / n)
    half = float(t.isf((1 - conf_level) / 2, n - 1)) * error
    return Estimate(
        method=method,
        n=n,
        dropped=dropped,
        estimate=mean,
        std_error=error,
        conf_low=mean - half,
        conf_high=mean + half,
        conf_level=conf_level,
        statistic=mean / error,
        df=float(n - 1),
        p_value=min(1.0, max(2 * float(t.sf(abs(mean / error), n - 1)), math.ulp(0.0))),
    )


def _exp(value: float) -> float:
    return NAN if math.isnan(value) else math.exp(value)


def _noncentrality(statistic: float, df: float, share: float) -> float:
    """The noncentrality at which the noncentral t lies below the statistic with that share.

    The bracket grows from the statistic outwards: far in its tail scipy's nct.cdf is NaN.
    """

    def excess(ncp: float) -> float:
        return float(nct.cdf(statistic, df, ncp)) - share

    reach = 1.0
    while excess(statistic - reach) < 0:
        reach *= 1.5
    low = statistic - reach
    reach = 1.0
    while excess(statistic + reach) > 0:
        reach *= 1.5
    return float(brentq(excess, low, statistic + reach, xtol=1e-13, rtol=1e-13))
