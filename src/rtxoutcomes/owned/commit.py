"""Files put in their places so that each is whole, and the set is whole whenever its seal is there.

Each file is written and flushed in `.rtx-new` of its own folder. A journal then says what is to be
done; from there on a run that ends at any moment is completed by the next. Nothing else is ever
renamed or removed, and no folder is.
"""

import os
import shutil
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path, PurePosixPath

from rtxoutcomes.interruption import check, committing
from rtxoutcomes.owned.record import (
    HOME,
    JOURNAL,
    KEPT,
    RECORD,
    STAGED,
    Journal,
    digest,
    is_regular,
    read_journal,
)
from rtxoutcomes.owned.system import BINARY, replace, signals_held, sync_folder

NEW = ".new"
OPEN_TO_ALL, PRIVATE = 0o666, 0o600


def staged_at(root: Path, name: str) -> Path:
    """Where a file is written before it is put in its place; never on another disk than that."""
    place = root / name
    return place.parent / STAGED / place.name


def stage(root: Path, name: str, content: bytes, mode: int | None = None) -> None:
    """Write and flush a file next to its place.

    Without a mode, it has that of the file it will replace, or what the user's mask gives.
    """
    check()
    staged, place = staged_at(root, name), root / name
    staged.parent.mkdir(parents=True, exist_ok=True)
    staged.unlink(missing_ok=True)
    write_flushed(staged, content, OPEN_TO_ALL if mode is None else PRIVATE)
    if mode is None and is_regular(place):
        mode = place.stat().st_mode & 0o777
    if mode is not None:
        with suppress(PermissionError):
            staged.chmod(mode)


def write_flushed(path: Path, content: bytes, mode: int = OPEN_TO_ALL) -> None:
    """Write a new file and flush it to disk."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sweep(root: Path, names: Collection[str]) -> None:
    """Remove what an interrupted run staged next to these files, and its empty folders."""
    for folder in {staged_at(root, name).parent for name in names}:
        if folder.is_symlink() or not folder.is_dir():
            continue
        for left in folder.iterdir():
            with suppress(OSError):
                left.unlink()
        with suppress(OSError):
            folder.rmdir()


def prepare(root: Path, journal: Journal, record: bytes) -> None:
    """Write the journal of a commit, and the record after it, where nobody reads them yet."""
    for name, content in ((RECORD, record), (JOURNAL, journal.content())):
        new = _new(root, name)
        new.unlink(missing_ok=True)
        write_flushed(new, content)


def commit(root: Path, journal: Journal) -> None:
    """Put the staged files in their places, remove the obsolete ones, and put the record."""
    with committing(), signals_held():
        # From here on the new files are in place, whatever happens.
        replace(_new(root, JOURNAL), root / JOURNAL)
        sync_folder(root / HOME)
        redo(root, journal)


def complete(root: Path) -> tuple[str, ...]:
    """Complete the commit of a run that was ended, if there is one; where edited files went."""
    journal = read_journal(root)
    if journal is None:
        return ()
    with committing(), signals_held():
        redo(root, journal)
    return tuple(kept for kept in journal.keep.values() if os.path.lexists(root / kept))


def redo(root: Path, journal: Journal) -> None:
    """Do what the journal says; to repeat it after an end at any moment gives the same.

    Where a staged file is lost, the seal stays away and the journal stays: the folder is
    interrupted until a run writes it anew.
    """
    if journal.seal in {*journal.files, *journal.obsolete}:
        _break_seal(root, journal)
    others = [name for name in journal.files if name != journal.seal]
    put = [_put(root, name, journal) for name in others]
    for name, sha256 in journal.obsolete.items():
        if digest(root / name) == sha256:
            (root / name).unlink()
    folders = {(root / name).parent for name in (*journal.files, *journal.obsolete)}
    for folder in folders:
        if folder.is_dir():
            sync_folder(folder)
    if not all(put) or not (journal.seal not in journal.files or _put(root, journal.seal, journal)):
        return
    if is_regular(_new(root, RECORD)):
        replace(_new(root, RECORD), root / RECORD)
    sync_folder(root)
    (root / JOURNAL).unlink()
    sweep(root, journal.files)


def free_name(root: Path, name: str) -> str:
    """A name under `kept/` that no file has yet."""
    path = PurePosixPath(name)
    names = (
        f"{KEPT}/{path.with_name(f'{path.stem}-{number}{path.suffix}')}"
        for number in range(1, 1_000_000)
    )
    return next(free for free in names if not os.path.lexists(root / free))


def _put(root: Path, name: str, journal: Journal) -> bool:
    """Put one file in its place; False where what was staged is lost."""
    place, staged, new = root / name, staged_at(root, name), journal.files[name]
    stands = digest(place)
    if digest(staged) != new:
        return stands == new
    if stands is None and os.path.lexists(place):
        return False
    before = journal.before.get(name)
    if stands is not None and stands == before and name in journal.keep:
        _move(root, name, journal.keep[name])
    elif stands not in (None, before, new):
        # Somebody wrote it while the run was interrupted.
        _move(root, name, free_name(root, name))
    replace(staged, place)
    return True


def _break_seal(root: Path, journal: Journal) -> None:
    """Take the seal away before the first change: without it a reader knows of the commit."""
    seal = journal.seal
    known = (journal.before.get(seal), journal.files.get(seal), journal.obsolete.get(seal))
    stands = digest(root / seal)
    if stands is None:
        return
    if stands in known and seal not in journal.keep:
        (root / seal).unlink()
    else:
        _move(root, seal, journal.keep.get(seal, free_name(root, seal)))
    sync_folder(root)


def _move(root: Path, name: str, kept: str) -> None:
    """Move an edited file to `kept/`, to another disk too; a place that is taken stays so."""
    goal = root / (free_name(root, name) if os.path.lexists(root / kept) else kept)
    goal.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(root / name, goal)


def _new(root: Path, name: str) -> Path:
    return root / f"{name}{NEW}"
