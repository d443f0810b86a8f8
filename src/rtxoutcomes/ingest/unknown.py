"""Authors missing from the roster: named to the person at the terminal, and nowhere else."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from rtxoutcomes.errors import IngestProblem
from rtxoutcomes.ingest.log import LineKind, Log, Stay
from rtxoutcomes.ingest.refusal import refuse_all

Show = Callable[[str], None] | None
MAX_NAMES = 200
_MAX_LENGTH = 80
# Parts of Persian words and of composed emoji; they do not move the cursor.
_JOINERS = "\u200c\u200d"


class _Place(NamedTuple):
    """The first place of a name, and its number of lines."""

    name: str
    log: Log
    number: int
    lines: int

    @property
    def where(self) -> str:
        return f"{self.log.file}, {self.log.unit} {self.number}"


def refuse_unknown(
    logs: Sequence[Log], stays: Sequence[Stay], known: Collection[str], show: Show
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
    listed = {*known, *(place.name for place in places)}
    first = {s.author: s.line for s in reversed(stays) if s.author not in listed}
    places += [_Place(name, logs[0], line, 0) for name, line in first.items()]
    if show is not None and places:
        show(f"not in the roster: {len(places)}")
        for place in places[:MAX_NAMES]:
            lines = f"{place.lines:,} lines" if place.lines else "in a session"
            show(f"  {place.where}: {printable_name(place.name)} ({lines})")
    remedy = "add the name to the roster as patient, staff or system"
    if show is None:
        remedy += "; names are shown on a terminal only"
    must = "is the first of a name that is not in the roster"
    refuse_all([_problem(place, must, remedy) for place in places])


def _problem(place: _Place, must: str, remedy: str) -> IngestProblem:
    if place.log.unit == "line":
        return IngestProblem(place.log.file, place.number, must, remedy)
    return IngestProblem(place.where, None, must, remedy)


def _unknown_authors(log: Log, known: Collection[str]) -> list[_Place]:
    unknown = {k: name for name, k in log.authors.items() if name not in known}
    lines: Counter[int] = Counter()
    first: dict[int, int] = {}
    for author, kind, line in zip(log.author, log.kind, log.line, strict=True):
        if author in unknown and kind != LineKind.SYSTEM:
            lines[author] += 1
            first.setdefault(author, line)
    return [_Place(unknown[k], log, first[k], n) for k, n in lines.items()]


def printable_name(name: str) -> str:
    """A name without anything that could move the cursor or colour the terminal, shortened."""
    text = "".join(s if s.isprintable() or s in _JOINERS else "\ufffd" for s in name[:_MAX_LENGTH])
    return text + (" ..." if len(name) > _MAX_LENGTH else "")
