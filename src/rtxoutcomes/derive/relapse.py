"""Which attacks count, how many each patient had, and when the first occurred."""

import numpy as np
import pandas as pd

from rtxoutcomes.calendar import DAYS_PER_MONTH
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.months import whole_days
from rtxoutcomes.derive.once import once
from rtxoutcomes.study import Study

CORE = ["patient_id", "group", "follow_up_months"]


@once
def attack_history(cohort: Cohort, study: Study) -> pd.DataFrame | None:
    """A row a patient: attacks, first onset, time to first attack or censoring.

    Columns: `patient_id, group, follow_up_months` (months), `attacks` (number), `count_known`
    (False where the one-table form gives no number of attacks: then `attacks` is 1, a lower
    bound), `merged` (recorded onsets that belong to an earlier attack), `event`, `months`
    (first onset, else end of follow-up). None where relapses were not collected.

    An onset less than the study's `merge_days` after the previous recorded onset belongs to the
    same attack, dated at its first onset.
    """
    if cohort.relapses is None:
        return None
    onsets = _separate_attacks(cohort.relapses, study)
    patients = cohort.patients[CORE].set_index("patient_id", drop=False)
    by_patient = onsets.groupby("patient_id", observed=True)
    attacks = by_patient["new_attack"].sum().reindex(patients.index).fillna(0)
    merged = (by_patient.size() - by_patient["new_attack"].sum()).reindex(patients.index).fillna(0)
    first = by_patient["month"].min().reindex(patients.index)
    known = pd.Series(True, index=patients.index)
    if cohort.form == "one_table":
        stated = cohort.patients.set_index("patient_id")["relapse_count"]
        known = stated.notna() | first.isna()
        attacks = stated.astype("float64").fillna(attacks)
    return patients.assign(
        attacks=attacks.astype("int64"),
        count_known=known.astype(bool),
        merged=merged.astype("int64"),
        event=first.notna(),
        months=first.fillna(patients["follow_up_months"]).astype("float64"),
    ).reset_index(drop=True)


def confirmed_history(cohort: Cohort, study: Study) -> pd.DataFrame | None:
    """Time to the first attack confirmed by examination: `patient_id, event, months`.

    An attack is confirmed if any of its recorded onsets is, and dated at its first onset. None if
    no confirmation was recorded at all; if it was for some attacks, the others count as not
    confirmed.
    """
    relapses, column = cohort.relapses, "confirmed_by_examination"
    if relapses is None or column not in relapses or relapses[column].isna().all():
        return None
    confirmed = relapses[column].fillna(False).astype(bool)
    onsets = _separate_attacks(relapses, study).assign(confirmed=confirmed)
    attack = onsets["new_attack"].cumsum()
    dated = onsets.groupby(attack).agg(
        patient_id=("patient_id", "first"), month=("month", "first"), confirmed=("confirmed", "any")
    )
    patients = cohort.patients[CORE].set_index("patient_id", drop=False)
    by_patient = dated[dated["confirmed"]].groupby("patient_id", observed=True)
    first = by_patient["month"].min().reindex(patients.index)
    return patients.assign(
        event=first.notna(), months=first.fillna(patients["follow_up_months"]).astype("float64")
    ).reset_index(drop=True)


def separate_onsets(cohort: Cohort, study: Study) -> pd.DataFrame | None:
    """A row an attack that counts: `patient_id, month` (its first onset).

    None where relapses were not collected, or not all their onsets: the one-table form holds the
    first only.
    """
    if cohort.relapses is None or cohort.form == "one_table":
        return None
    onsets = _separate_attacks(cohort.relapses, study)
    return onsets.loc[onsets["new_attack"], ["patient_id", "month"]].reset_index(drop=True)


def detected_attacks(cohort: Cohort, study: Study) -> pd.DataFrame | None:
    """A row an attack that counts: `patient_id, group, level`, how it became known.

    Of onsets that make one attack, the first recorded one decides; `level` is missing where that
    was not stated. None as in `separate_onsets`, and where it was stated for no attack.
    """
    relapses, column = cohort.relapses, "detected_via"
    if relapses is None or cohort.form == "one_table" or column not in relapses:
        return None
    if relapses[column].isna().all():
        return None
    onsets = _separate_attacks(relapses, study)
    first = onsets[onsets["new_attack"]]
    diagnoses = cohort.patients.set_index("patient_id")["group"]
    return pd.DataFrame(
        {
            "patient_id": first["patient_id"],
            "group": first["patient_id"].map(diagnoses),
            "level": relapses.loc[first.index, column],
        }
    ).reset_index(drop=True)


def after_washout(cohort: Cohort, study: Study, days: float) -> pd.DataFrame | None:
    """A row a patient followed beyond a washout: attacks and time after its end.

    Columns: `patient_id, group, follow_up_months` (from the end of the washout), `attacks`,
    `event`. An attack at or after the end counts. One before it does not, though a later onset may
    belong to it. None as in `separate_onsets`.
    """
    onsets = separate_onsets(cohort, study)
    if onsets is None:
        return None
    begin = days / DAYS_PER_MONTH
    late = onsets[whole_days(0.0, onsets["month"].to_numpy("float64")) >= days]
    patients = cohort.patients[CORE].set_index("patient_id", drop=False)
    remaining = patients["follow_up_months"].astype("float64") - begin
    sizes = late.groupby("patient_id", observed=True).size().reindex(patients.index).fillna(0)
    rows = patients.assign(
        follow_up_months=remaining, attacks=sizes.astype("int64"), event=sizes > 0
    )
    return rows[(remaining > 0).to_numpy(bool)].reset_index(drop=True)


def _separate_attacks(relapses: pd.DataFrame, study: Study) -> pd.DataFrame:
    onsets = relapses[["patient_id", "month"]].sort_values(["patient_id", "month"])
    onsets = onsets.astype({"month": "float64"})
    by_patient = onsets.groupby("patient_id", observed=True)
    days = whole_days(by_patient["month"].shift().to_numpy(float), onsets["month"].to_numpy(float))
    return onsets.assign(new_attack=np.isnan(days) | (days >= study.relapse.merge_days))
