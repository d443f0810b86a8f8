"""The group of each patient: the level of the variable by which results are given."""

from dataclasses import replace

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from rtxoutcomes.cohort import Cohort
from rtxoutcomes.errors import UsageFault
from rtxoutcomes.study import Study
from rtxoutcomes.study.variables import DIAGNOSIS, SEX, Kind

_YES_NO = {True: "yes", False: "no"}


def levels_of(patients: pd.DataFrame, study: Study, variable: str) -> pd.Series:
    """The code of each patient's level of a variable; missing where it is not known.

    Raises
    ------
    KeyError
        No variable of that name divides the patients.
    UsageFault
        The cohort was read with a study that does not have the variable, or has others of its
        levels.
    """
    levels = study.levels(variable)
    if variable not in patients:
        raise UsageFault(
            f"the cohort has no column {variable!r}: read it with the study that declares it"
        )
    values = patients[variable]
    kind = "category" if variable in (DIAGNOSIS, SEX) else study.variable(variable).kind
    if not _are_of(kind, values.dropna(), [level.code for level in levels]):
        # No value is named: it was not checked against this study.
        raise UsageFault(
            f"the cohort holds values of {variable!r} that this study does not declare: read it "
            "with this study"
        )
    if kind == "category":
        return values
    if kind == "yes_no":
        return values.map(_YES_NO)
    numbers = values.to_numpy("float64", na_value=float("nan"))
    codes = np.array([level.code for level in levels], dtype=object)
    # A value that equals a cut belongs to the level below it.
    cuts = np.array(study.variable(variable).cuts)
    codes = codes[np.searchsorted(cuts, numbers, side="left").clip(0, len(levels) - 1)]
    codes[np.isnan(numbers)] = None
    return pd.Series(codes, index=patients.index)


def _are_of(kind: Kind, known: pd.Series, codes: list[str]) -> bool:
    """Whether values are such as the study declares."""
    if kind == "number":
        return known.empty or is_numeric_dtype(known)
    return bool(known.isin(list(_YES_NO) if kind == "yes_no" else codes).all())


def grouped(cohort: Cohort, study: Study) -> Cohort:
    """The cohort with `group` by the study's grouping.

    Patients whose group is not known are excluded, with the reason.

    Raises
    ------
    UsageFault
        The cohort does not have the variable, or it is known of no patient.
    """
    group = levels_of(cohort.patients, study, study.grouping)
    missing = group.isna().to_numpy(bool)
    if missing.all():
        raise UsageFault(
            f"{study.group_noun} is recorded for no patient; group by another variable"
        )
    kept = cohort
    if missing.any():
        unknown = cohort.patients["patient_id"][missing]
        kept = cohort.exclude(unknown, reason=f"{study.group_noun} not recorded")
    known = group[~missing].reset_index(drop=True)
    return replace(kept, patients=kept.patients.assign(group=known))
