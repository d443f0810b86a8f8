"""Log-rank tests of equal survival in two or more groups: asymptotic, and by permutation."""

import math
import sys
from dataclasses import dataclass

import numpy as np
from lifelines.statistics import multivariate_logrank_test
from numpy.typing import NDArray

from rtxoutcomes.estimate.arguments import count, of_one_length, refuse, wholes
from rtxoutcomes.estimate.survival.assignments import (
    count_assignments,
    every_assignment,
    few_enough,
    random_assignments,
)
from rtxoutcomes.estimate.survival.event_table import checked_times, merge_tied_times
from rtxoutcomes.estimate.survival.log_rank_statistic import (
    as_large,
    risk_sets,
    studentised,
    unstudentised,
)
from rtxoutcomes.results import Estimate, Note

ASYMPTOTIC = "log-rank, chi-square"
STUDENTISED = "log-rank permutation, studentised"
UNSTUDENTISED = "log-rank permutation, fixed variance"


@dataclass(frozen=True, slots=True)
class _Groups:
    """Merged months, events and labels 0, 1, ... of the groups that have patients."""

    months: NDArray[np.float64]
    event: NDArray[np.bool_]
    label: NDArray[np.int64]
    sizes: list[int]


def log_rank(
    months: NDArray[np.float64], event: NDArray[np.bool_], group: NDArray[np.int64]
) -> Estimate:
    """Asymptotic log-rank test of two or more groups.

    Parameters
    ----------
    months, event
        Shape (patients,), as in `event_table`.
    group
        Shape (patients,), any whole numbers; a group without patients is simply not there.

    Returns
    -------
    Estimate
        `statistic`, `df`, `p_value`. Not attempted without an event or with one group. A group
        that is gone before the first event says nothing and is left out, as in R.

    Raises
    ------
    ValueError
        As for `event_table`, or `group` has another length or holds what is no whole number.

    Notes
    -----
    `survival::survdiff(Surv(months, event) ~ group)` in R. Patients who share group, time and
    outcome reach lifelines as one weighted row, with times that differ by rounding merged.
    """
    groups = _groups(months, event, group)
    refusal = _refusal(ASYMPTOTIC, groups)
    if refusal:
        return refusal
    watched = _watched_at_first_event(groups)
    if watched is None:
        return _refused(ASYMPTOTIC, groups, "zero_variance")
    time, label, occurred, weight = _weighted_rows(groups, watched)
    test = multivariate_logrank_test(time, label, occurred, weights=weight)
    return Estimate(
        method=ASYMPTOTIC,
        n=groups.months.size,
        events=int(groups.event.sum()),
        statistic=float(test.test_statistic),
        df=float(np.unique(label).size - 1),
        p_value=max(float(test.p_value), sys.float_info.min),
    )


def log_rank_permutation(
    months: NDArray[np.float64],
    event: NDArray[np.bool_],
    group: NDArray[np.int64],
    rng: np.random.Generator,
    draws: int = 10_000,
) -> Estimate:
    """Permutation test of the log-rank statistic, its variance recomputed in each permutation.

    Parameters
    ----------
    months, event, group
        As for `log_rank`.
    rng
        Used only where there are too many assignments of patients to groups, over 10^6 or, in
        large groups, over 5 * 10^7 labels; otherwise all of them are enumerated.

    Returns
    -------
    Estimate
        `statistic` is the observed U' V^- U. `p_value` is the share of assignments that reach
        it, or (1 + those) / (1 + draws) of random ones, with its Monte Carlo error as
        `std_error`. Not attempted without an event or with one group.

    Raises
    ------
    ValueError
        As for `log_rank`; `draws` is below 1, or `rng` no Generator.

    Notes
    -----
    Studentising keeps the level where follow-up differs between groups (Neuhaus 1993; Brendel,
    Janssen, Mayer and Pauly 2014), which the test of fixed variance does not.
    """
    count("draws", draws, at_least=1)
    if not isinstance(rng, np.random.Generator):
        refuse("rng", "a numpy.random.Generator", f"a {type(rng).__name__}")
    groups = _groups(months, event, group)
    refusal = _refusal(STUDENTISED, groups)
    if refusal:
        return refusal
    sets = risk_sets(groups.months, groups.event, len(groups.sizes))
    observed = float(studentised(groups.label[None, :], sets)[0])
    sampled = not few_enough(groups.sizes)
    if sampled:
        looked_at, chunks = draws, random_assignments(groups.sizes, draws, rng)
    else:
        looked_at, chunks = count_assignments(groups.sizes), every_assignment(groups.sizes)
    reached = sum(as_large(studentised(labels, sets), observed) for labels in chunks)
    p_value = (1 + reached) / (1 + looked_at) if sampled else reached / looked_at
    how = f"{looked_at} random assignments" if sampled else f"all {looked_at} assignments"
    return Estimate(
        method=f"{STUDENTISED}, {how}",
        n=groups.months.size,
        events=int(groups.event.sum()),
        statistic=observed,
        df=float(len(groups.sizes) - 1),
        p_value=p_value,
        std_error=math.sqrt(p_value * (1 - p_value) / looked_at) if sampled else math.nan,
    )


