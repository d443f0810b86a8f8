"""A roster to fill in: the names that exports hold, for the clinic's own disk and nowhere else."""

import csv
import io
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from rtxoutcomes.errors import UsageFault
from rtxoutcomes.ingest.characters import LEFT_TO_RIGHT, name_key, without_marks
from rtxoutcomes.ingest.log import LineKind, Log, Stay
from rtxoutcomes.ingest.members.people import ROSTER, ROSTER_COLUMNS
from rtxoutcomes.ingest.members.small_table import read_small_table

# A spreadsheet program would calculate a name that begins so, as "+98 912 000 0001".
_FORMULA = ("=", "+", "-", "@")
_OWNER = 0o600


def check_new_roster(path: str | Path, out: str | Path) -> None:
    """Refuse a place that exists, or where names must not lie.

    Raises
    ------
    UsageFault
        There is a file already, or the place is in the folder of the cohort.
    """
    place = Path(path)
    if place.suffix.lower() != ".csv":
        raise UsageFault("--new-roster must name a .csv file")
    if os.path.lexists(place):
        raise UsageFault("--new-roster must name a new file; there is one already")
    if not place.parent.is_dir():
        raise UsageFault("--new-roster must name a file in a folder that exists")
    if place.parent.resolve() == Path(out).parent.resolve():
        raise UsageFault("--new-roster must not lie in the folder of the cohort: it holds names")


def write_new_roster(
    path: str | Path, roster: str | Path | None, logs: Sequence[Log], stays: Sequence[Stay]
) -> int:
    """Write the rows of the roster, and a row to fill in for every further name of the exports.

    A name that has only lines of the application is one of the system. Return the number of names.
    The owner alone can read the file.
    """
    known = [] if roster is None else read_small_table(roster, ROSTER, ROSTER_COLUMNS)
    rows = [[cells[column] for column in ROSTER_COLUMNS] for _, cells in known]
    listed = {name_key(row[0]) for row in rows}
    names = _names(logs, stays)
    rows += [[_as_text(name), "", role] for key, (name, role) in names.items() if key not in listed]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(ROSTER_COLUMNS)
    writer.writerows(rows)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(path, flags, _OWNER), "w", encoding="utf-8", newline="") as file:
        file.write(buffer.getvalue())
    return len(rows)


def _names(logs: Sequence[Log], stays: Iterable[Stay]) -> Mapping[str, tuple[str, str]]:
    """Name in the form of `name_key` -> name as it is written, and the role if it is known."""
    speaking: dict[str, str] = {}
    silent: dict[str, str] = {}
    for log in logs:
        pairs = zip(log.author, log.kind, strict=True)
        speakers = {author for author, kind in pairs if kind != LineKind.SYSTEM}
        for key, number in log.authors.items():
            (speaking if number in speakers else silent).setdefault(key, log.spelled.get(key, key))
    for stay in stays:
        speaking.setdefault(stay.author, stay.author)
    system = {key: (name, "system") for key, name in silent.items() if key not in speaking}
    return {key: (name, "") for key, name in speaking.items()} | system


def _as_text(name: str) -> str:
    """The name without marks; a mark before it where a program would take it for a formula."""
    plain = without_marks(name).strip()
    return f"{LEFT_TO_RIGHT}{plain}" if plain.startswith(_FORMULA) else plain
