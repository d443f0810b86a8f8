"""Rows of a model with time-varying exposure."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rtxoutcomes.derive.engagement import Histories
from rtxoutcomes.derive.start_stop import cumulative, recent, start_stop

NOBODY = np.zeros(3, dtype=np.int64)


def history_of(total: list[list[int]], start: list[float]) -> Histories:
    known = np.ones(len(total), dtype=bool)
    return Histories(np.array(start), np.array(total), known, None, collected=True)


def test_rows_are_cut_at_whole_months_plus_the_lag() -> None:
    months, event = np.array([5.5, 7.0, 4.2]), np.array([True, False, False])

    rows = start_stop(months, event, NOBODY, 1.0)

    # The only event lies between 5 and 6: months 0 to 3 are complete with the lag of one.
    assert rows.patient.tolist() == [0, 1]
    assert rows.complete.tolist() == [4, 4]
    assert rows.entry.tolist() == [5.0, 5.0]
    assert rows.end.tolist() == [5.5, 6.0]
    assert rows.event.tolist() == [True, False]


def test_a_change_takes_effect_after_its_moment() -> None:
    rows = start_stop(np.array([5.0, 9.0, 9.0]), np.array([True, False, False]), NOBODY, 1.0)

    # Month 3 ended at 4, a lag before the event: it counts from then on, not at it.
    assert rows.complete.tolist() == [3, 3, 3]
    assert rows.end.tolist() == [5.0, 5.0, 5.0]


def test_before_the_first_month_and_the_lag_nothing_counts() -> None:
    rows = start_stop(np.array([2.5, 9.0, 9.0]), np.array([True, False, False]), NOBODY, 3.0)

    assert rows.complete.tolist() == [0, 0, 0]
    assert rows.entry.tolist() == [0.0, 0.0, 0.0]
    assert rows.end.tolist() == [2.5, 4.0, 4.0]


def test_times_equal_but_for_rounding_fall_into_one_row() -> None:
    months, event = np.array([5.0 + 1e-12, 5.0, 9.0]), np.array([True, True, False])

    rows = start_stop(months, event, NOBODY, 0.0)

    assert rows.complete.tolist() == [4, 4, 4]
    assert rows.event.tolist() == [True, True, False]


def test_strata_have_rows_at_their_own_events_only() -> None:
    months, event = np.array([5.5, 8.5, 9.0]), np.array([True, True, False])

    rows = start_stop(months, event, np.array([0, 1, 1]), 0.0)

    assert list(zip(rows.patient, rows.complete, strict=True)) == [(0, 5), (1, 8), (2, 8)]


def test_without_an_event_there_is_no_row() -> None:
    rows = start_stop(np.array([5.0, 6.0, 7.0]), np.zeros(3, dtype=bool), NOBODY, 3.0)

    assert rows.patient.size == rows.entry.size == rows.end.size == 0


def test_exposure_counts_from_each_patient_s_start_up_to_the_row() -> None:
    rows = start_stop(np.array([5.5, 9.0, 9.0]), np.array([True, False, False]), NOBODY, 0.0)
    # Totals after 0, 1, 2, 3 months from starts 0, 3 and 8.
    made = history_of([[0, 1, 3, 7], [0, 1, 3, 7], [0, 1, 3, 7]], [0.0, 3.0, 8.0])

    assert rows.complete.tolist() == [5, 5, 5]
    np.testing.assert_allclose(cumulative(made, rows), np.log2([8, 4, 1]))
    # The last month of five: nothing was counted after the third; from 3, the second one.
    np.testing.assert_allclose(recent(made, rows, 1), np.log2([1, 3, 1]))
    np.testing.assert_allclose(recent(made, rows, 3), np.log2([1 + 7 - 3, 4, 1]))


def test_each_patient_may_have_the_history_of_another() -> None:
    rows = start_stop(np.array([2.5, 9.0, 9.0]), np.array([True, False, False]), NOBODY, 0.0)
    made = history_of([[0, 1, 3], [0, 7, 15], [0, 0, 0]], [0.0, 0.0, 1.0])
    source = np.array([[0, 1], [1, 2], [2, 0]])

    shuffled = cumulative(made, rows, source)

    np.testing.assert_allclose(shuffled[:, 0], cumulative(made, rows))
    # The third began a month later, and has one month of the history that is now theirs.
    np.testing.assert_allclose(shuffled[:, 1], np.log2([16, 1, 2]))
    np.testing.assert_allclose(recent(made, rows, 1, source)[:, 1], np.log2([9, 1, 2]))


@given(
    st.lists(
        st.tuples(st.integers(1, 200), st.booleans(), st.integers(0, 2)), min_size=1, max_size=30
    ),
    st.sampled_from([0.0, 1.0, 1.5, 3.0]),
)
def test_everybody_at_risk_at_an_event_has_the_one_row_that_holds_it(
    drawn: list[tuple[int, bool, int]], lag: float
) -> None:
    months = np.array([m / 10 for m, _, _ in drawn])
    event = np.array([e for _, e, _ in drawn])
    stratum = np.array([s for _, _, s in drawn], dtype=np.int64)

    rows = start_stop(months, event, stratum, lag)

    assert (rows.entry < rows.end).all()
    assert rows.event.sum() == event.sum()
    for place in np.flatnonzero(event):
        time = months[place]
        mine = stratum[rows.patient] == stratum[place]
        there = mine & (rows.entry < time - 1e-9) & (time <= rows.end + 1e-9)
        expected = np.flatnonzero((stratum == stratum[place]) & (months >= time))
        assert sorted(rows.patient[there].tolist()) == expected.tolist()
        month = rows.complete[there]
        assert ((month == 0) | (month + lag < time)).all()
        assert (month + 1 + lag >= time - 1e-9).all()


def test_lags_and_months_may_be_fractions() -> None:
    rows = start_stop(np.array([5.7, 9.0, 9.0]), np.array([True, False, False]), NOBODY, 1.5)

    assert rows.complete.tolist() == [4, 4, 4]
    assert rows.entry.tolist() == pytest.approx([5.5] * 3)
