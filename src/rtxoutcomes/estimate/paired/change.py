"""Mean paired change with its t interval, as it is and as a ratio, and its standardised sizes."""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.stats import nct

from rtxoutcomes.estimate.arguments import count, level, of_one_length, reals
from rtxoutcomes.estimate.paired.signed_rank import Zeros, doubled_ranks, whole_steps
from rtxoutcomes.estimate.tails import t_isf, t_sf
from rtxoutcomes.results import NAN, Estimate, Note

Values = NDArray[np.float64]
# Changes that are equal in the score's steps differ by rounding only once multiplied out.
_SAME = 1e-9
# A share of probability; a step of nct.cdf to or from NaN is far above it.
_FOUND = 1e-9


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
        `change` is not one-dimensional or holds what is not finite, `dropped` is no count, or
        the level lies not between 0 and 1.

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

    Parameters
    ----------
    before, after
        Shape (patients,), positive, in one unit, complete pairs.
    dropped
        Patients without a pair, carried into the result.

    Returns
    -------
    Estimate
        `estimate` and limits are ratios; `std_error`, `statistic` and `df` stay those of the
        logarithms. Statuses as in `mean_change`: equal ratios have no variance.

    Raises
    ------
    ValueError
        Shapes differ, a value is not positive and finite, or the level not between 0 and 1.

    Notes
    -----
    `t.test(log(after), log(before), paired = TRUE)` in R, and `exp` of what it gives.
    """
    before, after = reals("before", before, above=0), reals("after", after, above=0)
    of_one_length(before=before, after=after)
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
    """Mean change over its standard deviation (Cohen's dz), limits by pivoting the noncentral t.

    Arguments and errors as in `mean_change`. No patient, one, or no variance: `not_estimable`,
    without an estimate. A change so even that scipy cannot follow the noncentral t there: the
    estimate without limits, `not_converged`. In R: `uniroot` over `pt(t, n - 1, ncp)`.
    """
    told = _t_test(change, "standardised mean change (dz), noncentral t", dropped, conf_level)
    if told.status != "ok":
        return replace(told, estimate=NAN)
    root = math.sqrt(told.n)
    tail = (1 - conf_level) / 2
    low, high = (_noncentrality(told.statistic, told.df, share) for share in (1 - tail, tail))
    found = not (math.isnan(low) or math.isnan(high))
    return Estimate(
        method=told.method,
        n=told.n,
        dropped=dropped,
        estimate=told.statistic / root,
        conf_low=low / root if found else NAN,
        conf_high=high / root if found else NAN,
        conf_level=conf_level,
        statistic=told.statistic,
        df=told.df,
        status="ok" if found else "not_estimable",
        note="" if found else "not_converged",
    )


def rank_biserial(
    change: NDArray[np.int64], zeros: Zeros = "wilcoxon", dropped: int = 0
) -> Estimate:
    """Matched-pairs rank-biserial correlation, (W+ - W-) / (W+ + W-), of changes in whole steps.

    Ranks and zeros as in `signed_rank`. Nobody changed: `not_estimable`, `all_zero_diff`; no
    patient: `n_zero`. Errors as in `signed_rank`.
    """
    change, dropped = whole_steps(change, zeros), count("dropped", dropped)
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
    change, dropped = reals("change", change), count("dropped", dropped)
    conf_level = level("conf_level", conf_level)
    n = change.size
    mean = math.fsum(change.tolist()) / n if n else NAN
    why = _untestable(change)
    if why:
        return Estimate(
            method=method,
            n=n,
            dropped=dropped,
            estimate=mean,
            conf_level=conf_level,
            status="not_estimable",
            note=why,
        )
    error = math.sqrt(math.fsum(((change - mean) ** 2).tolist()) / (n - 1) / n)
    half = t_isf((1 - conf_level) / 2, n - 1) * error
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
        p_value=min(1.0, max(2 * t_sf(abs(mean / error), n - 1), math.ulp(0.0))),
    )


def _untestable(change: Values) -> Note:
    if change.size < 2:
        return "n_one" if change.size else "n_zero"
    if not change.any():
        return "all_zero_diff"
    alike = float(np.ptp(change)) <= _SAME * max(1.0, float(np.abs(change).max()))
    return "zero_variance" if alike else ""


def _exp(value: float) -> float:
    return NAN if math.isnan(value) else math.exp(value)


def _noncentrality(statistic: float, df: float, share: float) -> float:
    """The noncentrality at which the noncentral t lies below the statistic with that share.

    The share falls as the noncentrality rises. Far in its tails scipy's nct.cdf is NaN: there the
    share counts as 1 or 0, and a root that rests on such a place is none (NaN).
    """

    def excess(ncp: float) -> float:
        below = float(nct.cdf(statistic, df, ncp))
        return (float(ncp < statistic) if math.isnan(below) else below) - share

    reach = 1.0
    while excess(statistic - reach) < 0 or excess(statistic + reach) > 0:
        reach *= 1.5
    root = float(brentq(excess, statistic - reach, statistic + reach, xtol=1e-13, rtol=1e-13))
    return root if abs(excess(root)) < _FOUND else NAN
