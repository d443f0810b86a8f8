"""Only what the record names is replaced or removed, whatever else stands in the folder."""

import errno
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

from rtxoutcomes.errors import EnvironmentFault, UsageFault
from rtxoutcomes.owned import commit, folder, system
from rtxoutcomes.owned.lock import locked, write_named
from rtxoutcomes.owned.look import Allowed
from rtxoutcomes.owned.record import JOURNAL, RECORD, is_interrupted, read_record

SEAL = "seal.json"


def put(
    out: Path,
    files: dict[str, bytes],
    allowed: Allowed | None = None,
    modes: dict[str, int] | None = None,
) -> dict[str, str]:
    with locked(out, "report") as own:
        return own.write(files, allowed or Allowed(), seal=SEAL, modes=modes or {})


def held(out: Path) -> dict[str, bytes]:
    files = (p for p in out.rglob("*") if p.is_file() and ".rtx" not in p.parts)
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in files}


def test_files_stand_in_the_folder_afterwards_and_in_its_record(tmp_path: Path) -> None:
    put(tmp_path / "out", {"a.csv": b"1", "tables/b.csv": b"2", SEAL: b"s"})

    assert held(tmp_path / "out") == {"a.csv": b"1", "tables/b.csv": b"2", SEAL: b"s"}
    assert set(read_record(tmp_path / "out")) == {"a.csv", "tables/b.csv", SEAL}
    assert not list((tmp_path / "out").rglob(".rtx-new"))
    assert (tmp_path / "out/.rtx/.gitignore").read_text(encoding="utf-8") == "*\n"


def test_what_is_not_written_any_more_goes_and_files_of_others_stay(tmp_path: Path) -> None:
    put(tmp_path, {"a.csv": b"1", "gone.csv": b"0", "edited.csv": b"0"})
    (tmp_path / "mine.txt").write_bytes(b"mine")
    (tmp_path / "edited.csv").write_bytes(b"my own words")

    put(tmp_path, {"a.csv": b"2"})

    assert held(tmp_path) == {"a.csv": b"2", "mine.txt": b"mine", "edited.csv": b"my own words"}


def test_a_foreign_file_in_a_place_is_refused_and_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"mine")

    with pytest.raises(UsageFault, match=r"a\.csv: was not written by this command; move it"):
        put(tmp_path, {"a.csv": b"1"})

    assert held(tmp_path) == {"a.csv": b"mine"}


def test_a_file_that_is_already_as_it_would_be_written_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"1")

    put(tmp_path, {"a.csv": b"1"})
    put(tmp_path, {"a.csv": b"2"})

    assert held(tmp_path) == {"a.csv": b"2"}


def test_an_edited_file_is_refused_or_kept_under_a_new_number(tmp_path: Path) -> None:
    put(tmp_path, {"a.csv": b"1", "tables/b.csv": b"1"})
    for words in (b"first", b"second"):
        (tmp_path / "tables/b.csv").write_bytes(words)
        with pytest.raises(UsageFault, match=r"tables/b\.csv: was edited after it was written"):
            put(tmp_path, {"tables/b.csv": b"2"})
        put(tmp_path, {"tables/b.csv": b"2"}, Allowed(keep=True))

    assert held(tmp_path) == {
        "kept/tables/b-1.csv": b"first",
        "kept/tables/b-2.csv": b"second",
        "tables/b.csv": b"2",
    }


def test_only_the_named_file_is_kept_of_two_that_were_edited(tmp_path: Path) -> None:
    put(tmp_path, {"a.md": b"1", "b.md": b"1"})
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_bytes(b"mine")

    with pytest.raises(UsageFault, match=r"b\.md") as refused:
        put(tmp_path, {"a.md": b"2", "b.md": b"2"}, Allowed(kept=("a.md",)))

    assert "a.md" not in str(refused.value)


def test_replace_moves_what_stands_there(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"mine")

    put(tmp_path, {"a.csv": b"1"}, Allowed(replace=True))

    assert held(tmp_path) == {"a.csv": b"1", "kept/a-1.csv": b"mine"}


