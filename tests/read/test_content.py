"""The bytes of a file."""

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from rtxoutcomes.errors import UsageFault, Violation
from rtxoutcomes.read.content import content_of, given_bytes, given_file


def rule(answer: bytes | Violation) -> str:
    return answer.rule if isinstance(answer, Violation) else ""


def test_a_regular_file_is_read_up_to_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"12345")

    assert content_of(path, "a", tmp_path) == b"12345"
    assert content_of(path, "a", tmp_path, 5) == b"12345"
    assert rule(content_of(path, "a", tmp_path, 4)) == "file.size"


def test_pipes_devices_and_folders_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "endless.csv").symlink_to("/dev/zero")

    rules = [rule(content_of(tmp_path / f"{n}.csv", n, tmp_path)) for n in ("pipe", "folder")]

    assert rules == ["file.kind", "file.kind"]
    assert rule(content_of(tmp_path / "endless.csv", "endless", tmp_path)) == "file.link"
    assert rule(content_of(Path("/dev/zero"), "zero", Path("/dev"))) == "file.kind"


def test_a_file_that_becomes_a_pipe_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    os.mkfifo(path)
    seen: list[int] = []

    def once(mode: int) -> bool:
        seen.append(mode)
        return len(seen) == 1

    monkeypatch.setattr(stat, "S_ISREG", once)

    assert rule(content_of(path, "a", tmp_path)) == "file.kind"


def test_links_stay_in_the_folder(tmp_path: Path) -> None:
    inside = tmp_path / "in"
    inside.mkdir()
    (inside / "a.csv").write_bytes(b"x")
    (tmp_path / "out.csv").write_bytes(b"x")
    (inside / "b.csv").symlink_to("a.csv")
    (inside / "c.csv").symlink_to("../out.csv")
    (inside / "d.csv").symlink_to("d.csv")
    (inside / "e.csv").symlink_to("gone.csv")

    rules = [rule(content_of(inside / f"{n}.csv", n, inside)) for n in "bcde"]

    assert rules == ["", "file.link", "file.unreadable", "file.unreadable"]


def test_a_file_that_is_named_by_the_user_is_refused_as_a_fault_of_usage(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b"12345")
    os.mkfifo(tmp_path / "pipe")
    refused = [
        (path, 4, "must not exceed"),
        (tmp_path, 5, "must be a regular file, not a folder"),
        (tmp_path / "pipe", 5, "must be a regular file"),
        (Path("/dev/zero"), 5, "must be a regular file"),
        (tmp_path / "gone", 5, "No such file"),
        (tmp_path / "a\x00b", 5, "not a usable path"),
    ]

    assert given_bytes(path, "the study", 5) == b"12345"
    with given_file(path, "the study", 5) as file:
        assert file.read(2) == b"12"
    for place, limit, words in refused:
        for read in (given_bytes, given_file):
            with pytest.raises(UsageFault, match=f"^the study: .*{words}") as caught:
                read(place, "the study", limit)
            assert caught.value.__context__ is None


def test_a_file_that_grows_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"12")
    opened = os.open

    def growing(*words: Any) -> int:
        with path.open("ab") as file:
            file.write(b"3")
        return opened(*words)

    monkeypatch.setattr(os, "open", growing)

    assert content_of(path, "a", tmp_path) == b"123"
    size = os.fstat
    monkeypatch.setattr(os, "fstat", lambda n: os.stat_result([*size(n)[:6], 2, *size(n)[7:10]]))
    assert rule(content_of(path, "a", tmp_path)) == "file.unreadable"
