"""Permutation tests of equal survival: the log-rank statistic over assignments of the groups."""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from rtxoutcomes.estimate.arguments import count, generator
from rtxoutcomes.estimate.survival.assignments import (
    count_assignments,
    every_assignment,
    few_enough,
    random_assignments,
)
from rtxoutcomes.estimate.survival.grouped_times import grouped, informative_labels
from rtxoutcomes.estimate.survival.log_rank_statistic import (
    as_large,
    fixed_sets,
    studentised,
    unstudentised,
)
from rtxoutcomes.results.estimate import NAN, Estimate, Kind
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

STUDENTISED = Kind(
    Measure.TEST, MethodKey.LOG_RANK_PERMUTATION, "log-rank permutation, studentised"
)
UNSTUDENTISED = Kind(Measure.TEST, MethodKey.LOG_RANK_EXACT, "log-rank permutation, fixed variance")


def log_rank_permutation(
    months: ArrayLike,
    event: ArrayLike,
    group: ArrayLike,
    rng: np.random.Generator,
    draws: int = 10_000,
) -> Estimate:
    """Permutation test of the log-rank statistic, its variance recomputed in each permutation.

    Parameters
    ----------
    months, event, group
        As for `log_rank`.
    rng
        Used only where there are too many assignments of patients to groups, over 10^6 or, in large
        groups, over 5 * 10^7 labels; otherwise all of them are enumerated.
    draws
        Random assignments, where there are too many for all of them.

    Returns
    -------
    Estimate
        `statistic` is the observed U' V^- U. `p_value` is the proportion of assignments that reach
        it, or (1 + their number) / (1 + draws) of random ones, with its Monte Carlo error as
        `std_error`. Not attempted without an event or with one group.

    Raises
    ------
    ValueError
        As for `log_rank`; `draws` is below 1, or `rng` is not a Generator.

    Notes
    -----
    Studentising preserves the level where follow-up differs between groups (Neuhaus 1993; Brendel,
    Janssen, Mayer and Pauly 2014), which the test with fixed variance does not.

    Equivalent to
    -------------
    No usual call: `coin::logrank_test` in R permutes the statistic with its variance fixed, as
    `log_rank_exact_unstudentised` does. The statistic is that of `log_rank`.

    Examples
    --------
    >>> import numpy as np
    >>> from rtxoutcomes.estimate import log_rank_permutation
    >>> rng = np.random.default_rng(1)
    >>> test = log_rank_permutation([1, 2, 3, 4], [1, 1, 1, 1], ["a", "a", "b", "b"], rng)
    >>> round(test.statistic, 3), round(test.p_value, 3)
    (2.882, 0.333)
    """
    count("draws", draws, at_least=1)
    generator("rng", rng)
    groups = grouped(months, event, group)
    if groups.refusal:
        return groups.sample(STUDENTISED).not_attempted(groups.refusal)
    sets = fixed_sets(groups.months, groups.event, len(groups.sizes))
    observed = float(studentised(groups.label[None, :], sets)[0])
    sampled = not few_enough(groups.sizes)
    if sampled:
        total, chunks = draws, random_assignments(groups.sizes, draws, rng)
    else:
        total, chunks = count_assignments(groups.sizes), every_assignment(groups.sizes)
    reached = sum(as_large(studentised(labels, sets), observed) for labels in chunks)
    p_value = (1 + reached) / (1 + total) if sampled else reached / total
    how = f"{total} random assignments" if sampled else f"all {total} assignments"
    kind = replace(STUDENTISED, method=f"{STUDENTISED.method}, {how}")
    # A group whose follow-up ends before the first event adds nothing to the observed statistic.
    informative = informative_labels(groups)
    return groups.sample(kind).result(
        statistic=observed,
        df=0.0 if informative is None else float(informative.size - 1),
        p_value=p_value,
        std_error=math.sqrt(p_value * (1 - p_value) / total) if sampled else NAN,
    )


def log_rank_exact_unstudentised(months: ArrayLike, event: ArrayLike, group: ArrayLike) -> Estimate:
    """Exact permutation log-rank test with fixed variance, for comparison with other software only.

    Not a test to report: it loses its level where follow-up differs between groups.

    Parameters
    ----------
    months, event, group
        As for `log_rank`.

    Returns
    -------
    Estimate
        `statistic` is the sum over groups of squared sum of scores over size, the score of a
        patient being event minus Nelson-Aalen estimate. Statuses as in `log_rank`.

    Raises
    ------
    ValueError
        As for `log_rank`, or there are too many assignments to enumerate.

    Equivalent to
    -------------
    `coin::logrank_test(distribution = "exact")` in R, two groups.

    Examples
    --------
    >>> from rtxoutcomes.estimate import log_rank_exact_unstudentised
    >>> test = log_rank_exact_unstudentised([1, 2, 3, 4], [1, 1, 1, 1], ["a", "a", "b", "b"])
    >>> round(test.p_value, 3)
    0.333
    """
    groups = grouped(months, event, group)
    if groups.refusal:
        return groups.sample(UNSTUDENTISED).not_attempted(groups.refusal)
    if not few_enough(groups.sizes):
        raise ValueError(
            f"too many assignments of {groups.months.size} patients to look at all of them"
        )
    total = count_assignments(groups.sizes)
    scores = fixed_sets(groups.months, groups.event, len(groups.sizes)).design[:, 0]
    observed = float(unstudentised(groups.label[None, :], scores, groups.sizes)[0])
    reached = sum(
        as_large(unstudentised(labels, scores, groups.sizes), observed)
        for labels in every_assignment(groups.sizes)
    )
    kind = replace(UNSTUDENTISED, method=f"{UNSTUDENTISED.method}, all {total} assignments")
    return groups.sample(kind).result(
        statistic=observed, df=float(len(groups.sizes) - 1), p_value=reached / total
    )
