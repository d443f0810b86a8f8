"""The Hodges-Lehmann estimate of a paired change, with an interval that agrees with the exact test.

On a coarse scale such an interval may be open, a single point, or exclude the estimate; the result
says so, and is therefore given in the supplement only.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from rtxoutcomes.arrays import Floats, Ints
from rtxoutcomes.estimate.arguments import beside_changes, count, integers, level, number
from rtxoutcomes.estimate.paired.signed_rank import doubled_ranks, exact_p, normal_test
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.tails import normal_isf
from rtxoutcomes.results.estimate import NAN, Ends, Estimate, Kind
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

EXACT_UP_TO = 200
_ACCEPTANCE = Kind(
    Measure.DIFFERENCE,
    MethodKey.HODGES_LEHMANN,
    "Hodges-Lehmann, acceptance set of the exact signed rank",
)
_ACCEPTANCE_NORMAL = replace(
    _ACCEPTANCE,
    method="Hodges-Lehmann, acceptance set of the signed rank, normal approximation",
)
_WALSH = Kind(
    Measure.DIFFERENCE, MethodKey.WALSH, "Hodges-Lehmann, order statistics of Walsh averages"
)
_WALSH_NORMAL = replace(_WALSH, method=f"{_WALSH.method}, normal approximation")
_ENDS: dict[tuple[bool, bool], Ends] = {
    (True, True): "[]",
    (True, False): "[)",
    (False, True): "(]",
    (False, False): "()",
}


def hodges_lehmann(
    change: ArrayLike, step: float, conf_level: float = 0.95, dropped: int = 0
) -> Estimate:
    """Median of all Walsh averages, zeros kept, with the hull of the test's acceptance set.

    Parameters
    ----------
    change
        Shape (patients,): later minus earlier, in whole steps of the score.
    step
        The size of a step in the unit of the score.
    conf_level
        Values theta belong to the acceptance set where the exact signed-rank P (zeros dropped) of
        change - theta exceeds 1 - conf_level.
    dropped
        Patients without a pair, carried into the result.

    Returns
    -------
    Estimate
        `conf_ends` says which end belongs to the hull. Where the estimate lies outside, or the
        set is one point: `bound_only`, `lattice_degenerate`; the same, without limits, where the
        set is empty. P cannot fall to 1 - conf_level at all: `bound_only`, `p_out_of_reach`,
        without limits. No patient or one: `not_estimable`. Above 200 patients P is that of the
        tie-corrected normal approximation, and `method` says so.

    Raises
    ------
    ValueError
        `change` is not one-dimensional or contains a value that is not a whole number, `step` is
        not positive, `dropped` is not a count, or the level is not between 0 and 1.

    Notes
    -----
    Hodges and Lehmann 1963. Unchanged patients are kept.

    Equivalent to
    -------------
    `wilcox.test(change, conf.int = TRUE, exact = TRUE)` in R without ties and zeros; with zeros R
    drops them and gets another number.

    Examples
    --------
    >>> from rtxoutcomes.estimate import hodges_lehmann
    >>> shift = hodges_lehmann([-2, -1, -3, 0, -1, 1, -2, -4], step=0.5)
    >>> shift.estimate, shift.conf_low, shift.conf_high, shift.conf_ends
    (-0.75, -1.5, 0.0, '[]')
    """
    change = _checked(change, step, conf_level, dropped)
    kind = _ACCEPTANCE if change.size <= EXACT_UP_TO else _ACCEPTANCE_NORMAL
    sample = Sample(kind, change.size, dropped, conf_level=conf_level)
    if sample.n < 2:
        return _not_estimable(sample, change, step)
    sums, counts = _walsh(change)
    estimate = _median(sums, counts) / 2 * step
    if _p_of_shift(change)(2 * int(sums[0]) - 1) > 1 - conf_level:
        return sample.result(estimate=estimate, status="bound_only", note="p_out_of_reach")
    low, low_closed = _outermost(_p_of_shift(change), sums, 1 - conf_level)
    high, high_closed = _outermost(_p_of_shift(-change), -sums[::-1], 1 - conf_level)
    ends = _ENDS[low_closed, high_closed]
    low, high = low / 2 * step, 0.0 - high / 2 * step
    proper = low < high
    regular = proper and _contains((low, high), ends, estimate)
    return sample.result(
        estimate=estimate,
        conf_low=low,
        conf_high=high,
        conf_ends=ends if proper else "[]",
        status="ok" if regular else "bound_only",
        note="" if regular else "lattice_degenerate",
    )


def walsh_interval(
    change: ArrayLike, step: float, conf_level: float = 0.95, dropped: int = 0
) -> Estimate:
    """Median of all Walsh averages with limits from their order statistics.

    The limits rest on the null distribution without ties and zeros.

    Parameters
    ----------
    change
        Shape (patients,): later minus earlier, in whole steps of the score.
    step
        The size of a step in the unit of the score.
    conf_level
        Two-sided confidence level.
    dropped
        Patients without a pair, carried into the result.

    Returns
    -------
    Estimate
        `conf_level` is the level that the limits reach. With few patients they are the outermost
        averages, at the level of these. Above 200 patients the null distribution is taken as
        normal. Statuses as in `hodges_lehmann`.

    Raises
    ------
    ValueError
        As for `hodges_lehmann`.

    Equivalent to
    -------------
    `wilcox.test(change, conf.int = TRUE)` in R without ties and zeros.

    Examples
    --------
    >>> from rtxoutcomes.estimate import walsh_interval
    >>> shift = walsh_interval([-2, -1, -3, 5, -4, 7, -6, -8], step=0.5)
    >>> shift.estimate, shift.conf_low, shift.conf_high, round(shift.conf_level, 3)
    (-1.0, -3.0, 1.5, 0.961)
    """
    change = _checked(change, step, conf_level, dropped)
    kind = _WALSH if change.size <= EXACT_UP_TO else _WALSH_NORMAL
    sample = Sample(kind, change.size, dropped, conf_level=conf_level)
    if sample.n < 2:
        return _not_estimable(sample, change, step)
    sums, counts = _walsh(change)
    place, reached = _untied_place(sample.n, (1 - conf_level) / 2)
    cumulative = np.cumsum(counts)
    total = int(cumulative[-1])
    low = sums[np.searchsorted(cumulative, place)]
    high = sums[np.searchsorted(cumulative, total - place + 1)]
    return replace(sample, conf_level=reached).result(
        estimate=_median(sums, counts) / 2 * step,
        conf_low=float(low) / 2 * step,
        conf_high=float(high) / 2 * step,
    )


def _checked(change: ArrayLike, step: float, conf_level: float, dropped: int) -> Ints:
    beside_changes("step", "the size of a step", step)
    number("step", step, above=0)
    level("conf_level", conf_level)
    count("dropped", dropped)
    return integers("change", change, of="number of steps")


def _not_estimable(sample: Sample, change: Ints, step: float) -> Estimate:
    """No interval from fewer than two patients; the change of a single one is the estimate."""
    if not change.size:
        return sample.not_estimable("n_zero")
    return sample.not_estimable("n_one", estimate=float(change[0]) * step)


def _walsh(change: Ints) -> tuple[Ints, Ints]:
    """Distinct sums d_i + d_j (i <= j), twice the Walsh averages, and how often each occurs."""
    values, sizes = np.unique(change, return_counts=True)
    pairs = np.outer(sizes, sizes)
    upper = np.triu(pairs, 1) + np.diag(sizes * (sizes + 1) // 2)
    keep = upper > 0
    sums, place = np.unique((values[:, None] + values[None, :])[keep], return_inverse=True)
    counts = np.zeros(sums.size, dtype=np.int64)
    np.add.at(counts, place.ravel(), upper[keep])
    return sums, counts


def _median(sums: Ints, counts: Ints) -> float:
    cumulative = np.cumsum(counts)
    total = int(cumulative[-1])
    first = sums[np.searchsorted(cumulative, (total + 1) // 2)]
    second = sums[np.searchsorted(cumulative, total // 2 + 1)]
    return (int(first) + int(second)) / 2


def _outermost(p_of_shift: Callable[[int], float], sums: Ints, alpha: float) -> tuple[float, bool]:
    """Twice the smallest theta of the acceptance set's hull, and whether it belongs to the set.

    P changes only at Walsh averages, so that each of them and each gap between two is tested once,
    from the outside. NaN where no theta is accepted. Theta beyond all changes must be rejected.
    """
    for quarters, end, closed in _places(sums.tolist()):
        if p_of_shift(quarters) > alpha:
            return float(end), closed
    return NAN, False


def _places(sums: list[int]) -> Iterator[tuple[int, int, bool]]:
    """Each Walsh average and each gap above it: in quarter steps, its lower end, closed or not."""
    for k, here in enumerate(sums):
        yield 2 * here, here, True
        if k + 1 < len(sums):
            yield here + sums[k + 1], here, False


def _p_of_shift(change: Ints) -> Callable[[int], float]:
    """The P of change - theta as a function of theta in quarters of a step; 1 where all are 0."""
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
    cumulative = np.cumsum(_untied_distribution(n))
    place = max(1, int(np.searchsorted(cumulative, tail * (1 - 1e-12))))
    return place, 1 - 2 * float(cumulative[place - 1])


def _untied_distribution(n: int) -> Floats:
    """Probabilities of W+ = 0, 1, ... without ties: a sign is a fair coin for each rank."""
    shares = np.zeros(n * (n + 1) // 2 + 1)
    shares[0] = 1.0
    for rank in range(1, n + 1):
        moved = shares[:-rank].copy()
        shares[rank:] += moved
        shares *= 0.5
    return shares
