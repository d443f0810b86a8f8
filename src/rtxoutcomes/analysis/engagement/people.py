"""What the models of engagement know of each patient, as arrays in the order of the cohort."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.engagement import identifiable, starts
from rtxoutcomes.derive.relapse import attack_history, confirmed_history
from rtxoutcomes.derive.scores import last_visit_pairs
from rtxoutcomes.study import Study

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Course:
    """Time to the first attack or the end of follow-up, in months, and which of the two."""

    months: Floats
    event: Bools


@dataclass(frozen=True, slots=True)
class People:
    """Arrays of shape (patients,).

    `diagnosis` is the place in the study's list, `start` the whole month from which engagement
    counts. `relapse` is None where relapses were not collected, `confirmed` where no confirmation
    was recorded. `attacks` counts all attacks, `count_known` is False where some are not known.
    `adjusters` are the covariates that are put into the model one at a time, NaN where missing.
    `subset` marks the diagnoses of the study's subset; None where it names none. `group` numbers
    the groups that patients took part in, None where the cohort names none.
    """

    diagnosis: Ints
    start: Floats
    follow_up: Floats
    relapse: Course | None
    confirmed: Course | None
    attacks: Ints
    count_known: Bools
    adjusters: dict[str, Floats]
    subset: Bools | None
    group: Ints | None
    identifiable: bool

    @property
    def n(self) -> int:
        return self.diagnosis.size


def people(cohort: Cohort, study: Study) -> People:
    """Read off a cohort what its engagement models need."""
    patients = cohort.patients
    history = attack_history(cohort, study)
    codes = {code: k for k, code in enumerate(study.codes)}
    diagnosis = np.array([codes[code] for code in patients["diagnosis"]], dtype=np.int64)
    inside = np.isin(diagnosis, [codes[code] for code in study.engagement.subset])
    attacks = np.zeros(len(patients)) if history is None else history["attacks"]
    known = np.ones(len(patients)) if history is None else history["count_known"]
    return People(
        diagnosis=diagnosis,
        start=starts(cohort),
        follow_up=patients["follow_up_months"].to_numpy("float64"),
        relapse=_course(history),
        confirmed=_course(confirmed_history(cohort, study)),
        attacks=np.asarray(attacks, dtype=np.int64),
        count_known=np.asarray(known, dtype=bool),
        adjusters=_adjusters(cohort, study),
        subset=inside if study.engagement.subset else None,
        group=_groups(patients),
        identifiable=identifiable(cohort),
    )


def _course(history: pd.DataFrame | None) -> Course | None:
    if history is None:
        return None
    return Course(history["months"].to_numpy("float64"), history["event"].to_numpy(bool))


def _adjusters(cohort: Cohort, study: Study) -> dict[str, Floats]:
    """Prior-year relapses, the study's first score at baseline, age: as far as collected."""
    nan = float("nan")
    told = {"relapses_prior_year": cohort.patients.get("relapses_prior_year")}
    for score in study.scores[:1]:
        pairs = last_visit_pairs(cohort, score)
        told[f"{score.name}_baseline"] = None if pairs is None else pairs["before"]
    told["age_years"] = cohort.patients.get("age_years")
    return {
        name: values.to_numpy("float64", na_value=nan)
        for name, values in told.items()
        if values is not None and values.notna().any()
    }


def _groups(patients: pd.DataFrame) -> Ints | None:
    if "engagement_group" not in patients or patients["engagement_group"].isna().all():
        return None
    return np.asarray(pd.factorize(patients["engagement_group"])[0], dtype=np.int64)
