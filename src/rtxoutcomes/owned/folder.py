"""A folder of outputs: looked at before the work, written in one commit."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from rtxoutcomes.errors import EnvironmentFault
from rtxoutcomes.interruption import at_the_end
from rtxoutcomes.owned.commit import commit, free_name, prepare, stage, sweep
from rtxoutcomes.owned.look import (
    EDITED,
    FOREIGN,
    NO_CONTENT,
    Allowed,
    Hashes,
    obstacles,
    refuse,
    standing,
)
from rtxoutcomes.owned.record import (
    Journal,
    Owned,
    digest,
    read_journal,
    read_record,
    record_content,
    sha256,
)
from rtxoutcomes.owned.system import HAS_MODES, UNCHANGED, UNFINISHED, explained, is_held

# Its tables are empty: any command may fill them, until somebody edits them.
EMPTY_TABLES = "template"
NO_MODES: Mapping[str, int] = {}
_OWNER, _OWNER_AND_GROUP = 0o600, 0o640
ONLY_NEW = Allowed()


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder, links followed, that this run alone writes; `shown` is what the user typed.

    `command` writes it, and owns what it wrote before; what other commands wrote may be all that is
    left of other data. `adopted` are further files of its own, not in the record, by
    SHA-256. `moved` are places to which completing an ended run moved edited files.
    """

    shown: str
    root: Path
    command: str
    adopted: Mapping[str, str]
    moved: tuple[str, ...] = ()

    def hashes(self) -> Hashes:
        """The hashes by which each file is one that we wrote."""
        known: dict[str, set[str]] = {name: {own} for name, own in self.adopted.items()}
        journal = read_journal(self.root) or Journal()
        before = {n: h for n, h in journal.before.items() if n not in journal.keep}
        commands = (self.command, EMPTY_TABLES)
        record = {
            n: own.sha256 for n, own in read_record(self.root).items() if own.command in commands
        }
        for files in (record, journal.files, before):
            for name, own in files.items():
                known.setdefault(name, set()).add(own)
        return known

    def look(
        self,
        names: Collection[str],
        allowed: Allowed = ONLY_NEW,
        contents: Mapping[str, bytes] = NO_CONTENT,
    ) -> None:
        """Refuse names that are taken, before the work.

        Raises
        ------
        UsageFault
            Names each file that would be lost.
        EnvironmentFault
            A path is too long, or a folder cannot be read.
        """
        with explained(self.shown):
            found = obstacles(self.root, names, self.hashes(), contents)
            refuse(self.shown, found, allowed)

    def write(
        self,
        files: Mapping[str, bytes],
        allowed: Allowed = ONLY_NEW,
        *,
        seal: str = "",
        modes: Mapping[str, int] = NO_MODES,
        spared: Collection[str] = (),
    ) -> dict[str, str]:
        """Write the files, and remove those that this command wrote and does not write any more.

        Parameters
        ----------
        files
            Path within the folder -> content.
        allowed
            What the user allows to be replaced or moved.
        seal
            The file that is put last.
        modes
            The permissions of files that not everybody may read, as 0o600.
        spared
            Files that are not removed though they are obsolete: the run has read them.

        Returns
        -------
        dict
            Each edited file -> where it was moved to.

        Raises
        ------
        UsageFault
            A file that is not ours is in one of the places; nothing was written.
        EnvironmentFault
            Disk full, a limit, a permission; the files there are unchanged.
        """
        with explained(self.shown):
            hashes = self.hashes()
            refuse(self.shown, obstacles(self.root, files, hashes, files), allowed)
            sweep(self.root, {*files, *hashes})
            stands = {name: digest(self.root / name) for name in {*files, *hashes}}
            record = self._record(files, hashes, stands, spared)
            journal = self._journal(files, hashes, stands, allowed, modes)
            refuse(self.shown, obstacles(self.root, journal.keep.values(), {}), ONLY_NEW)
            gone = {
                name: own
                for name, own in stands.items()
                if own in hashes.get(name, ()) and own is not None and name not in record
            }
            journal = replace(journal, obsolete=gone, seal=seal)
            self._stage(files, journal, modes)
            prepare(self.root, journal, record_content(record))
        with explained(self.shown, UNFINISHED):
            commit(self.root, journal)
        return dict(journal.keep)

    def _journal(
        self,
        files: Mapping[str, bytes],
        hashes: Hashes,
        stands: Mapping[str, str | None],
        allowed: Allowed,
        modes: Mapping[str, int],
    ) -> Journal:
        """Which files change, what they replace, and which edited ones are kept."""
        new = {name: sha256(content) for name, content in files.items()}
        other = [name for name in files if stands[name] != new[name]]
        keep = {n: free_name(self.root, n) for n in other if self._is_kept(n, hashes, allowed)}
        changed = [n for n in files if n in other or not _has_mode(self.root / n, modes.get(n))]
        before = {name: own for name in changed if (own := stands[name]) is not None}
        return Journal({name: new[name] for name in changed}, before, keep)

    def _stage(
        self, files: Mapping[str, bytes], journal: Journal, modes: Mapping[str, int]
    ) -> None:
        """Write what changes next to its place; if one cannot be written, none is left."""
        made = missing_folders(self.root, journal.files)

        def unstage() -> None:
            sweep(self.root, journal.files)
            remove_empty(made)

        try:
            with at_the_end(unstage):
                self._stage_each(files, journal, modes)
        except BaseException:
            unstage()
            raise

    def _stage_each(
        self, files: Mapping[str, bytes], journal: Journal, modes: Mapping[str, int]
    ) -> None:
        for name in journal.files:
            stage(self.root, name, files[name], modes.get(name))
        _refuse_held(self.root, [*journal.files, *journal.obsolete], self.shown)

    def _is_kept(self, name: str, hashes: Hashes, allowed: Allowed) -> bool:
        why = standing(self.root, name, hashes)
        if allowed.replace and why in {EDITED, FOREIGN}:
            return True
        return (why == EDITED and allowed.keeps(name)) or (why == FOREIGN and name in allowed.kept)

    def _record(
        self,
        files: Mapping[str, bytes],
        hashes: Hashes,
        stands: Mapping[str, str | None],
        spared: Collection[str],
    ) -> dict[str, Owned]:
        """What we own after the commit: the new files, and earlier ones that are not removed.

        A file that somebody edited stays, and stays recorded as it was written.
        """
        earlier = read_record(self.root)
        earlier |= {n: Owned(h, self.command) for n, h in self.adopted.items() if n not in earlier}
        stay = {
            name: own
            for name, own in earlier.items()
            if stands.get(name) is not None
            and (own.command != self.command or name in spared or stands[name] not in hashes[name])
        }
        new = {name: Owned(sha256(content), self.command) for name, content in files.items()}
        return stay | new


def private_mode(group_readable: bool) -> int:
    """The permissions of a file with individual patients: its owner's, or the group's too."""
    return _OWNER_AND_GROUP if group_readable else _OWNER


def missing_folders(root: Path, names: Collection[str]) -> list[Path]:
    """The folders that these files need and that are not there, outermost first."""
    needed = {folder for name in names for folder in (root / name).parents}
    return sorted((f for f in needed if not f.exists()), key=lambda folder: len(folder.parts))


def remove_empty(folders: Collection[Path]) -> None:
    """Remove folders that this run made, if nothing is in them."""
    for folder in reversed(list(folders)):
        with suppress(OSError):
            folder.rmdir()


def _has_mode(path: Path, mode: int | None) -> bool:
    return not HAS_MODES or mode is None or (path.exists() and path.stat().st_mode & 0o777 == mode)


def _refuse_held(root: Path, names: Collection[str], shown: str) -> None:
    held = [name for name in sorted(names) if is_held(root / name)]
    if held:
        close = f"close {', '.join(held)} in the program that holds it open, and run again"
        raise EnvironmentFault(f"{shown}: {close}. {UNCHANGED}")
