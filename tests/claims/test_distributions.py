"""Counting, listing and drawing the distributions with a sum."""

from itertools import combinations_with_replacement

import numpy as np
import pytest

from rtxoutcomes.claims.distributions import (
    every_distribution,
    number_of_distributions,
    random_distribution,
)


@pytest.mark.parametrize(("n", "top"), [(1, 3), (3, 4), (5, 3), (6, 2)])
def test_every_distribution_is_listed_once_and_counted(n: int, top: int) -> None:
    for total in range(-1, n * top + 2):
        expected = {
            tuple(sorted(values, reverse=True))
            for values in combinations_with_replacement(range(top + 1), n)
            if sum(values) == total
        }
        listed = list(every_distribution(n, total, top)) if total >= 0 else []
        assert len(listed) == len(set(listed))
        assert set(listed) == expected
        assert number_of_distributions(n, total, top) == len(expected)


def test_the_abstract_has_as_many_as_its_audit_found() -> None:
    # 14 changes from -2.0 to +1.0 in half steps, with sum -8.0.
    assert number_of_distributions(14, 40, 6) == 1_226


def test_draws_have_the_sum_and_follow_from_the_seed() -> None:
    draws = [
        random_distribution(42, 813, 40, (1.5, 3.0), np.random.default_rng(seed)).tolist()
        for seed in (1, 1, 2)
    ]

    assert draws[0] == draws[1] != draws[2]
    assert {sum(values) for values in draws} == {813}
    assert all(0 <= value <= 40 for values in draws for value in values)


def test_a_sum_at_the_end_of_the_scale_leaves_one_distribution() -> None:
    drawn = random_distribution(4, 12, 3, (5.0, 9.0), np.random.default_rng(3))

    assert drawn.tolist() == [3, 3, 3, 3]
