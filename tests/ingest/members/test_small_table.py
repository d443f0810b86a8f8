"""Small tables beside an export."""

import os
from pathlib import Path

import pytest

from chats import put
from rtxoutcomes.errors import IngestError, UsageFault
from rtxoutcomes.ingest.members import small_table
from rtxoutcomes.ingest.members.small_table import (
    decoded,
    parse_small_table,
    read_small_table,
    small_file,
)


def test_rows_come_with_the_line_they_begin_on(tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", '\ufeffname, id\n"x\ny",1\n\n,\nz,2\n')

    assert read_small_table(path, "roster", ["name", "id"]) == [
        (2, {"name": "x\ny", "id": "1"}),
        (6, {"name": "z", "id": "2"}),
    ]


def test_a_column_may_be_optional() -> None:
    table = parse_small_table(b"a,b\n1,2\n", "t", ["a"], ["b", "c"])

    assert table == [(2, {"a": "1", "b": "2"})]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "line 1: the columns must be a, b \\(optional\\)"),
        (b"a;b\n", "line 1: the columns"),
        (b"a,a\n", "line 1: the columns"),
        (b"a,x\n", "line 1: the columns"),
        (b"a\n1,2\n", "line 2: must have 1 cells"),
        (b'a\n"1\n', "line 2: quotes must be closed and enclose whole cells"),
        (b"a\n\xff\n", "line 2: must be UTF-8"),
        (b"a\n\x00\n", "line 2: must be UTF-8"),
    ],
)
def test_faults_name_their_line_and_no_cell(content: bytes, words: str) -> None:
    with pytest.raises(IngestError, match=words):
        parse_small_table(content, "t", ["a"], ["b"])


def test_only_regular_files_of_a_sound_size_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path, tmp_path / "pipe.csv"):
        with pytest.raises(UsageFault, match="t: must be a regular file"):
            read_small_table(path, "t", ["a"])
    for name in ("absent.csv", "a\x00b"):
        with pytest.raises(UsageFault, match=r"^t: "):
            read_small_table(tmp_path / name, "t", ["a"])
    monkeypatch.setattr(small_table, "MAX_BYTES", 3)
    with pytest.raises(IngestError, match="64 MiB"):
        read_small_table(put(tmp_path, "big.csv", b"a\n1\n"), "t", ["a"])
    monkeypatch.setattr(small_table, "MAX_BYTES", 4)
    assert small_file(tmp_path / "big.csv", "t") == b"a\n1\n"


def test_text_is_utf_8() -> None:
    assert decoded("\ufeffé".encode(), "t") == "é"
