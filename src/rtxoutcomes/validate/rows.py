"""Rules over rows and between tables. A cell that a column rule refused is not judged again."""

import math
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from rtxoutcomes.arrays import Bools, Floats, Ints
from rtxoutcomes.calendar import SAME_TIME
from rtxoutcomes.errors import Rule, Violation
from rtxoutcomes.study import Study
from rtxoutcomes.validate.columns import CheckedTable
from rtxoutcomes.validate.limit import listed

REPEATED_ID = Rule(
    "id.repeated",
    "must be unique, regardless of capitals",
    "one row a patient; delete or rename one of the two",
)
ORPHAN = Rule(
    "id.unknown",
    "must be a patient of the table patients",
    "add the patient there, or correct the id here",
)
AFTER_END = Rule(
    "time.after_follow_up",
    "must not lie after {follow_up_months}",
    "correct the month, or {follow_up_months} of the patient",
)
TOO_SHORT = Rule(
    "time.minimum_follow_up",
    "must reach the study's minimum follow-up unless the patient died, withdrew or was lost",
    "correct {follow_up_months} or {end_reason} of the patient, or minimum_follow_up_months of the "
    "study file",
)
START_FOR_ALL = Rule(
    "engagement.start_for_all",
    "must be filled in for all patients or for none",
    "fill in the month in which the patient joined; 0 if with the first infusion",
)
ACTIVITY = Rule(
    "engagement.activity",
    "must be an activity of the channel",
    "channels and activities are declared in the study file",
)
# Ends of follow-up that nothing cut short.
NOT_EARLY = ("ongoing", "completed")
MOST_DIGITS = 7
_NONE: Ints = np.empty(0, dtype=np.int64)
UNIQUE_KEYS = {
    "visits": ("month",),
    "relapses": ("month",),
    "engagement": ("month", "channel", "activity"),
    "adverse_events": ("event_id",),
    "mri": ("month",),
}
REPEATED_ROW = Rule("row.repeated", "must be unique", "delete the row, or correct one of the two")


def check_rows(
    tables: Mapping[str, CheckedTable], study: Study, lost_patients: float = 0
) -> list[Violation]:
    """Check every rule over rows and between tables; columns were checked before.

    `lost_patients` is the number of rows of patients that could not be read.
    """
    patients = tables.get("patients")
    violations = [v for table in tables.values() for v in _repeated_rows(table)]
    if patients is None:
        return violations
    violations += repeated_ids(patients)
    violations += _below_minimum(patients, study)
    violations += for_all_or_none(patients, "engagement_start_month", START_FOR_ALL)
    others = [table for name, table in tables.items() if name != "patients"]
    violations += _orphans(others, patients, lost_patients)
    follow_up = _follow_up(patients)
    rule = AFTER_END.with_headers(patients.headers)
    dated = [table for table in others if "month" in table.frame]
    violations += [v for table in dated for v in _after_follow_up(table, follow_up, rule)]
    if "engagement" in tables:
        violations += undeclared_activities(tables["engagement"], study)
    return violations


def repeated_ids(table: CheckedTable) -> list[Violation]:
    """Repeated patient ids, regardless of capitals; of two spellings, the later in the alphabet.

    Ids are plain ASCII without outer spaces here, so that spellings differ in capitals only.
    """
    ids = table.frame["patient_id"]
    known = np.flatnonzero(ids.notna().to_numpy(bool))
    texts = ids.to_numpy(dtype=object)[known].tolist()
    folded = list(map(str.casefold, texts))
    if len(set(folded)) == len(texts):
        return []
    names = pd.Series(folded, index=known)
    order = np.array(sorted(range(len(known)), key=lambda k: (str(texts[k]), k)))
    repeated = names.iloc[order].duplicated(keep="first")
    rows = sorted(repeated.index[repeated].tolist())
    return listed(rows, lambda row: violation(table, "patient_id", row, REPEATED_ID, str(ids[row])))


def for_all_or_none(table: CheckedTable, column: str, rule: Rule) -> list[Violation]:
    """A column that is filled in for some patients only; a refused cell counts as filled in.

    The minority is reported: one number in an empty column is one violation, and so is one gap.
    """
    cells = table.frame[column]
    doubtful = refused_rows(table, [column])
    filled = cells.notna().to_numpy(bool) | doubtful
    if filled.all() or not filled.any():
        return []
    minority = ~filled if 2 * filled.sum() >= len(filled) else filled & ~doubtful
    rows = np.flatnonzero(minority).tolist()
    return listed(
        rows, lambda row: violation(table, column, row, rule, number_or_empty(cells[row]))
    )


def refused_rows(table: CheckedTable, columns: Iterable[str]) -> Bools:
    """The rows in which a cell of these columns was refused."""
    refused: Bools = np.zeros(len(table.frame), dtype=bool)
    for column in columns:
        refused[table.refused.get(column, _NONE)] = True
    return refused


def number_or_empty(cell: object) -> str:
    """A checked number with at most seven digits, otherwise only their number."""
    if cell is None or cell is pd.NA or (isinstance(cell, float) and math.isnan(cell)):
        return "an empty cell"
    digits = sum(c.isdigit() for c in repr(cell).removesuffix(".0"))
    return f"{cell:.7g}" if digits <= MOST_DIGITS else f"[number, {digits} digits]"


