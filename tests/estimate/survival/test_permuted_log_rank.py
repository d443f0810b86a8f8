"""Permutation tests of equal survival: against R, seeds, sampled P values, refusals."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from rtxoutcomes.estimate.survival.log_rank import log_rank
from rtxoutcomes.estimate.survival.permuted_log_rank import (
    log_rank_exact_unstudentised,
    log_rank_permutation,
)

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "log_rank.json").read_text(encoding="utf-8")
)
SETS = REFERENCE["sets"]
# Sums over at most ten event times and a small inverse; the file holds 15 digits.
RTOL = 1e-11
Sample = tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.int64]]


def sample(r: dict[str, Any]) -> Sample:
    return np.array(r["months"], float), np.array(r["event"], bool), np.array(r["group"])


def rng() -> np.random.Generator:
    return np.random.default_rng(20_230)


def cohort(n: int, groups: int) -> Sample:
    draw = np.random.default_rng(11)
    months = np.round(draw.uniform(1, 30, n), 1)
    return months, draw.random(n) < 0.4, np.arange(n) % groups


@pytest.mark.parametrize("name", ["two", "unequal", "three"])
def test_the_enumerated_p_is_that_of_survdiff_over_all_assignments(name: str) -> None:
    r = SETS[name]

    got = log_rank_permutation(*sample(r), rng())

    assert got.p_value == pytest.approx(r["studentised"]["p"], rel=1e-14)
    assert got.statistic == pytest.approx(r["statistic"], rel=RTOL)
    assert got.method.endswith(f"all {r['studentised']['assignments']} assignments")
    assert math.isnan(got.std_error)


@pytest.mark.parametrize("name", ["two", "unequal"])
def test_the_test_of_fixed_variance_is_that_of_coin(name: str) -> None:
    r = SETS[name]

    got = log_rank_exact_unstudentised(*sample(r))

    # Ratios of whole numbers; coin sums probabilities.
    assert got.p_value == pytest.approx(r["coin_exact_p"], rel=1e-10)


def test_random_assignments_agree_with_the_chi_square_in_a_large_cohort() -> None:
    months, event, group = cohort(300, 2)

    got, asymptotic = (
        log_rank_permutation(months, event, group, rng(), 4_000),
        log_rank(months, event, group),
    )

    assert got.method == "log-rank permutation, studentised, 4000 random assignments"
    assert got.statistic == pytest.approx(asymptotic.statistic, rel=RTOL)
    # 5 Monte Carlo errors of 4,000 draws, and the distance of the two null distributions.
    assert abs(got.p_value - asymptotic.p_value) < 5 * 0.5 / math.sqrt(4_000) + 0.01
    assert got.std_error == pytest.approx(
        math.sqrt(got.p_value * (1 - got.p_value) / 4_000), rel=1e-12
    )


def test_the_same_seed_gives_the_same_p() -> None:
    months, event, group = cohort(60, 3)

    first, second = (log_rank_permutation(months, event, group, rng(), 500) for _ in range(2))

    assert first == second


def test_a_sampled_p_is_never_0() -> None:
    months = np.concatenate([np.linspace(1, 2, 30), np.linspace(20, 30, 30)])

    got = log_rank_permutation(months, np.ones(60, bool), np.repeat([0, 1], 30), rng(), 99)

    assert got.p_value == pytest.approx(1 / 100, rel=1e-14)


def test_all_events_at_one_time_are_no_evidence_by_permutation() -> None:
    got = log_rank_permutation(
        np.array([4.0, 4.0, 4.0]), np.array([True] * 3), np.array([0, 0, 1]), rng()
    )

    assert (got.status, got.statistic, got.p_value) == ("ok", 0.0, 1.0)


def test_too_few_draws_are_refused() -> None:
    with pytest.raises(ValueError, match="draws must be a whole number, at least 1, not 0"):
        log_rank_permutation(*sample(SETS["two"]), rng(), 0)


def test_an_exact_test_of_too_many_assignments_is_refused() -> None:
    with pytest.raises(ValueError, match="too many assignments of 60 patients"):
        log_rank_exact_unstudentised(*cohort(60, 2))


def test_the_permutation_counts_patients_and_events() -> None:
    months, event = np.array([1.0, 2.0, 3.0, 4.0, 5.0]), np.array([1, 1, 0, 1, 0]) == 1

    result = log_rank_permutation(
        months, event, np.array([0, 0, 0, 1, 1]), np.random.default_rng(1)
    )

    assert (result.n, result.events) == (5, 3)
