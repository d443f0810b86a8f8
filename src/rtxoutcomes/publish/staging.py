"""A folder of outputs is swapped in whole: a reader sees the old one or the new one, never both.

Beside the output folder stands, during a run, a work folder `.NAME.rtx`. An exclusive lock on it
keeps other runs out; the kernel frees it when its holder dies, so that a folder whose lock is free
is the remains of a killed run and is cleared by the next. New files are written into it, flushed
to disk, and exchanged with the output folder in one step of the file system.
"""

import ctypes
import errno
import fcntl
import hashlib
import os
import shutil
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from rtxoutcomes.errors import EnvironmentFault

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_HELD_BACK = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Staging:
    """The output folder, links followed, and the locked work folder beside it.

    `new` and `old` are the new and the former output folder within the work folder.
    """

    target: Path
    work: Path
    new: Path
    old: Path


@contextmanager
def staged(out: Path) -> Iterator[Staging]:
    """Lock the output folder for one run; whatever happens, nothing is left beside it.

    Raises
    ------
    EnvironmentFault
        The folder is a file, cannot be written, or another run is writing it.
    """
    target = _target(out)
    work = target.parent / f".{_short(target.name)}.rtx"
    with _as_fault(out):
        target.parent.mkdir(parents=True, exist_ok=True)
        lock = _lock(work)
    try:
        staging = Staging(target, work, work / "new", work / "old")
        with _as_fault(out):
            _recover(staging)
            staging.new.mkdir()
            _probe(target)
        yield staging
    finally:
        with _signals_held():
            shutil.rmtree(work, ignore_errors=True)
            os.close(lock)


def write(staging: Staging, files: Mapping[str, bytes], known: frozenset[str], out: Path) -> None:
    """Put `files` (path within the folder -> bytes) in place of what stands there.

    `known` are the paths that an earlier report wrote: those go with it. Files of others in the
    folder are carried over.

    Raises
    ------
    EnvironmentFault
        Disk full, a limit or a permission; the earlier folder stands unchanged.
    """
    with _as_fault(out):
        for name, content in files.items():
            _write_one(staging.new / name, content)
        _carry_over(staging, known | files.keys())
        for folder in [staging.new, *(p for p in staging.new.rglob("*") if p.is_dir())]:
            _sync(folder)
        with _signals_held():
            _swap(staging)
            _sync(staging.target.parent)


def _target(out: Path) -> Path:
    with _as_fault(out):
        target = out.resolve()
        if target.exists() and not target.is_dir():
            raise EnvironmentFault(f"{out}: is a file, not a folder; name another with --out")
    return target


def _short(name: str) -> str:
    """The name of the output folder, or a digest of it where a prefix would make it too long."""
    encoded = os.fsencode(name)
    digest = hashlib.sha256(encoded).hexdigest()[:32]
    return name if len(encoded) <= _LONGEST_NAME else digest


def _lock(work: Path) -> int:
    """Make the work folder and hold its lock; a folder left by a dead run is taken over."""
    while True:
        with suppress(FileExistsError):
            work.mkdir()
        try:
            handle = os.open(work, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except FileNotFoundError:
            continue
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.fstat(handle).st_ino == work.stat().st_ino:
                return handle
        except BlockingIOError:
            os.close(handle)
            raise EnvironmentFault(
                "another run is writing this folder; wait until it has ended, or use another --out"
            ) from None
        except FileNotFoundError:
            pass
        os.close(handle)


def _recover(staging: Staging) -> None:
    """Finish or undo what a killed run left: an old folder set aside, half-written files."""
    if staging.old.exists() and not staging.target.exists():
        staging.old.rename(staging.target)
    for entry in staging.work.iterdir():
        shutil.rmtree(entry)


def _probe(target: Path) -> None:
    """Refuse a folder that cannot be written before the work, not after."""
    folder = target if target.is_dir() else target.parent
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def _write_one(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _carry_over(staging: Staging, ours: frozenset[str]) -> None:
    """Copy what others put into the folder; links are copied as links, never followed."""
    if not staging.target.is_dir():
        return
    for path in sorted(staging.target.rglob("*")):
        name = path.relative_to(staging.target).as_posix()
        goal = staging.new / name
        if path.is_dir() and not path.is_symlink():
            if not any(path.iterdir()):
                goal.mkdir(parents=True, exist_ok=True)
        elif name not in ours:
            goal.parent.mkdir(parents=True, exist_ok=True)
            _copy_link_or_file(path, goal)


def _copy_link_or_file(path: Path, goal: Path) -> None:
    try:
        os.link(path, goal, follow_symlinks=False)
    except OSError:
        shutil.copy2(path, goal, follow_symlinks=False)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _swap(staging: Staging) -> None:
    if not staging.target.exists():
        staging.new.rename(staging.target)
        return
    staging.new.chmod(staging.target.stat().st_mode & 0o7777)
    if not _exchange(staging.new, staging.target):
        # No exchange in one step here: the old folder is set aside, and a run killed between
        # the two renames is mended by the next (see _recover).
        staging.target.rename(staging.old)
        staging.new.rename(staging.target)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders atomically; False where this system cannot."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    done = rename(
        _AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), ctypes.c_uint(_RENAME_EXCHANGE)
    )
    return bool(done == 0)


@contextmanager
def _signals_held() -> Iterator[None]:
    """Signals that end the program wait until the block is through."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _HELD_BACK)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _as_fault(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise _explained(fault, out) from None


def _explained(fault: OSError, out: Path) -> EnvironmentFault:
    """What happened, where, and what to do, in a line."""
    what = {
        errno.ENOSPC: "no space left on the disk; free some, or use another --out",
        errno.EDQUOT: "the disk quota is used up; free some space, or use another --out",
        errno.EFBIG: "a limit on the size of files is set; raise it (ulimit -f)",
        errno.EROFS: "the file system is read-only; use another --out",
        errno.EACCES: "no permission to write there; use another --out",
        errno.EPERM: "no permission to write there; use another --out",
        errno.EBUSY: "is a mount point and cannot be swapped; use a folder inside it",
        errno.ENAMETOOLONG: "the path is too long; use a shorter --out",
        errno.EMFILE: "too many open files are forbidden here; raise the limit (ulimit -n)",
    }.get(fault.errno or 0, f"{fault.strerror or fault}")
    return EnvironmentFault(f"{out}: {what}. The earlier report, if any, is unchanged.")
