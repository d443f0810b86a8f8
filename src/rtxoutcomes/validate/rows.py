"""Rules over rows and between tables. A cell that a column rule refused is not judged again."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rtxoutcomes.errors import Violation
from rtxoutcomes.study import Study
from rtxoutcomes.validate.columns import Checked

SAME_TIME = 1e-8
_TIME_DIGITS = 7


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in words: its dotted name, what must hold, and the remedy."""

    name: str
    must: str
    remedy: str


REPEATED_ID = Rule(
    "id.repeated",
    "must be there once, whatever its capitals",
    "one row a patient; delete or rename one of the two",
)
ORPHAN = Rule(
    "id.unknown",
    "must be a patient of the table patients",
    "add the patient there, or correct the id here",
)
VISIT_AFTER_END = Rule(
    "time.after_follow_up",
    "must not lie after follow_up_months",
    "correct the month, or follow_up_months of the patient",
)
TWICE = Rule("row.repeated", "must be there once", "delete the row, or correct what it repeats")
START_FOR_ALL = Rule(
    "engagement.start_for_all",
    "must be there for all patients or for none",
    "fill in the month in which the patient joined; 0 if with the first infusion",
)
ACTIVITY = Rule(
    "engagement.activity",
    "must be an activity of the channel",
    "channels and activities are declared in the study file",
)
UNIQUE_KEYS = {
    "visits": ("month",),
    "relapses": ("month",),
    "engagement": ("month", "channel", "activity"),
    "adverse_events": ("event_id",),
}


def check_rows(tables: Mapping[str, Checked], study: Study) -> list[Violation]:
    """Every rule over rows and between tables, on tables whose columns were checked."""
    patients = tables.get("patients")
    found: list[Violation] = []
    for table in tables.values():
        found += _repeated_rows(table)
    if patients is None:
        return found
    found += [*_repeated_ids(patients), *_start_for_all(patients)]
    follow_up = _follow_up(patients)
    for name, table in tables.items():
        if name != "patients":
            found += [*_orphans(table, patients), *_after_follow_up(table, follow_up)]
    if "engagement" in tables:
        found += _activities(tables["engagement"], study)
    return found


def repeated_ids(table: Checked) -> list[Violation]:
    """A patient id that stands twice, capitals and all."""
    return _repeated_ids(table)


def violation(table: Checked, column: str, row: int, rule: Rule, value: str = "") -> Violation:
    """A finding of one cell; `row` is the label of the frame."""
    patient = table.frame.loc[row, "patient_id"] if "patient_id" in table.frame else None
    return Violation(
        table=table.name,
        column=table.headers.get(column, column),
        line=table.lines[row],
        patient=str(patient) if isinstance(patient, str) else "",
        rule=rule.name,
        must=rule.must,
        value=value,
        remedy=rule.remedy,
    )


def _repeated_ids(table: Checked) -> list[Violation]:
    ids = table.frame["patient_id"].dropna().astype(str)
    again = ids.str.casefold().duplicated(keep="first")
    return [
        violation(table, "patient_id", row, REPEATED_ID, str(ids[row])) for row in ids.index[again]
    ]


def _orphans(table: Checked, patients: Checked) -> list[Violation]:
    """Ids that are no patient's, each once; ids refused among the patients are not told twice."""
    known = set(patients.frame["patient_id"].dropna())
    ids = table.frame["patient_id"].dropna()
    first = ids[~ids.isin(list(known))].drop_duplicates()
    if len(first) <= patients.bad_ids:
        return []
    return [violation(table, "patient_id", row, ORPHAN, str(first[row])) for row in first.index]


def _after_follow_up(table: Checked, follow_up: pd.Series) -> list[Violation]:
    if "month" not in table.frame:
        return []
    month = table.frame["month"].to_numpy("float64", na_value=np.nan)
    end = table.frame["patient_id"].map(follow_up).to_numpy("float64", na_value=np.nan)
    late = month > end + SAME_TIME * np.abs(end)
    return [
        violation(table, "month", row, VISIT_AFTER_END, f"{month[row]:g}, end {end[row]:g}")
        for row in np.flatnonzero(late).tolist()
    ]


def _follow_up(patients: Checked) -> pd.Series:
    known = patients.frame.dropna(subset=["patient_id", "follow_up_months"])
    return known.drop_duplicates("patient_id").set_index("patient_id")["follow_up_months"]


def _repeated_rows(table: Checked) -> list[Violation]:
    keys = UNIQUE_KEYS.get(table.name)
    if keys is None:
        return []
    columns = ["patient_id", *keys]
    rows = table.frame[columns].dropna()
    if "month" in rows:
        rows = rows.assign(month=_same_times(rows["month"].to_numpy("float64")))
    again = rows.duplicated(keep="first")
    where = "event_id" if "event_id" in keys else "month"
    return [violation(table, where, row, TWICE) for row in rows.index[again]]


def _same_times(month: NDArray[np.float64]) -> NDArray[np.float64]:
    """Times equal within rounding, as one number."""
    scale = 10.0 ** (_TIME_DIGITS - np.ceil(np.log10(np.maximum(np.abs(month), 1.0))))
    return np.asarray(np.rint(month * scale) / scale)


def _start_for_all(patients: Checked) -> list[Violation]:
    start = patients.frame["engagement_start_month"]
    if start.notna().all() or start.isna().all() or len(start) == 0:
        return []
    lines = start.index[start.isna()]
    refused = {v.line for v in patients.violations if v.column == _header(patients)}
    return [
        violation(patients, "engagement_start_month", row, START_FOR_ALL, "an empty cell")
        for row in lines
        if patients.lines[row] not in refused
    ]


def _header(patients: Checked) -> str:
    return patients.headers["engagement_start_month"]


def _activities(table: Checked, study: Study) -> list[Violation]:
    rows = table.frame[["channel", "activity"]].dropna()
    return [
        violation(table, "activity", int(row), ACTIVITY, f"{activity} in {channel}")
        for row, channel, activity in rows.itertuples(name=None)
        if (channel, activity) not in study.exposures
    ]
