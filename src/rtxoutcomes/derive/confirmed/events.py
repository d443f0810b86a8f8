"""Confirmed changes of one patient: onset, confirmation, reference.

Times are days as real numbers. The distance of two times is the nearest whole number of days, so
that months with two or more decimals are judged as the days from which they were rounded: a
distance of at least n days is a difference of at least n - 1/2.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rtxoutcomes.derive.confirmed.rules import Change, Direction, Reference, Rules

HALF_DAY = 0.5


@dataclass(frozen=True, slots=True)
class Course:
    """The scored visits of a patient in order of time, and the onsets of relapses.

    `days` and `values` have one element per visit with a value, without repeated days.
    """

    days: tuple[float, ...]
    values: tuple[float, ...]
    relapses: tuple[float, ...] = ()

    def eligible(self, window: int) -> list[bool]:
        """Whether each visit lies outside the `window` days that begin with a relapse."""
        outside = [True] * len(self.days)
        for onset in self.relapses if window else ():
            for visit, day in enumerate(self.days):
                if -HALF_DAY <= day - onset < window - HALF_DAY:
                    outside[visit] = False
        return outside


@dataclass(frozen=True, slots=True)
class Event:
    """A confirmed change, by the positions of its visits in the course.

    The change began after the visit before `onset`: `onset - 1` and `onset` bound it.
    """

    kind: Change
    reference: int
    onset: int
    confirmed: int


@dataclass(frozen=True, slots=True)
class Found:
    """Confirmed changes in order, and the onset of a worsening still open at the last visit.

    `reference` is the position of the first reference. `unconfirmed` is None if no worsening is
    open.
    """

    reference: int
    events: tuple[Event, ...]
    unconfirmed: int | None


def confirmed_changes(course: Course, rules: Rules, baseline: int = 0) -> Found | None:
    """Every confirmed change of a patient by the rules.

    Parameters
    ----------
    course
        Visits with a value, and relapses.
    rules
        The definition of a change.
    baseline
        Position of the first visit that may be the reference; if it lies soon after a relapse,
        the next eligible visit is the reference.

    Returns
    -------
    Found or None
        None where no visit can be the reference, or none follows it.
    """
    search = _Search(course, rules, course.eligible(rules.exclude_days_after_relapse))
    eligible = search.eligible
    reference = next((k for k in range(baseline, len(eligible)) if eligible[k]), None)
    if reference is None or reference + 1 >= len(course.days):
        return None
    first = reference
    events: list[Event] = []
    start = reference + 1
    remaining = dict(rules.directions())
    while remaining and (event := search.first_event(reference, start, remaining)):
        events.append(event)
        if rules.reference is Reference.FIXED:
            del remaining[event.kind]
        else:
            start = event.confirmed + 1
            if rules.reference is Reference.ROVING or event.kind is Change.WORSENING:
                reference = event.confirmed
    return Found(first, tuple(events), _open_at_end(course, rules, reference, start, events))


@dataclass(frozen=True, slots=True)
class _Search:
    """A patient, the rules, and which visits may be reference or confirmation."""

    course: Course
    rules: Rules
    eligible: list[bool]

    def first_event(
        self, reference: int, start: int, directions: dict[Change, Direction]
    ) -> Event | None:
        """The confirmed change with the earliest onset from `start` on."""
        values = self.course.values
        for onset in range(start, len(values)):
            for kind, changed in directions.items():
                if not changed(values[reference], values[onset]):
                    continue
                anywhere = kind is Change.IMPROVEMENT and self.rules.improvement_near_relapse
                confirmed = self.confirmation(reference, onset, changed, anywhere=anywhere)
                if confirmed is not None:
                    return Event(kind, reference, onset, confirmed)
        return None

    def confirmation(
        self, reference: int, onset: int, changed: Direction, *, anywhere: bool
    ) -> int | None:
        """The visit that confirms a change; None if it is not confirmed or not sustained.

        `anywhere`: visits soon after a relapse may confirm too.
        """
        days, values = self.course.days, self.course.values
        earliest = days[onset] + self.rules.confirm_days - HALF_DAY
        for visit in range(onset + 1, len(values)):
            if not changed(values[reference], values[visit]):
                return None
            if days[visit] >= earliest and (anywhere or self.eligible[visit]):
                later = values[visit + 1 :] if self.rules.sustained else ()
                held = all(changed(values[reference], after) for after in later)
                return visit if held else None
        return None


def _open_at_end(
    course: Course, rules: Rules, reference: int, start: int, events: Sequence[Event]
) -> int | None:
    """The first visit of a worsening that holds to the last visit without being confirmed."""
    worsened = any(event.kind is Change.WORSENING for event in events)
    fixed = rules.reference is Reference.FIXED
    if Change.WORSENING not in rules.kinds or (fixed and worsened):
        return None
    value, first = course.values[reference], None
    for visit in range(len(course.values) - 1, start - 1, -1):
        if not rules.worsens(value, course.values[visit]):
            break
        first = visit
    return first
