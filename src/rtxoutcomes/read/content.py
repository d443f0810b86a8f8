"""The bytes of a file: a regular one, of this folder, and not too large."""

import os
import stat
from pathlib import Path

from rtxoutcomes.errors import Violation
from rtxoutcomes.read.faults import file_fault

MAX_BYTES = 64 * 1024 * 1024
_MEBIBYTE = 1024 * 1024


def content_of(path: Path, name: str, folder: Path, limit: int = MAX_BYTES) -> bytes | Violation:
    """The bytes of a regular file, or what is wrong with it.

    Nothing that is no regular file is opened to be read: a pipe would wait for ever, a device
    would never end. Links may lead to another file of `folder`, not out of it.
    """
    try:
        if path.is_symlink() and folder.resolve() not in path.resolve().parents:
            must = "must not be a link out of the folder"
            return file_fault(name, "file.link", must, "copy the file itself")
        if not stat.S_ISREG(path.stat().st_mode):
            return _no_file(name)
        return _read(path, name, limit)
    except (OSError, RuntimeError):  # RuntimeError: links in a circle, before Python 3.13
        must = "must be a file that can be read"
        return file_fault(name, "file.unreadable", must, "look at its permissions")


def _read(path: Path, name: str, limit: int) -> bytes | Violation:
    # Between the look and the opening it may have become a pipe.
    opened = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(opened, "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            return _no_file(name)
        content = file.read(limit + 1)
    if len(content) <= limit:
        return content
    must = f"must not exceed {limit / _MEBIBYTE:g} MiB"
    remedy = "is it the right file? `--max-mib` allows a larger one"
    return file_fault(name, "file.size", must, remedy)


def _no_file(name: str) -> Violation:
    must = "must be a regular file"
    return file_fault(name, "file.kind", must, "save it as a plain CSV file")
