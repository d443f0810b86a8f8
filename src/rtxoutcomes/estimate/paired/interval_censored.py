"""The ratio of paired values some of which are only known to lie below what can be quantified."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq, minimize_scalar
from scipy.special import log_ndtr

from rtxoutcomes.estimate.arguments import count, level, number, of_one_length, reals
from rtxoutcomes.estimate.tails import chi2_isf, chi2_sf
from rtxoutcomes.results import NAN, Estimate, Note

Values = NDArray[np.float64]
METHOD = "geometric mean ratio, interval-censored normal logarithms, profile likelihood"
# Logarithms of ratios and of standard deviations beyond this are none of a laboratory.
_FAR = 50.0
# exp of more is beyond what a double holds.
_LARGEST = 700.0


def censored_geometric_mean_ratio(
    before: Values, after: Values, limit: float, dropped: int = 0, conf_level: float = 0.95
) -> Estimate:
    """Geometric mean of after / before, where a value below `limit` is only known to lie there.

    Parameters
    ----------
    before, after
        Shape (patients,), positive, in one unit, complete pairs. Of a value below `limit` only
        that is used, not which value was written down.
    limit
        The limit of quantification, in the same unit, above 0.
    dropped
        Patients without a pair. Pairs of which both values lie below the limit say nothing of
        the ratio and are added.

    Returns
    -------
    Estimate
        A ratio with profile-likelihood limits and the likelihood-ratio test against 1 (chi-square,
        1 df); `events` counts the pairs with one value below the limit. Fewer than two quantified
        pairs: `not_estimable`, `n_one` or `n_zero`; equal ratios: `zero_variance`.

    Raises
    ------
    ValueError
        Lengths differ, a value or the limit is not above 0, or the level not between 0 and 1.

    Notes
    -----
    Normal logarithms, as the paired t test of `geometric_mean_ratio` assumes; with nothing below
    the limit its estimate is the same. `survival::survreg(dist = "gaussian")` on intervals in R.
    """
    before, after = reals("before", before, above=0), reals("after", after, above=0)
    of_one_length(before=before, after=after)
    limit, conf_level = number("limit", limit, above=0), level("conf_level", conf_level)
    data = _data(before, after, limit)
    n, dropped = before.size - data.silent, count("dropped", dropped) + data.silent
    note = _refusal(data)
    if note:
        return Estimate(
            method=METHOD,
            n=n,
            dropped=dropped,
            conf_level=conf_level,
            status="not_estimable",
            note=note,
        )
    mean = _maximum(data)
    top = data.profile(mean)
    drop = chi2_isf(1 - conf_level, 1) / 2
    low, high = (_limit(data, mean, top - drop, way) for way in (-1.0, 1.0))
    ratio = max(0.0, 2 * (top - data.profile(0.0)))
    bounded = math.isfinite(low) and math.isfinite(high)
    return Estimate(
        method=METHOD,
        n=n,
        dropped=dropped,
        events=data.below.size + data.above.size,
        estimate=math.exp(mean),
        conf_low=math.exp(low) if bounded else NAN,
        conf_high=math.exp(high) if bounded else NAN,
        conf_level=conf_level,
        statistic=ratio,
        df=1.0,
        p_value=max(chi2_sf(ratio, 1), math.ulp(0.0)),
        status="ok" if bounded else "bound_only",
        note="" if bounded else "not_converged",
    )


@dataclass(frozen=True, slots=True)
class _Data:
    """Logarithms of ratios: known ones, upper bounds (`below`), lower bounds (`above`)."""

    known: Values
    below: Values
    above: Values
    silent: int

    def profile(self, mean: float) -> float:
        """Log-likelihood of a mean at the best standard deviation."""
        told = minimize_scalar(
            lambda log_sd: -self._log_likelihood(mean, math.exp(log_sd)),
            bounds=(-_FAR, _FAR),
            method="bounded",
            options={"xatol": 1e-11},
        )
        # Brent's bounded search ends near the maximum; a second, narrow one polishes it.
        near = minimize_scalar(
            lambda log_sd: -self._log_likelihood(mean, math.exp(log_sd)),
            bounds=(told.x - 0.1, told.x + 0.1),
            method="bounded",
            options={"xatol": 1e-12},
        )
        return -min(float(told.fun), float(near.fun))

    def _log_likelihood(self, mean: float, sd: float) -> float:
        known = (self.known - mean) / sd
        parts = [
            -0.5 * known**2 - math.log(sd) - 0.5 * math.log(2 * math.pi),
            log_ndtr((self.below - mean) / sd),
            log_ndtr((mean - self.above) / sd),
        ]
        return math.fsum(np.concatenate(parts).tolist())


def _data(before: Values, after: Values, limit: float) -> _Data:
    early, late = before < limit, after < limit
    ratio = np.log(np.maximum(after, limit) / np.maximum(before, limit))
    return _Data(
        known=ratio[~early & ~late],
        below=ratio[late & ~early],
        above=ratio[early & ~late],
        silent=int((early & late).sum()),
    )


def _refusal(data: _Data) -> Note:
    if data.known.size < 2:
        return "n_one" if data.known.size else "n_zero"
    return "zero_variance" if np.ptp(data.known) <= 1e-12 else ""


def _maximum(data: _Data) -> float:
    every = np.concatenate([data.known, data.below, data.above])
    if data.below.size + data.above.size == 0:
        return math.fsum(every.tolist()) / every.size
    spread = float(np.ptp(every))
    told = minimize_scalar(
        lambda mean: -data.profile(mean),
        bounds=(float(every.min()) - 5 * spread, float(every.max()) + 5 * spread),
        method="bounded",
        options={"xatol": 1e-9},
    )
    return float(told.x)


def _limit(data: _Data, mean: float, target: float, way: float) -> float:
    reach = float(np.ptp(data.known))
    while data.profile(mean + way * reach) > target:
        reach *= 2
        if reach > _LARGEST:
            return NAN
    end = mean + way * reach
    found = float(brentq(lambda value: data.profile(value) - target, mean, end, xtol=1e-12))
    return found if abs(found) < _LARGEST else NAN
