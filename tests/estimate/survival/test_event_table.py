import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtxoutcomes.estimate.survival.event_table import (
    at_risk_at,
    event_table,
    history_to,
    last_index,
    merge_tied_times,
    unknown_at,
)

REFERENCE = json.loads(
    (Path(__file__).parents[2] / "reference" / "survival.json").read_text(encoding="utf-8")
)

patients = st.lists(st.tuples(st.integers(1, 12), st.booleans()), min_size=1, max_size=40)


@pytest.mark.parametrize("r", REFERENCE["groups"].values(), ids=REFERENCE["groups"])
def test_counts_are_those_of_survfit(r: dict[str, Any]) -> None:
    table = event_table(np.array(r["months"], float), np.array(r["event"], bool))

    assert table.n == len(r["months"])
    assert table.months.tolist() == r["time"]
    assert table.at_risk.tolist() == r["n_risk"]
    assert table.events.tolist() == r["n_event"]
    assert table.censored.tolist() == r["n_censor"]
    assert at_risk_at(table, r["at"]).tolist() == r["at_risk"]


def test_a_patient_is_at_risk_after_the_entry_and_not_at_it() -> None:
    r = REFERENCE["late"]

    table = event_table(
        np.array(r["exit"], float), np.array(r["event"], bool), np.array(r["entry"], float)
    )

    assert table.months.tolist() == r["time"]
    assert table.at_risk.tolist() == r["n_risk"]


def test_times_that_differ_by_rounding_are_one_time() -> None:
    table = event_table(np.array([0.1 + 0.2, 0.3, 1.0]), np.array([True, False, True]))

    assert table.months.tolist() == [0.3, 1.0]
    assert table.events.tolist() == [1, 1]
    assert table.censored.tolist() == [1, 0]


def test_merged_times_keep_their_order_and_take_the_smallest() -> None:
    months = np.array([2.0, 0.1 + 0.2, 0.3])

    merged = merge_tied_times(months)

    assert merged.tolist() == [2.0, 0.3, 0.3]


def test_times_a_millionth_apart_stay_apart() -> None:
    table = event_table(np.array([1.0, 1.000001]), np.array([True, True]))

    assert table.months.size == 2


@settings(deadline=None, max_examples=50)
@given(patients, st.randoms(use_true_random=False))
def test_the_order_of_patients_does_not_matter(rows: list[tuple[int, bool]], random: Any) -> None:
    shuffled = random.sample(rows, len(rows))

    tables = [
        event_table(np.array([m for m, _ in part], float), np.array([e for _, e in part]))
        for part in (rows, shuffled)
    ]

    for column in ("months", "at_risk", "events", "censored"):
        np.testing.assert_array_equal(getattr(tables[0], column), getattr(tables[1], column))


@settings(deadline=None, max_examples=50)
@given(patients, st.floats(0, 14))
def test_numbers_at_risk_are_those_counted_by_hand(
    rows: list[tuple[int, bool]], month: float
) -> None:
    table = event_table(np.array([m for m, _ in rows], float), np.array([e for _, e in rows]))

    by_hand = sum(m >= month * (1 - 1e-8) for m, _ in rows)

    assert at_risk_at(table, [month]).tolist() == [by_hand]


def test_an_empty_sample_gives_an_empty_table() -> None:
    table = event_table(np.array([]), np.array([], bool))

    assert (table.n, table.months.size) == (0, 0)
    assert at_risk_at(table, [0.0, 12.0]).tolist() == [0, 0]


def test_the_last_index_allows_for_rounding() -> None:
    months = np.array([0.3, 1.0])

    assert [last_index(months, m) for m in (0.2, 0.3, 0.1 + 0.2, 1.0, 5.0)] == [-1, 0, 0, 1, 1]


def test_a_history_ends_with_the_month_itself() -> None:
    table = event_table(np.array([3.0, 8.0, 12.0]), np.array([True, False, True]))

    at_a_time, between = history_to(table, 12.0), history_to(table, 10.0)

    assert (at_a_time[0].tolist(), at_a_time[1].tolist()) == ([3, 2, 1], [1, 0, 1])
    assert (between[0].tolist(), between[1].tolist()) == ([3, 2, 1], [1, 0, 0])


def test_a_tolerance_keeps_early_censorings_at_risk_until_the_month() -> None:
    table = event_table(np.array([3.0, 11.7, 11.8, 12.0]), np.array([False, False, True, False]))

    at_risk, events, moved = history_to(table, 12.0, tolerance=0.5)

    assert (at_risk.tolist(), events.tolist(), moved) == ([4, 3, 3, 2], [0, 0, 1, 0], True)


@pytest.mark.parametrize(
    ("months", "event", "entry", "sentence"),
    [
        ([1.0, 2.0], [True], None, "event must be as long as months, not 1 values for 2"),
        ([1.0], [2], None, r"event\[0\] must be true or false, 1 or 0, not 2"),
        ([0.0], [True], None, r"months\[0\] must be above 0 where it ends with an event, not 0"),
        ([-1.0], [False], None, r"months\[0\] must be finite and at least 0"),
        ([np.nan], [True], None, r"months\[0\] must be finite and at least 0"),
        ([np.inf], [True], None, r"months\[0\] must be finite and at least 0"),
        ([1.0], [True], [0.0, 0.0], "entry must be as long as months"),
        ([1.0], [True], [1.0], r"entry\[0\] must be before months\[0\], which is 1, not 1"),
    ],
)
def test_what_cannot_be_times_is_refused(
    months: list[float], event: list[bool], entry: list[float] | None, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        event_table(np.array(months), np.array(event), None if entry is None else np.array(entry))


@pytest.mark.parametrize(
    ("months", "event", "month", "tolerance", "unknown"),
    [
        ([3.0, 6.0], [1, 1], 6.0, 0.0, False),
        ([3.0, 6.0], [1, 1], 60.0, 0.0, False),
        ([3.0, 6.0], [1, 0], 6.0, 0.0, False),
        ([3.0, 6.0], [1, 0], 6.0 + 1e-9, 0.0, False),
        ([3.0, 6.0], [1, 0], 6.1, 0.0, True),
        ([3.0, 6.0], [1, 0], 6.1, 0.5, False),
        ([3.0, 6.0], [0, 1], 60.0, 0.0, False),
        ([6.0, 6.0], [0, 1], 60.0, 0.0, True),
        ([], [], 1.0, 0.0, True),
    ],
)
def test_a_curve_is_unknown_beyond_the_last_time_unless_it_has_fallen_to_0(
    months: list[float], event: list[int], month: float, tolerance: float, *, unknown: bool
) -> None:
    table = event_table(np.array(months), np.array(event, bool))

    assert unknown_at(table, month, tolerance) is unknown


def test_with_delayed_entry_survival_that_has_fallen_to_0_stays_0() -> None:
    table = event_table(np.array([2.0, 9.0]), np.array([True, False]), np.array([0.0, 5.0]))

    assert not unknown_at(table, 60.0)
