"""The months that exports cover."""

from datetime import date

import pytest

from chats import read
from rtxoutcomes.ingest.coverage import (
    Months,
    calendar_months,
    engagement_months,
    months_of_patient,
    without_gaps,
)
from rtxoutcomes.ingest.log import Log
from rtxoutcomes.ingest.members.people import StudyPeriod

JULY = 12 * 2022 + 6


def period(first: str, last: str | None = None) -> StudyPeriod:
    end = None if last is None else date.fromisoformat(last).toordinal()
    return StudyPeriod(date.fromisoformat(first).toordinal(), end)


def test_an_export_covers_the_calendar_months_of_its_lines() -> None:
    log = read("30/06/2022, 23:59 - A: a\n01/07/2022, 00:00 - A: b\n31/07/2022, 23:59 - A: c\n")

    assert calendar_months(log) == Months(JULY - 1, JULY)
    assert calendar_months(Log("export")) is None


@pytest.mark.parametrize(
    ("started", "ended", "months"),
    [
        # July is the sixth month after January, whatever the day of the first infusion.
        ("2022-01-31", None, Months(6, 7)),
        ("2022-07-31", None, Months(0, 1)),
        ("2022-08-01", None, Months(0, 0)),
        ("2022-01-31", "2022-07-01", Months(6, 6)),
        ("2022-09-01", None, None),
        ("2022-01-31", "2022-06-30", None),
    ],
)
def test_a_patient_s_part_is_counted_from_the_month_of_the_first_infusion(
    started: str, ended: str | None, months: Months | None
) -> None:
    assert months_of_patient(Months(JULY, JULY + 1), period(started, ended)) == months
    assert months_of_patient(None, period(started, ended)) is None


def test_months_overlap_where_they_share_one() -> None:
    july = Months(6, 8)

    assert [july.overlaps(Months(*pair)) for pair in ((0, 5), (0, 6), (7, 7), (8, 9), (9, 9))] == [
        False,
        True,
        True,
        True,
        False,
    ]


def test_calendar_months_touch_these_months_of_the_table() -> None:
    # From 10 January to 1 July are 172 days, to 31 July 202: 5.65 and 6.64 months of 30.4375 days.
    assert engagement_months(Months(6, 6), period("2022-01-10")) == Months(5, 6)
    # The month of the first infusion begins with the infusion, not before.
    assert engagement_months(Months(0, 0), period("2022-01-10")) == Months(0, 0)
    assert engagement_months(Months(0, 12), period("2022-01-01")) == Months(0, 12)


def test_a_month_between_two_lists_of_one_call_is_covered() -> None:
    july, august, october = (Months(JULY + k, JULY + k) for k in (0, 1, 3))

    assert without_gaps([october, july, august, None]) == [
        october,
        july,
        Months(JULY + 1, JULY + 2),
        None,
    ]
