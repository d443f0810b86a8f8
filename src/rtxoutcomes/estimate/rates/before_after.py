"""Events before against after in the same patients, conditional on each patient's total.

Treatment often starts after an unusually bad year: a ratio below 1 is then regression to the mean
in part or entirely, and without an untreated arm it is unknown in which part. The method of every
result says so.

Model: patient i has events at rate r_i before and theta r_i after treatment. Given the total m_i,
the events after it are binomial with odds theta t_i / s_i (s_i years before, t_i after), whatever
r_i is.
"""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import gammaln

from rtxoutcomes.arrays import Floats, Ints
from rtxoutcomes.estimate.arguments import integers, level, person_times, same_length
from rtxoutcomes.estimate.proportions.conditional_odds import ConditionalOdds
from rtxoutcomes.estimate.refusal import refuse
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.tails import bounded_p, normal_isf, normal_sf
from rtxoutcomes.results.estimate import NAN, Estimate, Kind
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

CAVEAT = "no control, regression to the mean not excluded"
EXACT = Kind(
    Measure.RATE_RATIO,
    MethodKey.EXACT_BEFORE_AFTER,
    f"exact before-after rate ratio, conditional on each patient's total ({CAVEAT})",
)
SCORE = Kind(
    Measure.RATE_RATIO,
    MethodKey.SCORE_BEFORE_AFTER,
    f"before-after rate ratio, conditional score, too many events for exact ({CAVEAT})",
)
# The exact distribution takes time quadratic in the events: some 0.3 s at this number.
MOST_EXACT = 4_000
# Estimate, lower and upper limit, two-sided P.
Inference = tuple[float, float, float, float]


def before_after_ratio(
    before: ArrayLike,
    before_years: ArrayLike,
    after: ArrayLike,
    after_years: ArrayLike,
    *,
    dropped: int = 0,
    conf_level: float = 0.95,
) -> Estimate:
    """Rate after treatment over rate before it, within patients.

    Parameters
    ----------
    before, after
        Shape (patients,), events of each patient in the two periods; whole numbers.
    before_years, after_years
        Shape (patients,), person-years of each patient in the two periods.
    dropped
        Patients excluded (no count before treatment), carried into the result.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    Estimate
        `n` patients observed in both periods (others carry no information on the ratio and are
        added to `dropped`), `events` and `person_years` of both periods. The estimate is the
        conditional maximum likelihood estimate, P twice the smaller tail, the interval its
        inversion. No event in one period: `bound_only`, `no_events`; in neither: `not_estimable`;
        no patient: `n_zero`.

    Raises
    ------
    ValueError
        Lengths differ, a count is negative or not a whole number, a time is negative or not finite,
        or a patient without time in a period has an event in it.

    Notes
    -----
    The statistic is the sum of the events after treatment, a sum of binomials given the totals.
    Attacks are assumed independent within a patient, given the rate of the patient.

    Equivalent to
    -------------
    Estimate and interval of `poisson.test(c(after, before), c(after_years, before_years))` in R
    with the totals of both periods, where all patients have one ratio of times; its P value sums
    point probabilities.

    Examples
    --------
    >>> from rtxoutcomes.estimate import before_after_ratio
    >>> ratio = before_after_ratio([2, 1, 1], [1, 1, 1], [0, 1, 0], [2, 2, 2])
    >>> round(ratio.estimate, 3), round(ratio.conf_low, 3), round(ratio.conf_high, 3)
    (0.125, 0.003, 1.263)
    """
    events, years = _checked(before, before_years, after, after_years)
    level("conf_level", conf_level)
    both = (years > 0).all(axis=0)
    n = int(both.sum())
    (earlier, later), (s, t) = events[:, both], years[:, both]
    total, observed = int(earlier.sum() + later.sum()), int(later.sum())
    time = math.fsum((s + t).tolist())
    sample = Sample(EXACT, n, dropped + both.size - n, total, time, conf_level)
    if total == 0:
        return sample.not_estimable("n_zero" if n == 0 else "no_events")
    infer = _exact
    if total > MOST_EXACT:
        sample, infer = replace(sample, kind=SCORE), _by_score
    ratio, low, high, p_value = infer(
        earlier + later, np.log(t) - np.log(s), observed, (1 - conf_level) / 2
    )
    bounded = 0 < observed < total
    result = sample.result(
        estimate=ratio,
        conf_low=low,
        conf_high=high,
        p_value=bounded_p(p_value),
        status="ok" if bounded else "bound_only",
        note="" if bounded else "no_events",
    )
    return replace(result, p_pair=sample.kind.method_key)