def log_rank_exact_unstudentised(
    months: NDArray[np.float64], event: NDArray[np.bool_], group: NDArray[np.int64]
) -> Estimate:
    """Exact permutation log-rank test of fixed variance, to compare with other software only.

    Not a test to report: it loses its level where follow-up differs between groups. Arguments as
    for `log_rank`. `statistic` is the sum over groups of squared sum of scores over size, the
    score of a patient being event minus Nelson-Aalen estimate.

    Raises
    ------
    ValueError
        As for `log_rank`, or there are too many assignments to enumerate.

    Notes
    -----
    `coin::logrank_test(distribution = "exact")` in R, two groups.
    """
    groups = _groups(months, event, group)
    refusal = _refusal(UNSTUDENTISED, groups)
    if refusal:
        return refusal
    if not few_enough(groups.sizes):
        raise ValueError(
            f"too many assignments of {groups.months.size} patients to look at all of them"
        )
    all_of_them = count_assignments(groups.sizes)
    scores = risk_sets(groups.months, groups.event, len(groups.sizes)).design[:, 0]
    observed = float(unstudentised(groups.label[None, :], scores, groups.sizes)[0])
    reached = sum(
        as_large(unstudentised(labels, scores, groups.sizes), observed)
        for labels in every_assignment(groups.sizes)
    )
    return Estimate(
        method=f"{UNSTUDENTISED}, all {all_of_them} assignments",
        n=groups.months.size,
        events=int(groups.event.sum()),
        statistic=observed,
        df=float(len(groups.sizes) - 1),
        p_value=reached / all_of_them,
    )


def _groups(
    months: NDArray[np.float64], event: NDArray[np.bool_], group: NDArray[np.int64]
) -> _Groups:
    months, event, _ = checked_times(months, event)
    group = wholes("group", group)
    of_one_length(months=months, group=group)
    _, label, sizes = np.unique(group, return_inverse=True, return_counts=True)
    return _Groups(merge_tied_times(months), event, label.astype(np.int64), sizes.tolist())


def _watched_at_first_event(groups: _Groups) -> NDArray[np.int64] | None:
    """Labels of the groups at risk at the first event; None if that tells nothing about them."""
    first = groups.months[groups.event].min()
    at_risk = groups.months >= first
    watched = np.unique(groups.label[at_risk])
    all_at_once = bool((groups.event & (groups.months == first))[at_risk].all())
    return None if watched.size < 2 or all_at_once else watched


def _weighted_rows(
    groups: _Groups, watched: NDArray[np.int64]
) -> tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Distinct (months, label, event) of the watched groups, and how many patients share each."""
    keep = np.isin(groups.label, watched)
    distinct = np.unique(groups.months[keep])
    at = np.searchsorted(distinct, groups.months[keep])
    code = (groups.label[keep] * distinct.size + at) * 2 + groups.event[keep]
    patients = np.bincount(code)
    shared = np.flatnonzero(patients)
    place, occurred = shared // 2, shared % 2
    return (
        distinct[place % distinct.size],
        place // distinct.size,
        occurred,
        patients[shared],
    )


def _refusal(method: str, groups: _Groups) -> Estimate | None:
    if groups.months.size == 0:
        return _refused(method, groups, "n_zero")
    if len(groups.sizes) < 2:
        return _refused(method, groups, "group_absent")
    return None if groups.event.any() else _refused(method, groups, "no_events")


def _refused(method: str, groups: _Groups, note: Note) -> Estimate:
    return Estimate(
        method=method,
        n=groups.months.size,
        events=int(groups.event.sum()),
        status="not_attempted",
        note=note,
    )
