"""The record of ownership, and the journal."""

import hashlib
import json
from pathlib import Path

import pytest

from rtxoutcomes.owned.record import (
    HOME,
    JOURNAL,
    RECORD,
    Journal,
    Owned,
    digest,
    is_inside,
    is_regular,
    read_journal,
    read_record,
    record_content,
)

MINE = {"tables/a.csv": Owned("ab", "report"), "b.csv": Owned("cd", "ingest")}


def write(root: Path, name: str, content: bytes) -> None:
    (root / HOME).mkdir(exist_ok=True)
    (root / name).write_bytes(content)


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    write(tmp_path, RECORD, record_content(MINE))

    assert read_record(tmp_path) == MINE


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"[]", b'{"files": 3}', b'{"files": {"a": 3}}', b"[" * 100_000]
)
def test_a_record_that_cannot_be_read_names_no_hash(content: bytes, tmp_path: Path) -> None:
    write(tmp_path, RECORD, content)

    assert not any(own.sha256 for own in read_record(tmp_path).values())


@pytest.mark.parametrize("content", [b"", b"\xff", b"[]", b'{"files": 3}', b"[" * 100_000])
def test_a_journal_that_cannot_be_read_does_nothing(content: bytes, tmp_path: Path) -> None:
    write(tmp_path, JOURNAL, content)

    assert read_journal(tmp_path) == Journal()


def test_a_journal_is_read_as_it_was_written(tmp_path: Path) -> None:
    journal = Journal({"a": "1"}, {"a": "0"}, {"a": "kept/a-1"}, {"b": "2"}, "a")
    assert read_journal(tmp_path) is None
    write(tmp_path, JOURNAL, journal.content())

    assert read_journal(tmp_path) == journal


def test_a_place_to_keep_a_file_is_within_the_folder(tmp_path: Path) -> None:
    keep = {"a": "../b", "b": "precious.txt", "c": "kept/c"}
    write(tmp_path, JOURNAL, json.dumps({"keep": keep}).encode())

    read = read_journal(tmp_path)

    assert read is not None and read.keep == {"c": "kept/c"}


@pytest.mark.parametrize(
    "name",
    ["", ".", "/etc/passwd", "../a", "a/../../b", "C:a", "a\\b", "a\0b", "\ud800", "link/a"],
)
def test_names_that_lead_out_of_the_folder_are_none(name: str, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path.parent)

    assert not is_inside(tmp_path, name)
    assert is_inside(tmp_path, "tables/a b.csv")


def test_a_digest_is_that_of_a_regular_file_only(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 3_000_000)
    (tmp_path / "link").symlink_to("a")

    assert digest(tmp_path / "a") == hashlib.sha256(b"x" * 3_000_000).hexdigest()
    assert digest(tmp_path / "link") is None
    assert digest(tmp_path) is None
    assert digest(tmp_path / "a" / "below") is None
    assert not is_regular(tmp_path / "link")
