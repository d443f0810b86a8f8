"""The form with one row a patient: its own rules, then the same tables as the other form."""

import pandas as pd

from rtxoutcomes.errors import Violation
from rtxoutcomes.study import Study
from rtxoutcomes.validate.columns import SAME_TIME, Checked
from rtxoutcomes.validate.rows import (
    AFTER_END,
    Rule,
    for_all_or_none,
    number_or_empty,
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
    refused = {(v.line, v.column) for v in table.violations}
    found = [*repeated_ids(table)]
    for row in frame.index:
        if any((table.lines[row], table.headers[c]) in refused for c in RELAPSE_COLUMNS):
            continue
        found += _relapse_faults(table, row)
    after_end = AFTER_END.speaking(table.headers)
    for column in ("relapse_month", "engagement_window_months"):
        late = frame[column] > frame["follow_up_months"] * (1 + SAME_TIME)
        found += [
            violation(table, column, row, after_end, number_or_empty(frame.loc[row, column]))
            for row in frame.index[late.fillna(False)]
        ]
    for told in study.one_table.engagement:
        found += for_all_or_none(table, told.column, COUNT_FOR_ALL)
    return found


def _relapse_faults(table: Checked, row: int) -> list[Violation]:
    frame = table.frame
    # A month lies after 0 (a column rule), so that any month says yes.
    said = {column: _says(frame[column], row) for column in RELAPSE_COLUMNS}
    yes = [column for column, value in said.items() if value is True]
    no = [column for column, value in said.items() if value is False]
    if yes and no:
        # Of three the odd one out; of two the one that adds detail to the other.
        column = (yes if len(yes) < len(no) else no if len(no) < len(yes) else sorted(yes + no))[0]
        words = "yes" if column in yes else "no"
        value = words if column == "relapsed" else number_or_empty(frame[column][row])
        return [violation(table, column, row, DISAGREE.speaking(table.headers), value)]
    if yes and said["relapse_month"] is None and "relapse_month" in table.collected:
        rule = NO_MONTH.speaking(table.headers)
        return [violation(table, "relapse_month", row, rule, "an empty cell")]
    # Where only the month was asked for, an empty cell is how the file says no.
    asked = [column for column in ("relapsed", "relapse_count") if frame[column].notna().any()]
    if asked and not yes and not no:
        return [violation(table, asked[0], row, UNSAID, "an empty cell")]
    return []


def _says(column: pd.Series, row: int) -> bool | None:
    """Whether this cell says that there was an attack; None where it says nothing."""
    return None if bool(column.isna()[row]) else bool(column.astype("float64")[row] > 0)


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
