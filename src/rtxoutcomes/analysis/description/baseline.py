"""Baseline characteristics by group. Description only: no p-value compares groups here."""

from collections.abc import Iterator, Sequence

import pandas as pd

from rtxoutcomes.analysis.change.quantification import BELOW, noted, quantified
from rtxoutcomes.analysis.description.balance import difference_rows
from rtxoutcomes.analysis.descriptive import described, share
from rtxoutcomes.analysis.question import Question, Statistic
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.scores import last_visit_pairs
from rtxoutcomes.estimate.describe import describe
from rtxoutcomes.grouping import levels_of
from rtxoutcomes.results import MethodKey, Quantity, Row
from rtxoutcomes.results.row import DIAGNOSIS
from rtxoutcomes.study import Study, Variable

ANALYSIS = "baseline"
UNITS = {
    "age_years": "years",
    "disease_duration_years": "years",
    "relapses_prior_year": "relapses",
    "follow_up_months": "months",
}
CATEGORIES = ("sex", "prior_treatment", "end_reason")
STATISTICS = (
    (Quantity.MEAN, "mean", MethodKey.MEAN),
    (Quantity.SD, "sd", MethodKey.SD),
    (Quantity.MEDIAN, "median", MethodKey.MEDIAN),
    (Quantity.LOWER_QUARTILE, "q1", MethodKey.LOWER_QUARTILE),
    (Quantity.UPPER_QUARTILE, "q3", MethodKey.UPPER_QUARTILE),
)


def baseline_rows(cohort: Cohort, study: Study) -> list[Row]:
    """Mean, SD, median and quartiles of numbers, counts of categories; missing values counted."""
    patients = cohort.patients.reset_index(drop=True)
    rows: list[Row] = []
    if study.grouping != DIAGNOSIS and len(study.diagnoses) > 1:
        rows += _variable(patients, study, DIAGNOSIS)
    for name in ("age_years", "sex", "disease_duration_years", "relapses_prior_year"):
        rows += _variable(patients, study, name)
    for variable in study.variables:
        if not variable.is_built_in:
            rows += _declared(patients, study, variable)
    rows += _variable(patients, study, "prior_treatment")
    for score in study.scores:
        pairs = quantified(last_visit_pairs(cohort, score), score)
        if pairs is not None:
            rows += _number_rows(pairs, study, Question(ANALYSIS, score.name), "before", score.unit)
    rows += _variable(patients, study, "follow_up_months")
    return rows + _variable(patients, study, "end_reason")


def _declared(patients: pd.DataFrame, study: Study, variable: Variable) -> list[Row]:
    """A variable that the study declares: its levels, or mean, SD, median and quartiles."""
    name = variable.name
    if name == study.grouping or name not in patients or patients[name].isna().all():
        return []
    question = Question(ANALYSIS, name)
    if variable.kind == "number":
        return _number_rows(patients, study, question, name, variable.unit)
    levels = [level.code for level in variable.divides]
    coded = patients.assign(**{name: levels_of(patients, study, name)})
    return _category_rows(coded, study, question, levels)


def _variable(patients: pd.DataFrame, study: Study, name: str) -> list[Row]:
    """A column of every study; the variable that divides the patients is the same in each group."""
    if name == study.grouping or name not in patients or patients[name].isna().all():
        return []
    question = Question(ANALYSIS, name)
    if name == DIAGNOSIS:
        return _category_rows(patients, study, question, study.diagnosis_codes)
    if name in CATEGORIES:
        levels = sorted(str(level) for level in patients[name].dropna().unique())
        return _category_rows(patients, study, question, levels)
    return _number_rows(patients, study, question, name, UNITS[name])


def _number_rows(
    frame: pd.DataFrame, study: Study, question: Question, column: str, unit: str
) -> list[Row]:
    def statistics(patients: pd.DataFrame) -> Iterator[Statistic]:
        summary = describe(patients[column].to_numpy("float64", na_value=float("nan")))
        for quantity, name, key in STATISTICS:
            value = described(getattr(summary, name), summary.n, key, summary.missing)
            substituted = BELOW.get(column) in patients and patients[BELOW[column]].any()
            moved = substituted and quantity in (Quantity.MEAN, Quantity.SD)
            yield Statistic(quantity, noted(value) if moved else value, unit=unit)

    rows = question.rows(frame, study, statistics, overall=True)
    return rows + difference_rows(question, frame[column], frame["group"], study)


def _category_rows(
    frame: pd.DataFrame, study: Study, question: Question, levels: Sequence[str]
) -> list[Row]:
    values = frame[question.endpoint]

    def statistics(patients: pd.DataFrame) -> Iterator[Statistic]:
        known = patients[question.endpoint].dropna()
        for level in levels:
            value = share(int((known == level).sum()), len(known), len(patients) - len(known))
            yield Statistic(Quantity.PROPORTION, value, level=level)

    rows = question.rows(frame, study, statistics, overall=True)
    return rows + difference_rows(question, values, frame["group"], study)
