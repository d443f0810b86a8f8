"""The distributions of n values with a given sum: how many there are, all of them, or a sample."""

from collections.abc import Iterator
from math import sqrt

import numpy as np

from rtxoutcomes.arrays import Ints

# Enumerated within a second; above it, distributions are drawn.
MOST_ENUMERATED = 20_000
DRAWS = 2_000
# The sum of four uniform whole numbers from 0 to this has nearly the form of a normal one, and is
# the same on every machine.
_UNIFORM, _PARTS = 1_000, 4
_MIDDLE = _UNIFORM * _PARTS / 2
_SPREAD = sqrt(_PARTS * _UNIFORM * (_UNIFORM + 2) / 12)


def number_of_distributions(n: int, total: int, top: int) -> int:
    """In how many ways n whole numbers from 0 to `top` have that sum, whatever their order.

    Examples
    --------
    >>> number_of_distributions(3, 4, 2)
    2
    """
    if not 0 <= total <= n * top:
        return 0
    # ways[k][s]: k values with sum s, of the values used so far; zeros fill up the n.
    ways = [[0] * (total + 1) for _ in range(n + 1)]
    ways[0][0] = 1
    for value in range(1, top + 1):
        for k in range(1, n + 1):
            for s in range(value, total + 1):
                ways[k][s] += ways[k - 1][s - value]
    return sum(ways[k][total] for k in range(n + 1))


def every_distribution(n: int, total: int, top: int) -> Iterator[tuple[int, ...]]:
    """Each of them once, as n values of which none is above the one before it."""
    if n == 0:
        if total == 0:
            yield ()
        return
    for first in range(min(top, total), -(-total // n) - 1, -1):
        for rest in every_distribution(n - 1, total - first, first):
            yield (first, *rest)


def random_distribution(
    n: int, total: int, top: int, spread: tuple[float, float], rng: np.random.Generator
) -> Ints:
    """n whole numbers from 0 to `top` with that sum, about normal with an SD between two limits.

    The values are drawn, rounded and brought to the sum by steps of one at random places.
    """
    deviation = spread[0] + (spread[1] - spread[0]) * int(rng.integers(0, 1001)) / 1000
    parts = rng.integers(0, _UNIFORM + 1, size=(n, _PARTS)).sum(axis=1)
    drawn = total / n + deviation * (parts - _MIDDLE) / _SPREAD
    values: Ints = np.clip(np.rint(drawn).astype(np.int64), 0, top)
    while (missing := total - int(values.sum())) != 0:
        step = 1 if missing > 0 else -1
        movable = np.flatnonzero((values + step >= 0) & (values + step <= top))
        chosen = rng.permutation(movable)[: abs(missing)]
        values[chosen] += step
    return values
