"""Mean paired change with its t interval, as a difference and as a ratio, and its effect sizes."""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.stats import nct

from rtxoutcomes.arrays import Floats
from rtxoutcomes.estimate.arguments import beside_changes, count, level, reals, same_length
from rtxoutcomes.estimate.paired.signed_rank import Zeros, checked_changes, doubled_ranks
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.variation import is_constant
from rtxoutcomes.results.estimate import NAN, Estimate, Kind, Note
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

# A probability; a discontinuity of nct.cdf, to or from NaN, is far larger.
_CONVERGED = 1e-9
PAIRED_T = Kind(Measure.DIFFERENCE, MethodKey.PAIRED_T, "paired t")
GEOMETRIC = Kind(
    Measure.RATIO,
    MethodKey.GEOMETRIC_MEAN_RATIO,
    "geometric mean ratio, paired t of logarithms",
)
STANDARDISED = Kind(
    Measure.STANDARDISED_DIFFERENCE,
    MethodKey.STANDARDISED_MEAN_CHANGE,
    "standardised mean change (dz), noncentral t",
)
_RANK_BISERIAL: dict[Zeros, Kind] = {
    "wilcoxon": Kind(
        Measure.CORRELATION,
        MethodKey.RANK_BISERIAL,
        "matched-pairs rank-biserial, wilcoxon zeros",
    ),
    "pratt": Kind(
        Measure.CORRELATION,
        MethodKey.RANK_BISERIAL_PRATT,
        "matched-pairs rank-biserial, pratt zeros",
    ),
}


def mean_change(change: ArrayLike, dropped: int = 0, conf_level: float = 0.95) -> Estimate:
    """Mean change with the interval and P of the paired t test.

    Parameters
    ----------
    change
        Shape (patients,): later minus earlier, in the unit of the score, without missing values.
    dropped
        Patients without a pair, carried into the result.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    Estimate
        `statistic` is t on `df` = n - 1. No patient or one: `not_estimable`. All changes equal:
        `not_estimable` with `zero_variance` (`all_zero_diff` where all are 0), with the mean.

    Raises
    ------
    ValueError
        `change` is not one-dimensional or contains a value that is not finite, `dropped` is not a
        count, or the level is not between 0 and 1.

    Notes
    -----
    Student's paired t. Constant changes have no test: scipy prints p = 0, R refuses them.

    Equivalent to
    -------------
    `t.test(after, before, paired = TRUE)` in R; `scipy.stats.ttest_rel(after, before)`.

    Examples
    --------
    >>> from rtxoutcomes.estimate import mean_change
    >>> mean = mean_change([-1.0, -0.5, 0.0, -1.0, 0.5, -1.5])
    >>> round(mean.estimate, 3), round(mean.conf_low, 3), round(mean.conf_high, 3)
    (-0.583, -1.356, 0.189)
    """
    return _t_test(change, PAIRED_T, dropped, conf_level)


def geometric_mean_ratio(
    before: ArrayLike, after: ArrayLike, dropped: int = 0, conf_level: float = 0.95
) -> Estimate:
    """Geometric mean of after / before: the paired t test of logarithms, back-transformed.

    Parameters
    ----------
    before, after
        Shape (patients,), positive, in one unit, complete pairs.
    dropped
        Patients without a pair, carried into the result.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    Estimate
        `estimate` and limits are ratios; `std_error`, `statistic` and `df` are those of the
        logarithms. Statuses as in `mean_change`: equal ratios have no variance.

    Raises
    ------
    ValueError
        Shapes differ, a value is not positive and finite, or the level is not between 0 and 1.

    Notes
    -----
    The paired t test of logarithms.

    Equivalent to
    -------------
    `t.test(log(after), log(before), paired = TRUE)` in R, and `exp` of its estimate and limits;
    `scipy.stats.ttest_rel` of the logarithms.

    Examples
    --------
    >>> from rtxoutcomes.estimate import geometric_mean_ratio
    >>> ratio = geometric_mean_ratio([11.0, 9.8, 12.1, 10.4], [10.2, 9.5, 10.9, 10.6])
    >>> round(ratio.estimate, 3), round(ratio.p_value, 3)
    (0.953, 0.173)
    """
    before, after = reals("before", before, above=0), reals("after", after, above=0)
    same_length(before=before, after=after)
    logs = _t_test(np.log(after / before), GEOMETRIC, dropped, conf_level)
    return replace(
        logs,
        estimate=_exp(logs.estimate),
        conf_low=_exp(logs.conf_low),
        conf_high=_exp(logs.conf_high),
    )


