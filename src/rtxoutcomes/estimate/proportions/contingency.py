"""Do groups differ in a proportion? Exact tests of r x c tables, and the difference of two.

Differences between diagnoses are descriptive: a diagnosis is not an exposure.
"""

import math
import sys
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import bisect, brentq
from scipy.stats import chi2_contingency

from rtxoutcomes.estimate.arguments import count, level, table_of_counts
from rtxoutcomes.estimate.proportions.conditional_odds import conditional_odds
from rtxoutcomes.estimate.proportions.proportion import proportion
from rtxoutcomes.estimate.proportions.table_enumeration import chance_of_no_likelier
from rtxoutcomes.estimate.tails import normal_isf
from rtxoutcomes.results import Estimate, Note

Table = NDArray[np.int64]


def freeman_halton(table: ArrayLike) -> Estimate:
    """Exact test of independence in an r x c table, by enumeration given both margins.

    Parameters
    ----------
    table
        Counts, shape (groups, categories); the first category holds the events.

    Returns
    -------
    Estimate
        `p_value` sums the probabilities of all tables that are no likelier than the observed one.
        Groups without patients are left out; fewer than two left: `not_attempted`,
        `group_absent`. One category only: `not_attempted`, `no_events` or `all_events`. Margins
        that allow too many tables (some thousand patients in three groups and three categories):
        the chi-square test, and `method` says so.

    Raises
    ------
    ValueError
        The table is not two-dimensional, or a count is negative or no whole number.

    Notes
    -----
    Freeman and Halton 1951; `fisher.test` in R. scipy's `fisher_exact` draws at random here.
    """
    method = "Freeman-Halton exact test"
    counts, refused = _usable(table, method)
    if refused is not None:
        return refused
    p_value = chance_of_no_likelier(counts)
    if p_value is None:
        return replace(chi_square(counts), method="chi-square, too many tables for the exact test")
    return Estimate(
        method=method,
        n=int(counts.sum()),
        events=int(counts[:, 0].sum()),
        p_value=_printable(p_value),
    )


def _printable(p_value: float) -> float:
    """No p-value is 0: below the smallest double stands that double."""
    return min(1.0, max(p_value, sys.float_info.min))


def _usable(table: ArrayLike, method: str) -> tuple[Table, Estimate | None]:
    counts = table_of_counts("table", table)
    n = int(counts.sum())
    counts = counts[counts.sum(axis=1) > 0]
    if counts.shape[0] < 2:
        return counts, _not_attempted(method, n, "group_absent")
    nobody = counts[:, 0].sum() == 0
    counts = counts[:, counts.sum(axis=0) > 0]
    if counts.shape[1] < 2:
        return counts, _not_attempted(method, n, "no_events" if nobody else "all_events")
    return counts, None


def _not_attempted(method: str, n: int, note: Note) -> Estimate:
    return Estimate(method=method, n=n, status="not_attempted", note=note)


def chi_square(table: ArrayLike, yates: bool = False) -> Estimate:
    """Pearson's chi-square of an r x c table, statuses as in `freeman_halton`.

    `yates` corrects for continuity (2 x 2 only, `chisq.test` in R).
    """
    method = "chi-square, continuity corrected" if yates else "chi-square"
    counts, refused = _usable(table, method)
    if refused is not None:
        return refused
    told = chi2_contingency(counts, correction=yates)
    return Estimate(
        method=method,
        n=int(counts.sum()),
        statistic=float(told.statistic),
        df=float(told.dof),
        p_value=_printable(float(told.pvalue)),
    )


def fisher_doubled(table: ArrayLike, conf_level: float = 0.95) -> Estimate:
    """Conditional odds ratio of a 2 x 2 table with its exact interval and the matching p.

    Parameters
    ----------
    table
        Counts, shape (2, 2): a row a group, events first.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    Estimate
        `p_value` is twice the smaller tail, so that it never contradicts the central interval.
        An odds ratio of 0 or infinity is `bound_only`, `separation`, with the limit that exists.
        Nobody or everybody with the event: `not_estimable`, `no_events` or `all_events`.

    Raises
    ------
    ValueError
        The table is not 2 x 2, a count is negative or no whole number, or the level is not between
        0 and 1.

    Notes
    -----
    `fisher.test` in R has this estimate and interval, to the four digits of its root finder; its
    p-value is that of `freeman_halton`.
    """
    method = "conditional odds ratio, exact central interval"
    two = table_of_counts("table", table, shape=(2, 2))
    level("conf_level", conf_level)
    counts, refused = _usable(two, method)
    if refused is not None:
        absent = refused.note == "group_absent"
        return refused if absent else replace(refused, status="not_estimable")
    law = conditional_odds(counts)
    odds = law.most_likely()
    low, high = law.limits((1 - conf_level) / 2)
    inside = 0 < odds < math.inf
    return Estimate(
        method=method,
        n=int(counts.sum()),
        events=int(counts[:, 0].sum()),
        estimate=odds if odds < math.inf else math.nan,
        conf_low=low,
        conf_high=high if high < math.inf else math.nan,
        conf_level=conf_level,
        p_value=_printable(2 * min(law.up_to(0.0), law.from_on(0.0))),
        status="ok" if inside else "bound_only",
        note="" if inside else "separation",
    )


