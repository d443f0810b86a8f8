"""Two exports of one group, from two phones, become one: a line that both hold counts once."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rtxoutcomes.errors import IngestProblem
from rtxoutcomes.ingest.log import Kind, Log
from rtxoutcomes.ingest.members.people import Person
from rtxoutcomes.ingest.refusal import refusal, refuse_all

DAY = 24 * 60
# Of the messages in the time that both cover, by the export that has more of them. Phones differ in
# what their owner has deleted; other groups and other time zones differ in nearly all.
LEAST_SHARED = 0.9
MOST_BY_CHANCE = 0.5
_COMPARED = (Kind.MESSAGE, Kind.MEDIA, Kind.DELETED)
_NOBODY = -1
_STAFF = ""
# Constants of splitmix64 (Steele, Lea and Flood 2014), which spreads 64 bits over 64 bits.
_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of people in one or more exports, each column of shape (lines,).

    `keys` is a hash of who, when and what, and of the how manieth equal line of its export it is;
    `slots` of who and when alone. `times` are minutes; `rows` are those of the log.
    """

    rows: NDArray[np.int64]
    keys: NDArray[np.uint64]
    slots: NDArray[np.uint64]
    times: NDArray[np.int64]
    messages: NDArray[np.bool_]
    deleted: NDArray[np.bool_]

    def where(self, chosen: NDArray[np.bool_]) -> "_Lines":
        return _Lines(*(getattr(self, name)[chosen] for name in self.__slots__))


def merge(logs: Sequence[Log], by_name: Mapping[str, Person]) -> list[Log]:
    """The logs, with every line of a later one that an earlier one holds marked as repeated.

    Lines are the same where person (by roster), minute and text are. Two equal lines within one
    export are two.

    Raises
    ------
    IngestError
        Two exports share too little of the time that both cover to be of one group, or a person
        has a message in one and another in the same minute of the other, so that the two may be
        one message written in two ways.
    """
    numbers: dict[str, int] = {}
    merged, known = [logs[0]], _lines(logs[0], by_name, numbers)
    for log in logs[1:]:
        lines = _lines(log, by_name, numbers)
        _look_for_one_group(log, lines, known)
        _refuse_doubtful(log, lines, known)
        repeated = np.isin(lines.keys, known.keys)
        kinds = array("b", log.kind)
        for row in lines.rows[repeated].tolist():
            kinds[row] = Kind.REPEATED
        merged.append(replace(log, kind=kinds))
        known = _together(known, lines.where(~repeated))
    return merged


def look_for_separate_groups(logs: Sequence[Log], by_name: Mapping[str, Person]) -> None:
    """Refuse two exports of one group that were declared to be of two: they would count twice.

    Raises
    ------
    IngestError
        Two share more than half of the messages of the one that has fewer.
    """
    numbers: dict[str, int] = {}
    told = [_lines(log, by_name, numbers) for log in logs]
    texts = [lines.where(lines.messages) for lines in told]
    for number, lines in enumerate(texts):
        for earlier in texts[:number]:
            shared = int(np.isin(lines.keys, earlier.keys).sum())
            if shared > MOST_BY_CHANCE * min(len(lines.keys), len(earlier.keys)):
                must = "holds messages of an earlier export, so that the two are of one group"
                raise refusal(logs[number].file, None, must, "leave out --separate-groups")


