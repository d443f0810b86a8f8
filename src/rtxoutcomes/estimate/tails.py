"""Upper tails and quantiles of the distributions that tests and intervals rest on.

They are scipy's special functions by the names of `scipy.stats`, whose own checking and
broadcasting takes tens of times as long as the number itself. Arguments are already checked here.
"""

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


def chi2_ppf(share: float, df: float) -> float:
    """The x with P(X <= x) = share."""
    return 2 * float(gammaincinv(df / 2, share))


def t_sf(statistic: float, df: float) -> float:
    """P(T > statistic) of a Student variable with `df` degrees of freedom."""
    return float(stdtr(df, -statistic))


def t_isf(tail: float, df: float) -> float:
    """The t with P(T > t) = tail."""
    return -float(stdtrit(df, tail))


def f_sf(statistic: float, above: float, below: float) -> float:
    """P(F > statistic) with `above` and `below` degrees of freedom."""
    return float(fdtrc(above, below, statistic))


def beta_ppf(share: float, a: float, b: float) -> float:
    """The x with P(X <= x) = share, of a beta variable."""
    return float(betaincinv(a, b, share))


def beta_isf(tail: float, a: float, b: float) -> float:
    """The x with P(X > x) = tail."""
    return float(betainccinv(a, b, tail))


def binomial_sf(count: int, n: int, share: float) -> float:
    """P(X > count) of `n` trials."""
    if count < 0:
        return 1.0
    return 0.0 if count >= n else float(betainc(count + 1, n - count, share))


def binomial_cdf(count: int, n: int, share: float) -> float:
    """P(X <= count) of `n` trials."""
    if count < 0:
        return 0.0
    return 1.0 if count >= n else float(betaincc(count + 1, n - count, share))
