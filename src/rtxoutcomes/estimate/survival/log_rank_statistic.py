"""The log-rank statistic of many assignments of patients to groups at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rtxoutcomes.estimate.survival.event_table import event_table

# Statistics this close are one value: matrix products differ in the last digits by processor.
SAME_STATISTIC = 1e-9


@dataclass(frozen=True, slots=True)
class RiskSets:
    """What stays fixed when labels are dealt anew.

    `design` has shape (patients, 1 + event times): the score of a patient (event minus
    Nelson-Aalen), then whether the patient is at risk at each event time. `weight`, shape (event
    times,), is d (Y - d) / ((Y - 1) Y^2), and `at_risk` is Y.
    """

    design: NDArray[np.float64]
    weight: NDArray[np.float64]
    at_risk: NDArray[np.float64]
    groups: int


def risk_sets(months: NDArray[np.float64], event: NDArray[np.bool_], groups: int) -> RiskSets:
    """Scores and risk sets of patients with `months` in which ties are exactly equal."""
    table = event_table(months, event)
    happened = table.events > 0
    d = table.events[happened].astype(np.float64)
    y = table.at_risk[happened].astype(np.float64)
    watched = (months[:, None] >= table.months[happened]).astype(np.float64)
    score = event - watched @ (d / y)
    # A last patient at risk has no variance: 0 / 0 stands for 0.
    weight = d * (y - d) / (np.maximum(y - 1, 1) * y**2)
    return RiskSets(np.column_stack([score, watched]), weight, y, groups)


def studentised(labels: NDArray[np.int64], sets: RiskSets) -> NDArray[np.float64]:
    """Observed minus expected, U, over its variance: U' V^- U of each row of `labels`.

    `labels` has shape (assignments, patients), the result (assignments,). The last group follows
    from the others and is left out.
    """
    last = sets.groups - 1
    sums = np.stack([(labels == g).astype(np.float64) @ sets.design for g in range(last)])
    u, at_risk = sums[:, :, 0], sums[:, :, 1:]
    spread = {
        (g, h): (at_risk[g] * ((sets.at_risk if g == h else 0.0) - at_risk[h])) @ sets.weight
        for g in range(last)
        for h in range(g, last)
    }
    if last == 1:
        return _over(u[0] ** 2, spread[0, 0])
    if last == 2:
        return _two_by_two(u[0], u[1], spread[0, 0], spread[1, 1], spread[0, 1])
    matrix = np.empty((labels.shape[0], last, last))
    for (g, h), values in spread.items():
        matrix[:, g, h] = matrix[:, h, g] = values
    inverse = np.linalg.pinv(matrix, rcond=SAME_STATISTIC, hermitian=True)
    forms: NDArray[np.float64] = np.einsum("gb,bgh,hb->b", u, inverse, u)
    return forms


def _two_by_two(
    u: NDArray[np.float64],
    v: NDArray[np.float64],
    uu: NDArray[np.float64],
    vv: NDArray[np.float64],
    uv: NDArray[np.float64],
) -> NDArray[np.float64]:
    """The quadratic form in closed form; where one group is never at risk, on what is left."""
    determinant = uu * vv - uv**2
    full = determinant > SAME_STATISTIC * uu * vv
    whole = _over(u**2 * vv - 2 * u * v * uv + v**2 * uu, np.where(full, determinant, 0.0))
    return np.where(full, whole, _over(u**2 + v**2, uu + vv))


def _over(numerator: NDArray[np.float64], variance: NDArray[np.float64]) -> NDArray[np.float64]:
    """The ratio; 0 where there is no variance, since nothing deviates there either."""
    return np.divide(numerator, variance, out=np.zeros(variance.size), where=variance > 0)


def unstudentised(
    labels: NDArray[np.int64], scores: NDArray[np.float64], sizes: Sequence[int]
) -> NDArray[np.float64]:
    """Sum over groups of squared sum of scores over size, for each row of labels."""
    parts = [(labels == g).astype(np.float64) @ scores for g in range(len(sizes))]
    squares = np.stack([part**2 / size for part, size in zip(parts, sizes, strict=True)])
    total: NDArray[np.float64] = squares.sum(axis=0)
    return total


def as_large(statistics: NDArray[np.float64], observed: float) -> int:
    """How many of the statistics reach the observed one, equal ones included."""
    return int((statistics >= observed * (1 - SAME_STATISTIC) - 1e-12).sum())
