"""Tests of equal survival: log-rank (asymptotic and by permutation) and Peto and Peto's."""

import math
from dataclasses import dataclass, replace

import numpy as np
from lifelines.statistics import multivariate_logrank_test
from numpy.typing import ArrayLike

from rtxoutcomes.arrays import Bools, Floats, Ints
from rtxoutcomes.estimate.arguments import count, generator, same_length
from rtxoutcomes.estimate.array_like import group_codes
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.survival.assignments import (
    count_assignments,
    every_assignment,
    few_enough,
    random_assignments,
)
from rtxoutcomes.estimate.survival.event_table import checked_times, event_table, merge_tied_times
from rtxoutcomes.estimate.survival.log_rank_statistic import (
    as_large,
    fixed_sets,
    studentised,
    unstudentised,
)
from rtxoutcomes.estimate.survival.product_limit import product_limit
from rtxoutcomes.estimate.tails import SMALLEST_P, chi2_p
from rtxoutcomes.results.estimate import NAN, Estimate, Kind, Note
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

ASYMPTOTIC = Kind(Measure.TEST, MethodKey.LOG_RANK, "log-rank, chi-square")
STUDENTISED = Kind(
    Measure.TEST, MethodKey.LOG_RANK_PERMUTATION, "log-rank permutation, studentised"
)
UNSTUDENTISED = Kind(Measure.TEST, MethodKey.LOG_RANK_EXACT, "log-rank permutation, fixed variance")
PETO_PETO = Kind(Measure.TEST, MethodKey.PETO_PETO, "Peto-Peto, chi-square")
_SINGULAR = 1e-9


@dataclass(frozen=True, slots=True)
class _Groups:
    """Merged months, events and labels 0, 1, ... of the groups that have patients at risk.

    `n` counts the patients without follow-up too. They are not exchanged between groups: who was
    never at risk would change the distribution of the statistic, and bring no information.
    """

    n: int
    months: Floats
    event: Bools
    label: Ints
    sizes: list[int]

    def sample(self, kind: Kind) -> Sample:
        return Sample(kind, self.n, events=int(self.event.sum()))

    @property
    def refusal(self) -> Note:
        """Why the groups cannot be compared, or empty."""
        if self.months.size == 0:
            return "n_zero"
        if len(self.sizes) < 2:
            return "group_absent"
        return "" if self.event.any() else "no_events"


def log_rank(months: ArrayLike, event: ArrayLike, group: ArrayLike) -> Estimate:
    """Asymptotic log-rank test of two or more groups.

    Parameters
    ----------
    months, event
        Shape (patients,), as in `event_table`.
    group
        Shape (patients,), any whole numbers; a group without patients does not exist.

    Returns
    -------
    Estimate
        `statistic`, `df`, `p_value`. Not attempted without an event or with one group. A group
        whose follow-up ends before the first event carries no information and is excluded, as in R.

    Raises
    ------
    ValueError
        As for `event_table`, or `group` has another length or contains values that are not whole
        numbers.

    Notes
    -----
    Mantel 1966; `survival::survdiff(Surv(months, event) ~ group)` in R. Patients who share group,
    time and outcome are passed to lifelines as one weighted row, with times that differ by rounding
    merged.
    """
    groups = _groups(months, event, group)
    sample = groups.sample(ASYMPTOTIC)
    if groups.refusal:
        return sample.not_attempted(groups.refusal)
    informative = _at_risk_at_first_event(groups)
    if informative is None:
        return sample.not_attempted("zero_variance")
    time, label, events, weight = _weighted_rows(groups, informative)
    test = multivariate_logrank_test(time, label, events, weights=weight)
    return sample.result(
        statistic=float(test.test_statistic),
        df=float(np.unique(label).size - 1),
        p_value=max(float(test.p_value), SMALLEST_P),
    )


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
        Used only where there are too many assignments of patients to groups, over 10^6 or, in
        large groups, over 5 * 10^7 labels; otherwise all of them are enumerated.

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
    """
    count("draws", draws, at_least=1)
    generator("rng", rng)
    groups = _groups(months, event, group)
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
    informative = _at_risk_at_first_event(groups)
    return groups.sample(kind).result(
        statistic=observed,
        df=0.0 if informative is None else float(informative.size - 1),
        p_value=p_value,
        std_error=math.sqrt(p_value * (1 - p_value) / total) if sampled else NAN,
    )


def log_rank_exact_unstudentised(months: ArrayLike, event: ArrayLike, group: ArrayLike) -> Estimate:
    """Exact permutation log-rank test with fixed variance, for comparison with other software only.

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


