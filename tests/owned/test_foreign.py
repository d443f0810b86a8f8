"""Folders that hold what is not ours, of every kind: nothing outside the record changes."""

import hashlib
import os
import shutil
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import pytest

from rtxoutcomes.errors import RtxError
from rtxoutcomes.owned.lock import locked
from rtxoutcomes.owned.look import Allowed
from rtxoutcomes.owned.record import HOME, JOURNAL, RECORD, is_interrupted

SEAL = "manifest.json"
OURS = {"a.csv": b"2", "tables/t.csv": b"2", "figures/f.png": b"2", SEAL: b"2"}
EARLIER = dict.fromkeys(OURS, b"1") | {"gone.csv": b"1"}


class State(NamedTuple):
    """All that a careless program may change of a file."""

    kind: int
    mode: int
    owner: tuple[int, int]
    inode: int
    links: int
    changed_ns: int
    content: str


def state(path: Path) -> State:
    found = path.lstat()
    content = ""
    if stat.S_ISREG(found.st_mode):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
    if stat.S_ISLNK(found.st_mode):
        content = str(path.readlink())
    is_folder = stat.S_ISDIR(found.st_mode)
    return State(
        stat.S_IFMT(found.st_mode),
        stat.S_IMODE(found.st_mode),
        (found.st_uid, found.st_gid),
        found.st_ino,
        # What stands in a folder of ours changes; the folder itself does not.
        0 if is_folder else found.st_nlink,
        0 if is_folder else found.st_mtime_ns,
        content,
    )


def everything(top: Path) -> dict[str, State]:
    """The state of all below a folder, and of the folder, but not of our own records."""
    found = {".": state(top)}
    for root, folders, files in os.walk(top):
        folders[:] = [name for name in folders if name != HOME]
        for name in (*folders, *files):
            path = Path(root, name)
            found[str(path.relative_to(top))] = state(path)
    return found


def write(out: Path, files: dict[str, bytes], allowed: Allowed | None = None) -> str:
    """Write a report; what was refused, in words."""
    try:
        with locked(out, "report") as own:
            own.write(files, allowed or Allowed(), seal=SEAL)
    except RtxError as refused:
        return str(refused)
    return ""


def foreign_file(out: Path) -> None:
    (out / "a.csv").unlink(missing_ok=True)
    (out / RECORD).unlink(missing_ok=True)
    (out / "a.csv").write_bytes(b"mine")


def edited(out: Path) -> None:
    (out / "tables/t.csv").write_bytes(b"with my words")


def files_beside(out: Path) -> None:
    (out / "notes").mkdir(mode=0o700)
    (out / "notes/mine.txt").write_bytes(b"mine")
    (out / "tables/mine.csv").write_bytes(b"mine")
    (out / "A.CSV.bak").write_bytes(b"mine")


def link_in_a_place(out: Path) -> None:
    (out.parent / "elsewhere").write_bytes(b"mine")
    (out / "a.csv").unlink()
    (out / "a.csv").symlink_to(out.parent / "elsewhere")


def dangling_link(out: Path) -> None:
    (out / "a.csv").unlink()
    (out / "a.csv").symlink_to("nowhere")


def linked_folder(out: Path) -> None:
    shutil.move(out / "tables", out.parent / "other")
    (out / "tables").symlink_to(out.parent / "other")


def linked_staging(out: Path) -> None:
    (out.parent / "other").mkdir()
    (out.parent / "other/t.csv").write_bytes(b"mine")
    (out / "tables/.rtx-new").symlink_to(out.parent / "other")


def hard_link(out: Path) -> None:
    os.link(out / "a.csv", out.parent / "same file")


def pipe(out: Path) -> None:
    (out / "a.csv").unlink()
    os.mkfifo(out / "a.csv")


def socket_in_a_place(out: Path) -> None:
    (out / "a.csv").unlink()
    with socket.socket(socket.AF_UNIX) as made, working_in(out):
        made.bind("a.csv")


