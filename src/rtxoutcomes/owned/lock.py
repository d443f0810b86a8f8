"""A folder locked for one run, and files of given names written into it."""

import errno
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from rtxoutcomes.errors import EnvironmentFault
from rtxoutcomes.interruption import at_the_end
from rtxoutcomes.owned.commit import complete
from rtxoutcomes.owned.folder import Folder, missing_folders, remove_empty
from rtxoutcomes.owned.look import EDITED, FOREIGN, MOVE, Allowed, obstacles
from rtxoutcomes.owned.record import HOME, JOURNAL, LOCK, RECORD, is_inside, is_regular
from rtxoutcomes.owned.system import UNFINISHED, explained

Adopt = Callable[[Path], Mapping[str, str]]
_IGNORE = f"{HOME}/.gitignore"


@contextmanager
def locked(out: Path, command: str, adopt: Adopt | None = None) -> Iterator[Folder]:
    """Lock a folder for one run, and complete what an ended run left in it.

    A folder that is not there is made; if nothing is written into it, it goes again. `adopt` finds
    further files in the folder that are ours, not in the record, by SHA-256.

    Raises
    ------
    EnvironmentFault
        It is a file, cannot be written, or another run is writing it.
    """
    shown = str(out)
    with explained(shown):
        root = out.resolve()
        if os.path.lexists(root) and not root.is_dir():
            raise EnvironmentFault(f"{shown}: is a file, not a folder; name another with --out")
        made = _make(root)
        lock = FileLock(root / LOCK, timeout=0)
        _acquire(lock, shown)

    def unmake() -> None:
        if made and not (root / RECORD).exists():
            for name in (LOCK, _IGNORE):
                with suppress(OSError):
                    (root / name).unlink(missing_ok=True)
            remove_empty(made)

    try:
        with at_the_end(unmake):
            with explained(shown, UNFINISHED):
                moved = complete(root)
            with explained(shown):
                found = {} if adopt is None else adopt(root)
                adopted = {n: own for n, own in found.items() if is_inside(root, n)}
            yield Folder(shown, root, command, adopted, moved)
    finally:
        lock.release()
        unmake()


def write_named(
    folder: Path,
    files: Mapping[str, str],
    command: str,
    *,
    replaced: bool = False,
    left: bool = False,
    whole: bool = False,
    mode: int | None = None,
    remedy: str = MOVE,
) -> tuple[str, ...]:
    """Write files of these names into a folder, which may hold others.

    `mode` are their permissions, where not everybody may read them. With `whole` they belong
    together: files of an earlier call that are not among them go. With `left`, a file that is there
    in a place is left there and not written; with `replaced` it is moved to `kept/`. `remedy` is
    what a refusal advises.

    Returns
    -------
    tuple of str
        The names of the files that were written, sorted.

    Raises
    ------
    UsageFault
        A file that this command did not write, or that was edited, has one of the names, and it may
        be neither left nor moved.
    EnvironmentFault
        The folder cannot be written; nothing was.
    """
    with locked(folder, command) as own:
        content = {name: text.encode() for name, text in files.items()}
        if left and not replaced:
            taken = obstacles(own.root, content, own.hashes(), content)
            content = {n: c for n, c in content.items() if taken.get(n) not in {EDITED, FOREIGN}}
        modes = {} if mode is None else dict.fromkeys(content, mode)
        spared = () if whole else own.hashes()
        own.write(
            content,
            Allowed(replaced, remedy=remedy, foreign_remedy=remedy),
            modes=modes,
            spared=spared,
        )
    return tuple(sorted(content))


def _make(root: Path) -> list[Path]:
    """Make the folder and our own within it; those that were made, outermost first."""
    home = root / HOME
    if home.is_symlink() or (home.exists() and not home.is_dir()):
        raise EnvironmentFault(f"{root.name}/{HOME}: is no folder of ours; remove it")
    for name in (RECORD, JOURNAL, LOCK):
        if os.path.lexists(root / name) and not is_regular(root / name):
            raise EnvironmentFault(f"{root.name}/{name}: is no file of ours; remove it")
    made = missing_folders(root, [RECORD])
    home.mkdir(parents=True, exist_ok=True)
    if not os.access(root, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    with suppress(FileExistsError), (root / _IGNORE).open("x", encoding="utf-8") as file:
        file.write("*\n")
    return made


def _acquire(lock: FileLock, shown: str) -> None:
    try:
        lock.acquire()
    except Timeout:
        wait = "another run is writing this folder; wait until it has ended, or use another --out"
        raise EnvironmentFault(f"{shown}: {wait}") from None
