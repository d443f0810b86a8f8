"""How far activity was read, and what was never read."""

import numpy as np
import pandas as pd
import pytest

from cohorts import cohort, patients, table
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.engagement import at_landmark, histories
from rtxoutcomes.derive.months_read import months_read

COLUMNS = "patient_id channel activity first_month last_month"
NAMES = pd.Series(["P1", "P2", "P3"])


def spans(*rows: tuple[str, int, int]) -> pd.DataFrame:
    return table(COLUMNS, *[(p, "chat", "message", a, b) for p, a, b in rows])


def made(log: pd.DataFrame | None) -> Cohort:
    """P1 wrote in months 0 and 4, P2 in month 4; both are followed for six months."""
    rows = [("P1", 0, 1.0, "chat", "message", 3), ("P1", 4, 5.0, "chat", "message", 2)]
    rows.append(("P2", 4, 5.0, "chat", "message", 7))
    written = table("patient_id month end_month channel activity count", *rows)
    people = patients([("P1", "A", 6.0), ("P2", "B", 6.0)])
    return cohort(people, engagement=written, engagement_log=log)


@pytest.mark.parametrize(
    ("rows", "read"),
    [
        # Month m lies in the calendar months m and m + 1.
        ([("P1", 0, 3)], [3, 0, 0]),
        ([("P1", 0, 3), ("P1", 4, 6)], [np.inf, 0, 0]),
        ([("P1", 0, 3), ("P1", 5, 6)], [3, 0, 0]),
        ([("P2", 1, 9)], [0, 0, 0]),
        ([("P2", 0, 9), ("P3", 0, 6)], [0, np.inf, np.inf]),
    ],
)
def test_read_up_to_the_first_month_with_a_calendar_month_that_was_not(
    rows: list[tuple[str, int, int]], read: list[float]
) -> None:
    assert months_read(spans(*rows), NAMES, np.zeros(3), 6).tolist() == read


def test_a_patient_who_was_excluded_changes_nothing_for_others() -> None:
    log = spans(("P0", 0, 9), ("P1", 0, 6), ("P2", 0, 6), ("P3", 0, 2))

    assert months_read(log, NAMES, np.zeros(3), 6).tolist() == [np.inf, np.inf, 2]


def test_months_count_from_the_start_of_engagement() -> None:
    log = spans(("P1", 2, 4), ("P2", 2, 4), ("P3", 2, 4))

    assert months_read(log, NAMES, np.array([2.0, 3.0, 5.0]), 6).tolist() == [2, 1, 0]


def test_without_a_log_an_absent_row_is_zero() -> None:
    history = histories(made(None), "chat", "message")

    assert at_landmark(history, 3).exposure.tolist() == [2.0, 0.0]


def test_a_month_that_was_never_read_is_unknown_and_not_zero() -> None:
    history = histories(made(spans(("P1", 0, 6), ("P2", 2, 6))), "chat", "message")

    assert at_landmark(history, 3).exposure.tolist() == pytest.approx([2.0, np.nan], nan_ok=True)
    assert history.read is not None
    assert history.read.tolist() == [np.inf, 0]


def test_what_lies_after_the_end_of_follow_up_need_not_be_read() -> None:
    history = histories(made(spans(("P1", 0, 6), ("P2", 0, 5))), "chat", "message")

    assert history.read is not None
    assert history.read.tolist() == [np.inf, 5]
    assert at_landmark(history, 5.5).count.tolist() == [5, 7]
    assert np.isfinite(at_landmark(history, 5.5).exposure).all()
    assert np.isnan(at_landmark(history, 6).exposure).tolist() == [False, True]


def test_a_channel_that_no_export_was_read_of_is_not_collected() -> None:
    log = spans(("P1", 0, 6), ("P2", 0, 6)).assign(channel="other")

    without = made(log)
    assert without.engagement is not None
    nothing = cohort(without.patients, engagement=without.engagement.iloc[:0], engagement_log=log)

    assert at_landmark(histories(nothing, "chat", "message"), 3).problem == "not_collected"
    # Rows that no log explains were typed by hand, without the zeros.
    assert at_landmark(histories(without, "chat", "message"), 3).exposure.tolist() == [2.0, 0.0]
