"""Which tests give a printed P to changes that have the printed mean, n and steps.

The paired t test sees sum and sum of squares only, so that every possibility is tried for it. Rank
tests see each value: all distributions within the stated range are enumerated where they are few,
and otherwise distributions are drawn, seeded, until each test has a witness or the draws end.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np

from rtxoutcomes.claims.change_tests import (
    PAIRED_T,
    RANK_TESTS,
    implied_deviation,
    prints,
    rank_p_values,
    squares_that_print,
    t_p_value,
    variance_of,
)
from rtxoutcomes.claims.deviations import values_with
from rtxoutcomes.claims.distributions import (
    DRAWS,
    MOST_ENUMERATED,
    every_distribution,
    number_of_distributions,
    random_distribution,
)
from rtxoutcomes.claims.lattice import Lattice
from rtxoutcomes.claims.printed import Window
from rtxoutcomes.estimate.tails import t_isf

_MOST_STEPS_OF_COUNTING = 4_000_000
# On a fine scale a mean has many sums, of which the lowest and the highest are tried.
_MOST_SUMS = 5
# Rank tests and the t test need somewhat different spreads for the same P.
_SPREADS = (0.7, 1.4)


@dataclass(frozen=True, slots=True)
class Question:
    """A mean of n changes and a P: the sums that print the mean, in steps, and what P prints.

    `variance` is the window of a printed SD, in squared steps; `narrow` the lattice within the
    range that is printed or assumed. `tails` is 1 or 2.
    """

    n: int
    sums: range
    lattice: Lattice
    p_value: float
    window: Window
    tests: tuple[str, ...]
    tails: int = 2
    narrow: Lattice | None = None
    variance: Window | None = None
    seed: int = 0

    def admits(self, total: int, squares: int) -> bool:
        """Whether a sum of squares has the printed SD, if there is one."""
        if self.variance is None:
            return True
        n = self.n
        return Fraction(n * squares - total**2, n * (n - 1)) in self.variance

    def prints(self, p_value: float) -> bool:
        """Whether a two-sided P prints as the paper's, halved for a one-sided one."""
        return prints(p_value / (3 - self.tails), self.window)


