"""Tests of equal survival: log-rank (asymptotic and by permutation) and Peto and Peto's."""

import numpy as np
from lifelines.statistics import multivariate_logrank_test
from numpy.typing import ArrayLike

from rtxoutcomes.arrays import Floats, Ints
from rtxoutcomes.estimate.survival.event_table import event_table
from rtxoutcomes.estimate.survival.grouped_times import GroupedTimes, grouped, informative_labels
from rtxoutcomes.estimate.survival.product_limit import product_limit
from rtxoutcomes.estimate.tails import SMALLEST_P, chi2_p
from rtxoutcomes.results.estimate import Estimate, Kind
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

ASYMPTOTIC = Kind(Measure.TEST, MethodKey.LOG_RANK, "log-rank, chi-square")
PETO_PETO = Kind(Measure.TEST, MethodKey.PETO_PETO, "Peto-Peto, chi-square")
_SINGULAR = 1e-9


def log_rank(months: ArrayLike, event: ArrayLike, group: ArrayLike) -> Estimate:
    """Asymptotic log-rank test of two or more groups.

    Parameters
    ----------
    months, event
        Shape (patients,): time of the event or of censoring in months, and whether it was the
        event.
    group
        Shape (patients,), whole numbers or labels; a group without patients does not exist. Labels
        are numbered in sorted order, those of a pandas Categorical in the order of its categories.

    Returns
    -------
    Estimate
        `statistic`, `df`, `p_value`. Not attempted without an event or with one group. A group
        whose follow-up ends before the first event carries no information and is excluded, as in R.

    Raises
    ------
    ValueError
        As for `event_table`, or `group` has another length or a missing label.

    Notes
    -----
    Mantel 1966. Patients who share group, time and outcome are passed to lifelines as one weighted
    row, with times that differ by rounding merged.

    Equivalent to
    -------------
    `survival::survdiff(Surv(months, event) ~ group)` in R;
    `lifelines.statistics.multivariate_logrank_test(months, group, event)`.

    Examples
    --------
    >>> from rtxoutcomes.estimate import log_rank
    >>> months, relapse = [3, 5, 7, 9, 12, 4, 8, 10, 12, 14], [1, 1, 1, 1, 0, 1, 0, 0, 0, 0]
    >>> test = log_rank(months, relapse, ["women"] * 5 + ["men"] * 5)
    >>> round(test.statistic, 3), test.df, round(test.p_value, 3)
    (2.421, 1.0, 0.12)
    """
    groups = grouped(months, event, group)
    sample = groups.sample(ASYMPTOTIC)
    if groups.refusal:
        return sample.not_attempted(groups.refusal)
    informative = informative_labels(groups)
    if informative is None:
        return sample.not_attempted("zero_variance")
    time, label, events, weight = _weighted_rows(groups, informative)
    test = multivariate_logrank_test(time, label, events, weights=weight)
    return sample.result(
        statistic=float(test.test_statistic),
        df=float(np.unique(label).size - 1),
        p_value=max(float(test.p_value), SMALLEST_P),
    )


def peto_peto(months: ArrayLike, event: ArrayLike, group: ArrayLike) -> Estimate:
    """Log-rank test weighted by the survival of all patients just before each event.

    Early events weigh more. For comparison with other software; the reported test is fixed before
    the data are seen.

    Parameters
    ----------
    months, event, group
        As for `log_rank`.

    Returns
    -------
    Estimate
        As for `log_rank`.

    Raises
    ------
    ValueError
        As for `log_rank`.

    Notes
    -----
    Peto and Peto 1972.

    Equivalent to
    -------------
    `survival::survdiff(Surv(months, event) ~ group, rho = 1)` in R. lifelines' weights "peto" are
    others.

    Examples
    --------
    >>> from rtxoutcomes.estimate import peto_peto
    >>> months, relapse = [3, 5, 7, 9, 12, 4, 8, 10, 12, 14], [1, 1, 1, 1, 0, 1, 0, 0, 0, 0]
    >>> round(peto_peto(months, relapse, [0] * 5 + [1] * 5).p_value, 3)
    0.163
    """
    groups = grouped(months, event, group)
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


def _weighted_rows(groups: GroupedTimes, labels: Ints) -> tuple[Floats, Ints, Ints, Ints]:
    """Distinct (months, label, event) of these groups, and the number of patients of each."""
    keep = np.isin(groups.label, labels)
    distinct = np.unique(groups.months[keep])
    at = np.searchsorted(distinct, groups.months[keep])
    code = (groups.label[keep] * distinct.size + at) * 2 + groups.event[keep]
    patients = np.bincount(code)
    shared = np.flatnonzero(patients)
    place, event = shared // 2, shared % 2
    return distinct[place % distinct.size], place // distinct.size, event, patients[shared]


def _weighted(groups: GroupedTimes) -> tuple[Floats, Floats, Floats]:
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
