"""Geometric mean ratio of two values of which either may be below the limit of quantification.

The two logarithms of a patient are bivariate normal, each left-censored at its own limit. Whether
the ratio of a pair is censored depends on its two values, so that a model of the ratios alone, as
in `censored_geometric_mean_ratio`, is biased.
"""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq

from rtxoutcomes.arrays import Floats
from rtxoutcomes.estimate.arguments import count, level, reals, same_length
from rtxoutcomes.estimate.paired.censored_pairs import CensoredPairs, maximum, profile
from rtxoutcomes.estimate.paired.change import geometric_mean_ratio
from rtxoutcomes.estimate.paired.tobit import tobit
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.tails import binomial_cdf, t_p, two_sided_t
from rtxoutcomes.estimate.variation import is_constant
from rtxoutcomes.results.estimate import NAN, Estimate, Kind, Note
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

TOBIT = Kind(
    Measure.RATIO,
    MethodKey.TOBIT_RATIO,
    "geometric mean ratio, Tobit regression of log follow-up on log baseline, t",
)
BIVARIATE = Kind(
    Measure.RATIO,
    MethodKey.CENSORED_BIVARIATE,
    "geometric mean ratio, left-censored bivariate normal logarithms, profile likelihood, t",
)
BOUND = Kind(
    Measure.RATIO,
    MethodKey.CENSORED_BOUND,
    "limit of the median ratio from order statistics of the bounds of each ratio",
)
# With fewer, or with more than half of the pairs censored, the result would be that of the model.
FEWEST_KNOWN = 4
# exp of more exceeds the range of a double.
_LARGEST = 700.0


def left_censored_ratio(
    before: ArrayLike,
    after: ArrayLike,
    limits: tuple[float, float],
    dropped: int = 0,
    conf_level: float = 0.95,
) -> Estimate:
    """Geometric mean after over geometric mean before, where values may be below a limit.

    Parameters
    ----------
    before, after
        Shape (patients,), positive, in one unit, complete pairs. The recorded number of a value
        below its limit is not used.
    limits
        The limits of quantification of `before` and of `after`, in the same unit, above 0.
    dropped
        Patients without a pair, carried into the result.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    Estimate
        A ratio, its P value and the limits that the same test gives. `events` counts the pairs with
        a value below its limit; `std_error` and `statistic` are those of the logarithm. Without
        such a pair the result is that of `geometric_mean_ratio`. Fewer than four pairs of
        quantified values, or more than half of the pairs with a value below: `bound_only`,
        `below_quantification`, with the confidence limits of the median ratio that exist whatever
        the distribution. Where the likelihood has no maximum: the same, with `zero_variance` or
        `not_converged`.

    Raises
    ------
    ValueError
        Lengths differ, a value or a limit is not above 0, or the level is not between 0 and 1.

    Notes
    -----
    Baselines all quantified: Tobit regression of the log follow-up on x, the centred log baseline.
    The estimate is the intercept minus the mean log baseline, with the variance var(intercept) +
    (slope - 1)^2 var(x) / n, times n / (n - 2), and a t reference with n - 2 df. Otherwise the
    maximum of the bivariate likelihood, and limits where twice its fall is n log(1 + t^2 / (n -
    1)): without censoring these are the limits of the paired t test.

    Equivalent to
    -------------
    Baselines all quantified: from `survival::survreg(Surv(log(after), known, type = "left") ~ x)`
    in R.

    Examples
    --------
    >>> from rtxoutcomes.estimate import left_censored_ratio
    >>> before, after = [8, 9, 6, 7, 10, 5, 9], [6, 8, 1, 5, 9, 4, 7]
    >>> ratio = left_censored_ratio(before, after, limits=(2, 2))
    >>> round(ratio.estimate, 3), ratio.events
    (0.695, 1)
    """
    before, after = reals("before", before, above=0), reals("after", after, above=0)
    same_length(before=before, after=after)
    dropped, conf_level = count("dropped", dropped), level("conf_level", conf_level)
    low, high = _two(reals("limits", limits, above=0))
    early, late = before < low, after < high
    pairs = CensoredPairs(
        np.log(np.where(early, low, before)), np.log(np.where(late, high, after)), early, late
    )
    if pairs.known.all():
        return geometric_mean_ratio(before, after, dropped, conf_level)
    note = _refusal(pairs)
    if note:
        return _bound(pairs, note, dropped, conf_level)
    return (profile_ratio if early.any() else _tobit)(pairs, dropped, conf_level)


