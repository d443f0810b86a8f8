"""Authors who are not in the roster: named to the person at the terminal, and nowhere else."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from rtxoutcomes.errors import IngestProblem
from rtxoutcomes.ingest.log import NOBODY, Kind, Log, Stay
from rtxoutcomes.ingest.refusal import refuse_all

MOST_SHOWN = 200
_LONGEST = 80
# Parts of Persian words and of pictures; they move nothing.
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a name stands first, and in how many lines."""

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

    A name that has nothing but system lines is that of the group, and no author.

    Parameters
    ----------
    show
        Shows a line on the terminal of the person who runs this; None where there is none. Only
        there are names told: the error holds numbers of lines.

    Raises
    ------
    IngestError
        There is any; each by the first line it stands in.
    """
    found = [place for log in logs for place in _unknown_authors(log, known)]
    file = logs[0].file if logs else "export"
    first = {s.author: s.line for s in reversed(stays) if s.author not in known}
    met = {place.name for place in found}
    unit = logs[0].unit if logs else "line"
    found += [_Place(name, file, unit, n, 0) for name, n in first.items() if name not in met]
    if show is not None and found:
        show(f"not in the roster: {len(found)}")
        for place in found[:MOST_SHOWN]:
            where = f"{place.file}, {place.unit} {place.number}"
            show(f"  {where}: {shown_name(place.name)}{_often(place)}")
    remedy = "add the name to the roster as patient, staff or system"
    if show is None:
        remedy += "; names are told on a terminal only"
    must = "is the first of a name that is not in the roster"
    refuse_all([_problem(place, must, remedy) for place in found])


def _problem(place: _Place, must: str, remedy: str) -> IngestProblem:
    if place.unit == "line":
        return IngestProblem(place.file, place.number, must, remedy)
    return IngestProblem(f"{place.file}, {place.unit} {place.number}", None, must, remedy)


def _often(place: _Place) -> str:
    return f" ({place.lines:,} lines)" if place.lines else " (in a session)"


def _unknown_authors(log: Log, known: Collection[str]) -> list[_Place]:
    strange = {k for k, name in enumerate(log.authors) if name not in known}
    lines: Counter[int] = Counter()
    first: dict[int, int] = {}
    for author, kind, line in zip(log.author, log.kind, log.line, strict=True):
        if author != NOBODY and author in strange and kind != Kind.SYSTEM:
            lines[author] += 1
            first.setdefault(author, line)
    return [_Place(log.authors[k], log.file, log.unit, first[k], n) for k, n in lines.items()]


def shown_name(name: str) -> str:
    """A name as a terminal may show it: nothing in it can move the cursor or colour the screen."""
    told = "".join(s if s.isprintable() or s in _JOINERS else "\ufffd" for s in name[:_LONGEST])
    return told + (" ..." if len(name) > _LONGEST else "")
