import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from rtxoutcomes.estimate.survival.log_rank import log_rank, peto_peto
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


@pytest.mark.parametrize("r", SETS.values(), ids=SETS)
def test_matches_survdiff(r: dict[str, Any]) -> None:
    got = log_rank(*sample(r))

    np.testing.assert_allclose(
        [got.statistic, got.df, got.p_value], [r["statistic"], r["df"], r["p"]], rtol=RTOL
    )


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


def test_groups_of_another_shape_are_refused() -> None:
    with pytest.raises(ValueError, match="group must be as long as months"):
        log_rank(np.array([1.0, 2.0]), np.array([True, False]), np.array([0]))


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
