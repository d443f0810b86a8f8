"""Attendance tables."""

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chats import people, put
from rtxoutcomes.errors import IngestError
from rtxoutcomes.ingest.attendance.columns import ColumnMap, read_column_map
from rtxoutcomes.ingest.attendance.sessions import read_attendance
from rtxoutcomes.ingest.log import Stay

WHO = people({"a@x": ("patient", "SYN-1"), "Phone": ("patient", "SYN-1")}, {}).by_name
TEAMS = """
time_format = "%d/%m/%Y %H:%M:%S"
delimiter = "\\t"
[columns]
person = "Email"
joined = "First Join"
left = "Last Leave"
"""
ZOOM = ColumnMap(
    person="Name", joined="Join", time_format="%Y-%m-%d %H:%M", minutes="Minutes", session="ID"
)
SPANS = ColumnMap(
    person="Name", joined="In", left="Out", time_format="%Y-%m-%d %H:%M", session="ID"
)
REPORT = (
    "1. Summary\r\nMeeting title\tEducation\r\n\r\n2. Participants\r\n"
    "Name\tFirst Join\tLast Leave\tEmail\r\n"
    "x\t03/02/2022 16:00:00\t03/02/2022 16:55:00\ta@x\r\n"
    "y\t03/02/2022 16:10:00\t03/02/2022 16:14:59\tb@x\r\n"
    "\r\n3. Activities\r\nx\t1\r\n"
)


def spans(folder: Path, *rows: str, columns: ColumnMap = SPANS) -> list[Stay]:
    head = "Name,In,Out,ID" if columns is SPANS else "Name,Join,Minutes,ID"
    return read_attendance([put(folder, "t.csv", [head, *rows])], columns, WHO)[1]


def test_a_report_with_a_summary_and_sections_is_read_in_both_encodings(tmp_path: Path) -> None:
    columns = read_column_map(put(tmp_path, "m.toml", TEAMS))
    for content in (REPORT.encode("utf-16"), REPORT.encode("utf-8-sig")):
        (log,), stays = read_attendance([put(tmp_path, "t.csv", content)], columns, WHO)

        assert list(log.authors) == ["a@x", "b@x"]
        assert list(log.line) == [6, 7]
        assert [(stay.author, stay.seconds) for stay in stays] == [("a@x", 3300.0), ("b@x", 299.0)]


def test_overlapping_stays_of_one_person_count_once(tmp_path: Path) -> None:
    (stay,) = spans(
        tmp_path,
        "a@x,2022-02-03 16:00,2022-02-03 16:30,M",
        "Phone,2022-02-03 16:20,2022-02-03 16:40,M",
        "a@x,2022-02-03 16:50,2022-02-03 17:00,M",
        "a@x,2022-02-03 16:51,2022-02-03 16:52,M",
    )

    assert stay.seconds == 50 * 60


def test_a_meeting_on_another_day_is_another_session(tmp_path: Path) -> None:
    stays = spans(
        tmp_path,
        "a@x,2022-02-03 16:00,2022-02-03 16:30,M",
        "a@x,2022-02-10 16:00,2022-02-10 16:30,M",
        "a@x,2022-02-10 18:00,2022-02-10 18:30,N",
        "b@x,2022-02-10 18:00,2022-02-10 18:30,N",
    )

    assert len({stay.session for stay in stays}) == 3
    assert len(stays) == 4


def test_lengths_are_added_where_only_those_are_given(tmp_path: Path) -> None:
    (stay,) = spans(
        tmp_path, "a@x,2022-02-03 16:00,2.5,M", "a@x,2022-02-03 16:20,3,M", columns=ZOOM
    )

    assert stay.seconds == 330.0


def test_a_table_of_lengths_beside_one_of_stays_changes_nothing_in_it(tmp_path: Path) -> None:
    stays = ["Name,Join Time,Leave Time", "a@x,2022-02-03 16:00:00,2022-02-03 16:30:00"]
    stays.append("Phone,2022-02-03 16:10:00,2022-02-03 16:20:00")
    summary = ["Name,First Join,In-Meeting Duration", "a@x,2022-02-10 16:00:00,5m"]
    summary.append("Phone,2022-02-10 16:00:00,4m")
    paths = [put(tmp_path, "1.csv", stays), put(tmp_path, "2.csv", summary)]

    _, counted = read_attendance(paths, "teams", WHO)

    assert [stay.seconds for stay in counted] == [1_800.0, 540.0]


def test_a_person_is_known_by_whichever_cell_is_in_the_roster(tmp_path: Path) -> None:
    columns = ColumnMap("Mail", "In", "%Y-%m-%d %H:%M", minutes="Min", others=("First & Last", "X"))
    rows = ["Mail,First,Last,In,Min"]
    rows += [f"{who},2022-02-03 16:00,9" for who in ("a@x,b,c", "q@x,Anna,A", "q@x,b,c", ",b,c")]
    known = people({"a@x": ("patient", "SYN-1"), "Anna A": ("patient", "SYN-2")}, {}).by_name

    (log,), _ = read_attendance([put(tmp_path, "t.csv", rows)], columns, known)

    assert [list(log.authors)[k] for k in log.author] == ["a@x", "Anna A", "q@x", "b c"]


