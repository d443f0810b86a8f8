import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtxoutcomes.estimate.survival.assignments import (
    count_assignments,
    every_assignment,
    few_enough,
    random_assignments,
)


@pytest.mark.parametrize(
    ("sizes", "ways"),
    # Binomial and multinomial coefficients out of a book of tables.
    [([5, 5], 252), ([3, 4, 3], 4200), ([2, 1, 1], 12), ([7], 1), ([1, 99], 100)],
)
def test_counts_the_ways_to_deal_labels(sizes: list[int], ways: int) -> None:
    assert count_assignments(sizes) == ways


@pytest.mark.parametrize("sizes", [[42, 43], [12, 12], [500_000, 500_000]])
def test_more_than_the_limit_is_reported_without_further_counting(sizes: list[int]) -> None:
    assert count_assignments(sizes) == 10**6 + 1


@pytest.mark.parametrize(
    ("sizes", "few"), [([11, 11], True), ([12, 12], False), ([3, 96], True), ([2, 998], False)]
)
def test_only_what_takes_seconds_is_enumerated(sizes: list[int], few: bool) -> None:
    assert few_enough(sizes) is few


@settings(deadline=None, max_examples=25)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=3))
def test_each_assignment_comes_once_and_keeps_the_sizes(sizes: list[int]) -> None:
    rows = np.concatenate(list(every_assignment(sizes)))

    assert len({tuple(row) for row in rows.tolist()}) == len(rows)
    ways = math.factorial(sum(sizes)) // math.prod(math.factorial(s) for s in sizes)
    assert len(rows) == ways
    for label, size in enumerate(sizes):
        assert ((rows == label).sum(axis=1) == size).all()


def test_many_assignments_come_in_chunks_that_join_without_a_gap() -> None:
    chunks = list(every_assignment([9, 9]))

    assert len(chunks) > 1
    assert sum(len(chunk) for chunk in chunks) == 48_620
    weights = 2 ** np.arange(18)
    assert np.unique(np.concatenate(chunks) @ weights).size == 48_620


def test_random_assignments_keep_the_sizes_and_their_number() -> None:
    rng = np.random.default_rng(7)

    rows = np.concatenate(list(random_assignments([60, 40], 6_000, rng)))

    assert rows.shape == (6_000, 100)
    assert (rows.sum(axis=1) == 40).all()
    # Each place holds label 1 with probability 0.4; 5 standard errors of 6,000 draws.
    assert np.abs(rows.mean(axis=0) - 0.4).max() < 5 * math.sqrt(0.24 / 6_000)


def test_the_same_seed_gives_the_same_draws() -> None:
    first, second = (
        np.concatenate(list(random_assignments([5, 4], 50, np.random.default_rng(3))))
        for _ in range(2)
    )

    np.testing.assert_array_equal(first, second)
