"""The bytes of a file, provided it is a regular file of this folder and not too large."""

import os
import stat
from pathlib import Path

from rtxoutcomes.errors import Violation

MEBIBYTE = 1024 * 1024
MAX_BYTES = 64 * MEBIBYTE


def content_of(path: Path, name: str, folder: Path, limit: int = MAX_BYTES) -> bytes | Violation:
    """The bytes of a regular file, or what is wrong with it.

    Only a regular file is read: a pipe would block for ever, and a device has no end. A link may
    point to another file in `folder`, not outside it.
    """
    try:
        if path.is_symlink() and folder.resolve() not in path.resolve().parents:
            must = "must not be a link out of the folder"
            return Violation.of(name, "file.link", must, "copy the file itself")
        if not stat.S_ISREG(path.stat().st_mode):
            return _no_file(name)
        return _read(path, name, limit)
    except (OSError, RuntimeError):  # RuntimeError: circular links, before Python 3.13
        must = "must be a file that can be read"
        return Violation.of(name, "file.unreadable", must, "look at its permissions")


def _read(path: Path, name: str, limit: int) -> bytes | Violation:
    # The file may have been replaced by a pipe since it was examined.
    opened = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(opened, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            return _no_file(name)
        content = file.read(limit + 1)
    if len(content) <= limit:
        return content
    must = f"must not exceed {limit / MEBIBYTE:g} MiB"
    remedy = "is it the right file? `--max-mib` allows a larger one"
    return Violation.of(name, "file.size", must, remedy)


def _no_file(name: str) -> Violation:
    must = "must be a regular file"
    return Violation.of(name, "file.kind", must, "save it as a plain CSV file")