def peto_peto(months: ArrayLike, event: ArrayLike, group: ArrayLike) -> Estimate:
    """Log-rank test weighted by the survival of all patients just before each event.

    Early events weigh more. Arguments, statuses and errors as in `log_rank`. For comparison with
    other software; the reported test is fixed before the data are seen.

    Notes
    -----
    Peto and Peto 1972; `survival::survdiff(Surv(months, event) ~ group, rho = 1)` in R. lifelines'
    weights "peto" are others.
    """
    groups = _groups(months, event, group)
    sample = groups.sample(PETO_PETO)
    if groups.refusal:
        return sample.not_attempted(groups.refusal)
    observed, expected, covariance = _weighted(groups)
    # A group whose follow-up ends before the first event carries no information.
    informative = expected > 0
    deviation = (observed - expected)[informative]
    covariance = covariance[np.ix_(informative, informative)]
    rank = int(np.linalg.matrix_rank(covariance, tol=_SINGULAR, hermitian=True))
    if rank == 0:
        return sample.not_attempted("zero_variance")
    inverse = np.linalg.pinv(covariance, rcond=_SINGULAR, hermitian=True)
    statistic = float(deviation @ inverse @ deviation)
    return sample.result(statistic=statistic, df=float(rank), p_value=chi2_p(statistic, rank))


def _groups(months: ArrayLike, event: ArrayLike, group: ArrayLike) -> _Groups:
    months, event, _ = checked_times(months, event)
    group = group_codes("group", group)
    same_length(months=months, group=group)
    followed = months > 0
    n, months, event = months.size, months[followed], event[followed]
    _, label, sizes = np.unique(group[followed], return_inverse=True, return_counts=True)
    return _Groups(n, merge_tied_times(months), event, label.astype(np.int64), sizes.tolist())


def _at_risk_at_first_event(groups: _Groups) -> Ints | None:
    """Labels of the groups at risk at the first event; None where they cannot be compared."""
    first = groups.months[groups.event].min()
    at_risk = groups.months >= first
    labels = np.unique(groups.label[at_risk])
    all_at_once = bool((groups.event & (groups.months == first))[at_risk].all())
    return None if labels.size < 2 or all_at_once else labels


def _weighted_rows(groups: _Groups, labels: Ints) -> tuple[Floats, Ints, Ints, Ints]:
    """Distinct (months, label, event) of these groups, and the number of patients of each."""
    keep = np.isin(groups.label, labels)
    distinct = np.unique(groups.months[keep])
    at = np.searchsorted(distinct, groups.months[keep])
    code = (groups.label[keep] * distinct.size + at) * 2 + groups.event[keep]
    patients = np.bincount(code)
    shared = np.flatnonzero(patients)
    place, event = shared // 2, shared % 2
    return distinct[place % distinct.size], place // distinct.size, event, patients[shared]


def _weighted(groups: _Groups) -> tuple[Floats, Floats, Floats]:
    """Weighted observed and expected events of each group, and the covariance of the former."""
    table = event_table(groups.months, groups.event)
    event_time = table.events > 0
    survival, _ = product_limit(table.at_risk, table.events)
    weight = np.append(1.0, survival)[:-1][event_time]
    d, y = (values[event_time].astype(float) for values in (table.events, table.at_risk))
    times = table.months[event_time]
    belongs = (groups.label == np.arange(len(groups.sizes))[:, None]).astype(float)
    failed = belongs[:, groups.event] @ (groups.months[groups.event, None] == times)
    share = belongs @ (groups.months[:, None] >= times) / y
    spread = weight**2 * d * (y - d) / np.maximum(y - 1, 1)
    covariance = np.diag(share @ spread) - np.einsum("gt,ht,t->gh", share, share, spread)
    return failed @ weight, share @ (d * weight), covariance
