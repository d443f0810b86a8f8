"""The tests that a paper may have used for a change, and their P for one distribution of it."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
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
# On a fine scale very many print the same P.
MOST_SQUARES, ENDS = 500, 3
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


@dataclass(frozen=True, slots=True)
class Squares:
    """Sums of squares that print a P; where they are not all of them, those at both ends."""

    found: tuple[int, ...]
    are_all: bool


def squares_that_print(
    n: int, total: int, lattice: Lattice, two_sided: Window, variance: Window | None = None
) -> Squares:
    """Every sum of squares whose paired t test has a P in the window, with values that have it.

    P rises with the spread, so that they follow one another; the whole scale is searched. Of very
    many, those at both ends are tried. `variance` is the window of a printed SD, in squared steps.
    """
    first = least_squares(n, total)
    # Equal changes have no test.
    first += 2 if n * first == total**2 else (first - total) % 2
    every = range(first, most_squares(total, lattice.top) + 1, 2)
    if variance is not None:
        own = variance.times(n - 1).plus(Fraction(total**2, n)).integers()
        every = every[bisect_left(every, own.start) : bisect_left(every, own.stop)]

    def p_value(squares: int) -> Fraction:
        return Fraction(t_p_value(n, total, squares, lattice.zero) or 0.0)

    low, high = two_sided.low, two_sided.high
    begin = (bisect_left if two_sided.has_low else bisect_right)(every, low, key=p_value)
    end = (bisect_right if two_sided.has_high else bisect_left)(every, high, key=p_value)
    printing = every[begin:end]
    are_all = len(printing) <= MOST_SQUARES
    tried = printing if are_all else [*printing[:ENDS], *printing[-ENDS:]]
    found = (q for q in tried if values_with(n, total, q, lattice.top) is not None)
    return Squares(tuple(found), are_all)


def prints(p_value: float, p_values: Window) -> bool:
    """Whether a computed P lies in the window of a printed one."""
    return Fraction(p_value) in p_values


def implied_deviation(mean: float, n: int, p_value: float) -> float:
    """The SD of changes whose mean has this two-sided P by the paired t test."""
    if p_value >= 1:
        return float("inf")
    return abs(mean) * sqrt(n) / t_isf(p_value / 2, n - 1) if p_value > 0 else 0.0
