"""Adverse events a patient: how many, how many serious."""

import pandas as pd

from rtxoutcomes.cohort import Cohort


def adverse_event_history(cohort: Cohort) -> pd.DataFrame | None:
    """A row a patient: `patient_id, diagnosis, follow_up_months, events, serious`.

    `serious` counts events said to be serious; events whose seriousness is not stated are not
    among them. None where adverse events were not collected.
    """
    if cohort.adverse_events is None:
        return None
    patients = cohort.patients[["patient_id", "diagnosis", "follow_up_months"]]
    patients = patients.set_index("patient_id", drop=False)
    by_patient = cohort.adverse_events.groupby("patient_id", observed=True)
    serious = cohort.adverse_events["serious"].astype("boolean").fillna(False).astype("int64")
    each = serious.groupby(cohort.adverse_events["patient_id"], observed=True).sum()
    return patients.assign(
        events=by_patient.size().reindex(patients.index).fillna(0).astype("int64"),
        serious=each.reindex(patients.index).fillna(0).astype("int64"),
    ).reset_index(drop=True)
