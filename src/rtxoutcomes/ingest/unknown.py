"""Authors missing from the roster: named to the person at the terminal, and nowhere else."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from rtxoutcomes.errors import IngestProblem
from rtxoutcomes.ingest.log import NOBODY, LineKind, Log, Stay
from rtxoutcomes.ingest.refusal import refuse_all

MAX_NAMES = 200
_MAX_LENGTH = 80
# Parts of Persian words and of composed emoji; they do not move the cursor.
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class _Place:
    """The first place of a name, and its number of lines."""

    name: str
    file: str
    unit: str
    number: int
    lines: int


def refuse_unknown(
    logs: Sequence[Log],
    stays: Sequence[Stay],
    known: Collection[str],
    show: Callable[[str], None] | None,
) -> None:
    """Refuse exports with an author or participant who is not in the roster; nobody is guessed.

    A name that has only system lines is the name of the group, not an author.

    Parameters
    ----------
    show
        Prints a line on the terminal of the user; None without a terminal. Names are shown only
        there: the error has line numbers.

    Raises
    ------
    IngestError
        There is at least one unknown name; each is listed by its first line.
    """
    places = [place for log in logs for place in _unknown_authors(log, known)]
    file = logs[0].file if logs else "export"
    first = {s.author: s.line for s in reversed(stays) if s.author not in known}
    listed = {place.name for place in places}
    unit = logs[0].unit if logs else "line"
    places += [_Place(name, file, unit, n, 0) for name, n in first.items() if name not in listed]
    if show is not None and places:
        show(f"not in the roster: {len(places)}")
        for place in places[:MAX_NAMES]:
            where = f"{place.file}, {place.unit} {place.number}"
            show(f"  {where}: {printable_name(place.name)}{_often(place)}")
    remedy = "add the name to the roster as patient, staff or system"
    if show is None:
        remedy += "; names are shown on a terminal only"
    must = "is the first of a name that is not in the roster"
    refuse_all([_problem(place, must, remedy) for place in places])


def _problem(place: _Place, must: str, remedy: str) -> IngestProblem:
    if place.unit == "line":
        return IngestProblem(place.file, place.number, must, remedy)
    return IngestProblem(f"{place.file}, {place.unit} {place.number}", None, must, remedy)


def _often(place: _Place) -> str:
    return f" ({place.lines:,} lines)" if place.lines else " (in a session)"


def _unknown_authors(log: Log, known: Collection[str]) -> list[_Place]:
    unknown = {k for k, name in enumerate(log.authors) if name not in known}
    lines: Counter[int] = Counter()
    first: dict[int, int] = {}
    for author, kind, line in zip(log.author, log.kind, log.line, strict=True):
        if author != NOBODY and author in unknown and kind != LineKind.SYSTEM:
            lines[author] += 1
            first.setdefault(author, line)
    return [_Place(log.authors[k], log.file, log.unit, first[k], n) for k, n in lines.items()]


def printable_name(name: str) -> str:
    """A name without anything that could move the cursor or colour the terminal, shortened."""
    text = "".join(s if s.isprintable() or s in _JOINERS else "\ufffd" for s in name[:_MAX_LENGTH])
    return text + (" ..." if len(name) > _MAX_LENGTH else "")
