"""Looking before writing: which files are in the places to be written, and which must be kept."""

import os
import stat
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.owned.record import STAGED, digest, sha256

# The hashes by which a file of this name is one that we wrote.
Hashes = Mapping[str, Collection[str]]
NO_CONTENT: Mapping[str, bytes] = {}
EDITED, FOREIGN, LINK, ODD, NO_FOLDER = "edited", "foreign", "link", "odd", "no folder"
_SHOWN = 20
MOVE = "move it, or --replace moves it to kept/"


@dataclass(frozen=True, slots=True)
class Allowed:
    """Which files the user allows to be moved to `kept/`, so that new ones take their places.

    `replace` allows it for every file, `keep` for every edited one, `kept` for those of these
    names. `remedy` says what the user can do about an edited file, `remedies` about some of them,
    and `foreign_remedy` about one that we did not write.
    """

    replace: bool = False
    keep: bool = False
    kept: Collection[str] = ()
    remedy: str = MOVE
    foreign_remedy: str = MOVE
    remedies: Mapping[str, str] = field(default_factory=dict)

    def keeps(self, name: str) -> bool:
        return self.keep or name in self.kept


def standing(root: Path, name: str, ours: Hashes, content: bytes | None = None) -> str:
    """Why the file of this name must not be replaced; empty where it may be.

    `content` is what would be written: a file that holds exactly that is no obstacle.
    """
    for parent in _folders(root, name):
        if os.path.lexists(parent) and (parent.is_symlink() or not parent.is_dir()):
            return NO_FOLDER
    path = root / name
    try:
        found = path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return ""
    if not stat.S_ISREG(found.st_mode):
        return LINK if stat.S_ISLNK(found.st_mode) else ODD
    known = ours.get(name)
    # A file that we never wrote may be of any size: it is read only if it can be the same.
    if known is None and (content is None or len(content) != found.st_size):
        return FOREIGN
    hashes = {*(known or ()), *(() if content is None else (sha256(content),))}
    if digest(path) in hashes:
        return ""
    return FOREIGN if known is None else EDITED


def obstacles(
    root: Path, names: Iterable[str], ours: Hashes, contents: Mapping[str, bytes] = NO_CONTENT
) -> dict[str, str]:
    """Each name that is taken -> why the file must not be replaced."""
    found = {name: standing(root, name, ours, contents.get(name)) for name in sorted(names)}
    return {name: why for name, why in found.items() if why}


def refuse(shown: str, found: Mapping[str, str], allowed: Allowed) -> None:
    """Refuse to write over an obstacle that the user does not allow to be replaced.

    Raises
    ------
    UsageFault
        Names each file, with what the user can do.
    """
    lines = [
        f"{name}: {words}" for name, why in found.items() if (words := _words(name, why, allowed))
    ]
    if lines:
        more = [f"and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
        head = f"{shown}: nothing was written, since files there would be lost"
        raise UsageFault("\n  ".join([head, *lines[:_SHOWN], *more]))


def _words(name: str, why: str, allowed: Allowed) -> str:
    if why == EDITED:
        remedy = allowed.remedies.get(name, allowed.remedy)
        was = f"was edited after it was written; {remedy}"
        return "" if allowed.replace or allowed.keeps(name) else was
    if why == FOREIGN:
        kept = allowed.replace or name in allowed.kept
        return "" if kept else f"was not written by this command; {allowed.foreign_remedy}"
    others = {
        LINK: "is a link, and files are not written through links; remove it",
        ODD: "is a folder, or no regular file; move it",
        NO_FOLDER: "its folder is a link or a file; move that, or use another --out",
    }
    return others.get(why, "")


def _folders(root: Path, name: str) -> list[Path]:
    """The folders between the root and the file, and the place where it is staged."""
    parents = [root / parent for parent in PurePosixPath(name).parents if parent.name]
    return [*reversed(parents), (root / name).parent / STAGED]