def violation(table: CheckedTable, column: str, row: int, rule: Rule, value: str = "") -> Violation:
    """The violation of one cell; `row` is its label in the frame."""
    patient = table.frame.loc[row, "patient_id"] if "patient_id" in table.frame else None
    header, line = table.headers.get(column, column), table.lines[row]
    name = patient if isinstance(patient, str) else ""
    return Violation(table.name, header, line, name, rule.name, rule.must, value, rule.remedy)


def _orphans(
    tables: Iterable[CheckedTable], patients: CheckedTable, lost_patients: float
) -> list[Violation]:
    """Ids that are not in the table of patients, each once a table.

    Ids that seem unknown only because a row of patients was refused are not reported. Which ones
    cannot be determined; those with most rows are assumed, since a patient has many rows and a
    typing error has one. A repeated id may hide another patient, or none.
    """
    if "patient_id" not in patients.collected or patients.frame.empty:
        return []  # Without patients every id is unknown; one violation says why.
    known = set(patients.frame["patient_id"].dropna())
    unknown = [_unknown_ids(table, known) for table in tables]
    rows = pd.concat(unknown)["patient_id"].value_counts() if unknown else pd.Series(dtype="int64")
    order = sorted(rows.index, key=lambda name: (-int(rows[name]), str(name)))
    refused = int(min(patients.bad_ids + lost_patients, len(order)))
    repeated = len(repeated_ids(patients))
    excused = set(order[:refused])
    excused |= {n for n in order[refused : refused + repeated] if int(rows[n]) > 1}
    return [
        found
        for table, ids in zip(tables, unknown, strict=True)
        for found in _orphans_of(table, ids.drop_duplicates()["patient_id"], excused)
    ]


def _orphans_of(table: CheckedTable, ids: pd.Series, excused: set[str]) -> list[Violation]:
    rows = ids.index[~ids.isin(list(excused))].tolist()
    return listed(rows, lambda row: violation(table, "patient_id", row, ORPHAN, str(ids[row])))


def _unknown_ids(table: CheckedTable, known: set[str]) -> pd.DataFrame:
    ids = table.frame[["patient_id"]].dropna()
    return ids[~ids["patient_id"].isin(list(known))]


def _after_follow_up(table: CheckedTable, follow_up: pd.Series, rule: Rule) -> list[Violation]:
    month = table.frame["month"].to_numpy("float64", na_value=np.nan)
    end = table.frame["patient_id"].map(follow_up).to_numpy("float64", na_value=np.nan)
    late = month > end + SAME_TIME * np.abs(end)
    return listed(
        np.flatnonzero(late).tolist(),
        lambda row: violation(
            table, "month", row, rule, f"{_number(month[row])}, end {_number(end[row])}"
        ),
    )


def _below_minimum(patients: CheckedTable, study: Study) -> list[Violation]:
    """Patients followed for less than the study required, whose follow-up was not cut short.

    A death, a withdrawal or a loss can end follow-up before a minimum that is counted from the
    first infusion to the end of the study; where no reason is given, none is assumed. A follow-up
    that ends within the study's tolerance of a horizon reaches the minimum: 365 days are 11.99
    months.
    """
    least = (study.study.minimum_follow_up_months or 0.0) - study.relapse.risk_tolerance
    months = patients.frame["follow_up_months"].to_numpy("float64", na_value=np.nan)
    short = months < least * (1 - SAME_TIME)
    rows = short & patients.frame["end_reason"].isin(NOT_EARLY).to_numpy(bool)
    rule = TOO_SHORT.with_headers(patients.headers)
    return listed(
        np.flatnonzero(rows).tolist(),
        lambda row: violation(patients, "follow_up_months", row, rule, _number(months[row])),
    )


def _number(value: np.float64) -> str:
    return number_or_empty(float(value))


def _follow_up(patients: CheckedTable) -> pd.Series:
    known = patients.frame.dropna(subset=["patient_id", "follow_up_months"])
    return known.drop_duplicates("patient_id").set_index("patient_id")["follow_up_months"]


def _repeated_rows(table: CheckedTable) -> list[Violation]:
    keys = UNIQUE_KEYS.get(table.name)
    if keys is None:
        return []
    rows = table.frame[["patient_id", *keys]].dropna()
    if "month" in rows:
        rows = rows.assign(month=_same_times(rows["month"].to_numpy("float64")))
    repeated = rows.duplicated(keep="first")
    where = "event_id" if "event_id" in keys else "month"
    keys_of = table.frame[where]
    return listed(
        rows.index[repeated].tolist(),
        lambda row: violation(table, where, row, REPEATED_ROW, _displayed_key(keys_of[row])),
    )


def _displayed_key(key: object) -> str:
    return f"[text, {len(key)} characters]" if isinstance(key, str) else number_or_empty(key)


def _same_times(month: Floats) -> Ints:
    """Times numbered in order; times equal within a relative 1e-8 share a number."""
    order = np.argsort(month, kind="stable")
    ordered = month[order]
    later = np.diff(ordered) > SAME_TIME * np.abs(ordered[1:])
    number = np.empty(len(month), dtype=np.int64)
    number[order] = np.concatenate([np.zeros(min(len(month), 1)), np.cumsum(later)])
    return number


def undeclared_activities(table: CheckedTable, study: Study) -> list[Violation]:
    """Rows whose activity the study does not declare for their channel."""
    pairs = {
        int(row): f"{activity} in {channel}"
        for row, channel, activity in (
            table.frame[["channel", "activity"]].dropna().itertuples(name=None)
        )
        if (channel, activity) not in study.exposures
    }
    return listed(list(pairs), lambda row: violation(table, "activity", row, ACTIVITY, pairs[row]))
