"""Tests of independence in r x c tables: exact and asymptotic, and the exact odds ratio of 2 x 2.

Differences between diagnoses are descriptive: a diagnosis is not an exposure.
"""

import math
from dataclasses import replace

from numpy.typing import ArrayLike
from scipy.stats import chi2_contingency

from rtxoutcomes.arrays import Ints
from rtxoutcomes.estimate.arguments import level, table_of_counts
from rtxoutcomes.estimate.proportions.conditional_odds import conditional_odds
from rtxoutcomes.estimate.proportions.table_enumeration import chance_of_no_likelier
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.tails import bounded_p
from rtxoutcomes.results.estimate import NAN, Estimate, Kind, Note
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

FREEMAN_HALTON = Kind(Measure.TEST, MethodKey.FREEMAN_HALTON, "Freeman-Halton exact test")
CHI_SQUARE = Kind(Measure.TEST, MethodKey.CHI_SQUARE, "chi-square")
CORRECTED = replace(CHI_SQUARE, method="chi-square, continuity corrected")
CONDITIONAL = Kind(
    Measure.ODDS_RATIO,
    MethodKey.CONDITIONAL_ODDS_RATIO,
    "conditional odds ratio, exact central interval",
)


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
        Groups without patients are ignored; if fewer than two remain: `not_attempted`,
        `group_absent`. One category only: `not_attempted`, `no_events` or `all_events`. Margins
        that allow too many tables (some thousand patients in three groups and three categories):
        the chi-square test, and `method` says so.

    Raises
    ------
    ValueError
        The table is not two-dimensional, or a count is negative or not a whole number.

    Notes
    -----
    Freeman and Halton 1951. scipy's `fisher_exact` samples tables at random beyond 2 x 2.

    Equivalent to
    -------------
    P of `fisher.test(table)` in R, and of `scipy.stats.fisher_exact` for 2 x 2.

    Examples
    --------
    >>> from rtxoutcomes.estimate import freeman_halton
    >>> test = freeman_halton([[8, 34], [10, 33], [1, 13]])
    >>> round(test.p_value, 3)
    0.476
    """
    counts, note = _occupied(table)
    if note:
        return Sample(FREEMAN_HALTON, int(counts.sum())).not_attempted(note)
    p_value = chance_of_no_likelier(counts)
    if p_value is None:
        return replace(chi_square(counts), method="chi-square, too many tables for the exact test")
    sample = Sample(FREEMAN_HALTON, int(counts.sum()), events=int(counts[:, 0].sum()))
    return sample.result(p_value=bounded_p(p_value))


def chi_square(table: ArrayLike, yates: bool = False) -> Estimate:
    """Pearson's chi-square test of independence in an r x c table.

    Parameters
    ----------
    table
        Counts, shape (groups, categories); the first category holds the events.
    yates
        Correct for continuity (2 x 2 only).

    Returns
    -------
    Estimate
        `statistic`, `df` and `p_value`; statuses as in `freeman_halton`.

    Raises
    ------
    ValueError
        The table is not two-dimensional, or a count is negative or not a whole number.

    Equivalent to
    -------------
    `chisq.test(table, correct = FALSE)` in R, whose default is the correction;
    `scipy.stats.chi2_contingency(table, correction=yates)`. Groups and categories without patients,
    for which both fail, are ignored.

    Examples
    --------
    >>> from rtxoutcomes.estimate import chi_square
    >>> test = chi_square([[8, 34], [10, 33], [1, 13]])
    >>> round(test.statistic, 3), test.df, round(test.p_value, 3)
    (1.769, 2.0, 0.413)
    """
    counts, note = _occupied(table)
    sample = Sample(CORRECTED if yates else CHI_SQUARE, int(counts.sum()))
    if note:
        return sample.not_attempted(note)
    test = chi2_contingency(counts, correction=yates)
    return sample.result(
        statistic=float(test.statistic),
        df=float(test.dof),
        p_value=bounded_p(float(test.pvalue)),
    )


def fisher_doubled(table: ArrayLike, conf_level: float = 0.95) -> Estimate:
    """Conditional odds ratio of a 2 x 2 table with its exact interval and the matching P value.

    Parameters
    ----------
    table
        Counts, shape (2, 2): a row per group, events first.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    Estimate
        `p_value` is twice the smaller tail: it is at most 1 - conf_level exactly where 1 lies
        outside the central interval. An odds ratio of 0 or infinity is `bound_only`, `separation`,
        with the limit that exists. No patient or every patient with the event: `not_estimable`,
        `no_events` or `all_events`.

    Raises
    ------
    ValueError
        The table is not 2 x 2, a count is negative or not a whole number, or the level is not
        between 0 and 1.

    Notes
    -----
    The conditional maximum likelihood estimate, and Fisher's exact test with doubled tails.

    Equivalent to
    -------------
    Estimate and interval of `fisher.test(table)` in R, to the four digits of its root finder, and
    of `scipy.stats.contingency.odds_ratio(table)`; P of `exact2x2::exact2x2(table, tsmethod =
    "central")`. The P value of `fisher.test` is that of `freeman_halton`.

    Examples
    --------
    >>> from rtxoutcomes.estimate import fisher_doubled
    >>> odds = fisher_doubled([[8, 34], [1, 13]])
    >>> round(odds.estimate, 3), round(odds.conf_low, 3), round(odds.p_value, 3)
    (3.01, 0.342, 0.554)
    """
    square = table_of_counts("table", table, shape=(2, 2))
    level("conf_level", conf_level)
    counts, note = _occupied(square)
    n = int(counts.sum())
    if note:
        sample = Sample(CONDITIONAL, n, conf_level=conf_level)
        return sample.not_attempted(note) if note == "group_absent" else sample.not_estimable(note)
    law = conditional_odds(counts)
    odds = law.most_likely()
    p_value = 2 * min(law.one_sided_p())
    low, high = law.limits((1 - conf_level) / 2)
    rejected = p_value <= 1 - conf_level
    finite = 0 < odds < math.inf
    events = int(counts[:, 0].sum())
    result = Sample(CONDITIONAL, n, events=events, conf_level=conf_level).result(
        estimate=odds if odds < math.inf else NAN,
        conf_low=low,
        conf_high=high if high < math.inf else NAN,
        # A limit of exactly 1 has a P value of exactly 1 - conf_level, and is outside.
        conf_ends="(]" if rejected and low == 1 else "[)" if rejected and high == 1 else "[]",
        p_value=bounded_p(p_value),
        status="ok" if finite else "bound_only",
        note="" if finite else "separation",
    )
    return replace(result, p_pair=MethodKey.CONDITIONAL_ODDS_RATIO)


def _occupied(table: ArrayLike) -> tuple[Ints, Note]:
    """The groups and categories with patients; why they cannot be compared, else empty."""
    counts = table_of_counts("table", table)
    counts = counts[counts.sum(axis=1) > 0]
    if counts.shape[0] < 2:
        return counts, "group_absent"
    no_events = counts[:, 0].sum() == 0
    counts = counts[:, counts.sum(axis=0) > 0]
    if counts.shape[1] < 2:
        return counts, "no_events" if no_events else "all_events"
    return counts, ""
