"""Times of reports, and the order of their dates."""

from datetime import datetime

import pytest

from rtxoutcomes.errors import IngestError
from rtxoutcomes.ingest.attendance.times import known_time, parsed, settled_order
from rtxoutcomes.ingest.dates import Order

MARCH_18 = datetime(2022, 3, 18, 16, 0, 10)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("3/18/22, 4:00:10 PM", "mdy"),
        ("3/18/2022, 4:00:10\u202fPM", "mdy"),
        ("03/18/2022 04:00:10 pm", "mdy"),
        ("18/03/2022, 16:00:10", "dmy"),
        ("18.03.2022, 16:00:10", "dmy"),
        ("18.03.22 16:00:10", "dmy"),
        ("18-03-2022 16:00:10", "dmy"),
        ("2022-03-18 16:00:10", "ymd"),
        ("2022-03-18T16:00:10Z", "ymd"),
        ("\u06f2\u06f0\u06f2\u06f2/\u06f0\u06f3/\u06f1\u06f8, 16:00:10", "ymd"),
    ],
)
def test_the_forms_of_reports_are_known(text: str, order: Order) -> None:
    assert known_time(text, order) == MARCH_18
    assert settled_order([text], None, None, "table") == order


def test_seconds_may_be_missing() -> None:
    assert known_time("18/03/2022, 16:00", "dmy") == MARCH_18.replace(second=0)
    assert known_time("3/18/22 4:00 PM", "mdy") == MARCH_18.replace(second=0)


def test_an_order_in_doubt_is_refused_unless_declared_or_usual() -> None:
    texts = ["3/5/2022, 5:00:11 PM", "3/5/2022, 6:00:11 PM"]

    with pytest.raises(
        IngestError,
        match=r"\n  table: has times that can be read as dmy and mdy \(choose one with",
    ):
        settled_order(texts, None, None, "table")
    assert settled_order(texts, "dmy", None, "table") == "dmy"
    assert settled_order(texts, None, "mdy", "table") == "mdy"
    assert settled_order([*texts, "3/18/2022, 5:00:11 PM"], None, None, "table") == "mdy"
    # The usual order does not stand against the dates.
    assert settled_order(["18/3/2022 5:00:11 PM"], None, "mdy", "table") == "dmy"


def test_an_order_that_gives_the_same_times_is_in_no_doubt() -> None:
    assert settled_order(["3/3/2022, 5:00:11 PM"], None, None, "table") in ("dmy", "mdy")


@pytest.mark.parametrize("text", ["", "noon", "31/31/2022 10:00", "3/18/22"])
def test_other_times_are_refused(text: str) -> None:
    with pytest.raises(
        IngestError,
        match=r"\n  table: has times that no report of this service is known to write \(write a",
    ):
        settled_order([text], None, None, "table")


def test_a_format_is_that_of_the_map() -> None:
    assert parsed("2022-03-18 16:00", "%Y-%m-%d %H:%M") == datetime(2022, 3, 18, 16)
    assert parsed("2002-12-31 16:00", "%Y-%m-%d %H:%M") is None
    assert parsed("2003-01-01 00:00", "%Y-%m-%d %H:%M") == datetime(2003, 1, 1)
    assert parsed("2099-12-31 23:59", "%Y-%m-%d %H:%M") == datetime(2099, 12, 31, 23, 59)
    assert parsed("2100-01-01 00:00", "%Y-%m-%d %H:%M") is None
    assert parsed("x", "%Y-%m-%d %H:%M") is None
