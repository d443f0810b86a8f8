"""The record of ownership: which files of a folder we wrote, and their SHA-256.

It is `.rtx/owned.json` of the folder. `.rtx/journal.json` is there only while the files of
a run are put in their places, or after a run that was ended meanwhile.
"""

import hashlib
import json
import os
import stat
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath

from rtxoutcomes.owned.system import BINARY, NO_FOLLOW

HOME, STAGED, KEPT = ".rtx", ".rtx-new", "kept"
RECORD, JOURNAL, LOCK = f"{HOME}/owned.json", f"{HOME}/journal.json", f"{HOME}/lock"
SCHEMA = "rtxoutcomes-owned/1"
_PIECE = 2**20


@dataclass(frozen=True, slots=True)
class Owned:
    """A file that we wrote: its SHA-256, and the command that wrote it."""

    sha256: str
    command: str


@dataclass(frozen=True, slots=True)
class Journal:
    """What a commit does, so that a later run can complete it.

    `files` maps each new file to its SHA-256, `before` each file that it replaces to its SHA-256,
    `keep` each edited file to the place where it is kept, `obsolete` each file that goes to its
    SHA-256. `seal` is the file that is put last, since it vouches for the others.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    before: Mapping[str, str] = field(default_factory=dict)
    keep: Mapping[str, str] = field(default_factory=dict)
    obsolete: Mapping[str, str] = field(default_factory=dict)
    seal: str = ""

    def content(self) -> bytes:
        return _json(asdict(self))


def read_record(root: Path) -> dict[str, Owned]:
    """The files that we wrote into the folder; none where there is no readable record."""
    listed = _mapping(_loaded(root / RECORD).get("files"))
    entries = {name: _mapping(entry) for name, entry in listed.items() if is_inside(root, name)}
    return {
        name: Owned(str(entry.get("sha256", "")), str(entry.get("command", "")))
        for name, entry in entries.items()
    }


def record_content(files: Mapping[str, Owned]) -> bytes:
    return _json({"schema": SCHEMA, "files": {name: asdict(own) for name, own in files.items()}})


def read_journal(root: Path) -> Journal | None:
    """The journal of a commit that was not completed; None where there is none."""
    if not is_regular(root / JOURNAL):
        return None
    loaded = _loaded(root / JOURNAL)
    parts = {
        part: {k: str(v) for k, v in _mapping(loaded.get(part)).items() if is_inside(root, k)}
        for part in ("files", "before", "keep", "obsolete")
    }
    kept = parts["keep"].items()
    parts["keep"] = {k: v for k, v in kept if is_inside(root, v) and v.startswith(f"{KEPT}/")}
    return Journal(**parts, seal=str(loaded.get("seal", "")))


def is_interrupted(root: Path) -> bool:
    """Whether a run was ended while it put its files in their places."""
    return os.path.lexists(root / JOURNAL)


def is_inside(root: Path, name: str) -> bool:
    """Whether a name that was read from a file leads to a place within the folder, by no link."""
    path = PurePosixPath(name)
    odd = any(c in name for c in "\\:\0") or not _is_text(name)
    if odd or not path.parts or ".." in path.parts or path.is_absolute():
        return False
    return not any((root / parent).is_symlink() for parent in path.parents if parent.name)


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_regular(path: Path) -> bool:
    """Whether it is a regular file: no link, no folder, nothing else."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


def digest(path: Path) -> str | None:
    """SHA-256 of a regular file; None if there is none. No link is followed."""
    if not is_regular(path):
        return None
    total = hashlib.sha256()
    handle = os.open(path, os.O_RDONLY | NO_FOLLOW | BINARY)
    with os.fdopen(handle, "rb") as file:
        while piece := file.read(_PIECE):
            total.update(piece)
    return total.hexdigest()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _loaded(path: Path) -> dict[str, object]:
    try:
        return _mapping(json.loads(path.read_bytes())) if is_regular(path) else {}
    except (ValueError, RecursionError):
        return {}


def _mapping(value: object) -> dict[str, object]:
    return {str(k): v for k, v in value.items()} if isinstance(value, dict) else {}


def _json(content: object) -> bytes:
    return (json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()
