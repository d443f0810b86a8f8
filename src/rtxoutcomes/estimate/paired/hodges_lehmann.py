"""The Hodges-Lehmann estimate of a paired change, with an interval that agrees with the exact test.

On a coarse scale such an interval may be open, a single point, or leave the estimate out; that is
said instead of hidden, and is why it stands in the appendix.
"""

import math
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from rtxoutcomes.estimate.arguments import count, level, number, wholes
from rtxoutcomes.estimate.paired.signed_rank import doubled_ranks, exact_p, normal_test
from rtxoutcomes.estimate.tails import normal_isf
from rtxoutcomes.results import NAN, Ends, Estimate

Changes = NDArray[np.int64]
EXACT_UP_TO = 200
_ACCEPTANCE = "Hodges-Lehmann, acceptance set of the exact signed rank"
_ACCEPTANCE_NORMAL = "Hodges-Lehmann, acceptance set of the signed rank, normal approximation"
_ENDS: dict[tuple[bool, bool], Ends] = {
    (True, True): "[]",
    (True, False): "[)",
    (False, True): "(]",
    (False, False): "()",
}
_WALSH = "Hodges-Lehmann, order statistics of Walsh averages"
_WALSH_NORMAL = "Hodges-Lehmann, order statistics of Walsh averages, normal approximation"


def hodges_lehmann(
    change: Changes, step: float, conf_level: float = 0.95, dropped: int = 0
) -> Estimate:
    """Median of all Walsh averages, zeros kept, with the hull of the test's acceptance set.

    Parameters
    ----------
    change
        Shape (patients,): later minus earlier, in whole steps of the score.
    step
        What a step is worth in the unit of the score.
    conf_level
        Values theta belong to the acceptance set where the exact signed-rank p (zeros dropped)
        of change - theta exceeds 1 - conf_level.
    dropped
        Patients without a pair, carried into the result.

    Returns
    -------
    Estimate
        `conf_ends` says which end belongs to the hull. Where the estimate lies outside, or the
        set is one point: `bound_only`, `lattice_degenerate`; so too, without limits, where the
        set is empty or p cannot fall to 1 - conf_level at all. No patient or one:
        `not_estimable`. Above 200 patients p is that of the tie-corrected normal approximation,
        and `method` says so.

    Raises
    ------
    ValueError
        `change` is not one-dimensional or holds what is no whole number, `step` is not positive,
        `dropped` no count, or the level not between 0 and 1.

    Notes
    -----
    Hodges and Lehmann 1963. Unchanged patients are patients: R drops them and gets another number.
    """
    change = _checked(change, step, conf_level, dropped)
    method = _ACCEPTANCE if change.size <= EXACT_UP_TO else _ACCEPTANCE_NORMAL
    refused = _refused(change, step, method, conf_level, dropped)
    if refused is not None:
        return refused
    sums, counts = _walsh(change)
    estimate = _median(sums, counts) / 2 * step
    low, low_end = _outermost(_p_of_shift(change), sums, 1 - conf_level)
    high, high_end = _outermost(_p_of_shift(-change), -sums[::-1], 1 - conf_level)
    ends = _ENDS[low_end, high_end]
    limits = (low / 2 * step, 0.0 - high / 2 * step)
    inside = _contains(limits, ends, estimate) and limits[0] < limits[1]
    return Estimate(
        method=method,
        n=change.size,
        dropped=dropped,
        estimate=estimate,
        conf_low=limits[0],
        conf_high=limits[1],
        conf_ends=ends if limits[0] < limits[1] else "[]",
        conf_level=conf_level,
        status="ok" if inside else "bound_only",
        note="" if inside else "lattice_degenerate",
    )


def walsh_interval(
    change: Changes, step: float, conf_level: float = 0.95, dropped: int = 0
) -> Estimate:
    """Median of all Walsh averages with limits from their order statistics.

    The limits rest on the null distribution without ties and zeros; `conf_level` of the result is
    the level they reach. `wilcox.test(conf.int = TRUE)` in R where nothing ties and nothing is 0.
    With few patients they are the outermost averages, at the level these reach. Above 200 patients
    that distribution is taken as normal. Statuses and errors as in `hodges_lehmann`.
    """
    change = _checked(change, step, conf_level, dropped)
    n = change.size
    method = _WALSH if n <= EXACT_UP_TO else _WALSH_NORMAL
    refused = _refused(change, step, method, conf_level, dropped)
    if refused is not None:
        return refused
    sums, counts = _walsh(change)
    place, level = _untied_place(n, (1 - conf_level) / 2)
    cumulative = np.cumsum(counts)
    total = int(cumulative[-1])
    low = sums[np.searchsorted(cumulative, place)]
    high = sums[np.searchsorted(cumulative, total - place + 1)]
    return Estimate(
        method=method,
        n=n,
        dropped=dropped,
        estimate=_median(sums, counts) / 2 * step,
        conf_low=float(low) / 2 * step,
        conf_high=float(high) / 2 * step,
        conf_level=level,
    )


