"""What operating systems do differently: folders flushed to disk, open files, held signals."""

import errno
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rtxoutcomes.errors import EnvironmentFault
from rtxoutcomes.interruption import ENDING

UNCHANGED = "The files there are unchanged."
UNFINISHED = "Some files are new and some are not yet; the next run completes it."
# On Windows a file that another program holds open cannot be replaced; most let go of it soon.
ATTEMPTS, PAUSE_SECONDS = 40, 0.05
# Windows knows no permissions of owner and group: there a file inherits those of its folder.
HAS_MODES = os.name == "posix"
NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0)
BINARY = getattr(os, "O_BINARY", 0)


def replace(source: Path, target: Path) -> None:
    """Put a file in the place of another in one step, trying again while a program holds it."""
    for left in reversed(range(ATTEMPTS)):
        try:
            source.replace(target)
        except PermissionError:
            if not left:
                raise
            time.sleep(PAUSE_SECONDS)
        else:
            return


def is_held(path: Path) -> bool:
    """Whether another program keeps the file from being replaced, as Word does on Windows."""
    try:
        path.rename(path)
    except FileNotFoundError:
        return False
    except PermissionError:
        return True
    return False


def sync_folder(folder: Path) -> None:
    """Flush the names of a folder to disk, on systems that can open a folder."""
    with suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def signals_held() -> Iterator[None]:
    """Signals that end the program wait until the block is through, where a system can hold them.

    Elsewhere the journal of the commit lets the next run complete it.
    """
    hold = getattr(signal, "pthread_sigmask", None)
    if hold is None:
        yield
        return
    before = hold(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        hold(signal.SIG_SETMASK, before)


@contextmanager
def explained(shown: str, state: str = UNCHANGED) -> Iterator[None]:
    """Turn an error of the system into its cause, place, remedy, and the state of the files.

    `shown` is the folder or file as the user typed it.
    """
    try:
        yield
    except OSError as fault:
        raise EnvironmentFault(f"{shown}: {_reason(fault)}. {state}") from None


def _reason(fault: OSError) -> str:
    return {
        errno.ENOSPC: "no space left on the disk; free some, or use another --out",
        errno.EDQUOT: "the disk quota is used up; free some space, or use another --out",
        errno.EFBIG: "a limit on the size of files is set; raise it (ulimit -f)",
        errno.EROFS: "the file system is read-only; use another --out",
        errno.EACCES: "no permission to write there; use another --out",
        errno.EPERM: "no permission to write there; use another --out",
        errno.EBUSY: "a mount point cannot be replaced; use another --out",
        errno.ENAMETOOLONG: "the path is too long; use a shorter --out",
        errno.EMFILE: "too many open files are forbidden here; raise the limit (ulimit -n)",
    }.get(fault.errno or 0, f"{fault.strerror or fault}")
