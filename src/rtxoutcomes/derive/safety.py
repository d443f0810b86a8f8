"""The numbers of adverse events and of serious ones for each patient."""

import pandas as pd

from rtxoutcomes.cohort import Cohort


def adverse_event_history(cohort: Cohort) -> pd.DataFrame | None:
    """A row a patient: `patient_id, diagnosis, follow_up_months, events, serious, known`.

    `serious` counts events recorded as serious, without those whose seriousness is not stated.
    `known` is False for a patient whose number of events is unknown, which is not the same as
    none. None if adverse events were not collected.
    """
    if cohort.adverse_events is None:
        return None
    patients = cohort.patients[["patient_id", "diagnosis", "follow_up_months"]]
    patients = patients.set_index("patient_id", drop=False)
    by_patient = cohort.adverse_events.groupby("patient_id", observed=True)
    serious = cohort.adverse_events["serious"].astype("boolean").fillna(False).astype("int64")
    each = serious.groupby(cohort.adverse_events["patient_id"], observed=True).sum()
    known = pd.Series(True, index=patients.index)
    if "adverse_event_count" in cohort.patients:
        known = cohort.patients.set_index("patient_id")["adverse_event_count"].notna()
    return patients.assign(
        events=by_patient.size().reindex(patients.index).fillna(0).astype("int64"),
        serious=each.reindex(patients.index).fillna(0).astype("int64"),
        known=known,
    ).reset_index(drop=True)
