"""Events before against after in the same patients, conditional on each patient's total.

Who starts a treatment after a bad year would have had a better one without it: a ratio below 1 is
regression to the mean in part or in whole, and no arm without treatment tells how much. The method
of every result says so.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq
from scipy.special import gammaln

from rtxoutcomes.estimate.arguments import level, of_one_length, reals, refuse, wholes
from rtxoutcomes.estimate.proportions.conditional_odds import ConditionalOdds
from rtxoutcomes.estimate.tails import normal_isf, normal_sf
from rtxoutcomes.results import NAN, Estimate

Reals = NDArray[np.float64]
Wholes = NDArray[np.int64]
CAVEAT = "no control, regression to the mean not excluded"
EXACT = f"exact before-after rate ratio, conditional on each patient's total ({CAVEAT})"
SCORE = f"before-after rate ratio, conditional score, too many events for exact ({CAVEAT})"
# The exact law costs the square of the events: some 0.3 s at this number.
MOST_EXACT = 4_000
_SMALLEST = 5e-324


def before_after_ratio(
    before: ArrayLike,
    before_years: ArrayLike,
    after: ArrayLike,
    after_years: ArrayLike,
    *,
    dropped: int = 0,
    conf_level: float = 0.95,
) -> Estimate:
    """Rate after over rate before, each patient being their own comparison.

    Parameters
    ----------
    before, after
        Shape (patients,), events of each patient in the two periods; whole numbers.
    before_years, after_years
        Shape (patients,), person-years of each patient in the two periods.
    dropped
        Patients left out (no count of before), carried into the result.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    Estimate
        `n` patients watched in both periods (others say nothing of the ratio and are added to
        `dropped`), `events` and `person_years` of both periods. The estimate is the conditional
        maximum likelihood, p twice the smaller tail, the interval its inversion. No event in one
        period: `bound_only`, `no_events`; in neither: `not_estimable`; nobody: `n_zero`.

    Raises
    ------
    ValueError
        Lengths differ, a count is negative or no whole number, a time is negative or not finite,
        or somebody without time in a period has an event in it.

    Notes
    -----
    A patient has events at rates of their own, r before and theta r after. Given the total m, the
    events after are binomial with odds theta t / s (t years after, s before), whatever r is. The
    sum of these binomials is the statistic; where all have one t / s it is one binomial, the exact
    test of two Poisson rates (`poisson.test` in R). Attacks are taken as independent within a
    patient, given the patient's rate.
    """
    events, years = _checked(before, before_years, after, after_years)
    level("conf_level", conf_level)
    both = (years > 0).all(axis=0)
    n, left_out = int(both.sum()), dropped + int((~both).sum())
    (earlier, later), (s, t) = events[:, both], years[:, both]
    total, seen = int(earlier.sum() + later.sum()), int(later.sum())
    time = math.fsum((s + t).tolist())
    if total == 0:
        return Estimate(
            method=EXACT,
            n=n,
            dropped=left_out,
            events=0,
            person_years=time,
            conf_level=conf_level,
            status="not_estimable",
            note="n_zero" if n == 0 else "no_events",
        )
    exact = total <= MOST_EXACT
    totals, log_odds = earlier + later, np.log(t) - np.log(s)
    infer = _exact if exact else _by_score
    ratio, low, high, p_value = infer(totals, log_odds, seen, (1 - conf_level) / 2)
    full = 0 < seen < total
    return Estimate(
        method=EXACT if exact else SCORE,
        n=n,
        dropped=left_out,
        events=total,
        person_years=time,
        estimate=ratio,
        conf_low=low,
        conf_high=high,
        conf_level=conf_level,
        p_value=min(1.0, max(p_value, _SMALLEST)),
        status="ok" if full else "bound_only",
        note="" if full else "no_events",
    )


def _checked(
    before: ArrayLike, before_years: ArrayLike, after: ArrayLike, after_years: ArrayLike
) -> tuple[Wholes, Reals]:
    """Events and years, each of shape (2, patients): before, then after."""
    counts = {n: wholes(n, v, at_least=0) for n, v in (("before", before), ("after", after))}
    named = (("before_years", before_years), ("after_years", after_years))
    times = {n: reals(n, v, at_least=0) for n, v in named}
    of_one_length(**counts, **times)
    events, years = np.stack(list(counts.values())), np.stack(list(times.values()))
    for name, has, time in zip(counts, events, years, strict=True):
        idle = np.flatnonzero((has > 0) & (time == 0))
        if idle.size:
            first = int(idle[0])
            refuse(f"{name}[{first}]", "0 where there is no person-time", f"{has[first]}")
    return events, years


Inference = tuple[float, float, float, float]


def _exact(totals: Wholes, log_odds: Reals, seen: int, tail: float) -> Inference:
    """Ratio, limits and doubled tail, from the law of the events after given all totals."""
    # Events of all patients with one ratio of times are one binomial.
    ratios, which = np.unique(log_odds, return_inverse=True)
    pooled = np.bincount(which, weights=totals).astype(np.int64)
    weight = np.zeros(1)
    for size, ratio in zip(pooled.tolist(), ratios.tolist(), strict=True):
        weight = _with_binomial(weight, size, ratio)
    law = ConditionalOdds(np.arange(weight.size, dtype=np.float64), weight, seen)
    low, high = law.limits(tail)
    ratio = law.most_likely()
    p_value = 2 * min(law.up_to(0.0), law.from_on(0.0))
    return (
        ratio if math.isfinite(ratio) else NAN,
        low,
        high if math.isfinite(high) else NAN,
        p_value,
    )


def _with_binomial(weight: Reals, size: int, log_odds: float) -> Reals:
    """Log weights of a sum with one more binomial in it; weights only add, so no digit is lost."""
    k = np.arange(size + 1.0)
    own = gammaln(size + 1.0) - gammaln(k + 1) - gammaln(size - k + 1) + k * log_odds
    short, long = (own, weight) if own.size <= weight.size else (weight, own)
    told = np.full(short.size + long.size - 1, -np.inf)
    for shift, value in enumerate(short):
        place = slice(shift, shift + long.size)
        told[place] = np.logaddexp(told[place], long + value)
    return told


def _by_score(totals: Wholes, log_odds: Reals, seen: int, tail: float) -> Inference:
    """The same from the mean and variance of the conditional law, for very many events."""
    z = normal_isf(tail)

    def excess(log_ratio: float) -> float:
        share = 1 / (1 + np.exp(-(log_odds + log_ratio)))
        spread = math.sqrt(float((totals * share * (1 - share)).sum()))
        return (seen - float((totals * share).sum())) / max(spread, 1e-150)

    def root(target: float) -> float:
        return math.exp(brentq(lambda log: excess(log) - target, -50.0, 50.0, xtol=1e-13))

    p_value = 2 * normal_sf(abs(excess(0.0)))
    if seen == 0:
        return 0.0, 0.0, root(-z), p_value
    if seen == totals.sum():
        return NAN, root(z), NAN, p_value
    return root(0.0), root(z), root(-z), p_value