def risk_difference_newcombe(
    events_a: int, n_a: int, events_b: int, n_b: int, conf_level: float = 0.95
) -> Estimate:
    """Difference of two proportions, a minus b, by Newcombe's hybrid score (method 10, 1998).

    A group without patients: `not_estimable`, `n_zero`. Raises like `proportion`.
    """
    method = "Newcombe hybrid score"
    _check_two(events_a, n_a, events_b, n_b)
    a = proportion(events_a, n_a, conf_level).wilson
    b = proportion(events_b, n_b, conf_level).wilson
    if n_a == 0 or n_b == 0:
        return _empty_difference(method, n_a + n_b, conf_level)
    difference = events_a / n_a - events_b / n_b
    below = math.hypot(a.estimate - a.conf_low, b.conf_high - b.estimate)
    above = math.hypot(a.conf_high - a.estimate, b.estimate - b.conf_low)
    return Estimate(
        method=method,
        n=n_a + n_b,
        events=events_a + events_b,
        estimate=difference,
        conf_low=difference - below,
        conf_high=difference + above,
        conf_level=conf_level,
    )


def risk_difference_miettinen_nurminen(
    events_a: int, n_a: int, events_b: int, n_b: int, conf_level: float = 0.95
) -> Estimate:
    """Difference of two proportions, a minus b, by the score of Miettinen and Nurminen (1985).

    The limits are the differences whose score reaches the normal quantile; the variance is that of
    the most likely pair of proportions with this difference, times n / (n - 1). A group without
    patients: `not_estimable`, `n_zero`. Raises like `proportion`.
    """
    method = "Miettinen-Nurminen score"
    _check_two(events_a, n_a, events_b, n_b)
    level("conf_level", conf_level)
    if n_a == 0 or n_b == 0:
        return _empty_difference(method, n_a + n_b, conf_level)
    z = normal_isf((1 - conf_level) / 2)
    difference = events_a / n_a - events_b / n_b

    def excess(delta: float) -> float:
        return abs(_score(events_a, n_a, events_b, n_b, delta)) - z

    def limit(end: float) -> float:
        # Only where all of one group and none of the other had the event is the end inside.
        return end if difference == end else float(brentq(excess, difference, end, xtol=1e-15))

    return Estimate(
        method=method,
        n=n_a + n_b,
        events=events_a + events_b,
        estimate=difference,
        conf_low=limit(-1.0),
        conf_high=limit(1.0),
        conf_level=conf_level,
    )


def _check_two(events_a: int, n_a: int, events_b: int, n_b: int) -> None:
    count("events_a", events_a, at_most=count("n_a", n_a))
    count("events_b", events_b, at_most=count("n_b", n_b))


def _empty_difference(method: str, n: int, conf_level: float) -> Estimate:
    return Estimate(
        method=method, n=n, conf_level=conf_level, status="not_estimable", note="n_zero"
    )


def _score(x_a: int, n_a: int, x_b: int, n_b: int, delta: float) -> float:
    """Distance of the observed difference from `delta`, in standard errors under `delta`."""
    p_b = _constrained(x_a, n_a, x_b, n_b, delta)
    p_a = min(1.0, max(0.0, p_b + delta))
    n = n_a + n_b
    variance = (p_a * (1 - p_a) / n_a + p_b * (1 - p_b) / n_b) * n / (n - 1)
    distance = x_a / n_a - x_b / n_b - delta
    if variance == 0:
        # A number beyond every quantile: brentq cannot interpolate from infinity.
        return 0.0 if distance == 0 else math.copysign(1e3, distance)
    return distance / math.sqrt(variance)


def _constrained(x_a: int, n_a: int, x_b: int, n_b: int, delta: float) -> float:
    """The most likely p_b where p_a = p_b + delta.

    The log-likelihood is concave in p_b, so that the sign of its slope leads there. The cubic in
    closed form loses half of the digits where two of its roots meet.
    """

    def slope(p_b: float) -> float:
        p_a = p_b + delta
        gain = _over(x_a, p_a) + _over(x_b, p_b)
        return gain - _over(n_a - x_a, 1 - p_a) - _over(n_b - x_b, 1 - p_b)

    low, high = max(0.0, -delta), min(1.0, 1 - delta)
    if slope(low) <= 0:
        return low
    if slope(high) >= 0:
        return high
    return float(bisect(slope, low, high, xtol=1e-17, rtol=1e-15))


def _over(number: int, share: float) -> float:
    # Capped rather than infinite, since the slope subtracts two of these.
    return number / max(share, 1e-300)
