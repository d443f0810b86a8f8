"""Atomic output of one file: the existing file stays in place until the new one is complete."""

import fcntl
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from rtxoutcomes.errors import EnvironmentFault, UsageFault

_UNCHANGED = "An earlier table, if any, is unchanged."


def check_output(out: Path, inputs: Iterable[str | Path]) -> None:
    """Refuse an output that cannot be written, before the work begins.

    Raises
    ------
    UsageFault
        The output is a folder, is one of the inputs, or its name does not end in .csv.
    EnvironmentFault
        Its folder does not exist or is not writable.
    """
    if out.suffix.lower() != ".csv":
        raise UsageFault("--out must name a .csv file, as my_cohort/engagement.csv")
    if out.exists() and not out.is_file():
        raise UsageFault(f"{out}: is not a file; --out must name a .csv file")
    if not out.parent.is_dir():
        raise EnvironmentFault(f"{out.parent}: there is no such folder; make it first")
    if not os.access(out.parent, os.W_OK | os.X_OK):
        raise EnvironmentFault(f"{out.parent}: no permission to write there. {_UNCHANGED}")
    if out.exists() and any(_same(out, Path(path)) for path in inputs):
        raise UsageFault("--out is one of the inputs; name another file")


def write_output(out: Path, text: str) -> None:
    """Write a work file in the folder of the output, flush it to disk, and rename it.

    The work file has a fixed name and is locked while it is written, so that the next run reuses
    what a killed run has left and two runs cannot write at the same time.

    Raises
    ------
    EnvironmentFault
        Disk full, a limit, a permission or another run; the existing file is unchanged.
    """
    work = out.parent / f".{out.name}.rtx"
    try:
        handle = _locked(work)
        try:
            with os.fdopen(handle, "wb") as file:
                file.truncate()
                file.write(text.encode("utf-8"))
                file.flush()
                os.fsync(file.fileno())
                mode = out.stat().st_mode & 0o777 if out.is_file() else 0o666 & ~_umask()
                os.fchmod(file.fileno(), mode)
                work.replace(out)
        except BaseException:
            work.unlink(missing_ok=True)
            raise
    except OSError as fault:
        raise EnvironmentFault(f"{out}: {fault.strerror or fault}. {_UNCHANGED}") from None


def _locked(work: Path) -> int:
    """A handle of the work file, locked by this run."""
    while True:
        handle = os.open(work, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # A run that has just ended may have renamed this very file to the output.
            if work.exists() and os.fstat(handle).st_ino == work.stat().st_ino:
                return handle
        except BlockingIOError:
            os.close(handle)
            raise EnvironmentFault("another run is writing this table; wait for it") from None
        os.close(handle)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _same(one: Path, other: Path) -> bool:
    with suppress(OSError, ValueError):
        return one.samefile(other)
    return False
