"""Stated values in a random order, and a total divided in proportion.

Only uniform and normal numbers and permutations come from numpy; other distributions are
quantiles of uniform numbers, since numpy's own have changed between versions.
"""

import math
from collections.abc import Mapping, Sequence
from statistics import NormalDist
from typing import TypeVar

from numpy.random import Generator

T = TypeVar("T")


def drawn(counts: Mapping[str, int], n: int, rng: Generator) -> list[str]:
    """The counted values in a random order; for another number, drawn with replacement."""
    values = [text for text, count in counts.items() for _ in range(count)]
    places = rng.permutation(len(values)) if n == len(values) else rng.integers(0, len(values), n)
    return [values[k] for k in places.tolist()]


def normal_quantiles(normal: tuple[float, float], n: int) -> list[float]:
    """n quantiles of a normal distribution: its mean exactly, its spread approximately."""
    mean, spread = normal
    return [mean + spread * NormalDist().inv_cdf((k + 0.5) / n) for k in range(n)]


def in_random_order(values: Sequence[T], rng: Generator) -> list[T]:
    return [values[k] for k in rng.permutation(len(values)).tolist()]


def apportioned(total: int, sizes: Sequence[int]) -> list[int]:
    """A total in proportion to sizes, by the largest remainder; the earlier of equal ones."""
    size_total = sum(sizes)
    # Integers throughout: equal remainders must not differ by a rounding error.
    parts = [divmod(total * size, size_total) for size in sizes]
    shares = [share for share, _ in parts]
    order = sorted(range(len(sizes)), key=lambda k: (-parts[k][1], k))
    for k in order[: total - sum(shares)]:
        shares[k] += 1
    return shares


def down_to_tenth(value: float) -> float:
    """Rounded down to a tenth: a month must not move past the end of follow-up."""
    return math.floor(value * 10) / 10
