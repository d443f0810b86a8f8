"""Maps of the columns of a table of attendance."""

from pathlib import Path

import pytest

from chats import put
from rtxoutcomes.errors import IngestError
from rtxoutcomes.ingest.attendance.columns import ColumnMap, read_column_map

TEAMS = """
time_format = "%d/%m/%Y %H:%M:%S"
delimiter = "\\t"
[columns]
person = "Email"
joined = "First Join"
left = "Last Leave"
"""
ONLY = 'only = { "In Waiting Room" = ["No"], Guest = ["Yes", "No"] }\n'


def test_a_map_names_each_column_it_needs(tmp_path: Path) -> None:
    columns = read_column_map(put(tmp_path, "m.toml", ONLY + TEAMS))

    assert columns == ColumnMap(
        person="Email",
        joined="First Join",
        time_format="%d/%m/%Y %H:%M:%S",
        left="Last Leave",
        delimiter="\t",
        only={"In Waiting Room": ("No",), "Guest": ("Yes", "No")},
    )
    assert columns.columns == ("Email", "First Join", "Last Leave", "In Waiting Room", "Guest")


def test_a_comma_and_no_filter_are_the_defaults(tmp_path: Path) -> None:
    words = TEAMS.replace('delimiter = "\\t"\n', "")

    columns = read_column_map(put(tmp_path, "m.toml", words))

    assert (columns.delimiter, columns.only, columns.session) == (",", {}, "")


def test_a_person_may_be_in_two_columns() -> None:
    columns = ColumnMap("First name & Last name", "In", "%H", duration="Long", session="ID")

    assert columns.columns == ("First name", "Last name", "In", "ID", "Long")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("time_format = ", "must be TOML"),
        (
            'time_format = "%Y-%m-%d %H:%M"',
            r"column map: must be TOML with \[columns\], time_format and, where needed, delimiter",
        ),
        (
            TEAMS + 'else = "x"',
            r"column map: \[columns\] must give texts for some of person, session, joined, left,",
        ),
        (
            'colour = "x"\n' + TEAMS,
            r"column map: must be TOML with \[columns\], time_format and, where needed, delimiter",
        ),
        (TEAMS.replace('"Email"', "3"), "must give texts"),
        (
            TEAMS.replace("person", "session"),
            "column map: must give person, joined, time_format and one of left, seconds and",
        ),
        (TEAMS + 'seconds = "S"', "one of left, seconds and minutes"),
        (TEAMS.replace('"\\t"', '"ab"'), "column map: delimiter must be one sign, as "),
        (TEAMS.replace(":%S", ":%d"), "time_format must hold"),
        (TEAMS.replace("%d/", ""), "time_format must hold"),
        (TEAMS + 'action = "User Action"', "one of left, seconds and minutes"),
        (
            'only = "No"\n' + TEAMS,
            "column map: only must give lists of texts by column, as only = ",
        ),
        ("only = { Guest = [] }\n" + TEAMS, "only must give lists"),
        ('only = { Guest = "No" }\n' + TEAMS, "only must give lists"),
        ("only = { Guest = [1] }\n" + TEAMS, "only must give lists"),
    ],
)
def test_an_incomplete_or_excessive_map_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(IngestError, match=words):
        read_column_map(put(tmp_path, "m.toml", text))