def test_what_another_command_wrote_is_not_replaced_but_for_an_empty_template(
    tmp_path: Path,
) -> None:
    write_named(tmp_path, {"patients.csv": "head\n", "visits.csv": "head\n"}, "template")
    write_named(tmp_path, {"patients.csv": "data\n"}, "deidentify", whole=True)

    for command in ("template", "synthesise", "report"):
        with pytest.raises(UsageFault, match=r"patients\.csv: was not written by this command"):
            write_named(tmp_path, {"patients.csv": "other\n"}, command)

    assert held(tmp_path) == {"patients.csv": b"data\n", "visits.csv": b"head\n"}


def test_a_file_that_is_there_can_be_left(tmp_path: Path) -> None:
    (tmp_path / "patients.csv").write_bytes(b"mine")

    written = write_named(tmp_path, {"patients.csv": "1", "study.toml": "2"}, "template", left=True)

    assert written == ("study.toml",)
    assert held(tmp_path) == {"patients.csv": b"mine", "study.toml": b"2"}


@pytest.mark.parametrize("part", ["record", "obsolete", "staged"])
def test_a_planted_name_leads_through_no_link(part: str, tmp_path: Path) -> None:
    out, victim = tmp_path / "out", tmp_path / "victim"
    put(out, {"a.csv": b"1"})
    (victim / ".rtx-new").mkdir(parents=True)
    for name in ("secret", ".rtx-new/secret"):
        (victim / name).write_bytes(b"1")
    (out / "link").symlink_to(victim)
    text = (out / RECORD).read_text(encoding="utf-8")
    sha256 = read_record(out)["a.csv"].sha256
    if part == "obsolete":
        (out / JOURNAL).write_text(json.dumps({"obsolete": {"link/secret": sha256}}))
    else:
        planted = text.replace("a.csv", "link/secret" if part == "record" else ".")
        (out / RECORD).write_text(planted, encoding="utf-8")
        (out / "a.csv").unlink()

    put(out, {"b.csv": b"1"})

    assert (victim / "secret").read_bytes() == b"1"
    assert (victim / ".rtx-new/secret").read_bytes() == b"1"


def test_a_place_to_keep_a_file_that_was_taken_meanwhile_stays_taken(tmp_path: Path) -> None:
    put(tmp_path, {"a.csv": b"1"})
    (tmp_path / "a.csv").write_bytes(b"edited")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(commit, "redo", lambda *_: None)
        put(tmp_path, {"a.csv": b"2"}, Allowed(keep=True))
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept/a-1.csv").write_bytes(b"mine")

    with locked(tmp_path, "report"):
        pass

    kept = {"kept/a-1.csv": b"mine", "kept/a-2.csv": b"edited"}
    assert held(tmp_path) == {"a.csv": b"2", **kept}


def test_what_cannot_be_kept_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    put(tmp_path, {"a.csv": b"1"})
    (tmp_path / "a.csv").write_bytes(b"edited")
    (tmp_path / "kept").write_bytes(b"a file of mine")

    with pytest.raises(UsageFault, match=r"kept/a-1\.csv: its folder is a link or a file"):
        put(tmp_path, {"a.csv": b"2"}, Allowed(keep=True))

    assert held(tmp_path) == {"a.csv": b"edited", "kept": b"a file of mine"}


@pytest.mark.parametrize("name", [RECORD, JOURNAL])
def test_a_record_that_is_no_file_is_named(name: str, tmp_path: Path) -> None:
    (tmp_path / name).mkdir(parents=True)

    with pytest.raises(EnvironmentFault, match=f"{name}: is no file of ours; remove it"):
        put(tmp_path, {"a.csv": b"1"})


