"""The ways to deal group labels to patients: all of them, or a random draw."""

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

ALL_OF_THEM = 10**6
# With two patients among a thousand, half a million assignments take minutes instead of seconds.
LABELS_TO_DEAL = 5 * 10**7
# Labels held at once; bounds the memory of a permutation test whatever its size.
CHUNK = 250_000


def count_assignments(sizes: Sequence[int], limit: int = ALL_OF_THEM) -> int:
    """In how many ways patients can be dealt to groups of these sizes; limit + 1 if more."""
    n = sum(sizes)
    logarithm = math.lgamma(n + 1) - sum(math.lgamma(size + 1) for size in sizes)
    # Exact counts of a large cohort have millions of digits; they are not needed.
    if logarithm > math.log(limit) + 1:
        return limit + 1
    ways, left = 1, n
    for size in sizes:
        ways, left = ways * math.comb(left, size), left - size
    return min(ways, limit + 1)


def few_enough(sizes: Sequence[int]) -> bool:
    """Whether all assignments can be looked at within seconds."""
    count = count_assignments(sizes)
    return count <= ALL_OF_THEM and count * sum(sizes) <= LABELS_TO_DEAL


def every_assignment(sizes: Sequence[int]) -> Iterator[NDArray[np.int64]]:
    """Each distinct assignment once, in chunks of shape (assignments, patients).

    Labels are 0, 1, ... in the order of `sizes`. An assignment is read off its rank: of the ways
    left, those that go on with a given label are in proportion to how many of it are left.
    """
    n, total = sum(sizes), count_assignments(sizes)
    rows = max(1, CHUNK // max(1, n))
    for start in range(0, total, rows):
        rank = np.arange(start, min(start + rows, total), dtype=np.int64)
        yield _unrank(rank, np.asarray(sizes, np.int64), total)


def random_assignments(
    sizes: Sequence[int], draws: int, rng: np.random.Generator
) -> Iterator[NDArray[np.int64]]:
    """`draws` assignments, all equally likely, in chunks of shape (assignments, patients)."""
    labels = np.repeat(np.arange(len(sizes), dtype=np.int64), sizes)
    rows = max(1, CHUNK // max(1, labels.size))
    for start in range(0, draws, rows):
        count = min(rows, draws - start)
        yield rng.permuted(np.broadcast_to(labels, (count, labels.size)), axis=1)


def _unrank(rank: NDArray[np.int64], sizes: NDArray[np.int64], total: int) -> NDArray[np.int64]:
    n, row = int(sizes.sum()), np.arange(rank.size)
    left = np.tile(sizes, (rank.size, 1))
    ways = np.full(rank.size, total, dtype=np.int64)
    labels = np.empty((rank.size, n), dtype=np.int64)
    for position in range(n):
        share = ways[:, None] * left // (n - position)
        upto = np.cumsum(share, axis=1)
        label = (rank[:, None] >= upto).sum(axis=1)
        labels[:, position] = label
        ways = share[row, label]
        rank = rank - (upto[row, label] - ways)
        left[row, label] -= 1
    return labels
