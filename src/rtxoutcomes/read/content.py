"""The one way to open an input: a regular file, not too large, and never a wait for a pipe."""

import os
import stat
from pathlib import Path
from typing import BinaryIO

from rtxoutcomes.errors import Rule, UsageFault, Violation

MEBIBYTE = 1024 * 1024
MAX_BYTES = 64 * MEBIBYTE
# Study, style and map: files that people write by hand.
MAX_TOML = MEBIBYTE
# Opening a pipe that nobody writes to would block.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class _Unfit(Exception):
    """The file may not be read; `rule` says why."""

    def __init__(self, rule: Rule) -> None:
        super().__init__(rule.must)
        self.rule = rule


def content_of(path: Path, name: str, folder: Path, limit: int = MAX_BYTES) -> bytes | Violation:
    """The bytes of a table of a cohort, or what is wrong with its file.

    A link may point to another file in `folder`, not outside it.
    """
    try:
        _stay_inside(path, folder)
        return _bytes(path, limit)
    except _Unfit as unfit:
        return Violation.of(name, *unfit.rule)


def given_bytes(path: str | Path, name: str, limit: int = MAX_BYTES) -> bytes:
    """The bytes of a file that the user names; `name` is what messages call it.

    Raises
    ------
    UsageFault
        It cannot be read, is not a regular file, or exceeds `limit` bytes.
    """
    try:
        return _bytes(path, limit)
    except _Unfit as unfit:
        why = unfit.rule.must
    raise UsageFault(f"{name}: {why}")


def given_file(path: str | Path, name: str, limit: int = MAX_BYTES) -> BinaryIO:
    """Such a file, opened, to be read piece by piece and closed; raises like `given_bytes`."""
    try:
        return _opened(path, limit)
    except _Unfit as unfit:
        why = unfit.rule.must
    raise UsageFault(f"{name}: {why}")


def _bytes(path: str | Path, limit: int) -> bytes:
    with _opened(path, limit) as file:
        size = os.fstat(file.fileno()).st_size
        content = file.read(size + 1)
    if len(content) != size:
        must = "must not change while it is read"
        raise _Unfit(Rule("file.unreadable", must, "wait until it is written"))
    return content


def _opened(path: str | Path, limit: int) -> BinaryIO:
    try:
        # Examined twice: opening a device may act on it, and a pipe may replace the file since.
        _be_regular(Path(path).stat())
        file = os.fdopen(os.open(path, _FLAGS), "rb")
    # RuntimeError: circular links, before Python 3.13. ValueError: a zero byte in the path.
    except (OSError, RuntimeError, ValueError) as fault:
        raise _unreadable(fault) from None
    try:
        status = os.fstat(file.fileno())
        _be_regular(status)
        if status.st_size > limit:
            raise _too_large(limit)
    except BaseException:
        file.close()
        raise
    return file


def _be_regular(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        kind = ", not a folder" if stat.S_ISDIR(status.st_mode) else ""
        must = f"must be a regular file{kind}"
        raise _Unfit(Rule("file.kind", must, "save it as a plain file"))


def _stay_inside(path: Path, folder: Path) -> None:
    try:
        leads_out = path.is_symlink() and folder.resolve() not in path.resolve().parents
    except (OSError, RuntimeError, ValueError) as fault:
        raise _unreadable(fault) from None
    if leads_out:
        must = "must not be a link out of the folder"
        raise _Unfit(Rule("file.link", must, "copy the file itself"))


def _unreadable(fault: Exception) -> _Unfit:
    why = getattr(fault, "strerror", None) or "not a usable path"
    must = f"must be a file that can be read ({why})"
    return _Unfit(Rule("file.unreadable", must, "look at its permissions"))


def _too_large(limit: int) -> _Unfit:
    must = f"must not exceed {limit / MEBIBYTE:g} MiB"
    remedy = "is it the right file? `--max-mib` allows a larger one"
    return _Unfit(Rule("file.size", must, remedy))