def profile_ratio(pairs: CensoredPairs, dropped: int = 0, conf_level: float = 0.95) -> Estimate:
    """The ratio with the largest likelihood, and limits and P from its profile.

    As in `left_censored_ratio` where a baseline is below its limit. The pairs may also be complete:
    the limits are then those of `geometric_mean_ratio`.
    """
    n = pairs.size
    change, top, rest = maximum(pairs)
    fall = n / 2 * math.log1p(two_sided_t(conf_level, n - 1) ** 2 / (n - 1))
    low, high = (_limit(pairs, change, rest, (top, fall), sign) for sign in (-1.0, 1.0))
    if math.isnan(low) or math.isnan(high):
        return _bound(pairs, "not_converged", dropped, conf_level)
    # The fall at no change, as the t statistic whose limits fall as far.
    lost = max(0.0, 2 * (top - profile(pairs, 0.0, rest)[0]))
    statistic = math.copysign(math.sqrt((n - 1) * math.expm1(lost / n)), change)
    sample = Sample(BIVARIATE, n, dropped, int((~pairs.known).sum()), conf_level=conf_level)
    result = sample.result(
        estimate=change,
        conf_low=low,
        conf_high=high,
        statistic=statistic,
        df=float(n - 1),
        p_value=t_p(statistic, n - 1),
    )
    return _ratio(result)


def _two(limits: Floats) -> tuple[float, float]:
    if limits.size != 2:
        raise ValueError(f"limits must be two, at baseline and at follow-up, not {limits.size}")
    return float(limits[0]), float(limits[1])


def _refusal(pairs: CensoredPairs) -> Note:
    known = pairs.known
    if known.sum() < FEWEST_KNOWN or 2 * known.sum() < pairs.size:
        return "below_quantification"
    before = pairs.before[known] - pairs.before[known].mean()
    after = pairs.after[known] - pairs.after[known].mean()
    spread = float(before @ before)
    slope = float(before @ after) / spread if spread > 0 else 0.0
    # On a line, the likelihood of the quantified pairs has no maximum.
    return "zero_variance" if is_constant(after - slope * before, scale=1.0) else ""


def _tobit(pairs: CensoredPairs, dropped: int, conf_level: float) -> Estimate:
    n, mean = pairs.size, math.fsum(pairs.before.tolist()) / pairs.size
    centred = pairs.before - mean
    # Equal baselines leave no slope to estimate.
    columns = [np.ones(n)] if is_constant(pairs.before, scale=1.0) else [np.ones(n), centred]
    fit = tobit(pairs.after, np.column_stack(columns), pairs.after_below)
    if fit is None:
        return _bound(pairs, "not_converged", dropped, conf_level)
    slope = float(fit.coefficients[1]) if len(columns) > 1 else 1.0
    variance = float(fit.covariance[0, 0]) + (slope - 1) ** 2 * float(np.var(centred, ddof=1)) / n
    df = n - len(columns)
    sample = Sample(TOBIT, n, dropped, int((~pairs.known).sum()), conf_level=conf_level)
    logs = sample.t_result(float(fit.coefficients[0]) - mean, math.sqrt(variance * n / df), df)
    # Where the baselines of all quantified pairs are equal, the censored ones may give any slope.
    beyond = max(abs(logs.conf_low), abs(logs.conf_high)) > _LARGEST
    return _bound(pairs, "not_converged", dropped, conf_level) if beyond else _ratio(logs)


def _limit(
    pairs: CensoredPairs, change: float, rest: Floats, tops: tuple[float, float], direction: float
) -> float:
    """The change in that direction at which the profile has fallen so far; NaN if it is too far.

    `tops` is the largest log-likelihood and the fall.
    """
    best, (top, fall) = rest, tops

    def below(value: float) -> float:
        # The root of the fall is nearly linear in the change, and soon solved.
        nonlocal best
        likelihood, best = profile(pairs, value, best)
        return math.sqrt(max(0.0, top - likelihood)) - math.sqrt(fall)

    reach = direction * 3 * math.exp(rest[3]) / math.sqrt(pairs.size)
    while below(change + reach) < 0:
        reach *= 2
        if abs(change + reach) > _LARGEST:
            return NAN
    return float(brentq(below, change, change + reach, xtol=1e-9))


def _ratio(logs: Estimate) -> Estimate:
    return replace(
        logs,
        estimate=math.exp(logs.estimate),
        conf_low=math.exp(logs.conf_low),
        conf_high=math.exp(logs.conf_high),
        p_pair=logs.method_key,
        note="below_quantification" if logs.events else "",
    )


def _bound(pairs: CensoredPairs, note: Note, dropped: int, conf_level: float) -> Estimate:
    """Confidence limits of the median ratio that hold wherever the values below their limits lie.

    The k-th smallest of the lower bounds is not above the k-th smallest ratio, which is below the
    median with the confidence of the sign test; likewise from above.
    """
    n, ratio = pairs.size, pairs.after - pairs.before
    lowest = np.sort(np.where(pairs.after_below, -math.inf, ratio))
    highest = np.sort(np.where(pairs.before_below, math.inf, ratio))
    tail = (1 - conf_level) / 2
    place = max((k for k in range(n) if binomial_cdf(k, n, 0.5) <= tail), default=-1)
    ends = (lowest[place], highest[n - 1 - place]) if place >= 0 else (-math.inf, math.inf)
    low, high = (math.exp(end) if math.isfinite(end) else NAN for end in map(float, ends))
    sample = Sample(BOUND, n, dropped, int((~pairs.known).sum()), conf_level=conf_level)
    return sample.result(conf_low=low, conf_high=high, status="bound_only", note=note)
