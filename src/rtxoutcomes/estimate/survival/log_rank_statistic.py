"""The log-rank statistic of many assignments of patients to groups at once.

With U the observed minus expected events of each group and V their hypergeometric covariance, the
studentised statistic is U' V^- U (Mantel 1966), V recomputed for each assignment (Neuhaus 1993).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rtxoutcomes.arrays import Bools, Floats, Ints
from rtxoutcomes.estimate.survival.event_table import event_table

# Statistics this close are equal: matrix products differ in the last digits between processors.
SAME_STATISTIC = 1e-9


@dataclass(frozen=True, slots=True)
class FixedSets:
    """The part of the statistic that does not depend on the labels.

    `design` has shape (patients, 1 + event times): the score of a patient (event minus
    Nelson-Aalen), then whether the patient is at risk at each event time. `weight`, shape (event
    times,), is d (Y - d) / ((Y - 1) Y^2), and `at_risk` is Y.
    """

    design: Floats
    weight: Floats
    at_risk: Floats
    groups: int


def fixed_sets(months: Floats, event: Bools, groups: int) -> FixedSets:
    """Scores and risk sets of patients with `months` in which ties are exactly equal."""
    table = event_table(months, event)
    event_time = table.events > 0
    d = table.events[event_time].astype(np.float64)
    y = table.at_risk[event_time].astype(np.float64)
    under_observation = (months[:, None] >= table.months[event_time]).astype(np.float64)
    score = event - under_observation @ (d / y)
    # A single patient at risk has no variance: 0 / 0 is taken as 0.
    weight = d * (y - d) / (np.maximum(y - 1, 1) * y**2)
    return FixedSets(np.column_stack([score, under_observation]), weight, y, groups)


def studentised(labels: Ints, sets: FixedSets) -> Floats:
    """U' V^- U of each row of `labels`.

    `labels` has shape (assignments, patients), the result (assignments,). The last group is
    omitted, since it follows from the others.
    """
    last = sets.groups - 1
    sums = np.stack([(labels == g).astype(np.float64) @ sets.design for g in range(last)])
    u, at_risk = sums[:, :, 0], sums[:, :, 1:]
    covariance = {
        (g, h): (at_risk[g] * ((sets.at_risk if g == h else 0.0) - at_risk[h])) @ sets.weight
        for g in range(last)
        for h in range(g, last)
    }
    if last == 1:
        return _quotient(u[0] ** 2, covariance[0, 0])
    if last == 2:
        return _two_by_two(u[0], u[1], covariance[0, 0], covariance[1, 1], covariance[0, 1])
    matrix = np.empty((labels.shape[0], last, last))
    for (g, h), values in covariance.items():
        matrix[:, g, h] = matrix[:, h, g] = values
    inverse = np.linalg.pinv(matrix, rcond=SAME_STATISTIC, hermitian=True)
    forms: Floats = np.einsum("gb,bgh,hb->b", u, inverse, u)
    return forms


def _two_by_two(u: Floats, v: Floats, uu: Floats, vv: Floats, uv: Floats) -> Floats:
    """The quadratic form in closed form; of rank one where a group is never at risk."""
    determinant = uu * vv - uv**2
    regular = determinant > SAME_STATISTIC * uu * vv
    form = _quotient(u**2 * vv - 2 * u * v * uv + v**2 * uu, np.where(regular, determinant, 0.0))
    return np.where(regular, form, _quotient(u**2 + v**2, uu + vv))


def _quotient(numerator: Floats, variance: Floats) -> Floats:
    """The ratio; 0 where there is no variance, since there is no deviation either."""
    return np.divide(numerator, variance, out=np.zeros(variance.size), where=variance > 0)


def unstudentised(labels: Ints, scores: Floats, sizes: Sequence[int]) -> Floats:
    """Sum over groups of squared sum of scores over size, for each row of labels."""
    parts = [(labels == g).astype(np.float64) @ scores for g in range(len(sizes))]
    squares = np.stack([part**2 / size for part, size in zip(parts, sizes, strict=True)])
    total: Floats = squares.sum(axis=0)
    return total


def as_large(statistics: Floats, observed: float) -> int:
    """How many of the statistics reach the observed one, equal ones included."""
    return int((statistics >= observed * (1 - SAME_STATISTIC) - 1e-12).sum())
