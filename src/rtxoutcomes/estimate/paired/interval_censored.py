"""Geometric mean ratio where some values are only known to be below the limit of quantification.

The logarithms of the ratios are normal. A pair with both values quantified contributes its density,
a pair with one value below the limit the probability of its log ratio lying beyond the bound. The
mean is estimated by its profile likelihood (Helsel 2012). Which ratios are censored depends on the
values at baseline: where these predict the change, the estimate is biased, and the model of
`left_censored_ratio` is to be preferred.
"""

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq, minimize_scalar
from scipy.special import log_ndtr

from rtxoutcomes.arrays import Floats
from rtxoutcomes.estimate.arguments import count, level, number, reals, same_length
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.tails import chi2_isf, chi2_p
from rtxoutcomes.estimate.variation import is_constant
from rtxoutcomes.results.estimate import NAN, Estimate, Kind, Note
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

INTERVAL_CENSORED = Kind(
    Measure.RATIO,
    MethodKey.INTERVAL_CENSORED,
    "geometric mean ratio, interval-censored normal logarithms, profile likelihood",
)
# Logarithms of standard deviations of laboratory values are well within.
_FAR = 50.0
# exp of more exceeds the range of a double.
_LARGEST = 700.0


def censored_geometric_mean_ratio(
    before: ArrayLike, after: ArrayLike, limit: float, dropped: int = 0, conf_level: float = 0.95
) -> Estimate:
    """Geometric mean of after / before, where a value below `limit` is only known to be below it.

    Parameters
    ----------
    before, after
        Shape (patients,), positive, in one unit, complete pairs. The recorded number of a value
        below `limit` is not used.
    limit
        The limit of quantification, in the same unit, above 0.
    dropped
        Patients without a pair. Pairs with both values below the limit carry no information on the
        ratio and are added.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    Estimate
        A ratio with profile-likelihood limits and the likelihood-ratio test against 1 (chi-square,
        1 df); `events` counts the pairs with one value below the limit. Fewer than two quantified
        pairs: `not_estimable`, `n_one` or `n_zero`; equal ratios: `zero_variance`.

    Raises
    ------
    ValueError
        Lengths differ, a value or the limit is not above 0, or the level is not between 0 and 1.

    Notes
    -----
    Helsel 2012. Normal logarithms, as the paired t test of `geometric_mean_ratio` assumes; without
    values below the limit the estimate is the same.

    Equivalent to
    -------------
    The estimate of `survival::survreg(Surv(low, high, type = "interval2") ~ 1, dist = "gaussian")`
    in R on the bounds of the log ratios; limits and P are those of the profile likelihood, not
    Wald's.

    Examples
    --------
    >>> from rtxoutcomes.estimate import censored_geometric_mean_ratio
    >>> ratio = censored_geometric_mean_ratio([8, 9, 6, 7, 5], [6, 8, 1, 5, 4], limit=2)
    >>> round(ratio.estimate, 3), ratio.events
    (0.637, 1)
    """
    before, after = reals("before", before, above=0), reals("after", after, above=0)
    same_length(before=before, after=after)
    limit, conf_level = number("limit", limit, above=0), level("conf_level", conf_level)
    ratios = _log_ratios(before, after, limit)
    dropped = count("dropped", dropped) + before.size - ratios.size
    note = _refusal(ratios)
    if note:
        sample = Sample(INTERVAL_CENSORED, ratios.size, dropped, conf_level=conf_level)
        return sample.not_estimable(note)
    mean = _maximum(ratios)
    top = ratios.profile(mean)
    drop = chi2_isf(1 - conf_level, 1) / 2
    low, high = (_limit(ratios, mean, top - drop, direction) for direction in (-1.0, 1.0))
    statistic = max(0.0, 2 * (top - ratios.profile(0.0)))
    bounded = math.isfinite(low) and math.isfinite(high)
    events = ratios.below.size + ratios.above.size
    sample = Sample(INTERVAL_CENSORED, ratios.size, dropped, events, conf_level=conf_level)
    result = sample.result(
        estimate=math.exp(mean),
        conf_low=math.exp(low) if bounded else NAN,
        conf_high=math.exp(high) if bounded else NAN,
        statistic=statistic,
        df=1.0,
        p_value=chi2_p(statistic, 1),
        status="ok" if bounded else "bound_only",
        note="" if bounded else "not_converged",
    )
    return replace(result, p_pair=result.method_key)


@dataclass(frozen=True, slots=True)
class _LogRatios:
    """Logarithms of ratios: known ones, upper bounds (`below`), lower bounds (`above`)."""

    known: Floats
    below: Floats
    above: Floats

    @property
    def size(self) -> int:
        return self.known.size + self.below.size + self.above.size

    def profile(self, mean: float) -> float:
        """Log-likelihood of a mean at the best standard deviation."""

        def smallest(bounds: tuple[float, float], tolerance: float) -> tuple[float, float]:
            solution = minimize_scalar(
                lambda log_sd: -self._log_likelihood(mean, math.exp(log_sd)),
                bounds=bounds,
                method="bounded",
                options={"xatol": tolerance},
            )
            return float(solution.x), float(solution.fun)

        log_sd, first = smallest((-_FAR, _FAR), 1e-11)
        # Brent's bounded search ends near the maximum; a second, narrow one refines it.
        _, second = smallest((log_sd - 0.1, log_sd + 0.1), 1e-12)
        return -min(first, second)

    def _log_likelihood(self, mean: float, sd: float) -> float:
        z = (self.known - mean) / sd
        parts = [
            -0.5 * z**2 - math.log(sd) - 0.5 * math.log(2 * math.pi),
            log_ndtr((self.below - mean) / sd),
            log_ndtr((mean - self.above) / sd),
        ]
        return math.fsum(np.concatenate(parts).tolist())


def _log_ratios(before: Floats, after: Floats, limit: float) -> _LogRatios:
    early, late = before < limit, after < limit
    ratio = np.log(np.maximum(after, limit) / np.maximum(before, limit))
    return _LogRatios(
        known=ratio[~early & ~late], below=ratio[late & ~early], above=ratio[early & ~late]
    )


def _refusal(ratios: _LogRatios) -> Note:
    if ratios.known.size < 2:
        return "n_one" if ratios.known.size else "n_zero"
    return "zero_variance" if is_constant(ratios.known, scale=1.0) else ""


def _maximum(ratios: _LogRatios) -> float:
    values = np.concatenate([ratios.known, ratios.below, ratios.above])
    if ratios.below.size + ratios.above.size == 0:
        return math.fsum(values.tolist()) / values.size
    spread = float(np.ptp(values))
    solution = minimize_scalar(
        lambda mean: -ratios.profile(mean),
        bounds=(float(values.min()) - 5 * spread, float(values.max()) + 5 * spread),
        method="bounded",
        options={"xatol": 1e-9},
    )
    return float(solution.x)


def _limit(ratios: _LogRatios, mean: float, target: float, direction: float) -> float:
    """The mean in that direction at which the profile has fallen to the target; NaN if too far."""
    reach = float(np.ptp(ratios.known))
    while ratios.profile(mean + direction * reach) > target:
        reach *= 2
        if reach > _LARGEST:
            return NAN
    end = mean + direction * reach
    root = float(brentq(lambda value: ratios.profile(value) - target, mean, end, xtol=1e-12))
    return root if abs(root) < _LARGEST else NAN
