"""One result from several completed data sets: Rubin's rules.

With m imputations, W the mean of the variances and B the variance of the estimates, the total
variance is W + (1 + 1 / m) B (Rubin 1987); the degrees of freedom are those of Barnard and Rubin
(1999).
"""

import math
from dataclasses import dataclass

from numpy.typing import ArrayLike

from rtxoutcomes.estimate.arguments import count, level, number, reals, same_length
from rtxoutcomes.estimate.refusal import refuse
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.variation import ROUNDING
from rtxoutcomes.results.estimate import NAN, Estimate, Kind
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

# A variance between imputations smaller than this part of that within is rounding.
_ROUNDING = 1e-14
# A t distribution with this many degrees of freedom is normal in every digit.
_LARGEST_DF = 1e12


@dataclass(frozen=True, slots=True)
class Pooled:
    """The pooled result and its parts: variance `within` and `between` imputations, relative
    increase in variance, proportion of the variance due to the missing values (`missing_share`,
    lambda of mice), fraction of missing information, and Rubin's degrees of freedom of 1987."""

    value: Estimate
    within: float
    between: float
    relative_increase: float
    missing_share: float
    missing_information: float
    df_rubin: float


def rubin_pool(
    estimates: ArrayLike,
    std_errors: ArrayLike,
    *,
    n: int,
    complete_df: float = math.inf,
    conf_level: float = 0.95,
) -> Pooled:
    """Estimates of one quantity from each imputation, pooled.

    Parameters
    ----------
    estimates, std_errors
        Shape (imputations,), at least two; errors not negative.
    n
        Patients in each completed data set, carried into the result.
    complete_df
        Degrees of freedom had nothing been missing. Infinite: those of Rubin 1987 result.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    Pooled
        No variance within or between: `not_estimable`, `zero_variance`.

    Raises
    ------
    ValueError
        Lengths differ, fewer than two imputations, a value is missing, an error is negative.

    Notes
    -----
    Rubin 1987; degrees of freedom of Barnard and Rubin 1999.

    Equivalent to
    -------------
    `mice::pool` in R, and `mice::pool.scalar(estimates, std_errors^2, n = complete_df + 1)`.

    Examples
    --------
    >>> from rtxoutcomes.estimate import rubin_pool
    >>> pooled = rubin_pool([-0.31, -0.35, -0.28], [0.15, 0.16, 0.15], n=42, complete_df=41)
    >>> round(pooled.value.estimate, 3), round(pooled.value.std_error, 3), round(pooled.value.df, 1)
    (-0.313, 0.159, 33.9)
    """
    values = reals("estimates", estimates)
    errors = reals("std_errors", std_errors, at_least=0)
    same_length(estimates=values, std_errors=errors)
    m = int(values.size)
    if m < 2:
        refuse("estimates", "at least two imputations", f"{m}")
    count("n", n)
    if complete_df != math.inf:
        number("complete_df", complete_df, above=0)
    level("conf_level", conf_level)
    mean = math.fsum(values.tolist()) / m
    within = math.fsum((errors**2).tolist()) / m
    between = math.fsum(((values - mean) ** 2).tolist()) / (m - 1)
    added = (1 + 1 / m) * between
    total = within + added
    method = f"multiple imputation ({m}), Rubin, Barnard-Rubin df"
    kind = Kind(Measure.DIFFERENCE, MethodKey.MULTIPLE_IMPUTATION, method)
    sample = Sample(kind, n, conf_level=conf_level)
    if math.sqrt(within) <= ROUNDING * max(map(abs, values.tolist())):
        return Pooled(sample.not_estimable("zero_variance"), within, between, NAN, NAN, NAN, NAN)
    share = added / total
    df_rubin = (m - 1) / share**2 if share > _ROUNDING else math.inf
    df = _barnard_rubin(df_rubin, complete_df, share)
    increase = added / within
    information = (increase + (0.0 if math.isinf(df) else 2 / (df + 3))) / (1 + increase)
    value = sample.t_result(mean, math.sqrt(total), min(df, _LARGEST_DF))
    return Pooled(value, within, between, increase, share, information, df_rubin)


def _barnard_rubin(df_rubin: float, complete_df: float, share: float) -> float:
    """Degrees of freedom that never exceed those of complete data."""
    if math.isinf(complete_df):
        return df_rubin
    observed = (complete_df + 1) / (complete_df + 3) * complete_df * (1 - share)
    return observed if math.isinf(df_rubin) else 1 / (1 / df_rubin + 1 / observed)
