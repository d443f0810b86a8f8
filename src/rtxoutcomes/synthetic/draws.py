"""Stated values in a random order, and a total shared out in proportion.

Only uniform and normal numbers and permutations are taken from numpy; other distributions are
quantiles of uniform numbers. Streams of numpy's own distributions have changed between versions.
"""

import math
from collections.abc import Mapping, Sequence
from statistics import NormalDist

from numpy.random import Generator


def drawn(counts: Mapping[str, int], n: int, rng: Generator) -> list[str]:
    """The counted values in a random order; another number of them, with replacement."""
    each = [value for value, count in counts.items() for _ in range(count)]
    places = rng.permutation(len(each)) if n == len(each) else rng.integers(0, len(each), n)
    return [each[k] for k in places.tolist()]


def normal_quantiles(normal: tuple[float, float], n: int) -> list[float]:
    """The n quantiles of a normal distribution: its mean exactly, its spread nearly."""
    mean, spread = normal
    return [mean + spread * NormalDist().inv_cdf((k + 0.5) / n) for k in range(n)]


def in_random_order(values: Sequence[float], rng: Generator) -> list[float]:
    return [values[k] for k in rng.permutation(len(values)).tolist()]


def shared_out(total: int, sizes: Sequence[int]) -> list[int]:
    """A total in proportion to sizes, by the largest remainder; the earlier one where equal."""
    whole = sum(sizes)
    # Whole numbers throughout: remainders that are equal must not differ by a rounding error.
    parts = [divmod(total * size, whole) for size in sizes]
    shares = [share for share, _ in parts]
    order = sorted(range(len(sizes)), key=lambda k: (-parts[k][1], k))
    for k in order[: total - sum(shares)]:
        shares[k] += 1
    return shares


def down_to_tenth(value: float) -> float:
    """Never up: a month must not move past the end of follow-up."""
    return math.floor(value * 10) / 10