def test_links_and_folders_in_a_place_are_refused_even_with_replace(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other/file").write_bytes(b"mine")
    out = tmp_path / "out"
    (out / "c.csv").mkdir(parents=True)
    (out / "a.csv").symlink_to(tmp_path / "other/file")
    (out / "tables").symlink_to(tmp_path / "other")
    (out / "figures").mkdir()
    (out / "figures/.rtx-new").symlink_to(tmp_path / "other")

    with pytest.raises(UsageFault) as refused:
        put(out, dict.fromkeys(("a.csv", "c.csv", "tables/x", "figures/y"), b"1"), Allowed(True))

    for name in ("a.csv: is a link", "c.csv: is a folder", "tables/x: its", "figures/y: its"):
        assert name in str(refused.value)
    assert [p.name for p in (tmp_path / "other").iterdir()] == ["file"]


def test_nothing_but_the_named_files_changes_in_inode_mode_or_time(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir(mode=0o2750)
    (tmp_path / "sub/mine.txt").write_bytes(b"mine")
    (tmp_path / "tables").mkdir(mode=0o700)
    before = {p: (p.stat().st_ino, p.stat().st_mode) for p in (tmp_path, *tmp_path.rglob("*"))}
    put(tmp_path, {"a.csv": b"1", "tables/b.csv": b"2"})
    put(tmp_path, {"a.csv": b"3", "tables/b.csv": b"2"})

    assert {p: (p.stat().st_ino, p.stat().st_mode) for p in before} == before


def test_a_file_that_does_not_change_keeps_its_inode_and_a_new_one_the_mode(
    tmp_path: Path,
) -> None:
    put(tmp_path, {"a.csv": b"1", "b.csv": b"1"})
    (tmp_path / "b.csv").chmod(0o640)
    inode = (tmp_path / "a.csv").stat().st_ino

    put(tmp_path, {"a.csv": b"1", "b.csv": b"2"})

    assert (tmp_path / "a.csv").stat().st_ino == inode
    assert (tmp_path / "b.csv").stat().st_mode & 0o777 == 0o640


def test_a_mode_that_is_asked_for_holds_for_files_that_are_there(tmp_path: Path) -> None:
    put(tmp_path, {"a.csv": b"1"})

    put(tmp_path, {"a.csv": b"1", "b.csv": b"2"}, modes={"a.csv": 0o600, "b.csv": 0o640})

    assert (tmp_path / "a.csv").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "b.csv").stat().st_mode & 0o777 == 0o640


def test_work_does_not_grow_with_the_files_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def looks(out: Path) -> int:
        calls: list[object] = []
        real = os.lstat
        with monkeypatch.context() as patch:
            for name in ("scandir", "listdir"):
                patch.setattr(os, name, counted(calls, getattr(os, name)))
            patch.setattr(os, "lstat", counted(calls, real))
            patch.setattr(os, "stat", counted(calls, os.stat))
            put(out, {"a.csv": b"1", "tables/b.csv": b"2"})
        return len(calls)

    def counted(calls: list[object], real: object) -> object:
        def call(*words: object, **named: object) -> object:
            calls.append(words)
            return real(*words, **named)  # type: ignore[operator]

        return call

    (tmp_path / "many/tables").mkdir(parents=True)
    for number in range(10_000):
        (tmp_path / f"many/tables/{number}").touch()
    (tmp_path / "few/tables").mkdir(parents=True)

    assert looks(tmp_path / "many") == looks(tmp_path / "few")


def test_the_working_folder_can_be_the_output_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    put(Path(), {"a.csv": b"1"})

    put(Path(), {"a.csv": b"2"})

    assert Path.cwd() == tmp_path
    assert Path("a.csv").read_bytes() == b"2"


def test_a_link_to_a_folder_is_followed_as_a_whole(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")

    put(tmp_path / "link", {"a.csv": b"1"})

    assert (tmp_path / "link").is_symlink()
    assert held(tmp_path / "real") == {"a.csv": b"1"}


def test_a_file_or_a_strange_home_in_the_place_of_the_folder_is_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd/.rtx").write_bytes(b"x")

    with pytest.raises(EnvironmentFault, match="is a file"):
        put(tmp_path / "file", {"a.csv": b"1"})
    with pytest.raises(EnvironmentFault, match="no folder of ours"):
        put(tmp_path / "odd", {"a.csv": b"1"})

    assert (tmp_path / "file").read_bytes() == b"x"
    assert held(tmp_path / "odd") == {}


def test_a_failing_run_leaves_the_earlier_files_and_no_new_folder(tmp_path: Path) -> None:
    put(tmp_path / "old", {"a.csv": b"1"})

    for out in (tmp_path / "old", tmp_path / "new/below"):
        with pytest.raises(RuntimeError), locked(out, "report"):
            raise RuntimeError("a figure failed")

    assert held(tmp_path / "old") == {"a.csv": b"1"}
    assert [p.name for p in tmp_path.iterdir()] == ["old"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "no space left"),
        (errno.EFBIG, "limit on the size"),
        (errno.EROFS, "read-only"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_a_disk_that_refuses_leaves_the_earlier_files_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    put(tmp_path, {"a.csv": b"1"})
    real = os.fsync
    calls = []

    def refuse(handle: int) -> None:
        calls.append(handle)
        if len(calls) > 1:
            raise OSError(number, os.strerror(number))
        real(handle)

    monkeypatch.setattr(os, "fsync", refuse)

    with pytest.raises(EnvironmentFault, match=words):
        put(tmp_path, {"a.csv": b"2", "tables/b.csv": b"2"})

    assert held(tmp_path) == {"a.csv": b"1"}
    assert sorted(p.name for p in tmp_path.iterdir()) == [".rtx", "a.csv"]


def test_another_run_in_the_same_folder_is_named(tmp_path: Path) -> None:
    put(tmp_path, {"a.csv": b"1"})

    with (
        FileLock(tmp_path / ".rtx/lock"),
        pytest.raises(EnvironmentFault, match="another run is writing this folder"),
    ):
        put(tmp_path, {"a.csv": b"2"})

    assert held(tmp_path) == {"a.csv": b"1"}


def test_a_folder_that_cannot_be_written_is_refused_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)

    with pytest.raises(EnvironmentFault, match="no permission"), locked(tmp_path, "report"):
        pytest.fail("the work was begun")


def test_a_path_that_is_too_long_is_refused_before_the_work(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d" * 200] * 4)

    with pytest.raises(EnvironmentFault, match="too long"):
        put(tmp_path / ("x" * 300), {"a.csv": b"1"})
    with locked(deep, "report") as own, pytest.raises(EnvironmentFault, match="too long"):
        own.look([f"{'n' * 256}.csv"])
    put(tmp_path / ("\u06af" * 120), {"a.csv": b"1"})


def test_a_file_that_another_program_holds_is_named_before_the_commit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, {"a.docx": b"1", "b.csv": b"1"})
    monkeypatch.setattr(folder, "is_held", lambda path: path.suffix == ".docx")

    with pytest.raises(EnvironmentFault, match=r"close a\.docx in the program that holds it"):
        put(tmp_path, {"a.docx": b"2", "b.csv": b"2"})

    assert held(tmp_path) == {"a.docx": b"1", "b.csv": b"1"}


def test_a_commit_that_cannot_be_finished_is_finished_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, {"a.csv": b"1", "b.csv": b"1", SEAL: b"1"})
    real = system.replace

    def refuse(source: Path, target: Path) -> None:
        if target.name == "b.csv":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(commit, "replace", refuse)
        with pytest.raises(EnvironmentFault, match="the next run completes it"):
            put(tmp_path, {"a.csv": b"2", "b.csv": b"2", SEAL: b"2"})
    assert is_interrupted(tmp_path)
    assert SEAL not in held(tmp_path)

    with pytest.raises(RuntimeError), locked(tmp_path, "report"):
        raise RuntimeError("the next run fails, and completes the last one nevertheless")

    assert held(tmp_path) == {"a.csv": b"2", "b.csv": b"2", SEAL: b"2"}
    assert not is_interrupted(tmp_path)
    put(tmp_path, {"a.csv": b"3", SEAL: b"3"})
    assert held(tmp_path) == {"a.csv": b"3", SEAL: b"3"}


@pytest.mark.parametrize("written", ["record", "journal"])
def test_names_in_a_record_lead_nowhere_else(tmp_path: Path, written: str) -> None:
    out = tmp_path / "out"
    put(out, {"a.csv": b"1"})
    (tmp_path / "mine.txt").write_bytes(b"1")
    record = (out / RECORD).read_text(encoding="utf-8").replace("a.csv", "../mine.txt")
    planted = {"record": (RECORD, record)}
    journal = json.dumps({"obsolete": {"../mine.txt": read_record(out)["a.csv"].sha256}})
    name, text = planted.get(written, (JOURNAL, journal))
    (out / name).write_text(text, encoding="utf-8")
    (out / "a.csv").unlink()

    put(out, {"b.csv": b"1"})

    assert (tmp_path / "mine.txt").read_bytes() == b"1"


def test_named_files_of_several_calls_stand_beside_each_other(tmp_path: Path) -> None:
    write_named(tmp_path, {"a.csv": "1"}, "schema")
    write_named(tmp_path, {"b.csv": "1"}, "schema")
    write_named(tmp_path, {"c.csv": "1"}, "synthesise", whole=True)
    write_named(tmp_path, {"d.csv": "1"}, "synthesise", whole=True)

    assert set(held(tmp_path)) == {"a.csv", "b.csv", "d.csv"}


class EndedError(BaseException):
    """The process is gone: from here on no call of the file system does anything."""


def put_until(step: int, out: Path, files: dict[str, bytes]) -> bool:
    """Write the files, ending at this step of the file system; whether it ended."""
    steps = []

    def ending(real: Callable[..., object]) -> Callable[..., object]:
        def call(*words: object, **named: object) -> object:
            steps.append(real)
            if len(steps) >= step:
                raise EndedError
            return real(*words, **named)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in ("replace", "rename", "unlink", "fsync", "mkdir", "rmdir"):
            patch.setattr(os, name, ending(getattr(os, name)))
        try:
            put(out, files)
        except EndedError:
            return True
    return False


def test_an_end_at_any_step_leaves_the_old_files_or_the_next_run_completes_the_new(
    tmp_path: Path,
) -> None:
    old = {f"{k}.csv": b"old" for k in range(3)} | {"gone.csv": b"old", SEAL: b"old"}
    new = {f"{k}.csv": b"new" for k in range(3)} | {"tables/t.csv": b"new", SEAL: b"new"}
    seen, step, ended = set(), 0, True
    while ended:
        step += 1
        out = tmp_path / str(step)
        put(out, old)
        (out / "mine.txt").write_bytes(b"mine")
        ended = put_until(step, out, new)
        stands = {n: c for n, c in held(out).items() if ".rtx-new" not in n}
        assert stands.pop("mine.txt") == b"mine"
        assert stands in (old, new) if SEAL in stands else is_interrupted(out)
        seen.add("old" if stands == old else "new" if stands == new else "between")
        if step % 2:
            # The run that is to complete it is ended too.
            put_until(step // 2, out, new)
        put(out, new)
        assert held(out) == {**new, "mine.txt": b"mine"}
        assert not list(out.rglob(".rtx-new"))
        assert not is_interrupted(out)

    assert seen == {"old", "between", "new"}
    assert step > 30


KILLED = """
import sys, time
from pathlib import Path
from rtxoutcomes.owned.lock import locked
with locked(Path(sys.argv[1]), "report"):
    print("begun", flush=True)
    time.sleep(60)
"""


def test_the_lock_of_a_killed_run_is_free(tmp_path: Path) -> None:
    put(tmp_path, {"a.csv": b"1"})
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "begun\n"
    with pytest.raises(EnvironmentFault, match="another run"):
        put(tmp_path, {"a.csv": b"2"})

    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    put(tmp_path, {"a.csv": b"2"})

    assert held(tmp_path) == {"a.csv": b"2"}
