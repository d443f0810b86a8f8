"""The folder of outputs is swapped in whole, whatever happens."""

import errno
import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rtxoutcomes.errors import EnvironmentFault
from rtxoutcomes.publish import staging
from rtxoutcomes.publish.staging import staged, write

NOTHING: frozenset[str] = frozenset()


@pytest.fixture
def out(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "reports"
    yield folder
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def put(out: Path, files: dict[str, bytes], known: frozenset[str] = NOTHING) -> None:
    with staged(out) as stage:
        write(stage, files, known, out)


def held(out: Path) -> dict[str, bytes]:
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}


def test_files_stand_in_the_folder_afterwards(out: Path) -> None:
    put(out, {"a.csv": b"1", "tables/b.csv": b"2"})

    assert held(out) == {"a.csv": b"1", "tables/b.csv": b"2"}


def test_an_earlier_report_is_replaced_and_files_of_others_are_kept(out: Path) -> None:
    put(out, {"a.csv": b"1", "gone.csv": b"0"})
    (out / "mine").mkdir()
    (out / "mine" / "notes.txt").write_bytes(b"mine")
    (out / "empty").mkdir()

    put(out, {"a.csv": b"2"}, frozenset({"a.csv", "gone.csv"}))

    assert held(out) == {"a.csv": b"2", "mine/notes.txt": b"mine"}
    assert (out / "empty").is_dir()


def test_the_permissions_of_the_folder_are_kept(out: Path) -> None:
    put(out, {"a.csv": b"1"})
    out.chmod(0o750)

    put(out, {"a.csv": b"2"})

    assert out.stat().st_mode & 0o777 == 0o750


def test_a_planted_link_is_not_written_through(out: Path, tmp_path: Path) -> None:
    target = tmp_path / "target.txt"
    target.write_bytes(b"mine")
    out.mkdir()
    (out / "a.csv").symlink_to(target)
    (out / "theirs").symlink_to(target)

    put(out, {"a.csv": b"new"})

    assert target.read_bytes() == b"mine"
    assert (out / "a.csv").read_bytes() == b"new"
    assert (out / "theirs").is_symlink()


def test_an_output_folder_that_is_a_link_is_followed_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")

    put(tmp_path / "link", {"a.csv": b"1"})

    assert (tmp_path / "link").is_symlink()
    assert held(tmp_path / "real") == {"a.csv": b"1"}


def test_a_file_in_the_place_of_the_folder_is_kept(tmp_path: Path) -> None:
    place = tmp_path / "reports"
    place.write_bytes(b"x")

    with pytest.raises(EnvironmentFault, match="is a file"):
        put(place, {"a.csv": b"1"})

    assert place.read_bytes() == b"x"


def test_a_fault_in_the_work_leaves_the_old_report(out: Path) -> None:
    put(out, {"a.csv": b"1"})

    with pytest.raises(RuntimeError), staged(out):
        raise RuntimeError("a figure failed")

    assert held(out) == {"a.csv": b"1"}


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "no space left"),
        (errno.EFBIG, "limit on the size"),
        (errno.EROFS, "read-only"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_a_disk_that_refuses_leaves_the_old_report_and_says_why(
    out: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    put(out, {"a.csv": b"1"})

    def refuse(_path: Path, _content: bytes) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(staging, "_write_one", refuse)

    with pytest.raises(EnvironmentFault, match=words):
        put(out, {"a.csv": b"2"})

    assert held(out) == {"a.csv": b"1"}


def test_without_an_exchange_in_one_step_two_renames_do(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(out, {"a.csv": b"1"})
    monkeypatch.setattr(staging, "_exchange", lambda _one, _other: False)

    put(out, {"a.csv": b"2"})

    assert held(out) == {"a.csv": b"2"}


def test_a_run_killed_between_two_renames_is_mended_by_the_next(out: Path) -> None:
    put(out, {"a.csv": b"1", "mine.txt": b"mine"})
    work = out.parent / ".reports.rtx"
    work.mkdir()
    out.rename(work / "old")

    put(out, {"a.csv": b"2"}, frozenset({"a.csv"}))

    assert held(out) == {"a.csv": b"2", "mine.txt": b"mine"}


def test_what_a_killed_run_left_is_cleared(out: Path) -> None:
    (out.parent / ".reports.rtx" / "new").mkdir(parents=True)
    (out.parent / ".reports.rtx" / "new" / "half.csv").write_bytes(b"ha")

    put(out, {"a.csv": b"1"})

    assert held(out) == {"a.csv": b"1"}


def test_another_run_in_the_same_folder_is_named(tmp_path: Path) -> None:
    work = tmp_path / ".reports.rtx"
    work.mkdir()
    other = os.open(work, os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_EX)

    with pytest.raises(EnvironmentFault, match="another run"):
        put(tmp_path / "reports", {"a.csv": b"1"})

    os.close(other)
    assert work.is_dir()


def test_a_folder_that_cannot_be_written_is_refused_before_the_work(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)

    with pytest.raises(EnvironmentFault, match="no permission"), staged(out):
        pytest.fail("the work was begun")


def test_a_path_that_is_too_long_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(EnvironmentFault, match="too long"):
        put(tmp_path / ("x" * 300), {"a.csv": b"1"})


def test_a_name_as_long_as_the_system_allows_can_be_written(tmp_path: Path) -> None:
    folder = tmp_path / ("\u06af" * 120)

    put(folder, {"a.csv": b"1"})

    assert held(folder) == {"a.csv": b"1"}
    assert [p.name for p in tmp_path.iterdir()] == [folder.name]


KILLED = """
import sys, time
from pathlib import Path
from rtxoutcomes.publish.staging import staged, write
with staged(Path(sys.argv[1])) as stage:
    (stage.new / "half.csv").write_bytes(b"ha")
    print("begun", flush=True)
    time.sleep(60)
"""


def test_a_run_that_is_killed_leaves_the_old_report_for_the_next(out: Path) -> None:
    put(out, {"a.csv": b"1"})
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(out)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "begun\n"

    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()

    assert held(out) == {"a.csv": b"1"}
    time.sleep(0.01)
    put(out, {"a.csv": b"2"}, frozenset({"a.csv"}))
    assert held(out) == {"a.csv": b"2"}