def _checked(change: Changes, step: float, conf_level: float, dropped: int) -> Changes:
    number("step", step, above=0)
    level("conf_level", conf_level)
    count("dropped", dropped)
    return wholes("change", change, of="number of steps")


def _refused(
    change: Changes, step: float, method: str, conf_level: float, dropped: int
) -> Estimate | None:
    if change.size > 1:
        return None
    return Estimate(
        method=method,
        n=change.size,
        dropped=dropped,
        estimate=float(change[0]) * step if change.size else NAN,
        conf_level=conf_level,
        status="not_estimable",
        note="n_one" if change.size else "n_zero",
    )


def _walsh(change: Changes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Distinct sums d_i + d_j (i <= j), twice the Walsh averages, and how often each occurs."""
    values, sizes = np.unique(change, return_counts=True)
    pairs = np.outer(sizes, sizes)
    upper = np.triu(pairs, 1) + np.diag(sizes * (sizes + 1) // 2)
    keep = upper > 0
    sums, place = np.unique((values[:, None] + values[None, :])[keep], return_inverse=True)
    counts = np.zeros(sums.size, dtype=np.int64)
    np.add.at(counts, place.ravel(), upper[keep])
    return sums, counts


def _median(sums: NDArray[np.int64], counts: NDArray[np.int64]) -> float:
    cumulative = np.cumsum(counts)
    total = int(cumulative[-1])
    first = sums[np.searchsorted(cumulative, (total + 1) // 2)]
    second = sums[np.searchsorted(cumulative, total // 2 + 1)]
    return (int(first) + int(second)) / 2


def _outermost(
    p_of_shift: Callable[[int], float], sums: NDArray[np.int64], alpha: float
) -> tuple[float, bool]:
    """Twice the least theta of the acceptance set's hull, and whether it belongs to the set.

    p changes only at Walsh averages, so that each of them and each gap between two is tried once,
    from the outside. NaN where even theta beyond all changes is accepted, or no theta is.
    """
    if p_of_shift(2 * int(sums[0]) - 1) > alpha:
        return NAN, False
    for quarters, left, closed in _places(sums.tolist()):
        if p_of_shift(quarters) > alpha:
            return float(left), closed
    return NAN, False


def _places(sums: list[int]) -> Iterator[tuple[int, int, bool]]:
    """Each Walsh average and each gap above it: in quarter steps, its left end, closed or not."""
    for k, here in enumerate(sums):
        yield 2 * here, here, True
        if k + 1 < len(sums):
            yield here + sums[k + 1], here, False


def _p_of_shift(change: Changes) -> Callable[[int], float]:
    """The p of change - theta as a function of theta in quarters of a step; 1 where all are 0."""
    values, sizes = np.unique(change, return_counts=True)

    def exact(quarters: int) -> float:
        return exact_p(*doubled_ranks(4 * change - quarters, "wilcoxon"))

    def normal(quarters: int) -> float:
        return normal_test(4 * values - quarters, sizes, "wilcoxon")[1]

    p = exact if change.size <= EXACT_UP_TO else normal
    return lambda quarters: p(quarters) if (4 * values != quarters).any() else 1.0


def _contains(limits: tuple[float, float], ends: Ends, value: float) -> bool:
    low, high = limits
    above = value > low or (value == low and ends[0] == "[")
    below = value < high or (value == high and ends[1] == "]")
    return above and below


def _untied_place(n: int, tail: float) -> tuple[int, float]:
    """Which order statistic bounds the interval, and the level it reaches without ties."""
    if n > EXACT_UP_TO:
        mean, spread = n * (n + 1) / 4, math.sqrt(n * (n + 1) * (2 * n + 1) / 24)
        place = max(1, math.floor(mean - normal_isf(tail) * spread))
        return place, 1 - 2 * tail
    shares = np.zeros(n * (n + 1) // 2 + 1)
    shares[0] = 1.0
    for rank in range(1, n + 1):
        moved = shares[:-rank].copy()
        shares[rank:] += moved
        shares *= 0.5
    below = np.cumsum(shares)
    place = max(1, int(np.searchsorted(below, tail * (1 - 1e-12))))
    return place, 1 - 2 * float(below[place - 1])
