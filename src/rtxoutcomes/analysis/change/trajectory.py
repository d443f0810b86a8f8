"""A score over the months: its mean at visits half a year apart, and what its figure draws."""

import math
from dataclasses import replace

import pandas as pd

from rtxoutcomes.analysis.question import Question, groups, not_collected, of_group
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.scores import visit_values
from rtxoutcomes.estimate.paired.change import mean_change
from rtxoutcomes.results import TRAJECTORY_COLUMNS, Estimate, Row
from rtxoutcomes.study import Study

TRAJECTORY = "trajectory"
# Clinics see these patients about twice a year.
EVERY_MONTHS = 6.0


def trajectory_rows(cohort: Cohort, study: Study) -> list[Row]:
    """Mean of each score by diagnosis at month 0, 6, 12 and on, as long as anybody was seen.

    A patient counts at a month with the visit nearest to it, the earlier if two are equally near,
    not more than three months away. Who has none there is left out and counted. No test is made:
    the patients of two months are not the same.
    """
    rows = []
    for score in study.scores:
        visits = visit_values(cohort, score)
        question = Question(TRAJECTORY, score.name)
        if visits is None or visits.empty:
            rows += _nothing_collected(cohort, study, question, score.unit)
            continue
        nearest = _nearest(visits)
        months = range(int(nearest["window"].max()) + 1)
        for group, patients in groups(cohort.patients, study, overall=False):
            own = nearest[nearest["diagnosis"] == group]
            for window in months:
                values = own.loc[own["window"] == window, "value"].to_numpy("float64")
                value = _mean(mean_change(values, len(patients) - len(values)), window)
                term = f"mean_{window * EVERY_MONTHS:g}_months"
                row = question.row(group, term, of_group(value, patients), "beside", score.unit)
                rows.append(row)
    return rows


def trajectories(cohort: Cohort, study: Study) -> pd.DataFrame:
    """Every value of each score, a line a patient without its id.

    Lines are numbered within a diagnosis by their values, so that the number tells nothing else.
    """
    frames = []
    for score in study.scores:
        visits = visit_values(cohort, score)
        if visits is None:
            continue
        for group, _ in groups(cohort.patients, study, overall=False):
            own = visits[visits["diagnosis"] == group]
            told = own.assign(
                endpoint=score.name, group=group, line=own["patient_id"].map(_lines(own))
            )
            frames.append(told.sort_values(["line", "month"])[list(TRAJECTORY_COLUMNS)])
    filled = [frame for frame in frames if not frame.empty]
    if not filled:
        return pd.DataFrame(columns=list(TRAJECTORY_COLUMNS))
    return pd.concat(filled, ignore_index=True)


def _nothing_collected(cohort: Cohort, study: Study, question: Question, unit: str) -> list[Row]:
    method = "no visit with a month and a value was collected"
    return [
        question.row(group, "mean_0_months", not_collected(method, len(patients)), "beside", unit)
        for group, patients in groups(cohort.patients, study, overall=False)
    ]


def _lines(visits: pd.DataFrame) -> dict[str, int]:
    """The number of each patient's line, in the order of its months and values."""
    courses = {
        str(patient): tuple(zip(own["month"], own["value"], strict=True))
        for patient, own in visits.groupby("patient_id", observed=True)
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
    return replace(value, method=method, statistic=math.nan, p_value=math.nan)
