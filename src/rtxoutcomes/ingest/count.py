"""Logs and roster into counts by patient and month, and the account of every line."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rtxoutcomes.ingest.account import CLASSES, FATES, STAY_FATES, Account, check_account
from rtxoutcomes.ingest.log import Kind, Log, Stay
from rtxoutcomes.ingest.members.people import Course, People, Person

MESSAGE, QUESTION, SESSION = "message", "question", "session"
# 30.4375 days are a month: 487 sixteenths, so that whole months of whole days are exact.
_SIXTEENTHS, _MONTH_IN_SIXTEENTHS = 16, 487
_STAFF, _SYSTEM = -1, -2
_NO_END = np.iinfo(np.int32).max

Counts = dict[tuple[str, int, str], int]


@dataclass(frozen=True, slots=True)
class Counted:
    """`counts`: patient's id, whole month since the start, measure -> how often."""

    counts: Counts
    account: Account


def _zeros(names: Sequence[str]) -> Counter[str]:
    return Counter(dict.fromkeys(names, 0))


@dataclass(slots=True)
class _Sums:
    """What has been counted so far."""

    counts: Counter[tuple[str, int, str]] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=lambda: _zeros(CLASSES))
    messages: Counter[str] = field(default_factory=lambda: _zeros(FATES))
    stays: Counter[str] = field(default_factory=lambda: _zeros(STAY_FATES))


def month_index(days: int) -> int:
    """The whole month that a day lies in, so many days after the start."""
    return days * _SIXTEENTHS // _MONTH_IN_SIXTEENTHS


def count_lines(
    logs: Sequence[Log], people: People, stays: Sequence[Stay] = (), least_seconds: float = 0.0
) -> Counted:
    """Messages, questions and sessions of each patient by month.

    Every author and participant must be in the roster. Lines before a patient's start and after
    the end are left out and counted; one person in one session is one, however often it is told,
    and counts where the longest told stay is at least `least_seconds`.

    Raises
    ------
    IngestError
        The account does not add up.
    """
    sums = _Sums()
    for log in logs:
        _count_log(log, people, sums)
    told = _joined(stays, people)
    for stay in told:
        sums.stays[_count_stay(stay, least_seconds, people, sums.counts)] += 1
    account = Account(
        lines=sum(log.dated for log in logs),
        classes=dict(sums.classes),
        messages=dict(sums.messages),
        stays=dict(sums.stays),
        not_covered=_not_covered(logs, people),
    )
    counted = [sum(n for k, n in sums.counts.items() if k[2] == m) for m in (MESSAGE, SESSION)]
    check_account(account, counted[0], counted[1], len(told))
    return Counted(dict(sums.counts), account)


def _count_log(log: Log, people: People, sums: _Sums) -> None:
    """Add what one log holds to the sums."""
    patients = sorted(people.courses)
    place = {patient: k for k, patient in enumerate(patients)}
    whose = np.array([_place(people.by_name.get(n), place) for n in log.authors] + [_SYSTEM])
    person = whose[np.frombuffer(log.author, dtype=np.int32)]
    what = _classes(np.frombuffer(log.kind, dtype=np.int8), person)
    for number, name in enumerate(CLASSES):
        sums.classes[name] += int((what == number).sum())
    rows = np.flatnonzero(what == Kind.MESSAGE)
    who = person[rows]
    day = np.frombuffer(log.day, dtype=np.int32)[rows].astype(np.int64)
    first, last = _bounds([people.courses[p] for p in patients], who)
    inside = (day >= first) & (day <= last)
    sums.messages["before_start"] += int((day < first).sum())
    sums.messages["after_end"] += int((day > last).sum())
    sums.messages["counted"] += int(inside.sum())
    month = (day - first) * _SIXTEENTHS // _MONTH_IN_SIXTEENTHS
    asks = np.frombuffer(log.asks, dtype=np.int8)[rows] == 1
    for name, chosen in ((MESSAGE, inside), (QUESTION, inside & asks)):
        pairs, many = np.unique(np.stack([who[chosen], month[chosen]]), axis=1, return_counts=True)
        for (k, m), n in zip(pairs.T.tolist(), many.tolist(), strict=True):
            sums.counts[patients[k], m, name] += n


def _place(person: Person | None, place: Mapping[str, int]) -> int:
    """The number of a patient; names that are not in the roster wrote nothing but system lines."""
    if person is None or person.role == "system":
        return _SYSTEM
    return place[person.patient] if person.role == "patient" else _STAFF


def _classes(kind: NDArray[np.int8], person: NDArray[np.int64]) -> NDArray[np.int64]:
    """The one class of each line, as an index of `CLASSES`."""
    system = (kind == Kind.SYSTEM) | (person == _SYSTEM)
    own = np.select(
        [kind == Kind.REPEATED, kind == Kind.CALL, system, person == _STAFF],
        [
            CLASSES.index("repeated"),
            CLASSES.index("call"),
            CLASSES.index("system"),
            CLASSES.index("staff"),
        ],
        default=kind.astype(np.int64),
    )
    return own.astype(np.int64)


def _bounds(
    courses: Sequence[Course], who: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    first = np.array([c.first for c in courses], dtype=np.int64)
    last = np.array([_NO_END if c.last is None else c.last for c in courses], dtype=np.int64)
    return first[who], last[who]


def _joined(stays: Sequence[Stay], people: People) -> list[tuple[Person, int, float]]:
    """One stay a person and session: day and the longest time that is told of it."""
    longest: dict[tuple[str, str, str], tuple[Person, int, float]] = {}
    for stay in stays:
        person = people.by_name[stay.author]
        if person.role == "system":
            continue
        key = (stay.session, person.role, person.patient or stay.author)
        known = longest.get(key)
        if known is None or stay.seconds > known[2]:
            longest[key] = (person, stay.day, stay.seconds)
    return list(longest.values())


def _count_stay(
    stay: tuple[Person, int, float],
    least_seconds: float,
    people: People,
    counts: Counter[tuple[str, int, str]],
) -> str:
    """Count one stay, or say why not."""
    person, day, seconds = stay
    if person.role == "staff":
        return "staff"
    course = people.courses[person.patient]
    if seconds < least_seconds:
        return "too_short"
    if day < course.first:
        return "before_start"
    if course.last is not None and day > course.last:
        return "after_end"
    counts[person.patient, month_index(day - course.first), SESSION] += 1
    return "counted"


def _not_covered(logs: Sequence[Log], people: People) -> int:
    first = min((min(log.day) for log in logs if log.dated), default=None)
    patients = {p.patient for p in people.by_name.values() if p.role == "patient"}
    return sum(first is not None and people.courses[p].first < first for p in patients)