def test_tables_are_called_as_the_caller_says(tmp_path: Path) -> None:
    path = put(tmp_path, "t.csv", ["Name,In,Out,ID", "a@x,2022-02-03 16:00,2022-02-03 16:30,M"])

    (log,), _ = read_attendance([path], SPANS, WHO, files=["table 7"])

    assert log.file == "table 7"


def test_without_a_column_of_meetings_each_file_is_a_session(tmp_path: Path) -> None:
    columns = ColumnMap(person="Name", joined="In", time_format="%Y-%m-%d %H:%M", seconds="S")
    rows = ["Name,In,S", "a@x,2022-02-03 16:00,90"]
    paths = [put(tmp_path, "1.csv", rows), put(tmp_path, "2.csv", rows)]

    logs, stays = read_attendance(paths, columns, WHO)

    assert [log.file for log in logs] == ["table 1", "table 2"]
    assert len({stay.session for stay in stays}) == 2
    assert [stay.seconds for stay in stays] == [90.0, 90.0]


NO_TIME = "line 2: has a time of joining that does not match time_format"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",2022-02-03 16:00,2022-02-03 16:30,M", "table, line 2: has no person"),
        ("Canary,03/02/2022,2022-02-03 16:30,M", NO_TIME),
        ("Canary,2002-12-31 23:59,2003-01-01 00:30,M", NO_TIME),
        ("Canary,2100-01-01 00:00,2100-01-01 00:30,M", NO_TIME),
        ("Canary,2022-02-03 16:00,,M", "line 2: has no length"),
        ("Canary,2022-02-03 16:00,2022-02-03 15:30,M", "line 2: has no length, or ends before"),
        ("Canary,2022-02-03 16:00", "line 2: must have 4 cells"),
    ],
)
def test_an_incomplete_row_is_refused_by_its_line(tmp_path: Path, row: str, words: str) -> None:
    with pytest.raises(IngestError, match=words) as caught:
        spans(tmp_path, row)
    assert "Canary" not in str(caught.value)


@pytest.mark.parametrize("time", ["2003-01-01 00:00", "2099-12-31 23:59"])
def test_who_leaves_in_the_minute_of_joining_was_there(tmp_path: Path, time: str) -> None:
    (stay,) = spans(tmp_path, f"a@x,{time},{time},M")

    assert stay.seconds == 0


def test_a_length_has_at_most_nine_digits(tmp_path: Path) -> None:
    (stay,) = spans(tmp_path, "a@x,2022-02-03 16:00,000000001,M", columns=ZOOM)

    assert stay.seconds == 60.0


@pytest.mark.parametrize("length", ["", "-3", "1:30", "1e9", "0000000001", "x"])
def test_a_length_is_a_plain_number(tmp_path: Path, length: str) -> None:
    with pytest.raises(IngestError, match="has no length"):
        spans(tmp_path, f"a@x,2022-02-03 16:00,{length},M", columns=ZOOM)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Name,Out\n", "no line with all columns of the map"),
        (b"\xff\xfea", "UTF-8 or UTF-16"),
        (b"\xc3(", "UTF-8 text"),
        (b'Name,In,Out,ID\n"x', "line 2: must have 4 cells"),
    ],
)
def test_a_file_of_something_else_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(IngestError, match=words):
        read_attendance([put(tmp_path, "t.csv", content)], SPANS, WHO)


PIECES = st.lists(
    st.sampled_from([b"Name,In,Out,ID\n", b"a@x,", b"2022-02-03 16:00,", b"M\n", b'"', b"\r", b","])
    | st.binary(max_size=9)
).map(b"".join)


@settings(deadline=None)
@given(PIECES | PIECES.map(lambda rest: b"Name,In,Out,ID\n" + rest))
def test_no_bytes_break_the_reader(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = put(tmp_path_factory.mktemp("table"), "t.csv", content)
    try:
        (log,), stays = read_attendance([path], SPANS, WHO)
    except IngestError:
        return

    assert log.dated == len(log.kind) >= len(stays)


@given(
    st.lists(
        st.tuples(st.integers(0, 900), st.integers(0, 300)).map(lambda t: (t[0], t[0] + t[1])),
        min_size=1,
        max_size=8,
    )
)
def test_joined_stays_are_the_minutes_that_any_of_them_covers(spans: list[tuple[int, int]]) -> None:
    day = datetime(2022, 2, 3)
    rows = [
        ",".join(["a@x", *(f"{day + timedelta(minutes=m):%Y-%m-%d %H:%M}" for m in span), "M"])
        for span in spans
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = put(Path(folder), "t.csv", ["Name,In,Out,ID", *rows])
        _, (stay,) = read_attendance([path], SPANS, WHO)

    assert stay.seconds == 60 * len({minute for a, b in spans for minute in range(a, b)})
