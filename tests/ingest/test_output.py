"""Atomic output of one file."""

import errno
import fcntl
import os
from pathlib import Path

import pytest

from rtxoutcomes.errors import EnvironmentFault, UsageFault
from rtxoutcomes.ingest.output import check_output, write_output


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_and_replaced_and_no_work_file_remains(tmp_path: Path) -> None:
    out = tmp_path / "engagement.csv"

    write_output(out, "a\n")
    out.chmod(0o640)
    write_output(out, "é\n")

    assert out.read_bytes() == "é\n".encode()
    assert out.stat().st_mode & 0o777 == 0o640
    assert names(tmp_path) == ["engagement.csv"]


def test_a_new_file_has_the_rights_that_others_would_have(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_output(tmp_path / "a.csv", "a\n")
    finally:
        os.umask(before)

    assert (tmp_path / "a.csv").stat().st_mode & 0o777 == 0o640


def test_nobody_else_may_open_a_file_that_is_being_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modes: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda handle: modes.append(os.fstat(handle).st_mode & 0o777))

    before = os.umask(0)
    try:
        write_output(tmp_path / "a.csv", "a\n")
    finally:
        os.umask(before)

    assert modes == [0o600]
    assert (tmp_path / "a.csv").stat().st_mode & 0o777 == 0o666


def test_a_link_is_replaced_and_its_target_is_unchanged(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("mine")
    (tmp_path / "a.csv").symlink_to(tmp_path / "other")

    write_output(tmp_path / "a.csv", "a\n")

    assert (tmp_path / "other").read_text() == "mine"


def test_a_planted_link_at_the_work_file_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("mine")
    (tmp_path / ".a.csv.rtx").symlink_to(tmp_path / "other")

    with pytest.raises(EnvironmentFault):
        write_output(tmp_path / "a.csv", "a\n")

    assert (tmp_path / "other").read_text() == "mine"


@pytest.mark.parametrize("step", ["fsync", "fchmod", "replace"])
def test_after_a_fault_the_earlier_file_is_unchanged_and_no_work_file_remains(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    out = tmp_path / "a.csv"
    write_output(out, "old\n")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path if step == "replace" else os, step, full)
    with pytest.raises(EnvironmentFault, match=r"No space left.*unchanged"):
        write_output(out, "new\n")

    assert out.read_text() == "old\n"
    assert names(tmp_path) == ["a.csv"]


def test_a_work_file_of_a_killed_run_is_reused(tmp_path: Path) -> None:
    (tmp_path / ".a.csv.rtx").write_text("x" * 1_000)

    write_output(tmp_path / "a.csv", "new\n")

    assert (tmp_path / "a.csv").read_text() == "new\n"
    assert names(tmp_path) == ["a.csv"]


def test_two_runs_do_not_write_at_once(tmp_path: Path) -> None:
    with (tmp_path / ".a.csv.rtx").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(EnvironmentFault, match="another run"):
            write_output(tmp_path / "a.csv", "new\n")


def test_a_run_that_comes_too_late_for_the_lock_takes_a_new_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, real = tmp_path / "a.csv", fcntl.flock
    taken: list[int] = []

    def other_run_ends_first(handle: int, how: int) -> None:
        if not taken:
            (tmp_path / ".a.csv.rtx").replace(out)
        taken.append(handle)
        real(handle, how)

    monkeypatch.setattr(fcntl, "flock", other_run_ends_first)
    write_output(out, "new\n")

    assert len(taken) == 2
    assert out.read_text() == "new\n"


def test_places_that_cannot_be_written_are_refused_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "in.csv").write_text("a")
    (tmp_path / "link.csv").symlink_to(tmp_path / "in.csv")
    for name, words in (
        ("a.txt", "must name a .csv file"),
        ("folder.csv", "is not a file"),
        ("in.csv", "one of the inputs"),
        ("link.csv", "one of the inputs"),
    ):
        with pytest.raises(UsageFault, match=words):
            check_output(tmp_path / name, [tmp_path / "absent", tmp_path / "in.csv"])
    with pytest.raises(EnvironmentFault, match="no such folder"):
        check_output(tmp_path / "no" / "a.csv", [])
    check_output(tmp_path / "a.csv", [tmp_path / "in.csv"])
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(EnvironmentFault, match="no permission"):
        check_output(tmp_path / "a.csv", [])
