"""The rows of a table that are counted."""

from pathlib import Path

import pytest

from chats import put
from rtxoutcomes.errors import IngestError
from rtxoutcomes.ingest.attendance.columns import ColumnMap
from rtxoutcomes.ingest.attendance.tables import dated, is_time_only, read_table

PLAIN = ColumnMap("Name", "In", "%H:%M", minutes="Min")
ROWS = ["Name,In,Min,Room", "a,9:00,5,No", "b,9:00,5,YES", "c,9:00,5,no", "d,9:00,5,"]


def test_a_row_counts_with_one_of_the_values_whatever_its_capitals(tmp_path: Path) -> None:
    columns = ColumnMap("Name", "In", "%H:%M", minutes="Min", only={"Room": ("yes", "No")})

    table = read_table(put(tmp_path, "t.csv", ROWS), "table", 1, columns, skip={4})

    assert [line for line, _ in table.rows] == [2, 3]
    assert (list(table.excluded), list(table.skipped)) == ([5], [4])


def test_another_column_may_be_called_by_any_name(tmp_path: Path) -> None:
    assert len(read_table(put(tmp_path, "t.csv", ROWS), "table", 1, PLAIN).rows) == 4
    waiting = [ROWS[0].replace("Room", "In Waiting Room"), *ROWS[1:]]
    with pytest.raises(IngestError, match="table, line 3: is of the waiting room"):
        read_table(put(tmp_path, "t.csv", waiting), "table", 1, PLAIN)


@pytest.mark.parametrize(
    ("header", "joined", "length"),
    [
        ("Name,Join Time,Leave Time", "Join Time", "left"),
        ("Name,First Join,Last Leave,In-Meeting Duration", "First Join", "duration"),
        ("Name,First Join,Last Leave", "First Join", "left"),
        (
            "Name,First Join,Last Leave,In-Meeting Duration\n\nName,Join Time",
            "First Join",
            "duration",
        ),
    ],
)
def test_the_bounds_of_a_meeting_mean_the_stays_in_it(
    tmp_path: Path, header: str, joined: str, length: str
) -> None:
    bounds = ColumnMap("Name", "First Join", "%H:%M", left="Last Leave")

    columns = read_table(put(tmp_path, "t.csv", header + "\n"), "table", 1, bounds).columns

    assert columns.joined == joined
    assert [k for k in ("left", "duration") if getattr(columns, k)] == [length]
    if joined == "Join Time":
        assert columns.left == "Leave Time"


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("2022-03-18 Group.csv", "2022-03-18"),
        ("Group_2022_03_18-2022.03.18.csv", "2022-03-18"),
        ("2022-03-18 to 2022-03-25.csv", ""),
        ("12022-03-18.csv", ""),
        ("Group.csv", ""),
    ],
)
def test_one_date_in_the_name_is_that_of_the_times(tmp_path: Path, name: str, day: str) -> None:
    table = read_table(put(tmp_path, name, ROWS), "table", 1, PLAIN)

    assert table.day == day
    assert dated("2022-01-01 9:00", table) == "2022-01-01 9:00"
    if day:
        assert dated(" 9:00 PM", table) == f"{day} 9:00 PM"
    else:
        with pytest.raises(IngestError, match="no date in the name"):
            dated("9:00", table)


def test_a_time_alone_has_no_date() -> None:
    alone = ["9:00", "16:00:10", "4:00 PM", "4:00PM"]

    assert all(map(is_time_only, alone))
    assert not is_time_only("3/18/22 4:00")
