"""The data of the engagement models, as arrays in the order of the patients of the cohort."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rtxoutcomes.analysis.diagnoses import group_numbers, times
from rtxoutcomes.arrays import Bools, Floats, Ints
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.engagement import identifiable, starts
from rtxoutcomes.derive.relapse import attack_history, confirmed_history
from rtxoutcomes.derive.scores import last_visit_pairs
from rtxoutcomes.grouping import levels_of
from rtxoutcomes.study import Study, Variable

LABELS = {"relapses_prior_year": "{events} in the year before", "age_years": "age"}


@dataclass(frozen=True, slots=True)
class Course:
    """Time to the first relapse or the end of follow-up, in months, and which of the two."""

    months: Floats
    event: Bools


@dataclass(frozen=True, slots=True)
class People:
    """Arrays of shape (patients,).

    `diagnosis` is the place in the study's list of `diagnoses`, which holds their names in prose;
    `noun` is what one is called, `event` what a relapse is called.
    `start` is the month from which engagement counts. `relapse` is None where relapses were not
    collected, `confirmed` where no confirmation was recorded. `attacks` counts all relapses,
    `count_known` is False where some are not known.
    `adjusters` are the covariates that are put into the model one at a time, NaN where missing, by
    the name of a column or of a score; `adjuster_labels` are their labels in prose, `declared`
    those that the study file adds, which need 10 patients and 5 events for each coefficient.
    `subset` marks the diagnoses of the study's subset; None where it names none. `group` numbers
    the groups that patients took part in, None where the cohort names none.
    """

    diagnosis: Ints
    diagnoses: tuple[str, ...]
    noun: str
    event: str
    start: Floats
    follow_up: Floats
    relapse: Course | None
    confirmed: Course | None
    attacks: Ints
    count_known: Bools
    adjusters: dict[str, Floats]
    adjuster_labels: dict[str, str]
    declared: frozenset[str]
    subset: Bools | None
    group: Ints | None
    identifiable: bool

    @property
    def n(self) -> int:
        return self.diagnosis.size

    def groups(self, analysed: Bools, rows: tuple[int, ...]) -> list[str]:
        """The diagnoses of these rows of the patients analysed."""
        return [self.diagnoses[k] for k in self.diagnosis[analysed][list(rows)]]


def people(cohort: Cohort, study: Study) -> People:
    """Read off a cohort what its engagement models need."""
    patients, covariates = cohort.patients, _declared(study)
    history = attack_history(cohort, study)
    inside = patients["diagnosis"].isin(study.engagement.subset).to_numpy(bool)
    attacks = np.zeros(len(patients)) if history is None else history["attacks"]
    known = np.ones(len(patients)) if history is None else history["count_known"]
    return People(
        diagnosis=group_numbers(patients, study),
        diagnoses=tuple(map(study.abbreviation, study.codes)),
        noun=study.group_noun,
        event=study.relapse.in_text,
        start=starts(cohort),
        follow_up=patients["follow_up_months"].to_numpy("float64"),
        relapse=_course(history),
        confirmed=_course(confirmed_history(cohort, study)),
        attacks=np.asarray(attacks, dtype=np.int64),
        count_known=np.asarray(known, dtype=bool),
        adjusters=_adjusters(cohort, study),
        adjuster_labels={k: v.format(**study.relapse.words) for k, v in LABELS.items()}
        | {v.name: v.label for v in covariates}
        | {s.name: f"{s.label} at baseline" for s in study.scores[:1]},
        declared=frozenset(variable.name for variable in covariates),
        subset=inside if study.engagement.subset else None,
        group=_groups(patients),
        identifiable=identifiable(cohort),
    )


def _course(history: pd.DataFrame | None) -> Course | None:
    return None if history is None else Course(*times(history))


def _adjusters(cohort: Cohort, study: Study) -> dict[str, Floats]:
    """Prior-year relapses, the study's first score at baseline, age: as far as collected.

    By the name of the column or of the score.
    """
    nan = float("nan")
    columns = {"relapses_prior_year": cohort.patients.get("relapses_prior_year")}
    for score in study.scores[:1]:
        pairs = last_visit_pairs(cohort, score)
        columns[score.name] = None if pairs is None else pairs["before"]
    columns["age_years"] = cohort.patients.get("age_years")
    for variable in _declared(study):
        if variable.name not in columns:
            columns[variable.name] = _one_column(cohort.patients, study, variable)
    return {
        name: values.to_numpy("float64", na_value=nan)
        for name, values in columns.items()
        if values is not None and values.notna().any()
    }


def _declared(study: Study) -> list[Variable]:
    """The declared covariates of one coefficient: others divide too few patients."""
    return [
        variable
        for variable in study.with_role("covariate")
        if variable.name != study.grouping and (variable.kind == "number" or _has_two(variable))
    ]


def _has_two(variable: Variable) -> bool:
    return len(variable.divides) == 2


def _one_column(patients: pd.DataFrame, study: Study, variable: Variable) -> pd.Series:
    """The number itself; of two levels, 1 for the second."""
    if variable.kind == "number":
        return patients[variable.name]
    levels = levels_of(patients, study, variable.name)
    return (levels == variable.divides[1].code).astype("float64").where(levels.notna())


def _groups(patients: pd.DataFrame) -> Ints | None:
    if "engagement_group" not in patients or patients["engagement_group"].isna().all():
        return None
    return np.asarray(pd.factorize(patients["engagement_group"])[0], dtype=np.int64)