def _checked(
    before: ArrayLike, before_years: ArrayLike, after: ArrayLike, after_years: ArrayLike
) -> tuple[Ints, Floats]:
    """Events and years, each of shape (2, patients): before, then after."""
    counts = {n: integers(n, v, at_least=0) for n, v in (("before", before), ("after", after))}
    named = (("before_years", before_years), ("after_years", after_years))
    times = {n: person_times(n, v) for n, v in named}
    same_length(**counts, **times)
    events, years = np.stack(list(counts.values())), np.stack(list(times.values()))
    for name, count, time in zip(counts, events, years, strict=True):
        invalid = np.flatnonzero((count > 0) & (time == 0))
        if invalid.size:
            first = int(invalid[0])
            refuse(f"{name}[{first}]", "0 where there is no person-time", f"{count[first]}")
    return events, years


def _exact(totals: Ints, log_odds: Floats, observed: int, tail: float) -> Inference:
    """From the distribution of the sum of the events after treatment, given all totals."""
    # Patients with one ratio of times form one binomial.
    ratios, which = np.unique(log_odds, return_inverse=True)
    pooled = np.bincount(which, weights=totals).astype(np.int64)
    weight = np.zeros(1)
    for size, ratio in zip(pooled.tolist(), ratios.tolist(), strict=True):
        weight = _with_binomial(weight, size, ratio)
    law = ConditionalOdds(np.arange(weight.size, dtype=np.float64), weight, observed)
    low, high = law.limits(tail)
    ratio = law.most_likely()
    p_value = 2 * min(law.up_to(0.0), law.from_on(0.0))
    return (
        ratio if math.isfinite(ratio) else NAN,
        low,
        high if math.isfinite(high) else NAN,
        p_value,
    )


def _with_binomial(weight: Floats, size: int, log_odds: float) -> Floats:
    """Log weights of the sum with another binomial: a convolution, without loss of digits."""
    k = np.arange(size + 1.0)
    added = gammaln(size + 1.0) - gammaln(k + 1) - gammaln(size - k + 1) + k * log_odds
    short, long = (added, weight) if added.size <= weight.size else (weight, added)
    total = np.full(short.size + long.size - 1, -np.inf)
    for shift, value in enumerate(short):
        place = slice(shift, shift + long.size)
        total[place] = np.logaddexp(total[place], long + value)
    return total


def _by_score(totals: Ints, log_odds: Floats, observed: int, tail: float) -> Inference:
    """From the mean and variance of the same distribution, for very many events."""
    z = normal_isf(tail)

    def score(log_ratio: float) -> float:
        share = 1 / (1 + np.exp(-(log_odds + log_ratio)))
        spread = math.sqrt(float((totals * share * (1 - share)).sum()))
        return (observed - float((totals * share).sum())) / max(spread, 1e-150)

    def root(target: float) -> float:
        return math.exp(brentq(lambda log: score(log) - target, -50.0, 50.0, xtol=1e-13))

    p_value = 2 * normal_sf(abs(score(0.0)))
    if observed == 0:
        return 0.0, 0.0, root(-z), p_value
    if observed == totals.sum():
        return NAN, root(z), NAN, p_value
    return root(0.0), root(z), root(-z), p_value
