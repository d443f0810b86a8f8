"""One result from several completed data sets: Rubin's rules."""

import math
from dataclasses import dataclass

from numpy.typing import ArrayLike

from rtxoutcomes.estimate.arguments import count, level, number, of_one_length, reals, refuse
from rtxoutcomes.estimate.tails import t_isf, t_sf
from rtxoutcomes.results import Estimate

# A variance between imputations smaller than this part of that within is rounding.
_NOTHING = 1e-14


@dataclass(frozen=True, slots=True)
class Pooled:
    """The pooled result and its parts: variance `within` and `between` imputations, relative
    increase in variance, share of the variance due to the missing (`missing_share`, lambda of
    mice), fraction of missing information, and Rubin's degrees of freedom of 1987."""

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

    Returns
    -------
    Pooled
        No spread within or between: `not_estimable`, `zero_variance`.

    Raises
    ------
    ValueError
        Lengths differ, fewer than two imputations, a value is missing, an error is negative.

    Notes
    -----
    Rubin 1987; degrees of freedom of Barnard and Rubin 1999; `mice::pool` in R.
    """
    each = reals("estimates", estimates)
    errors = reals("std_errors", std_errors, at_least=0)
    of_one_length(estimates=each, std_errors=errors)
    m = int(each.size)
    if m < 2:
        refuse("estimates", "at least two imputations", f"{m}")
    count("n", n)
    if complete_df != math.inf:
        number("complete_df", complete_df, above=0)
    level("conf_level", conf_level)
    mean = math.fsum(each.tolist()) / m
    within = math.fsum((errors**2).tolist()) / m
    between = math.fsum(((each - mean) ** 2).tolist()) / (m - 1)
    added = (1 + 1 / m) * between
    total = within + added
    method = f"multiple imputation ({m}), Rubin, Barnard-Rubin df"
    if total <= 0 or within <= 0:
        blank = Estimate(
            method=method,
            n=n,
            conf_level=conf_level,
            status="not_estimable",
            note="zero_variance",
        )
        return Pooled(blank, within, between, math.nan, math.nan, math.nan, math.nan)
    share = added / total
    df_rubin = (m - 1) / share**2 if share > _NOTHING else math.inf
    df = _barnard_rubin(df_rubin, complete_df, share)
    increase = added / within
    information = (increase + (0.0 if math.isinf(df) else 2 / (df + 3))) / (1 + increase)
    value = _value(method, n, (mean, math.sqrt(total), df), conf_level)
    return Pooled(value, within, between, increase, share, information, df_rubin)


def _barnard_rubin(df_rubin: float, complete_df: float, share: float) -> float:
    """Degrees of freedom that never exceed those of complete data."""
    if math.isinf(complete_df):
        return df_rubin
    observed = (complete_df + 1) / (complete_df + 3) * complete_df * (1 - share)
    return observed if math.isinf(df_rubin) else 1 / (1 / df_rubin + 1 / observed)


def _value(method: str, n: int, told: tuple[float, float, float], conf_level: float) -> Estimate:
    mean, error, df = told
    # A t distribution with so many degrees of freedom is normal in every digit.
    shown = min(df, 1e12)
    half = t_isf((1 - conf_level) / 2, shown) * error
    return Estimate(
        method=method,
        n=n,
        estimate=mean,
        std_error=error,
        conf_low=mean - half,
        conf_high=mean + half,
        conf_level=conf_level,
        statistic=mean / error,
        df=shown,
        p_value=max(2 * t_sf(abs(mean / error), shown), 5e-324),
    )
