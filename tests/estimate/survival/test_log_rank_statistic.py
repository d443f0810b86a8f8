import json
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from rtxoutcomes.estimate.survival.log_rank_statistic import (
    as_large,
    fixed_sets,
    studentised,
    unstudentised,
)

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "log_rank.json").read_text(encoding="utf-8")
)
SETS = pytest.mark.parametrize("r", REFERENCE["sets"].values(), ids=REFERENCE["sets"])
# Sums over at most ten event times and a small inverse; the file holds 15 digits.
RTOL = 1e-12


def statistic(months: Any, event: Any, group: Any) -> float:
    labels = np.array(group)
    sets = fixed_sets(np.array(months, float), np.array(event, bool), int(labels.max()) + 1)
    return float(studentised(labels[None, :], sets)[0])


@SETS
def test_matches_survdiff(r: dict[str, Any]) -> None:
    assert statistic(r["months"], r["event"], r["group"]) == pytest.approx(r["statistic"], rel=RTOL)


@SETS
def test_the_names_of_the_groups_do_not_matter(r: dict[str, Any]) -> None:
    labels = np.array(r["group"])
    for order in permutations(range(labels.max() + 1)):
        renamed = np.array(order)[labels]

        got = statistic(r["months"], r["event"], renamed)

        assert got == pytest.approx(r["statistic"], rel=RTOL)


def test_scores_sum_to_zero() -> None:
    r = REFERENCE["sets"]["three"]

    sets = fixed_sets(np.array(r["months"], float), np.array(r["event"], bool), 3)

    assert abs(sets.design[:, 0].sum()) < 1e-14


def test_groups_that_cannot_differ_have_statistic_0() -> None:
    months, event = [4.0, 4.0, 4.0, 4.0], [1, 1, 1, 1]

    assert statistic(months, event, [0, 0, 1, 1]) == 0
    assert statistic(months, event, [0, 1, 2, 2]) == 0
    assert statistic(months, event, [0, 1, 2, 3]) == 0


def test_scores_of_fixed_variance_are_weighted_by_group_size() -> None:
    labels, scores = np.array([[0, 0, 1], [1, 1, 0]]), np.array([1.0, 1.0, -2.0])

    # 2^2 / 2 + 2^2 / 1 by hand
    assert unstudentised(labels[:1], scores, [2, 1]).tolist() == [6.0]
    assert unstudentised(labels[1:], scores, [1, 2]).tolist() == [6.0]


def test_statistics_that_differ_in_the_last_digits_count_as_equal() -> None:
    values = np.array([4.0 * (1 - 1e-13), 4.0, 5.0, 3.9])

    assert as_large(values, 4.0) == 3
    assert as_large(np.array([0.0, 1e-30]), 1e-31) == 2
