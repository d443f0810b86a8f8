"""Confirmed changes of the patients of a cohort: a row an event, and a row a patient."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rtxoutcomes.calendar import DAYS_PER_MONTH
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.confirmed.events import Course, Event, Found, confirmed_changes
from rtxoutcomes.derive.confirmed.relapses import Definition, association
from rtxoutcomes.derive.confirmed.rules import Change, Reference, Rules
from rtxoutcomes.derive.confirmed.steps import improvement_of, worsening_of
from rtxoutcomes.derive.months import at_least, at_most
from rtxoutcomes.derive.scores import has_months, scored_visits
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
    """

    events: pd.DataFrame
    patients: pd.DataFrame


def confirmed_of(cohort: Cohort, study: Study, block: Confirmed) -> ConfirmedChanges | None:
    """Confirmed changes of a cohort by a definition of the study.

    None where the score was not collected, or its visits carry no month. Without a table of
    relapses no visit is known to follow one, and `association` is empty.
    """
    score = study.score(block.score)
    visits = scored_visits(cohort, score)
    if visits is None or not has_months(cohort, score):
        return None
    onsets = _by_patient(None if cohort.form == "one_table" else cohort.relapses)
    courses = _by_patient(visits, "value")
    search = _Definition(score, block, rules_of(score, block), onsets is not None)
    patients = cohort.patients
    if block.diagnoses:
        patients = patients[patients["diagnosis"].isin(block.diagnoses)]
    events: list[dict[str, object]] = []
    rows: list[dict[str, object]] = []
    for identity, group in zip(patients["patient_id"], patients["group"], strict=True):
        days, values = (courses or {}).get(identity, ((), ()))
        course = Course(days, values, (onsets or {}).get(identity, ((),))[0])
        found = search.changes(course)
        own = list(search.events(course, found)) if found else []
        who = {"patient_id": identity, "group": group}
        events += [who | event for event in own]
        rows.append(who | search.patient(course, found, own))
    return ConfirmedChanges(_frame(events, EVENT_COLUMNS), _frame(rows, PATIENT_COLUMNS))


def rules_of(score: Score, block: Confirmed) -> Rules:
    """The definition of a block of the study file as rules of the search."""
    return Rules(
        worsens=worsening_of(score),
        improves=improvement_of(score, block.improvement_step),
        kinds=(Change(block.kind),),
        confirm_days=block.confirm_days,
        exclude_days_after_relapse=block.exclude_days_after_relapse,
        reference=Reference(block.reference),
        sustained=block.sustained,
    )


@dataclass(frozen=True, slots=True)
class _Definition:
    """A definition, and whether relapses were recorded."""

    score: Score
    block: Confirmed
    rules: Rules
    relapses_known: bool

    def changes(self, course: Course) -> Found | None:
        """Confirmed changes from the baseline of the study on; None without a baseline."""
        month = np.array(course.days) / DAYS_PER_MONTH
        low, high = self.score.baseline_months
        inside = np.flatnonzero(at_least(month, low) & at_most(month, high))
        before = inside[month[inside] <= 0]
        if inside.size == 0:
            return None
        return confirmed_changes(course, self.rules, int(before[-1] if before.size else inside[0]))

    def events(self, course: Course, found: Found) -> Iterator[dict[str, object]]:
        for event in found.events:
            named, visit = self._association(course, event)
            yield {
                "kind": str(event.kind),
                "reference_month": _month(course, event.reference),
                "reference": course.values[event.reference],
                "last_before_month": _month(course, event.onset - 1),
                "onset_month": _month(course, event.onset),
                "value": course.values[event.onset],
                "confirmed_month": _month(course, event.confirmed),
                "association": named,
                "pira_confirmed_month": np.nan if visit is None else _month(course, visit),
            }

    def _association(self, course: Course, event: Event) -> tuple[str, int | None]:
        if not self.relapses_known or event.kind is Change.IMPROVEMENT:
            return "", None
        definition = Definition(self.block.pira)
        collected = self.block.relapses_collected_from_months * DAYS_PER_MONTH
        named, visit = association(course, event, self.rules, definition, collected)
        return str(named), visit

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
            "can_change": self._can_change(course.values[found.reference]),
            "reference_month": start,
            "follow_up_months": last - start,
            "event": bool(events),
            "months": float(str(first["onset_month"])) - start,
            "confirmed_month": first["confirmed_month"],
            "association": first.get("association", ""),
            "unconfirmed_month": np.nan if open_at is None else _month(course, open_at),
        }

    def _can_change(self, reference: float) -> bool:
        """Whether some value of the scale would be a change from the reference."""
        ends = (self.score.minimum, self.score.maximum)
        (_, changed), *_ = self.rules.directions()
        return any(changed(reference, end) for end in ends)


def _month(course: Course, visit: int) -> float:
    return course.days[visit] / DAYS_PER_MONTH


def _by_patient(
    table: pd.DataFrame | None, *columns: str
) -> dict[str, tuple[tuple[float, ...], ...]] | None:
    """Days, and further columns, of each patient in order of time; None without a table."""
    if table is None:
        return None
    ordered = table.sort_values(["patient_id", "month"], kind="stable")
    days = ordered["month"].to_numpy("float64") * DAYS_PER_MONTH
    numbers = [days, *(ordered[name].to_numpy("float64") for name in columns)]
    ids = ordered["patient_id"].to_numpy(object)
    starts = np.flatnonzero(np.r_[True, ids[1:] != ids[:-1]]) if len(ids) else np.array([], int)
    ends = [*starts[1:], len(ids)]
    return {
        ids[start]: tuple(tuple(column[start:end].tolist()) for column in numbers)
        for start, end in zip(starts, ends, strict=False)
    }


def _frame(rows: list[dict[str, object]], columns: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=columns)
    months = [name for name in columns if name.endswith(("month", "months"))]
    return frame.astype(dict.fromkeys(months, "float64"))
