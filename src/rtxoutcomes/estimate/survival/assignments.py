"""Assignments of group labels to patients: all of them, or a random sample."""

import math
from collections.abc import Iterator, Sequence

import numpy as np

from rtxoutcomes.arrays import Ints

MOST_ASSIGNMENTS = 10**6
# With two patients among a thousand, half a million assignments take minutes instead of seconds.
MOST_LABELS = 5 * 10**7
# Labels in memory at once; bounds the memory of a permutation test whatever its size.
CHUNK = 250_000


def count_assignments(sizes: Sequence[int], limit: int = MOST_ASSIGNMENTS) -> int:
    """Number of ways to assign patients to groups of these sizes; limit + 1 if larger."""
    n = sum(sizes)
    logarithm = math.lgamma(n + 1) - sum(math.lgamma(size + 1) for size in sizes)
    # Exact counts of a large cohort have millions of digits; they are not needed.
    if logarithm > math.log(limit) + 1:
        return limit + 1
    ways, remaining = 1, n
    for size in sizes:
        ways, remaining = ways * math.comb(remaining, size), remaining - size
    return min(ways, limit + 1)


def few_enough(sizes: Sequence[int]) -> bool:
    """Whether all assignments can be enumerated within seconds."""
    count = count_assignments(sizes)
    return count <= MOST_ASSIGNMENTS and count * sum(sizes) <= MOST_LABELS


def every_assignment(sizes: Sequence[int]) -> Iterator[Ints]:
    """Each distinct assignment once, in chunks of shape (assignments, patients).

    Labels are 0, 1, ... in the order of `sizes`. An assignment is derived from its rank: of the
    remaining ways, the fraction that continues with a label is the fraction of that label among the
    remaining ones.
    """
    n, total = sum(sizes), count_assignments(sizes)
    rows = max(1, CHUNK // max(1, n))
    for start in range(0, total, rows):
        rank = np.arange(start, min(start + rows, total), dtype=np.int64)
        yield _unrank(rank, np.asarray(sizes, np.int64), total)


def random_assignments(
    sizes: Sequence[int], draws: int, rng: np.random.Generator
) -> Iterator[Ints]:
    """`draws` assignments, all equally likely, in chunks of shape (assignments, patients)."""
    labels = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
    rows = max(1, CHUNK // max(1, labels.size))
    for start in range(0, draws, rows):
        count = min(rows, draws - start)
        yield rng.permuted(np.broadcast_to(labels, (count, labels.size)), axis=1)


def _unrank(rank: Ints, sizes: Ints, total: int) -> Ints:
    n, row = int(sizes.sum()), np.arange(rank.size)
    remaining = np.tile(sizes, (rank.size, 1))
    ways = np.full(rank.size, total, dtype=np.int64)
    labels = np.empty((rank.size, n), dtype=np.int64)
    for position in range(n):
        share = ways[:, None] * remaining // (n - position)
        cumulative = np.cumsum(share, axis=1)
        label = (rank[:, None] >= cumulative).sum(axis=1)
        labels[:, position] = label
        ways = share[row, label]
        rank = rank - (cumulative[row, label] - ways)
        remaining[row, label] -= 1
    return labels
