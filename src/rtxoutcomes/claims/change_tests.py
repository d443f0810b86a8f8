"""The tests that a paper may have used for a change, and their P for one distribution of it."""

from collections.abc import Callable
from functools import partial
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from rtxoutcomes.arrays import Ints
from rtxoutcomes.claims.deviations import least_squares, most_squares, values_with
from rtxoutcomes.claims.lattice import Lattice
from rtxoutcomes.claims.printed import Window
from rtxoutcomes.estimate.paired.signed_rank import Zeros, doubled_ranks, exact_p, normal_test
from rtxoutcomes.estimate.tails import t_isf, t_p

PAIRED_T = "paired t"
EXACT = "signed rank, exact, zeros dropped"
# Changes in steps; the distinct ones and how many patients have each.
Changes = tuple[Ints, Ints, Ints]
RankTest = Callable[[Changes], float]


def _exact(zeros: Zeros, changes: Changes) -> float:
    return exact_p(*doubled_ranks(changes[0], zeros))


def _normal(zeros: Zeros, correction: float, changes: Changes) -> float:
    return normal_test(*changes[1:], zeros, correction)[1]


_NORMAL = "signed rank, normal approximation"
RANK_TESTS: dict[str, RankTest] = {
    EXACT: partial(_exact, "wilcoxon"),
    "signed rank, exact, Pratt": partial(_exact, "pratt"),
    f"{_NORMAL}, zeros dropped": partial(_normal, "wilcoxon", 0.0),
    f"{_NORMAL}, zeros dropped, continuity corrected": partial(_normal, "wilcoxon", 0.5),
    f"{_NORMAL}, Pratt": partial(_normal, "pratt", 0.0),
    f"{_NORMAL}, Pratt, continuity corrected": partial(_normal, "pratt", 0.5),
}
TESTS = (PAIRED_T, *RANK_TESTS)


def named_tests(test: str | None) -> tuple[str, ...]:
    """The tests that the name in the paper can mean; every one where it names none."""
    return tuple(name for name in TESTS if test is None or name.startswith(test))


def rank_p_values(steps: ArrayLike, zero: int, names: tuple[str, ...]) -> dict[str, float]:
    """P of each rank test; 1 where no patient changed. `zero` is the step of no change."""
    changes = np.asarray(steps, dtype=np.int64) - zero
    if not changes.any():
        return dict.fromkeys(names, 1.0)
    distinct = np.unique(changes, return_counts=True)
    return {name: RANK_TESTS[name]((changes, *distinct)) for name in names}


def variance_of(n: int, total: int, squares: int) -> float:
    """The variance (divisor n - 1) of n whole numbers by their sum and sum of squares."""
    return (n * squares - total**2) / (n * (n - 1))


def t_p_value(n: int, total: int, squares: int, zero: int) -> float | None:
    """Two-sided P of the paired t test; None where the changes do not vary."""
    variance = variance_of(n, total, squares)
    if variance <= 0:
        return None
    return t_p((total / n - zero) / sqrt(variance / n), n - 1)


def squares_that_print(
    n: int, total: int, lattice: Lattice, p_values: Window, tails: int
) -> tuple[int, ...]:
    """Every sum of squares whose paired t test has a P in the window, with values that have it.

    P rises with the spread, so that they follow one another; the whole scale is searched.
    """
    mean = total / n - lattice.zero
    low, high = _spreads(mean, n, p_values, tails)
    first = max(least_squares(n, total), _squares(low, n, total) - 2)
    last = min(most_squares(total, lattice.top), _squares(high, n, total) + 2)
    first += (first - total) % 2
    found = []
    for squares in range(first, last + 1, 2):
        p_value = t_p_value(n, total, squares, lattice.zero)
        if p_value is None or not prints(p_value / (3 - tails), p_values):
            continue
        if values_with(n, total, squares, lattice.top) is not None:
            found.append(squares)
    return tuple(found)


def prints(p_value: float, p_values: Window) -> bool:
    """Whether a computed P lies in the window of a printed one."""
    return p_values.low <= p_value < p_values.high or (
        p_values.has_high and p_value == p_values.high
    )


def implied_deviation(mean: float, n: int, p_value: float) -> float:
    """The SD of changes whose mean has this two-sided P by the paired t test."""
    if p_value >= 1:
        return float("inf")
    return abs(mean) * sqrt(n) / t_isf(p_value / 2, n - 1) if p_value > 0 else 0.0


def _spreads(mean: float, n: int, p_values: Window, tails: int) -> tuple[float, float]:
    """SDs between which the P of the window lie, in steps; any for a mean of no change."""
    if mean == 0:
        return 0.0, float("inf")
    two_sided = [min(1.0, float(p) * (3 - tails)) for p in (p_values.low, p_values.high)]
    low, high = (implied_deviation(mean, n, p) for p in two_sided)
    return low, high


def _squares(deviation: float, n: int, total: int) -> int:
    """The sum of squares at an SD, rounded down; the largest whole number for one without end."""
    limit = 2**62
    return int(min(limit, deviation**2 * (n - 1) + total**2 / n))