@dataclass(frozen=True, slots=True)
class Spread:
    """One sum of squares, with its SD, and the distributions that have it and print the P."""

    deviation: float
    distributions: int
    printing: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The tests that give the printed P, each with a distribution in steps above the minimum.

    `squares` are the pairs of sum and sum of squares that print it under the paired t test: all of
    them, or of very many those at both ends.
    `enumerated` distributions were tried, of which `counts` print it under each test; or `draws`
    were made. `spreads` are the SDs of those enumerated.
    """

    witnesses: dict[str, tuple[int, ...]]
    squares: tuple[tuple[int, int], ...] = ()
    are_all: bool = True
    enumerated: int = 0
    draws: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    spreads: tuple[Spread, ...] = ()


def answer(question: Question) -> Answer:
    """Try every test of the question."""
    squares, are_all = _squares(question) if PAIRED_T in question.tests else ((), True)
    witnesses = {}
    if squares:
        total, q = squares[0]
        values = values_with(question.n, total, q, question.lattice.top)
        witnesses = {PAIRED_T: values or ()}
    if question.narrow is None and set(question.tests) == {PAIRED_T}:
        return Answer(witnesses, squares, are_all)
    searched = question.narrow or question.lattice
    count = sum(_number(question, total, searched) for total in question.sums)
    if count <= MOST_ENUMERATED:
        return replace(_enumerated(question, searched, witnesses, squares), are_all=are_all)
    return replace(_drawn(question, searched, witnesses, squares), are_all=are_all)


def _squares(question: Question) -> tuple[tuple[tuple[int, int], ...], bool]:
    """The pairs that print the P under the paired t test, and whether they are all of them."""
    n, lattice, two_sided = question.n, question.lattice, question.window.times(3 - question.tails)
    few = len(question.sums) <= _MOST_SUMS
    found = {
        total: squares_that_print(n, total, lattice, two_sided, question.variance)
        for total in (question.sums if few else (question.sums[0], question.sums[-1]))
    }
    pairs = tuple((total, squares) for total, own in found.items() for squares in own.found)
    return pairs, few and all(own.are_all for own in found.values())


def _number(question: Question, total: int, searched: Lattice) -> int:
    """How many distributions there are; more than can be enumerated where counting is long."""
    own = _shifted(question, total, searched)
    steps = question.n * max(own, 0) * searched.top * len(question.sums)
    if steps > _MOST_STEPS_OF_COUNTING:
        return MOST_ENUMERATED + 1
    return number_of_distributions(question.n, own, searched.top)


def _shifted(question: Question, total: int, searched: Lattice) -> int:
    """The sum in steps above the minima of the narrower lattice."""
    lattice = question.lattice
    return total - question.n * int((searched.minimum - lattice.minimum) / lattice.step)


def _enumerated(
    question: Question,
    searched: Lattice,
    witnesses: dict[str, tuple[int, ...]],
    squares: tuple[tuple[int, int], ...],
) -> Answer:
    counts, tried, found = dict.fromkeys(question.tests, 0), 0, dict(witnesses)
    spreads: dict[float, list[int]] = {}
    for values, p_values in _tested(question, searched, _all(question, searched)):
        tried += 1
        deviation = _deviation(values) * float(searched.step)
        spread = spreads.setdefault(round(deviation, 9), [0, 0])
        spread[0] += 1
        for test, p_value in p_values.items():
            if question.prints(p_value):
                counts[test] += 1
                spread[1] += test == PAIRED_T
                found.setdefault(test, _above(values, question.lattice, searched))
    bars = tuple(Spread(sd, *spreads[sd]) for sd in sorted(spreads))
    return Answer(found, squares, enumerated=tried, counts=counts, spreads=bars)


def _all(question: Question, searched: Lattice) -> Iterator[tuple[int, ...]]:
    for total in question.sums:
        yield from every_distribution(question.n, _shifted(question, total, searched), searched.top)


def _drawn(
    question: Question,
    searched: Lattice,
    witnesses: dict[str, tuple[int, ...]],
    squares: tuple[tuple[int, int], ...],
) -> Answer:
    found, draws = dict(witnesses), 0
    rank_tests = [test for test in question.tests if test in RANK_TESTS]
    for values, p_values in _tested(question, searched, _draws(question, searched)):
        draws += 1
        for test in rank_tests:
            if test not in found and question.prints(p_values[test]):
                found[test] = _above(values, question.lattice, searched)
        if all(test in found for test in rank_tests):
            break
    return Answer(found, squares, draws=draws)


def _draws(question: Question, searched: Lattice) -> Iterator[tuple[int, ...]]:
    """Seeded draws around the spread that the paired t test would need."""
    rng = np.random.default_rng(question.seed)
    for k in range(DRAWS):
        total = question.sums[k % len(question.sums)]
        mean = total / question.n - question.lattice.zero
        middle = implied_deviation(mean, question.n, min(1.0, question.p_value))
        spread = min(max(middle, 0.5), float(searched.top))
        limits = (_SPREADS[0] * spread, _SPREADS[1] * spread)
        own = _shifted(question, total, searched)
        if not 0 <= own <= question.n * searched.top:
            continue
        drawn = random_distribution(question.n, own, searched.top, limits, rng)
        yield tuple(sorted(drawn.tolist(), reverse=True))


def _tested(
    question: Question, searched: Lattice, every: Iterable[tuple[int, ...]]
) -> Iterator[tuple[tuple[int, ...], dict[str, float]]]:
    """Each admissible distribution with its P under each test."""
    names = tuple(test for test in question.tests if test in RANK_TESTS)
    for values in every:
        total, squares = sum(values), sum(value * value for value in values)
        if not question.admits(total, squares):
            continue
        p_values = rank_p_values(values, searched.zero, names)
        if PAIRED_T in question.tests:
            t_test = t_p_value(question.n, total, squares, searched.zero)
            p_values |= {} if t_test is None else {PAIRED_T: t_test}
        yield values, p_values


def _deviation(values: tuple[int, ...]) -> float:
    total, squares = sum(values), sum(value * value for value in values)
    return float(variance_of(len(values), total, squares) ** 0.5)


def _above(values: tuple[int, ...], lattice: Lattice, searched: Lattice) -> tuple[int, ...]:
    """The values in steps above the minimum of the whole scale."""
    shift = int((searched.minimum - lattice.minimum) / lattice.step)
    return tuple(value + shift for value in values)


@dataclass(frozen=True, slots=True)
class Implied:
    """What the paired t test implies, each as the lowest and the highest value."""

    deviation: tuple[float, float]
    interval_low: tuple[float, float]
    interval_high: tuple[float, float]
    effect_size: tuple[float, float]


def implied(question: Question, pairs: tuple[tuple[int, int], ...]) -> Implied | None:
    """SD, 95% interval of the mean and effect size (mean over SD) over admissible distributions.

    `pairs` are the sums with the sums of squares that print the P; None where there are none.
    """
    n, step = question.n, float(question.lattice.step)
    rows = []
    for total, squares in pairs:
        mean = step * (total / n - question.lattice.zero)
        deviation = step * float(variance_of(n, total, squares) ** 0.5)
        half = t_isf(0.025, n - 1) * deviation / n**0.5
        rows.append((deviation, mean - half, mean + half, mean / deviation))
    if not rows:
        return None
    deviations, lows, highs, sizes = zip(*rows, strict=True)
    return Implied(_ends(deviations), _ends(lows), _ends(highs), _ends(sizes))


def _ends(values: tuple[float, ...]) -> tuple[float, float]:
    return min(values), max(values)
