"""The courses of the patients to whom a definition of a confirmed change applies."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rtxoutcomes.calendar import DAYS_PER_MONTH, SAME_TIME
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.confirmed.events import Course
from rtxoutcomes.derive.scores import has_months, scored_visits
from rtxoutcomes.study import Confirmed, Score, Study


@dataclass(frozen=True, slots=True)
class Courses:
    """The visits with a value of each patient, in the order of `patients`.

    `baselines` are the positions of the baseline of the study, None without one. Where
    `relapses_known` is False no onset of a relapse is known, and every course is without them.
    """

    score: Score
    patients: pd.DataFrame
    courses: tuple[Course, ...]
    baselines: tuple[int | None, ...]
    relapses_known: bool


def courses_of(cohort: Cohort, study: Study, block: Confirmed) -> Courses | None:
    """Courses of the patients of a definition; None if the score has no visits with a month."""
    score = study.score(block.score)
    visits = scored_visits(cohort, score)
    if visits is None or not has_months(cohort, score):
        return None
    onsets = by_patient(None if cohort.form == "one_table" else cohort.relapses)
    values = by_patient(visits, "value") or {}
    patients = cohort.patients
    if block.diagnoses:
        patients = patients[patients["diagnosis"].isin(block.diagnoses)]
    ids = patients["patient_id"].tolist()
    courses = tuple(Course(*values.get(i, ((), ())), *(onsets or {}).get(i, ())) for i in ids)
    low, high = score.baseline_months
    first = (low - SAME_TIME * abs(low)) * DAYS_PER_MONTH
    last = (high + SAME_TIME * abs(high)) * DAYS_PER_MONTH
    baselines = tuple(_baseline(course.days, first, last) for course in courses)
    return Courses(score, patients, courses, baselines, onsets is not None)


def by_patient(
    table: pd.DataFrame | None, *columns: str
) -> dict[str, tuple[tuple[float, ...], ...]] | None:
    """Days, and further columns, of each patient in order of time; None without a table."""
    if table is None:
        return None
    ordered = table.sort_values(["patient_id", "month"], kind="stable")
    days = ordered["month"].to_numpy("float64") * DAYS_PER_MONTH
    numbers = [days, *(ordered[name].to_numpy("float64", na_value=np.nan) for name in columns)]
    ids = ordered["patient_id"].to_numpy(object)
    starts = np.flatnonzero(np.r_[True, ids[1:] != ids[:-1]]) if len(ids) else np.array([], int)
    ends = [*starts[1:], len(ids)]
    return {
        ids[start]: tuple(tuple(column[start:end].tolist()) for column in numbers)
        for start, end in zip(starts, ends, strict=False)
    }


def _baseline(days: tuple[float, ...], first: float, last: float) -> int | None:
    """The last visit of the window at or before day 0, else the first after it."""
    inside = [k for k, day in enumerate(days) if first <= day <= last]
    before = [k for k in inside if days[k] <= 0]
    return before[-1] if before else next(iter(inside), None)
