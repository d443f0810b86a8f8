"""Merge exports of one group from several phones: a line that two of them have counts once."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from rtxoutcomes.calendar import MINUTES_PER_DAY
from rtxoutcomes.errors import IngestProblem
from rtxoutcomes.ingest.log import NOBODY, LineKind, Log
from rtxoutcomes.ingest.members.people import Person
from rtxoutcomes.ingest.refusal import refusal, refuse_all

# Proportion of the messages in the period that both cover, in the export that has more of them.
# Phones differ in what their owners have deleted; other groups and time zones differ in nearly all.
MIN_SHARED = 0.9
MAX_SHARED_BY_CHANCE = 0.5
_COMPARED = (LineKind.MESSAGE, LineKind.MEDIA, LineKind.DELETED)
_STAFF = ""
# Constants of splitmix64 (Steele, Lea and Flood 2014), a mixing function from 64 to 64 bits.
_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of people in one or more exports, each column of shape (lines,).

    `keys` is a hash of person, minute, content and occurrence (the first, second, ... equal line of
    its export); `slots` is a hash of person and minute only. `times` are minutes; `rows` are row
    numbers of the log.
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
    """The logs, with every line that an earlier log has as well marked as repeated.

    Lines are equal if person (by roster), minute and text are equal. Two equal lines within one
    export are two lines.

    Raises
    ------
    IngestError
        Two exports have too few messages in common in the period that both cover to be of one
        group, or a person has a message in one export and a different one in the same minute of the
        other, so that the two may be one message written in two ways.
    """
    numbers: dict[str, int] = {}
    merged, earlier = [logs[0]], _lines(logs[0], by_name, numbers)
    for log in logs[1:]:
        lines = _lines(log, by_name, numbers)
        _check_one_group(log, lines, earlier)
        _refuse_doubtful(log, lines, earlier)
        repeated = np.isin(lines.keys, earlier.keys)
        kinds = array("b", log.kind)
        for row in lines.rows[repeated].tolist():
            kinds[row] = LineKind.REPEATED
        merged.append(replace(log, kind=kinds))
        earlier = _concatenated(earlier, lines.where(~repeated))
    return merged


def check_separate_groups(logs: Sequence[Log], by_name: Mapping[str, Person]) -> None:
    """Refuse exports of one group that were declared as separate groups: they would count twice.

    Raises
    ------
    IngestError
        Two exports have more than half of the messages of the smaller one in common.
    """
    numbers: dict[str, int] = {}
    compared = (_lines(log, by_name, numbers) for log in logs)
    texts = [lines.where(lines.messages) for lines in compared]
    for number, lines in enumerate(texts):
        for earlier in texts[:number]:
            shared = int(np.isin(lines.keys, earlier.keys).sum())
            if shared > MAX_SHARED_BY_CHANCE * min(len(lines.keys), len(earlier.keys)):
                must = "holds messages of an earlier export, so that the two are of one group"
                raise refusal(logs[number].file, None, must, "omit --separate-groups")


def _lines(log: Log, by_name: Mapping[str, Person], numbers: dict[str, int]) -> _Lines:
    """The part of a log that is compared; `numbers` numbers people across logs and is extended."""
    # The last number is that of NOBODY, whose index is -1.
    people = [_number(by_name.get(name), numbers) for name in log.authors] + [NOBODY]
    person = np.array(people, dtype=np.int64)[np.frombuffer(log.author, dtype=np.int32)]
    kind = np.frombuffer(log.kind, dtype=np.int8)
    rows = np.flatnonzero((person != NOBODY) & np.isin(kind, _COMPARED))
    minute = np.frombuffer(log.minute, dtype=np.int16).astype(np.int64)
    day = np.frombuffer(log.day, dtype=np.int32).astype(np.int64)
    times = (day * MINUTES_PER_DAY + minute)[rows]
    slots = _spread((person[rows] << 40) + times)
    texts = np.frombuffer(log.text_hash, dtype=np.int64)[rows]
    kinds = kind[rows]
    contents = _spread(slots.view(np.int64) ^ texts) + kinds.astype(np.uint64)
    keys = _spread((_spread(contents.view(np.int64)) + _occurrence(contents)).view(np.int64))
    return _Lines(rows, keys, slots, times, kinds == LineKind.MESSAGE, kinds == LineKind.DELETED)


def _number(person: Person | None, numbers: dict[str, int]) -> int:
    """The number of a person. Staff have one number: they only help to recognise a group."""
    if person is None or person.role == "system":
        return NOBODY
    name = person.patient if person.role == "patient" else _STAFF
    return numbers.setdefault(name, len(numbers))


def _spread(values: NDArray[np.int64]) -> NDArray[np.uint64]:
    """A 64-bit hash of each value."""
    mixed = values.view(np.uint64) + _STEP
    mixed = (mixed ^ (mixed >> np.uint64(30))) * _FIRST
    mixed = (mixed ^ (mixed >> np.uint64(27))) * _SECOND
    spread: NDArray[np.uint64] = mixed ^ (mixed >> np.uint64(31))
    return spread


def _occurrence(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The number of equal values before each value."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    begins = np.concatenate([np.ones(min(len(values), 1), dtype=bool), ordered[1:] != ordered[:-1]])
    position = np.arange(len(values))
    first = np.maximum.accumulate(np.where(begins, position, 0))
    occurrence = np.empty(len(values), dtype=np.uint64)
    occurrence[order] = (position - first).astype(np.uint64)
    return occurrence


def _check_one_group(log: Log, lines: _Lines, earlier: _Lines) -> None:
    """Compare two exports in the period that both cover.

    Its first and last minute are excluded, since an export may begin or end within a minute, and so
    are messages that the other phone shows as deleted.
    """
    texts, others = _undeleted(lines, earlier), _undeleted(earlier, lines)
    if not len(texts.keys) or not len(others.keys):
        return
    start = max(texts.times.min(), others.times.min())
    end = min(texts.times.max(), others.times.max())
    texts, others = (k.where((k.times > start) & (k.times < end)) for k in (texts, others))
    most = max(len(texts.keys), len(others.keys))
    shared = int(np.isin(texts.keys, others.keys).sum())
    if shared < MIN_SHARED * most:
        must = f"shares {shared} of {most} messages of the time that it and an earlier one cover"
        remedy = "exports of one group share nearly all; is it another group (--separate-groups), "
        remedy += "another time zone of the phone, or was a phone cleared? else use one alone"
        raise refusal(log.file, None, must, remedy)


def _undeleted(lines: _Lines, other: _Lines) -> _Lines:
    deleted = other.slots[other.deleted]
    return lines.where(lines.messages & ~np.isin(lines.slots, deleted))


def _refuse_doubtful(log: Log, lines: _Lines, earlier: _Lines) -> None:
    """Refuse messages of one export only whose person and minute match one of the other only.

    A phone may write a mentioned name, or a message that was edited, in its own way.
    """
    unmatched = earlier.where(earlier.messages & ~np.isin(earlier.keys, lines.keys))
    new = lines.where(lines.messages & ~np.isin(lines.keys, earlier.keys))
    doubtful = new.where(np.isin(new.slots, unmatched.slots))
    must = "is a message whose author has another one in the same minute of an earlier export only"
    remedy = "it may be one message written in two ways; use the longer of the two exports alone"
    rows = doubtful.rows.tolist()
    refuse_all([IngestProblem(log.file, log.line[row], must, remedy) for row in rows])


def _concatenated(one: _Lines, other: _Lines) -> _Lines:
    return _Lines(*(np.concatenate([getattr(one, n), getattr(other, n)]) for n in _Lines.__slots__))
