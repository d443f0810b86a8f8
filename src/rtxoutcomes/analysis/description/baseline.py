"""Baseline characteristics by diagnosis. Description only: no p-value compares diagnoses here."""

import pandas as pd

from rtxoutcomes.analysis.description.balance import difference_rows
from rtxoutcomes.analysis.question import Question, groups, of_group, plain, share
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.scores import last_visit_pairs
from rtxoutcomes.estimate.describe import describe
from rtxoutcomes.results import Row
from rtxoutcomes.study import Study

NUMBERS = {
    "age_years": "years",
    "disease_duration_years": "years",
    "relapses_prior_year": "relapses",
    "follow_up_months": "months",
}
CATEGORIES = ("sex", "prior_treatment", "end_reason")
TERMS = {
    "mean": "mean",
    "sd": "standard deviation",
    "median": "median",
    "q1": "lower quartile, type 7",
    "q3": "upper quartile, type 7",
}


def baseline_rows(cohort: Cohort, study: Study) -> list[Row]:
    """Mean, SD, median and quartiles of numbers, counts of categories; missing values counted."""
    patients = cohort.patients.reset_index(drop=True)
    rows: list[Row] = []
    for name in ("age_years", "sex", "disease_duration_years", "relapses_prior_year"):
        rows += _variable(patients, study, name)
    rows += _variable(patients, study, "prior_treatment")
    for score in study.scores:
        pairs = last_visit_pairs(cohort, score)
        if pairs is not None:
            values = pairs.rename(columns={"before": f"{score.name}_baseline"})
            rows += _number_rows(values, study, f"{score.name}_baseline", score.unit)
    rows += _variable(patients, study, "follow_up_months")
    return rows + _variable(patients, study, "end_reason")


def _variable(patients: pd.DataFrame, study: Study, name: str) -> list[Row]:
    if name not in patients or patients[name].isna().all():
        return []
    if name in CATEGORIES:
        return _category_rows(patients, study, name)
    return _number_rows(patients, study, name, NUMBERS[name])


def _number_rows(frame: pd.DataFrame, study: Study, name: str, unit: str) -> list[Row]:
    question, rows = Question("baseline", name), []
    for group, patients in groups(frame, study, overall=True):
        told = describe(patients[name].to_numpy("float64", na_value=float("nan")))
        for term, method in TERMS.items():
            value = plain(getattr(told, term), told.n, method, told.missing)
            rows.append(question.row(group, term, of_group(value, patients), unit=unit))
    return rows + difference_rows(question, frame[name], frame["diagnosis"], study)


def _category_rows(frame: pd.DataFrame, study: Study, name: str) -> list[Row]:
    question, rows = Question("baseline", name), []
    levels = sorted(str(level) for level in frame[name].dropna().unique())
    for group, patients in groups(frame, study, overall=True):
        known = patients[name].dropna()
        for level in levels:
            value = share(int((known == level).sum()), len(known), len(patients) - len(known))
            rows.append(question.row(group, f"level:{level}", of_group(value, patients)))
    return rows + difference_rows(question, frame[name], frame["diagnosis"], study)
