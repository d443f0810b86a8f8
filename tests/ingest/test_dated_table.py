"""Tables of dated messages."""

from pathlib import Path

import pytest

from chats import lines, put, setting
from rtxoutcomes.errors import IngestError
from rtxoutcomes.ingest.dated_table import MessageMap, read_dated_table, read_message_map
from rtxoutcomes.ingest.run import ingest_messages

FORUM = """
time_format = "%Y-%m-%d %H:%M"
[columns]
author = "User"
time = "Posted"
text = "Body"
"""
PLAIN = MessageMap("User", "Posted", "%Y-%m-%d %H:%M", "Body")
ROWS = [
    "User,Posted,Body,Kind",
    "P-017,2022-02-13 09:05,is it open?,post",
    'P-021,2022-02-14 09:05,"two lines,\nwhy? yes",reply',
    "Nurse A,2022-02-14 10:05,,post",
    "P-017,2022-02-15 09:05,seen,like",
]


def test_a_row_is_a_message_and_an_empty_one_shows_something_else(tmp_path: Path) -> None:
    log = read_dated_table(put(tmp_path, "t.csv", ROWS), "table", PLAIN)

    assert lines(log) == [
        ("P-017", "2022-02-13 09:05", "MESSAGE", True),
        ("P-021", "2022-02-14 09:05", "MESSAGE", True),
        ("Nurse A", "2022-02-14 10:05", "MEDIA", False),
        ("P-017", "2022-02-15 09:05", "MESSAGE", False),
    ]
    assert list(log.line) == [2, 3, 5, 6]


def test_rows_of_another_kind_are_excluded_and_counted(tmp_path: Path) -> None:
    only = 'only = { Kind = ["Post", "reply"] }\n'
    columns = read_message_map(put(tmp_path, "m.toml", only + FORUM))

    log = read_dated_table(put(tmp_path, "t.csv", ROWS), "table", columns)

    assert [line[2] for line in lines(log)] == ["MESSAGE", "MESSAGE", "MEDIA"]
    assert (log.dated, len(log.kind)) == (4, 4)


def test_texts_a_delimiter_and_a_filter_may_be_missing(tmp_path: Path) -> None:
    words = FORUM.replace('text = "Body"\n', "")

    columns = read_message_map(put(tmp_path, "m.toml", words))

    assert columns == MessageMap("User", "Posted", "%Y-%m-%d %H:%M", "", ",", {})


def test_a_table_may_have_another_delimiter(tmp_path: Path) -> None:
    columns = read_message_map(put(tmp_path, "m.toml", 'delimiter = ";"\n' + FORUM))
    rows = ["User;Posted;Body", "P-017;2022-02-13 09:05;a, b?"]

    (line,) = lines(read_dated_table(put(tmp_path, "t.csv", rows), "table", columns))

    assert line == ("P-017", "2022-02-13 09:05", "MESSAGE", True)


def test_without_a_column_of_texts_every_row_is_a_message(tmp_path: Path) -> None:
    columns = MessageMap("User", "Posted", "%Y-%m-%d %H:%M")

    log = read_dated_table(put(tmp_path, "t.csv", ROWS), "table", columns)

    assert [line[2:] for line in lines(log)] == [("MESSAGE", False)] * 4


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",2022-02-16 09:05,a,post", r"\n  table, line 7: has no author \(or --skip this line\)$"),
        (
            "Canary,16/02/2022,a,post",
            r"\n  table, line 7: has a time that does not match time_format \(or --skip this",
        ),
        ("Canary,2022-02-16 09:05", "line 7: must have 4 cells"),
    ],
)
def test_an_unusable_row_is_refused_by_its_line_or_skipped(
    tmp_path: Path, row: str, words: str
) -> None:
    path = put(tmp_path, "t.csv", [*ROWS, row])

    with pytest.raises(IngestError, match=words) as caught:
        read_dated_table(path, "table", PLAIN)
    assert "Canary" not in str(caught.value)
    log = read_dated_table(path, "table", PLAIN, skip={7}, compare=True)
    assert (log.dated, log.skipped(), len(log.text_hash)) == (5, 1, 5)
    with pytest.raises(IngestError, match="line 9: is no line at which"):
        read_dated_table(path, "table", PLAIN, skip={7, 9})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x", "must be TOML"),
        (
            FORUM + 'likes = "x"',
            "column map: must give author, time, time_format and, if there is one, text$",
        ),
        (
            FORUM.replace("author", "user"),
            "column map: must give author, time, time_format and, if there is one, text$",
        ),
        (FORUM.replace('"Body"', "3"), "column map: must hold texts that are not empty$"),
        (FORUM.replace('"Body"', '""'), "column map: must hold texts that are not empty$"),
        (
            'colour = "x"' + FORUM,
            r"column map: must be TOML with \[columns\], time_format and, where needed, delimiter",
        ),
        (FORUM.replace("%Y", "%d"), "time_format must hold"),
    ],
)
def test_an_incomplete_or_excessive_map_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(IngestError, match=words):
        read_message_map(put(tmp_path, "m.toml", text))


def test_a_row_of_two_tables_counts_once(tmp_path: Path) -> None:
    columns = put(tmp_path, "m.toml", FORUM)
    later = [ROWS[0], *ROWS[2:], "P-017,2022-02-16 09:05,new,post"]
    tables = [put(tmp_path, "a.csv", ROWS), put(tmp_path, "b.csv", later)]

    done = ingest_messages(tables, columns, setting(tmp_path))

    assert done.account.classes["message"] == 4
    assert done.account.classes["repeated"] == 3
    assert done.account.lines == 8