def standardised_mean_change(
    change: ArrayLike, dropped: int = 0, conf_level: float = 0.95
) -> Estimate:
    """Mean change over its standard deviation (Cohen's dz), limits by pivoting the noncentral t.

    Parameters
    ----------
    change
        Shape (patients,): later minus earlier, in the unit of the score, without missing values.
    dropped
        Patients without a pair, carried into the result.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    Estimate
        No patient, one, or no variance: `not_estimable`, without an estimate. Changes so uniform
        that scipy's noncentral t fails: the estimate without limits, `not_converged`.

    Raises
    ------
    ValueError
        As for `mean_change`.

    Notes
    -----
    Cohen 1988; Steiger and Fouladi 1997.

    Equivalent to
    -------------
    `MBESS::ci.sm(sm = mean(change) / sd(change), N = n)` in R, or `uniroot` over `pt(t, n - 1,
    ncp)`.

    Examples
    --------
    >>> from rtxoutcomes.estimate import standardised_mean_change
    >>> effect = standardised_mean_change([-1.0, -0.5, 0.0, -1.0, 0.5, -1.5])
    >>> round(effect.estimate, 3), round(effect.conf_low, 3), round(effect.conf_high, 3)
    (-0.793, -1.697, 0.167)
    """
    test = _t_test(change, STANDARDISED, dropped, conf_level)
    if test.status != "ok":
        return replace(test, estimate=NAN)
    root, tail = math.sqrt(test.n), (1 - conf_level) / 2
    low, high = (_noncentrality(test.statistic, test.df, p) / root for p in (1 - tail, tail))
    converged = not (math.isnan(low) or math.isnan(high))
    return Sample(STANDARDISED, test.n, dropped, conf_level=conf_level).result(
        estimate=test.statistic / root,
        conf_low=low if converged else NAN,
        conf_high=high if converged else NAN,
        statistic=test.statistic,
        df=test.df,
        status="ok" if converged else "not_estimable",
        note="" if converged else "not_converged",
    )


def rank_biserial(change: ArrayLike, zeros: Zeros = "wilcoxon", dropped: int = 0) -> Estimate:
    """Matched-pairs rank-biserial correlation, (W+ - W-) / (W+ + W-), of changes in whole steps.

    Parameters
    ----------
    change
        Shape (patients,): later minus earlier, in whole steps of the score.
    zeros
        "wilcoxon": unchanged patients are dropped before ranking; "pratt": ranked, then dropped.
    dropped
        Patients without a pair, carried into the result.

    Returns
    -------
    Estimate
        No patient changed: `not_estimable`, `all_zero_diff`; no patient: `n_zero`.

    Raises
    ------
    ValueError
        As for `signed_rank`.

    Notes
    -----
    Kerby 2014.

    Equivalent to
    -------------
    The RBC of `pingouin.wilcoxon`, which drops zeros; from `sum(rank(abs(x))[x > 0])` in R with x
    the changes that are not 0.

    Examples
    --------
    >>> from rtxoutcomes.estimate import rank_biserial
    >>> round(rank_biserial([-2, -1, 0, -3, 1, -2]).estimate, 3)
    -0.8
    """
    change, dropped = checked_changes(change, zeros), count("dropped", dropped)
    sample = Sample(_RANK_BISERIAL[zeros], change.size, dropped)
    if not change.any():
        return sample.not_estimable("all_zero_diff" if change.size else "n_zero")
    ranks, positive = doubled_ranks(change, zeros)
    total = int(ranks.sum())
    return sample.result(estimate=(2 * positive - total) / total)


def _t_test(change: ArrayLike, kind: Kind, dropped: int, conf_level: float) -> Estimate:
    beside_changes("dropped", "a count", dropped)
    change, dropped = reals("change", change), count("dropped", dropped)
    n = change.size
    sample = Sample(kind, n, dropped, conf_level=level("conf_level", conf_level))
    mean = math.fsum(change.tolist()) / n if n else NAN
    note = _untestable(change)
    if note:
        return sample.not_estimable(note, estimate=mean)
    error = math.sqrt(math.fsum(((change - mean) ** 2).tolist()) / (n - 1) / n)
    return sample.t_result(mean, error, n - 1)


def _untestable(change: Floats) -> Note:
    if change.size < 2:
        return "n_one" if change.size else "n_zero"
    if not change.any():
        return "all_zero_diff"
    # Changes are differences, or logarithms of ratios, of numbers of about this size.
    return "zero_variance" if is_constant(change, scale=1.0) else ""


def _exp(value: float) -> float:
    return NAN if math.isnan(value) else math.exp(value)


def _noncentrality(statistic: float, df: float, probability: float) -> float:
    """The noncentrality at which the noncentral t is below the statistic with that probability.

    The probability decreases in the noncentrality. Far in its tails scipy's nct.cdf is NaN: there
    it is taken as 1 or 0, and a root that depends on such a value is NaN.
    """

    def excess(ncp: float) -> float:
        below = float(nct.cdf(statistic, df, ncp))
        return (float(ncp < statistic) if math.isnan(below) else below) - probability

    reach = 1.0
    while excess(statistic - reach) < 0 or excess(statistic + reach) > 0:
        reach *= 1.5
    root = float(brentq(excess, statistic - reach, statistic + reach, xtol=1e-13, rtol=1e-13))
    return root if abs(excess(root)) < _CONVERGED else NAN
