"""Counts."""

import numpy as np

from rtxoutcomes.counts import PairCounts


def test_the_number_of_pairs_is_the_sum_of_the_counts() -> None:
    one = np.ones(2)
    units = np.ones(2, dtype=np.int64)

    assert PairCounts(one, one, units, units, np.array([3, 4]), dropped=2).n == 7
