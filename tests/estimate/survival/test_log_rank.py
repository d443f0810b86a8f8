import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from rtxoutcomes.estimate.survival.log_rank import (
    log_rank,
    log_rank_exact_unstudentised,
    log_rank_permutation,
    peto_peto,
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


@pytest.mark.parametrize("r", SETS.values(), ids=SETS)
def test_matches_survdiff(r: dict[str, Any]) -> None:
    got = log_rank(*sample(r))

    np.testing.assert_allclose(
        [got.statistic, got.df, got.p_value], [r["statistic"], r["df"], r["p"]], rtol=RTOL
    )


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


def test_an_asymptotic_p_is_never_0() -> None:
    months = np.concatenate([np.linspace(1, 2, 3000), np.linspace(20, 30, 3000)])

    got = log_rank(months, np.ones(6000, bool), np.repeat([0, 1], 3000))

    assert 0 < got.p_value < 1e-300


@settings(deadline=None, max_examples=20)
@given(
    st.lists(st.tuples(st.integers(1, 8), st.booleans()), min_size=4, max_size=8),
    st.integers(0, 2**31),
)
def test_neither_the_order_of_patients_nor_the_names_of_groups_matter(
    rows: list[tuple[int, bool]], seed: int
) -> None:
    months = np.array([m for m, _ in rows], float)
    event = np.array([e for _, e in rows])
    group = np.arange(len(rows)) % 2
    order = np.random.default_rng(seed).permutation(len(rows))

    first = log_rank_permutation(months, event, group, rng())
    second = log_rank_permutation(months[order], event[order], 7 - 3 * group[order], rng())

    assert first.status == second.status
    np.testing.assert_allclose(first.p_value, second.p_value, rtol=1e-14)
    np.testing.assert_allclose(first.statistic, second.statistic, rtol=1e-9, atol=1e-12)


def test_times_that_differ_by_rounding_are_tied() -> None:
    r = SETS["two"]
    months, event, group = sample(r)
    noisy = months * np.where(np.arange(10) % 2 == 0, 1.0, 1 + 3e-16)

    got, permuted = log_rank(noisy, event, group), log_rank_permutation(noisy, event, group, rng())

    assert got.statistic == pytest.approx(r["statistic"], rel=RTOL)
    assert permuted.p_value == pytest.approx(r["studentised"]["p"], rel=1e-14)


@pytest.mark.parametrize(
    ("months", "event", "group", "note"),
    [
        ([], [], [], "n_zero"),
        ([3.0, 4.0], [True, False], [1, 1], "group_absent"),
        ([3.0, 4.0], [False, False], [0, 1], "no_events"),
    ],
)
def test_what_cannot_be_compared_is_not_attempted(
    months: list[float], event: list[bool], group: list[int], note: str
) -> None:
    data = np.array(months), np.array(event, bool), np.array(group, np.int64)

    actual = [
        log_rank(*data),
        log_rank_permutation(*data, rng()),
        log_rank_exact_unstudentised(*data),
    ]

    assert [(e.status, e.note, e.n) for e in actual] == [("not_attempted", note, len(months))] * 3


@pytest.mark.parametrize(
    ("months", "event"),
    [([4.0, 4.0, 4.0], [True, True, True]), ([5.0, 6.0, 1.0], [True, True, False])],
)
def test_an_asymptotic_test_without_variance_is_not_attempted(
    months: list[float], event: list[bool]
) -> None:
    got = log_rank(np.array(months), np.array(event), np.array([0, 0, 1]))

    assert (got.status, got.note) == ("not_attempted", "zero_variance")


def test_all_events_at_one_time_are_no_evidence_by_permutation() -> None:
    got = log_rank_permutation(
        np.array([4.0, 4.0, 4.0]), np.array([True] * 3), np.array([0, 0, 1]), rng()
    )

    assert (got.status, got.statistic, got.p_value) == ("ok", 0.0, 1.0)


def test_groups_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match="group must be as long as months"):
        log_rank(np.array([1.0, 2.0]), np.array([True, False]), np.array([0]))


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


@pytest.mark.parametrize("name", SETS)
def test_peto_and_petos_test_is_survdiff_with_rho_one(name: str) -> None:
    r = SETS[name]

    result = peto_peto(*sample(r))

    assert result.statistic == pytest.approx(r["peto"]["statistic"], rel=RTOL)
    assert result.p_value == pytest.approx(r["peto"]["p"], rel=RTOL)
    assert (result.df, result.n, result.events) == (
        r["peto"]["df"],
        len(r["months"]),
        sum(r["event"]),
    )


@pytest.mark.parametrize(
    ("months", "event", "group", "note"),
    [
        ([], [], [], "n_zero"),
        ([1.0, 2.0], [1, 0], [0, 0], "group_absent"),
        ([1.0, 2.0], [0, 0], [0, 1], "no_events"),
        # All at risk fail at once: observed and expected agree.
        ([4.0, 4.0, 4.0], [1, 1, 1], [0, 1, 1], "zero_variance"),
    ],
)
def test_peto_and_petos_test_has_a_note_where_it_is_not_attempted(
    months: list[float], event: list[int], group: list[int], note: str
) -> None:
    result = peto_peto(np.array(months), np.array(event), np.array(group, dtype=np.int64))

    assert (result.status, result.note) == ("not_attempted", note)


def test_neither_rounding_nor_the_order_of_patients_changes_peto_and_petos_test() -> None:
    r = SETS["three"]
    months, event, group = (np.array(r[key]) for key in ("months", "event", "group"))
    noisy = months * (1 + 1e-13 * (np.arange(months.size) % 3))

    here, there = peto_peto(months, event, group), peto_peto(noisy[::-1], event[::-1], group[::-1])

    assert here.statistic == pytest.approx(there.statistic, rel=1e-12)


def test_a_group_that_left_before_the_first_event_adds_no_degree_of_freedom() -> None:
    months = np.array([1.0, 2.0, 5.0, 7.0, 9.0, 6.0, 8.0, 11.0])
    event = np.array([False, False, True, True, False, True, False, True])
    group = np.array([0, 0, 1, 1, 1, 2, 2, 2])

    asymptotic = log_rank(months, event, group)
    permuted = log_rank_permutation(months, event, group, np.random.default_rng(1), 99)

    # survdiff() in R: two groups at risk at the first event.
    assert asymptotic.df == permuted.df == 1
    # The observed statistic is that of those two groups alone.
    rest = log_rank(months[2:], event[2:], group[2:])
    assert asymptotic.statistic == pytest.approx(rest.statistic)
    assert permuted.statistic == pytest.approx(rest.statistic)
    assert asymptotic.n == permuted.n == 8
