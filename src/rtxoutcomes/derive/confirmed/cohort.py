"""Confirmed changes of the patients of a cohort: a row an event, and a row a patient."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pandas as pd

from rtxoutcomes.calendar import DAYS_PER_MONTH
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.confirmed.courses import Courses, courses_of
from rtxoutcomes.derive.confirmed.events import Course, Event, Found, confirmed_changes
from rtxoutcomes.derive.confirmed.relapses import Association, Definition, association
from rtxoutcomes.derive.confirmed.rules import Change, Reference, Rules
from rtxoutcomes.derive.confirmed.steps import improvement_of, worsening_of
from rtxoutcomes.study import Confirmed, Score, Study

EVENT_COLUMNS = [
    *("patient_id", "group", "kind", "reference_month", "reference", "last_before_month"),
    *("onset_month", "value", "confirmed_month", "association", "pira_confirmed_month"),
]
PATIENT_COLUMNS = [
    *("patient_id", "group", "assessable", "can_change", "visits", "reference_month"),
    *("follow_up_months", "event", "months", "confirmed_month", "association", "unconfirmed_month"),
]


@dataclass(frozen=True, slots=True)
class ConfirmedChanges:
    """Confirmed changes by one definition.

    `events` has a row an event: months of reference, onset and confirmation; the change began
    after `last_before_month` and not later than `onset_month`; for a worsening its `association`
    with relapses. `patients` has a row for each patient of the diagnoses of the definition;
    `months` is the time from the reference to the first event, else to the last visit with a value,
    and `unconfirmed_month` the onset of a worsening still open then. An `assessable` patient has
    a reference and a later visit, and `can_change` if some value of the scale would be an event.
    `courses` are their visits, and `found` what was found in each.
    """

    events: pd.DataFrame
    patients: pd.DataFrame
    courses: Courses
    found: tuple[Found | None, ...]


def confirmed_of(cohort: Cohort, study: Study, block: Confirmed) -> ConfirmedChanges | None:
    """Confirmed changes of a cohort by a definition of the study.

    None where the score was not collected, or its visits carry no month. Without a table of
    relapses no visit is known to follow one, and `association` is empty.
    """
    courses = courses_of(cohort, study, block)
    return None if courses is None else changes_of(courses, block)


def changes_of(courses: Courses, block: Confirmed) -> ConfirmedChanges:
    """Confirmed changes of these patients by a definition of the same score."""
    search = Search.of(courses, block)
    found = search.all_found()
    events: list[dict[str, object]] = []
    rows: list[dict[str, object]] = []
    who = zip(courses.patients["patient_id"], courses.patients["group"], strict=True)
    for (identity, group), course, own in zip(who, courses.courses, found, strict=True):
        patient = {"patient_id": identity, "group": group}
        changes = list(search.events(course, own)) if own else []
        events += [patient | event for event in changes]
        rows.append(patient | search.patient(course, own, changes))
    tables = _frame(events, EVENT_COLUMNS), _frame(rows, PATIENT_COLUMNS)
    return ConfirmedChanges(*tables, courses, found)


def rules_of(score: Score, block: Confirmed) -> Rules:
    """The definition of a block of the study file as rules of the search.

    A roving reference moves with both kinds of change, so that both are searched for.
    """
    own = Change(block.kind)
    reference = Reference(block.reference)
    others = tuple(kind for kind in Change if kind is not own)
    return Rules(
        worsens=worsening_of(score),
        improves=improvement_of(score, block.improvement_step),
        kinds=(own, *(others if reference is Reference.ROVING else ())),
        confirm_days=block.confirm_days,
        exclude_days_after_relapse=block.exclude_days_after_relapse,
        reference=reference,
        sustained=block.sustained,
    )


@dataclass(frozen=True, slots=True)
class Search:
    """The search for the changes of a definition in the courses of its patients."""

    courses: Courses
    block: Confirmed
    rules: Rules
    can_change: Callable[[float], bool]
    """Whether some value of the scale would be a change from the reference."""

    @classmethod
    def of(cls, courses: Courses, block: Confirmed) -> "Search":
        rules, score = rules_of(courses.score, block), courses.score
        (_, changed), *_ = rules.directions()
        ends = (score.minimum, score.maximum)
        return cls(courses, block, rules, cache(lambda r: any(changed(r, end) for end in ends)))

    def all_found(self) -> tuple[Found | None, ...]:
        """What was found in each course; None without a baseline and a later visit."""
        each = zip(self.courses.courses, self.courses.baselines, strict=True)
        return tuple(
            None if baseline is None else self._of_kind(course, baseline)
            for course, baseline in each
        )

    def _of_kind(self, course: Course, baseline: int) -> Found | None:
        found = confirmed_changes(course, self.rules, baseline)
        if found is None or len(self.rules.kinds) == 1:
            return found
        kind = Change(self.block.kind)
        own = tuple(event for event in found.events if event.kind is kind)
        return replace(found, events=own)

    def events(self, course: Course, found: Found) -> Iterator[dict[str, object]]:
        for event in found.events:
            named, visit = self.association(course, event)
            yield {
                "kind": str(event.kind),
                "reference_month": _month(course, event.reference),
                "reference": course.values[event.reference],
                "last_before_month": _month(course, event.onset - 1),
                "onset_month": _month(course, event.onset),
                "value": course.values[event.onset],
                "confirmed_month": _month(course, event.confirmed),
                "association": str(named),
                "pira_confirmed_month": np.nan if visit is None else _month(course, visit),
            }

    def association(self, course: Course, event: Event) -> tuple[Association | str, int | None]:
        """The relation of an event to relapses; empty for an improvement, or without relapses."""
        if not self.courses.relapses_known or event.kind is Change.IMPROVEMENT:
            return "", None
        definition = Definition(self.block.pira)
        collected = self.block.relapses_collected_from_months * DAYS_PER_MONTH
        return association(course, event, self.rules, definition, collected)

    def patient(
        self, course: Course, found: Found | None, events: list[dict[str, object]]
    ) -> dict[str, object]:
        """Time to the first event or to the last visit with a value, from the reference."""
        row: dict[str, object] = {"assessable": found is not None, "visits": len(course.days)}
        if found is None:
            return row | {"can_change": False, "event": False, "association": ""}
        start = _month(course, found.reference)
        last = course.days[-1] / DAYS_PER_MONTH
        first = events[0] if events else {"onset_month": last, "confirmed_month": np.nan}
        open_at = found.unconfirmed
        return row | {
            "can_change": self.can_change(course.values[found.reference]),
            "reference_month": start,
            "follow_up_months": last - start,
            "event": bool(events),
            "months": float(str(first["onset_month"])) - start,
            "confirmed_month": first["confirmed_month"],
            "association": first.get("association", ""),
            "unconfirmed_month": np.nan if open_at is None else _month(course, open_at),
        }


def _month(course: Course, visit: int) -> float:
    return course.days[visit] / DAYS_PER_MONTH


def _frame(rows: list[dict[str, object]], columns: list[str]) -> pd.DataFrame:
    """The rows as a frame of these columns; months are numbers, NaN where there is none."""
    of_each = {name: [row.get(name, np.nan) for row in rows] for name in columns}
    return pd.DataFrame(
        {
            name: np.array(values, "float64") if name.endswith(("month", "months")) else values
            for name, values in of_each.items()
        }
    )
