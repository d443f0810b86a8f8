"""Adverse events: how many each patient had, and the events themselves by category."""

import pandas as pd

from rtxoutcomes.cohort import Cohort


def adverse_event_history(cohort: Cohort) -> pd.DataFrame | None:
    """A row a patient: `patient_id, group, follow_up_months, events, serious, known`.

    `serious` counts events recorded as serious, without those whose seriousness is not stated.
    `known` is False for a patient whose number of events is unknown, which is not the same as
    none. None if adverse events were not collected.
    """
    if cohort.adverse_events is None:
        return None
    patients = cohort.patients[["patient_id", "group", "follow_up_months"]]
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


def categorised_events(cohort: Cohort, column: str) -> pd.DataFrame | None:
    """A row an adverse event: `patient_id, group, level`, the category in `column`.

    `level` is missing where the category of that event was not stated. Terms that differ only in
    capitals and outer spaces are one term, in the spelling that sorts first. None where adverse
    events were not collected, or the column was not filled in for any of them.
    """
    events = cohort.adverse_events
    if events is None or column not in events or events[column].isna().all():
        return None
    diagnoses = cohort.patients.set_index("patient_id")["group"]
    return pd.DataFrame(
        {
            "patient_id": events["patient_id"],
            "group": events["patient_id"].map(diagnoses),
            "level": _categories(events[column]),
        }
    ).reset_index(drop=True)


def _categories(column: pd.Series) -> pd.Series:
    """The categories as text; yes or no for a truth value."""
    if pd.api.types.is_bool_dtype(column):
        return column.map({True: "yes", False: "no"}).astype(object)
    texts = column.astype("string").str.strip().astype(object)
    spellings: dict[str, str] = {}
    for text in sorted(texts.dropna().unique()):
        spellings.setdefault(text.casefold(), text)
    return texts.map(lambda text: spellings[text.casefold()], na_action="ignore")
