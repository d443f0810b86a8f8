"""Counts by patient and month from logs and roster, with an account of every line."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rtxoutcomes.ingest.account import CLASSES, FATES, STAY_FATES, Account, check_account
from rtxoutcomes.ingest.log import LineKind, Log, Stay
from rtxoutcomes.ingest.members.people import Person, Roster, StudyPeriod

MESSAGE, QUESTION, SESSION = "message", "question", "session"
# A month is 30.4375 days, or 487 sixteenths of a day: integers keep whole months of days exact.
_SIXTEENTHS, _MONTH_IN_SIXTEENTHS = 16, 487
_STAFF, _SYSTEM = -1, -2
_NO_END = np.iinfo(np.int32).max

Counts = dict[tuple[str, int, str], int]


@dataclass(frozen=True, slots=True)
class LineCounts:
    """`counts`: (patient id, whole month since the start, measure) -> count."""

    counts: Counts
    account: Account


@dataclass(slots=True)
class _Sums:
    """Running totals."""

    counts: Counter[tuple[str, int, str]] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)
    messages: Counter[str] = field(default_factory=Counter)
    stays: Counter[str] = field(default_factory=Counter)


def month_index(days: int) -> int:
    """The whole month that contains the day `days` after the start."""
    return days * _SIXTEENTHS // _MONTH_IN_SIXTEENTHS


def count_lines(
    logs: Sequence[Log], roster: Roster, stays: Sequence[Stay] = (), min_seconds: float = 0.0
) -> LineCounts:
    """Count messages, questions and sessions of each patient by month.

    Every author and participant must be in the roster. Lines before a patient's start or after the
    end are excluded and appear in the account. A person counts once per session, if the longest
    recorded stay is at least `min_seconds`.

    Raises
    ------
    IngestError
        The account does not add up.
    """
    sums = _Sums()
    for log in logs:
        _count_log(log, roster, sums)
    presences = _presences(stays, roster)
    for presence in presences:
        sums.stays[_count_presence(presence, min_seconds, roster, sums.counts)] += 1
    account = Account(
        lines=sum(log.dated for log in logs),
        classes={name: sums.classes[name] for name in CLASSES},
        messages={name: sums.messages[name] for name in FATES},
        stays={name: sums.stays[name] for name in STAY_FATES},
        not_covered=_not_covered(logs, roster),
    )
    counted = [sum(n for k, n in sums.counts.items() if k[2] == m) for m in (MESSAGE, SESSION)]
    check_account(account, counted[0], counted[1], len(presences))
    return LineCounts(dict(sums.counts), account)


def _count_log(log: Log, roster: Roster, sums: _Sums) -> None:
    """Add the lines of one log to the totals."""
    patients = sorted(roster.periods)
    numbers = {patient: k for k, patient in enumerate(patients)}
    # The last number is that of NOBODY, whose index is -1.
    by_author = np.array([_number(roster.by_name.get(n), numbers) for n in log.authors] + [_SYSTEM])
    person = by_author[np.frombuffer(log.author, dtype=np.int32)]
    classes = _classes(np.frombuffer(log.kind, dtype=np.int8), person)
    for number, name in enumerate(CLASSES):
        sums.classes[name] += int((classes == number).sum())
    rows = np.flatnonzero(classes == LineKind.MESSAGE)
    patient = person[rows]
    day = np.frombuffer(log.day, dtype=np.int32)[rows].astype(np.int64)
    first, last = _bounds([roster.periods[p] for p in patients], patient)
    inside = (day >= first) & (day <= last)
    sums.messages["before_start"] += int((day < first).sum())
    sums.messages["after_end"] += int((day > last).sum())
    sums.messages["counted"] += int(inside.sum())
    month = (day - first) * _SIXTEENTHS // _MONTH_IN_SIXTEENTHS
    asks = np.frombuffer(log.asks, dtype=np.int8)[rows] == 1
    for name, chosen in ((MESSAGE, inside), (QUESTION, inside & asks)):
        columns = np.stack([patient[chosen], month[chosen]])
        pairs, counts = np.unique(columns, axis=1, return_counts=True)
        for (k, m), n in zip(pairs.T.tolist(), counts.tolist(), strict=True):
            sums.counts[patients[k], m, name] += n


def _number(person: Person | None, numbers: Mapping[str, int]) -> int:
    """The number of a patient; a name that is not in the roster has only system lines."""
    if person is None or person.role == "system":
        return _SYSTEM
    return numbers[person.patient] if person.role == "patient" else _STAFF


def _classes(kind: NDArray[np.int8], person: NDArray[np.int64]) -> NDArray[np.int64]:
    """The class of each line, as an index of `CLASSES`."""
    system = (kind == LineKind.SYSTEM) | (person == _SYSTEM)
    classes = np.select(
        [
            kind == LineKind.SKIPPED,
            kind == LineKind.FILTERED,
            kind == LineKind.REPEATED,
            kind == LineKind.CALL,
            system,
            person == _STAFF,
        ],
        [
            CLASSES.index(name)
            for name in ("skipped", "filtered", "repeated", "call", "system", "staff")
        ],
        default=kind.astype(np.int64),
    )
    return classes.astype(np.int64)


def _bounds(
    periods: Sequence[StudyPeriod], patient: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    first = np.array([p.first for p in periods], dtype=np.int64)
    last = np.array([_NO_END if p.last is None else p.last for p in periods], dtype=np.int64)
    return first[patient], last[patient]


@dataclass(slots=True)
class _Presence:
    """A person in a session: its day, the longest recorded stay, and whether one has no end."""

    person: Person
    day: int
    seconds: float = 0.0
    unpaired: bool = False


def _presences(stays: Sequence[Stay], roster: Roster) -> list[_Presence]:
    """Each person in each session, with the longest recorded stay."""
    presences: dict[tuple[str, str, str], _Presence] = {}
    for stay in stays:
        person = roster.by_name[stay.author]
        if person.role == "system":
            continue
        key = (stay.session, person.role, person.patient or stay.author)
        presence = presences.setdefault(key, _Presence(person, stay.day))
        presence.unpaired |= stay.seconds is None
        if stay.seconds is not None and stay.seconds > presence.seconds:
            presence.day, presence.seconds = stay.day, stay.seconds
    return list(presences.values())


def _count_presence(
    presence: _Presence,
    min_seconds: float,
    roster: Roster,
    counts: Counter[tuple[str, int, str]],
) -> str:
    """Count one presence if it qualifies; return its entry of `STAY_FATES`."""
    person, day = presence.person, presence.day
    if person.role == "staff":
        return "staff"
    period = roster.periods[person.patient]
    if presence.seconds < min_seconds:
        return "unpaired" if presence.unpaired else "too_short"
    if day < period.first:
        return "before_start"
    if period.last is not None and day > period.last:
        return "after_end"
    counts[person.patient, month_index(day - period.first), SESSION] += 1
    return "counted"


def _not_covered(logs: Sequence[Log], roster: Roster) -> int:
    first = min((days[0] for log in logs if (days := log.days()) is not None), default=None)
    patients = {p.patient for p in roster.by_name.values() if p.role == "patient"}
    return sum(first is not None and roster.periods[p].first < first for p in patients)