@contextmanager
def working_in(folder: Path) -> Iterator[None]:
    """Names of sockets are short: from within the folder they fit."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def folder_in_a_place(out: Path) -> None:
    (out / "a.csv").unlink()
    (out / "a.csv").mkdir()
    (out / "a.csv/mine").write_bytes(b"mine")


def file_for_a_folder(out: Path) -> None:
    shutil.rmtree(out / "tables")
    (out / "tables").write_bytes(b"mine")


def setgid(out: Path) -> None:
    (out / "tables").chmod(0o2770)
    (out / "notes").mkdir()
    (out / "notes").chmod(0o2750)


def read_only_file(out: Path) -> None:
    (out / "a.csv").chmod(0o444)
    (out / "mine").write_bytes(b"mine")
    (out / "mine").chmod(0o400)


def home(out: Path) -> None:
    (out / ".ssh").mkdir(mode=0o700)
    (out / ".ssh/key").write_bytes(b"secret")
    (out / ".ssh/key").chmod(0o600)
    (out / ".git").mkdir()
    (out / ".git/index").write_bytes(b"index")


def other_owner(out: Path) -> None:
    (out / "mine").write_bytes(b"mine")
    for name in ("mine", "tables"):
        if os.getuid() == 0:
            os.chown(out / name, 12_345, 12_345)


def names_of_another_coding(out: Path) -> None:
    Path(os.fsdecode(os.fsencode(out) + b"/caf\xe9.txt")).write_bytes(b"mine")
    (out / "\u06af\u0632\u0627\u0631\u0634 \u06f1.txt").write_bytes(b"mine")


def long_path(out: Path) -> None:
    deep = out.joinpath(*["d" * 100] * 20)
    deep.mkdir(parents=True)
    (deep / "mine").write_bytes(b"mine")


def clone(out: Path) -> None:
    shutil.rmtree(out / HOME)


def record_of_somebody_else(out: Path) -> None:
    (out.parent / "mine").write_bytes(b"1")
    text = (out / RECORD).read_text(encoding="utf-8").replace("gone.csv", "../mine")
    (out / RECORD).write_text(text, encoding="utf-8")
    (out / JOURNAL).write_text('{"keep": {"a.csv": "../../kept"}}', encoding="utf-8")


def kept_before(out: Path) -> None:
    (out / "kept").mkdir()
    (out / "kept/a-1.csv").write_bytes(b"mine")
    (out / "a.csv").write_bytes(b"edited")


def nothing_of_ours(out: Path) -> None:
    shutil.rmtree(out)
    out.mkdir()
    (out / "thesis.docx").write_bytes(b"mine")


def no_folder(out: Path) -> None:
    shutil.rmtree(out)
    out.write_bytes(b"mine")


def many(out: Path) -> None:
    for number in range(300):
        (out / f"tables/{number}.csv").write_bytes(b"mine")


KINDS: dict[str, tuple[Callable[[Path], None], str]] = {
    made.__name__: (made, refused)
    for made, refused in (
        (foreign_file, "a.csv: was not written by this command"),
        (edited, "tables/t.csv: was edited"),
        (files_beside, ""),
        (link_in_a_place, "a.csv: is a link"),
        (dangling_link, "a.csv: is a link"),
        (linked_folder, "tables/t.csv: its folder is a link"),
        (linked_staging, "tables/t.csv: its folder is a link"),
        (hard_link, ""),
        (pipe, "a.csv: is a folder, or no regular file"),
        (socket_in_a_place, "a.csv: is a folder, or no regular file"),
        (folder_in_a_place, "a.csv: is a folder, or no regular file"),
        (file_for_a_folder, "tables/t.csv: its folder is a link or a file"),
        (setgid, ""),
        (read_only_file, ""),
        (home, ""),
        (other_owner, ""),
        (names_of_another_coding, ""),
        (long_path, ""),
        (clone, "a.csv: was not written by this command"),
        (record_of_somebody_else, ""),
        (kept_before, "a.csv: was edited"),
        (nothing_of_ours, ""),
        (no_folder, "is a file, not a folder"),
        (many, ""),
    )
}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_outside_the_record_changes(kind: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert write(out, EARLIER) == ""
    make, refusal = KINDS[kind]
    make(out)
    before = everything(tmp_path)

    refused = write(out, OURS)

    after = everything(tmp_path)
    assert refusal in refused and bool(refusal) is bool(refused)
    # A file of ours that is replaced takes its name with it from another name of the same file.
    own = {f"out/{name}" for name in EARLIER} | {f"out/{name}" for name in OURS}
    own |= {"out/figures", "out/tables", "same file"} if not refused else set()
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert changed <= (set() if refused else own)
    if not refused:
        assert {n: (out / n).read_bytes() for n in OURS} == OURS
        assert not is_interrupted(out)
        if "same file" in before:
            assert (tmp_path / "same file").read_bytes() == b"1"
        for name in ("tables", "figures"):
            if f"out/{name}" in before:
                assert before[f"out/{name}"] == after[f"out/{name}"]


@pytest.mark.parametrize("kind", ["edited", "kept_before"])
def test_edited_files_are_moved_and_nothing_else(kind: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(out, EARLIER)
    KINDS[kind][0](out)
    name = "tables/t.csv" if kind == "edited" else "a.csv"
    before = everything(tmp_path)

    assert write(out, OURS, Allowed(keep=True)) == ""

    after = everything(tmp_path)
    kept = "out/kept/tables/t-1.csv" if kind == "edited" else "out/kept/a-2.csv"
    assert after[kept] == before[f"out/{name}"]
    if kind == "kept_before":
        assert after["out/kept/a-1.csv"] == before["out/kept/a-1.csv"]


def test_a_program_that_reads_a_file_goes_on_reading_it(tmp_path: Path) -> None:
    write(tmp_path, EARLIER)

    with (tmp_path / "a.csv").open("rb") as reader:
        assert write(tmp_path, OURS) == ""
        assert reader.read() == b"1"


MOUNTED = """
set -e
mount --bind "$1/disk" "$1/out/tables"
shift
"$@"
"""


def test_a_disk_that_is_mounted_in_the_folder_keeps_its_files(tmp_path: Path) -> None:
    out, disk = tmp_path / "out", tmp_path / "disk"
    write(out, EARLIER)
    shutil.copytree(out / "tables", disk)
    (disk / "mine.txt").write_bytes(b"mine")
    program = (
        "import sys; from pathlib import Path; from rtxoutcomes.owned.lock import locked\n"
        "with locked(Path(sys.argv[1]), 'report') as own:\n"
        f"    own.write({OURS!r}, seal={SEAL!r})\n"
    )
    words = ["unshare", "-m", "bash", "-c", MOUNTED, "_", str(tmp_path)]
    tried = None
    with suppress(FileNotFoundError):
        tried = subprocess.run(
            [*words, sys.executable, "-c", program, str(out)],
            capture_output=True,
            text=True,
            check=False,
        )
    if tried is None or "mount" in tried.stderr or "unshare" in tried.stderr:
        pytest.skip("nothing can be mounted here")

    assert tried.returncode == 0, tried.stderr
    assert (disk / "t.csv").read_bytes() == b"2"
    assert (disk / "mine.txt").read_bytes() == b"mine"
    assert (out / "tables/t.csv").read_bytes() == b"1"
    assert sorted(path.name for path in disk.iterdir()) == ["mine.txt", "t.csv"]
