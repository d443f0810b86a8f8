"""Sums over risk sets."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtxoutcomes.estimate.survival.risk_sets import risk_sets

MONTHS = np.array([1.0, 2.0, 2.0, 3.0, 4.0])
EVENT = np.array([True, True, True, False, True])
ONE = np.zeros(5, dtype=np.int64)


def members(entry: np.ndarray | None = None, strata: np.ndarray = ONE) -> list[list[int]]:
    """Rows at risk at each event time, read off the sums over a column for each row."""
    sums = risk_sets(MONTHS, EVENT, entry, strata).at_risk(np.eye(5))
    return [np.flatnonzero(row).tolist() for row in sums]


def test_a_row_is_at_risk_up_to_its_time() -> None:
    assert members() == [[0, 1, 2, 3, 4], [1, 2, 3, 4], [4]]


def test_a_row_is_at_risk_after_its_entry_and_not_at_it() -> None:
    entry = np.array([0.0, 1.0, 0.0, 2.0, 1.5])

    assert members(entry) == [[0, 2], [1, 2, 4], [4]]


def test_strata_do_not_see_one_another_and_silent_ones_are_counted() -> None:
    strata = np.array([7, 7, -1, 3, -1])

    sets = risk_sets(MONTHS, EVENT, None, strata)

    assert members(strata=strata) == [[2, 4], [4], [0, 1], [1]]
    assert sets.strata_without_events == 1


def test_events_at_one_time_share_it_in_turn() -> None:
    sets = risk_sets(MONTHS, EVENT, None, ONE)

    assert sets.failed.tolist() == [0, 1, 2, 4]
    assert sets.moment.tolist() == [0, 1, 1, 2]
    assert sets.earlier.tolist() == [0, 0, 0.5, 0]
    assert sets.failing(np.eye(5))[1].tolist() == [0, 1, 1, 0, 0]


def test_times_that_differ_by_rounding_are_one() -> None:
    months = np.array([0.3, 0.1 + 0.2, 1.0])

    sets = risk_sets(months, np.array([True, True, False]), None, ONE[:3])

    assert sets.moment.tolist() == [0, 0]


def test_without_an_event_there_is_no_risk_set() -> None:
    sets = risk_sets(MONTHS, np.zeros(5, dtype=bool), None, ONE)

    assert sets.failed.size == 0
    assert sets.at_risk(np.ones((5, 2))).shape == (0, 2)
    assert sets.strata_without_events == 1


def test_an_entry_that_rounding_sets_at_the_end_is_refused() -> None:
    with pytest.raises(ValueError, match="before the end"):
        risk_sets(MONTHS, EVENT, MONTHS * (1 - 1e-12), ONE)


rows = st.lists(
    st.tuples(st.integers(1, 9), st.integers(1, 9), st.booleans(), st.integers(0, 2)),
    min_size=1,
    max_size=40,
)


@given(rows)
@settings(deadline=None, max_examples=60)
def test_risk_sets_are_what_their_definition_says(table: list[tuple[int, int, bool, int]]) -> None:
    begin, span, event, strata = (np.array(column) for column in zip(*table, strict=True))
    entry, months = begin.astype(float), (begin + span).astype(float)

    sets = risk_sets(months, event, entry, strata)

    at = sets.at_risk(np.eye(len(table)))
    pairs = np.zeros_like(at)
    pairs[sets.pairs()] = 1
    np.testing.assert_array_equal(at, pairs)
    assert sorted(sets.failed.tolist()) == np.flatnonzero(event).tolist()
    for failed, moment in zip(sets.failed, sets.moment, strict=True):
        t = months[failed]
        expected = (entry < t) & (t <= months) & (strata == strata[failed])
        np.testing.assert_array_equal(at[moment], expected)


def test_a_small_risk_set_keeps_its_digits_next_to_a_large_one() -> None:
    # Running totals with entries taken off again would be left with rounding of 1e20.
    entry = np.array([0.0, 0.0, 1.5])
    weights = np.array([[1.0], [2.0], [1e20]])

    sums = risk_sets(np.array([1.0, 3.0, 2.0]), np.ones(3, bool), entry, ONE[:3]).at_risk(weights)

    assert sums[:, 0].tolist() == [3.0, 1e20, 2.0]


def test_sums_over_the_spans_of_rows_are_those_of_the_pairs() -> None:
    rng = np.random.default_rng(4)
    months, event = rng.integers(1, 9, 30).astype(float), rng.random(30) < 0.5
    sets = risk_sets(months, event, None, rng.integers(0, 2, 30))
    moment, row = sets.pairs()
    values = rng.random((sets.moment.max() + 1, 2))

    result = sets.over_spans(values)

    by_hand = np.zeros((30, 2))
    np.add.at(by_hand, row, values[moment])
    np.testing.assert_allclose(result, by_hand, rtol=1e-12)