def _lines(log: Log, by_name: Mapping[str, Person], numbers: dict[str, int]) -> _Lines:
    """What of a log is compared; `numbers` numbers the people across logs, and grows."""
    people = [_number(by_name.get(name), numbers) for name in log.authors] + [_NOBODY]
    who = np.array(people, dtype=np.int64)[np.frombuffer(log.author, dtype=np.int32)]
    kind = np.frombuffer(log.kind, dtype=np.int8)
    rows = np.flatnonzero((who != _NOBODY) & np.isin(kind, _COMPARED))
    minute = np.frombuffer(log.minute, dtype=np.int16).astype(np.int64)
    times = (np.frombuffer(log.day, dtype=np.int32).astype(np.int64) * DAY + minute)[rows]
    slots = _spread((who[rows] << 40) + times)
    words = np.frombuffer(log.words, dtype=np.int64)[rows]
    equal = _spread(slots.view(np.int64) ^ words) + kind[rows].astype(np.uint64)
    keys = _spread((_spread(equal.view(np.int64)) + _occurrence(equal)).view(np.int64))
    own = kind[rows]
    return _Lines(rows, keys, slots, times, own == Kind.MESSAGE, own == Kind.DELETED)


def _number(person: Person | None, numbers: dict[str, int]) -> int:
    """The number of a person. Staff are one: not counted, but they show that groups agree."""
    if person is None or person.role == "system":
        return _NOBODY
    name = person.patient if person.role == "patient" else _STAFF
    return numbers.setdefault(name, len(numbers))


def _spread(values: NDArray[np.int64]) -> NDArray[np.uint64]:
    """A hash of 64 bits of each value."""
    told = values.view(np.uint64) + _STEP
    told = (told ^ (told >> np.uint64(30))) * _FIRST
    told = (told ^ (told >> np.uint64(27))) * _SECOND
    spread: NDArray[np.uint64] = told ^ (told >> np.uint64(31))
    return spread


def _occurrence(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """How many equal values stand before each."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    begins = np.concatenate([np.ones(min(len(values), 1), dtype=bool), ordered[1:] != ordered[:-1]])
    place = np.arange(len(values))
    first = np.maximum.accumulate(np.where(begins, place, 0))
    found = np.empty(len(values), dtype=np.uint64)
    found[order] = (place - first).astype(np.uint64)
    return found


def _look_for_one_group(log: Log, lines: _Lines, known: _Lines) -> None:
    """Hold two exports against each other in the time that both cover.

    The first and last minute of it are left out, since an export may begin and end within a minute,
    and so are messages that the owner of the other phone has seen deleted.
    """
    texts, others = _undeleted(lines, known), _undeleted(known, lines)
    if not len(texts.keys) or not len(others.keys):
        return
    start = max(texts.times.min(), others.times.min())
    end = min(texts.times.max(), others.times.max())
    texts = texts.where((texts.times > start) & (texts.times < end))
    others = others.where((others.times > start) & (others.times < end))
    most = max(len(texts.keys), len(others.keys))
    shared = int(np.isin(texts.keys, others.keys).sum())
    if shared < LEAST_SHARED * most:
        must = f"shares {shared} of {most} messages of the time that it and an earlier one cover"
        remedy = "exports of one group share nearly all; is it another group (--separate-groups), "
        remedy += "another time zone of the phone, or was a phone cleared? else use one alone"
        raise refusal(log.file, None, must, remedy)


def _undeleted(lines: _Lines, other: _Lines) -> _Lines:
    gone = other.slots[other.deleted]
    return lines.where(lines.messages & ~np.isin(lines.slots, gone))


def _refuse_doubtful(log: Log, lines: _Lines, known: _Lines) -> None:
    """Messages that only one export has, by the same person in the same minute as one of the other.

    A phone may write a name that is mentioned, or a message that was edited, in its own way.
    """
    left = known.where(known.messages & ~np.isin(known.keys, lines.keys))
    new = lines.where(lines.messages & ~np.isin(lines.keys, known.keys))
    doubtful = new.where(np.isin(new.slots, left.slots))
    must = "is a message whose author has another one in the same minute of an earlier export only"
    remedy = "it may be one message written in two ways; use the longer of the two exports alone"
    told = doubtful.rows.tolist()
    refuse_all([IngestProblem(log.file, log.line[row], must, remedy) for row in told])


def _together(one: _Lines, other: _Lines) -> _Lines:
    return _Lines(*(np.concatenate([getattr(one, n), getattr(other, n)]) for n in _Lines.__slots__))
