"""A score over the months: its mean at visits half a year apart, and what its figure draws."""

import math
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pandas as pd

from rtxoutcomes.analysis.change.quantification import noted, substituted
from rtxoutcomes.analysis.descriptive import not_collected
from rtxoutcomes.analysis.diagnoses import groups
from rtxoutcomes.analysis.question import Question, Statistic
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.scores import visit_values
from rtxoutcomes.estimate.paired.change import mean_change
from rtxoutcomes.results import Choice, Estimate, Measure, MethodKey, Quantity, Row
from rtxoutcomes.results.collection import TRAJECTORY_COLUMNS, joined
from rtxoutcomes.study import Score, Study

TRAJECTORY = "trajectory"
# Clinics see these patients about twice a year.
EVERY_MONTHS = 6.0


def trajectory_rows(cohort: Cohort, study: Study) -> list[Row]:
    """Mean of each score by diagnosis at months 0, 6, 12 and so on, to the last visit.

    A patient contributes the visit nearest to a month within three months, the earlier of two that
    are equally near. Patients without one are dropped and counted. A value below the limit of
    quantification counts as the limit. Months are not compared by a
    test, since they have different patients.
    """
    rows = list[Row]()
    for score in study.scores:
        visits = _at_limit(visit_values(cohort, score), score)
        nearest = None if visits is None or visits.empty else _nearest(visits)
        statistics = partial(_means, nearest=nearest, unit=score.unit)
        question = Question(TRAJECTORY, score.name)
        rows += question.rows(cohort.patients, study, statistics, overall=False)
    return rows


def _at_limit(visits: pd.DataFrame | None, score: Score) -> pd.DataFrame | None:
    """The visits with values below the limit of quantification at the limit, marked by `below`."""
    if visits is None:
        return None
    values = substituted(visits["value"], score, Choice.AT_LIMIT)
    return visits.assign(value=values, below=values != visits["value"])


def _means(
    patients: pd.DataFrame, *, nearest: pd.DataFrame | None, unit: str
) -> Iterator[Statistic]:
    """The mean at each month; where no visit was collected, that at month 0 is not attempted."""
    if nearest is None:
        method = "no visit with a month and a value was collected"
        nothing = not_collected(method, len(patients), Measure.VALUE)
        yield Statistic(Quantity.MEAN, nothing, "alternative", unit, month=0.0)
        return
    seen = nearest[nearest["patient_id"].isin(patients["patient_id"])]
    for window in range(int(nearest["window"].max()) + 1):
        inside = seen[seen["window"] == window]
        values = inside["value"].to_numpy("float64")
        value = _mean(mean_change(values, len(patients) - len(values)), window)
        if inside["below"].any():
            value = noted(value)
        month = window * EVERY_MONTHS
        yield Statistic(Quantity.MEAN, value, "alternative", unit, month=month)


def trajectories(cohort: Cohort, study: Study) -> pd.DataFrame:
    """Every value of each score, one line per patient without an id.

    Lines are numbered within a diagnosis by their values, so that a number
    does not identify a patient.
    """
    frames = []
    for score in study.scores:
        visits = _at_limit(visit_values(cohort, score), score)
        if visits is None:
            continue
        for group, _ in groups(cohort.patients, study, overall=False):
            members = visits[visits["group"] == group]
            line = members["patient_id"].map(_lines(members))
            lines = members.assign(endpoint=score.name, group=group, line=line)
            frames.append(lines.sort_values(["line", "month"]))
    return joined(frames, TRAJECTORY_COLUMNS)


def _lines(visits: pd.DataFrame) -> dict[str, int]:
    """The number of each patient's line, in the order of its months and values."""
    courses = {
        str(patient): tuple(zip(course["month"], course["value"], strict=True))
        for patient, course in visits.groupby("patient_id", observed=True)
    }
    return {patient: k for k, patient in enumerate(sorted(courses, key=courses.__getitem__), 1)}


def _nearest(visits: pd.DataFrame) -> pd.DataFrame:
    """One visit a patient and window: the nearest to its middle, the earlier if equal."""
    window = ((visits["month"] + EVERY_MONTHS / 2) // EVERY_MONTHS).astype("int64")
    distance = (visits["month"] - window * EVERY_MONTHS).abs().round(9)
    ordered = visits.assign(window=window, distance=distance)[window >= 0]
    ordered = ordered.sort_values(["patient_id", "window", "distance", "month"])
    return ordered.drop_duplicates(["patient_id", "window"])


def _mean(value: Estimate, window: int) -> Estimate:
    """A mean with its interval, without the test against 0 that comes with a mean change."""
    method = f"mean at the visit nearest to month {window * EVERY_MONTHS:g}, t interval"
    key, none = MethodKey.MEAN_AT_VISIT, math.nan
    value = replace(value, measure=Measure.VALUE, method_key=key, method=method)
    return replace(value, statistic=none, p_value=none)
