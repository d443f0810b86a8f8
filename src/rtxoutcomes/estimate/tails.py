"""Tail probabilities and quantiles of the distributions behind tests and intervals.

They wrap scipy's special functions under the names of `scipy.stats`, whose own argument checks and
broadcasting take tens of times as long as the number itself. Arguments are already checked here.
"""

import math

from scipy.special import (
    betainc,
    betaincc,
    betainccinv,
    betaincinv,
    chdtrc,
    chdtri,
    fdtrc,
    gammaincinv,
    ndtr,
    ndtri,
    stdtr,
    stdtrit,
)

# A P value is never 0: below the smallest double, the smallest double is given.
SMALLEST_P = math.ulp(0.0)
# The normal quantiles of 5 % two-sided and 80 % power, added.
EIGHTY_PERCENT_POWER = 2.80


def normal_sf(z: float) -> float:
    """P(Z > z) of a standard normal variable; `scipy.stats.norm.sf`, `pnorm(lower = FALSE)`."""
    return float(ndtr(-z))


def normal_isf(tail: float) -> float:
    """The z with P(Z > z) = tail."""
    return -float(ndtri(tail))


def chi2_sf(statistic: float, df: float) -> float:
    """P(X > statistic) of a chi-square variable with `df` degrees of freedom."""
    return float(chdtrc(df, statistic))


def chi2_isf(tail: float, df: float) -> float:
    """The x with P(X > x) = tail."""
    return float(chdtri(df, tail))


def chi2_ppf(probability: float, df: float) -> float:
    """The x with P(X <= x) = probability."""
    return 2 * float(gammaincinv(df / 2, probability))


def t_sf(statistic: float, df: float) -> float:
    """P(T > statistic) of a Student variable with `df` degrees of freedom."""
    return float(stdtr(df, -statistic))


def t_isf(tail: float, df: float) -> float:
    """The t with P(T > t) = tail."""
    return -float(stdtrit(df, tail))


def f_sf(statistic: float, numerator_df: float, denominator_df: float) -> float:
    """P(F > statistic) of an F variable."""
    return float(fdtrc(numerator_df, denominator_df, statistic))


def beta_ppf(probability: float, a: float, b: float) -> float:
    """The x with P(X <= x) = probability, of a beta variable."""
    return float(betaincinv(a, b, probability))


def beta_isf(tail: float, a: float, b: float) -> float:
    """The x with P(X > x) = tail, of a beta variable."""
    return float(betainccinv(a, b, tail))


def binomial_sf(count: int, n: int, probability: float) -> float:
    """P(X > count) in `n` trials."""
    if count < 0:
        return 1.0
    return 0.0 if count >= n else float(betainc(count + 1, n - count, probability))


def binomial_cdf(count: int, n: int, probability: float) -> float:
    """P(X <= count) in `n` trials."""
    if count < 0:
        return 0.0
    return 1.0 if count >= n else float(betaincc(count + 1, n - count, probability))


def two_sided_z(conf_level: float) -> float:
    """The normal quantile of a two-sided interval: 1.96 at 95 %."""
    return normal_isf((1 - conf_level) / 2)


def two_sided_t(conf_level: float, df: float) -> float:
    """The Student quantile of a two-sided interval."""
    return t_isf((1 - conf_level) / 2, df)


def bounded_p(probability: float) -> float:
    """A sum of probabilities as a P value: rounding may take it above 1, underflow to 0."""
    return min(1.0, max(probability, SMALLEST_P))


def without_rounding_error(probability: float) -> float:
    """To 13 digits, so that a probability of exactly 0.025 is not above it by an error of sums."""
    return float(f"{probability:.12e}")


def normal_p(z: float) -> float:
    """Two-sided P value of a standard normal statistic."""
    return max(2 * normal_sf(abs(z)), SMALLEST_P)


def t_p(statistic: float, df: float) -> float:
    """Two-sided P value of a Student statistic."""
    return max(2 * t_sf(abs(statistic), df), SMALLEST_P)


def chi2_p(statistic: float, df: float) -> float:
    """P value of a chi-square statistic."""
    return max(chi2_sf(statistic, df), SMALLEST_P)
