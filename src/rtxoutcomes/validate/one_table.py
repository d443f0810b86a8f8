"""The form with one row a patient: its own rules, then the same tables as the other form."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rtxoutcomes.errors import Violation
from rtxoutcomes.study import Study
from rtxoutcomes.validate.columns import SAME_TIME, Checked
from rtxoutcomes.validate.rows import (
    AFTER_END,
    Rule,
    for_all_or_none,
    number_or_empty,
    refused_rows,
    repeated_ids,
    violation,
)

Frames = dict[str, pd.DataFrame | None]
NO_MONTH = Rule(
    "relapse.month_needed",
    "must be there for a patient with an attack",
    "fill in the month of the first attack, or correct {relapsed}",
)
DISAGREE = Rule(
    "relapse.disagree",
    "must agree with the other columns on attacks",
    "correct {relapsed}, {relapse_month} or {relapse_count} so that they say the same",
)
UNSAID = Rule(
    "relapse.unsaid",
    "must be there for all patients or for none",
    "say whether there was an attack; an empty cell is not taken for no",
)
COUNT_FOR_ALL = Rule(
    "count.for_all",
    "must be there for all patients or for none",
    "write 0 if none occurred; an empty cell is not taken for 0",
)
RELAPSE_COLUMNS = ("relapsed", "relapse_month", "relapse_count")


def check_one_table(table: Checked, study: Study) -> list[Violation]:
    """Rules over a row: attacks agree with one another, and nothing lies after follow-up."""
    frame = table.frame
    found = [*repeated_ids(table), *_relapse_faults(table)]
    after_end = AFTER_END.speaking(table.headers)
    end = frame["follow_up_months"].to_numpy("float64") * (1 + SAME_TIME)
    for column in ("relapse_month", "engagement_window_months"):
        late = np.flatnonzero(frame[column].to_numpy("float64") > end)
        found += [
            violation(table, column, row, after_end, number_or_empty(frame.loc[row, column]))
            for row in late.tolist()
        ]
    for told in study.one_table.engagement:
        found += for_all_or_none(table, told.column, COUNT_FOR_ALL)
    return found


def _relapse_faults(table: Checked) -> list[Violation]:
    """Rows in which flag, month and count of attacks do not agree, or say nothing."""
    said = {column: _says(table.frame[column]) for column in RELAPSE_COLUMNS}
    yes = sum((told > 0).astype(int) for told in said.values())
    no = sum((told < 0).astype(int) for told in said.values())
    # Where only the month was asked for, an empty cell is how the file says no.
    asked = [column for column in ("relapsed", "relapse_count") if said[column].any()]
    no_month = (said["relapse_month"] == 0) & ("relapse_month" in table.collected)
    faulty = ((yes > 0) & (no > 0)) | ((yes > 0) & no_month)
    if asked:
        faulty |= (yes == 0) & (no == 0)
    faulty &= ~refused_rows(table, RELAPSE_COLUMNS)
    rows = np.flatnonzero(faulty).tolist()
    return [
        _relapse_fault(table, row, {c: int(told[row]) for c, told in said.items()}, asked)
        for row in rows
    ]


def _relapse_fault(
    table: Checked, row: int, said: Mapping[str, int], asked: list[str]
) -> Violation:
    yes = [column for column, told in said.items() if told > 0]
    no = [column for column, told in said.items() if told < 0]
    if yes and no:
        # Of three the odd one out; of two the one that adds detail to the other.
        column = (yes if len(yes) < len(no) else no if len(no) < len(yes) else sorted(yes + no))[0]
        words = "yes" if column in yes else "no"
        value = words if column == "relapsed" else number_or_empty(table.frame[column][row])
        return violation(table, column, row, DISAGREE.speaking(table.headers), value)
    if yes:
        rule = NO_MONTH.speaking(table.headers)
        return violation(table, "relapse_month", row, rule, "an empty cell")
    return violation(table, asked[0], row, UNSAID, "an empty cell")


def _says(column: pd.Series) -> NDArray[np.int64]:
    """Whether each cell says that there was an attack: 1 yes, -1 no, 0 nothing.

    A month lies after 0 (a column rule), so that any month says yes.
    """
    values = column.to_numpy("float64", na_value=np.nan)
    return np.where(np.isnan(values), 0, np.where(values > 0, 1, -1)).astype(np.int64)


def frames_of(table: Checked, study: Study) -> Frames:
    """The tables that this form holds; what it does not hold stays missing."""
    return {
        "patients": _patients(table),
        "visits": _visits(table, study),
        "relapses": _relapses(table),
        "infusions": None,
        "engagement": _engagement(table, study),
        "adverse_events": _adverse_events(table),
    }


def _any_said(table: Checked, *columns: str) -> bool:
    """Whether anything stands in these columns: one that is empty throughout was not collected."""
    return bool(table.frame[list(columns)].notna().any(axis=None))


def _patients(table: Checked) -> pd.DataFrame:
    core = [
        "patient_id",
        "diagnosis",
        "follow_up_months",
        "sex",
        "age_years",
        "disease_duration_years",
        "relapses_prior_year",
    ]
    frame = table.frame
    count = frame["relapse_count"].mask(_relapsed(frame) & frame["relapse_count"].isna())
    stated = count.where(_relapsed(frame), 0).astype("Int64")
    return frame[core].assign(
        prior_treatment=None,
        end_reason=None,
        engagement_start_month=float("nan"),
        engagement_group=None,
        relapse_count=stated,
        adverse_event_count=frame["adverse_events"],
    )


def _relapsed(frame: pd.DataFrame) -> pd.Series:
    flag = frame["relapsed"].fillna(False).astype(bool)
    count = (frame["relapse_count"] > 0).fillna(False).astype(bool)
    return flag | frame["relapse_month"].notna() | count


def _visits(table: Checked, study: Study) -> pd.DataFrame | None:
    parts = []
    for phase in ("baseline", "follow_up"):
        columns = {
            getattr(pair, phase): study.score(name).column
            for name, pair in study.one_table.scores.items()
        }
        known = {theirs: ours for theirs, ours in columns.items() if theirs in table.collected}
        if known:
            part = table.frame[["patient_id", *known]].rename(columns=known)
            parts.append(part.assign(month=float("nan"), phase=phase))
    return pd.concat(parts, ignore_index=True) if parts else None


def _relapses(table: Checked) -> pd.DataFrame | None:
    if not _any_said(table, *RELAPSE_COLUMNS):
        return None
    frame = table.frame[table.frame["relapse_month"].notna()]
    return pd.DataFrame(
        {
            "patient_id": frame["patient_id"],
            "month": frame["relapse_month"],
            "confirmed_by_examination": pd.array([None] * len(frame), dtype="boolean"),
            "detected_via": None,
        }
    ).reset_index(drop=True)


def _engagement(table: Checked, study: Study) -> pd.DataFrame | None:
    parts = []
    for told in study.one_table.engagement:
        if not _any_said(table, told.column):
            continue
        known = table.frame[table.frame[told.column].notna()]
        parts.append(
            pd.DataFrame(
                {
                    "patient_id": known["patient_id"],
                    "month": 0,
                    "end_month": known["engagement_window_months"],
                    "channel": told.channel,
                    "activity": told.activity,
                    "count": known[told.column].astype("int64"),
                }
            )
        )
    return pd.concat(parts, ignore_index=True) if parts else None


def _adverse_events(table: Checked) -> pd.DataFrame | None:
    if not _any_said(table, "adverse_events"):
        return None
    # A patient of whom nothing is said has no row; `adverse_event_count` says that it is unknown.
    counts = table.frame["adverse_events"].fillna(0).astype("int64")
    ids = table.frame["patient_id"].repeat(counts.tolist()).reset_index(drop=True)
    numbers = ids.groupby(ids).cumcount() + 1
    return pd.DataFrame(
        {
            "patient_id": ids,
            "event_id": numbers.astype(str),
            "month": float("nan"),
            "term": None,
            "grade": pd.array([None] * len(ids), dtype="Int64"),
            "serious": pd.array([None] * len(ids), dtype="boolean"),
            "related": pd.array([None] * len(ids), dtype="boolean"),
            "reported_via": None,
        }
    )
