"""The form with one row a patient as the tables of the other form; nothing is invented.

Columns are assembled one by one: the table of a registry is large, and every intermediate frame
would be a copy of it.
"""

import numpy as np
import pandas as pd

from rtxoutcomes.study import Study
from rtxoutcomes.validate.columns import CheckedTable
from rtxoutcomes.validate.one_table import RELAPSE_COLUMNS

CohortFrames = dict[str, pd.DataFrame | None]
CORE = (
    *("patient_id", "diagnosis", "follow_up_months", "sex", "age_years"),
    *("disease_duration_years", "relapses_prior_year"),
)


def frames_of(table: CheckedTable, study: Study) -> CohortFrames:
    """The tables of a cohort; None for those that this form does not hold."""
    return {
        "patients": _patients(table, study),
        "visits": _visits(table, study),
        "relapses": _relapses(table),
        "infusions": None,
        "engagement": _engagement(table, study),
        "adverse_events": _adverse_events(table),
        "mri": None,
    }


def _any_filled(table: CheckedTable, *columns: str) -> bool:
    """Whether any cell of these columns is filled in; otherwise they were not collected."""
    return any(bool(table.frame[column].notna().any()) for column in columns)


def _framed(columns: dict[str, object], rows: int) -> pd.DataFrame:
    return pd.DataFrame(columns, index=pd.RangeIndex(rows), copy=False)


def _patients(table: CheckedTable, study: Study) -> pd.DataFrame:
    frame = table.frame
    stated = frame["relapse_count"].where(_relapsed(frame), 0).astype("Int64")
    columns: dict[str, object] = {
        **{name: frame[name] for name in CORE},
        **{v.name: frame[v.name] for v in study.variables},
        "prior_treatment": None,
        "end_reason": None,
        "engagement_start_month": float("nan"),
        "engagement_group": None,
        "relapse_count": stated,
        "adverse_event_count": frame["adverse_events"],
    }
    return _framed(columns, len(frame))


def _relapsed(frame: pd.DataFrame) -> pd.Series:
    flag = frame["relapsed"].fillna(False).astype(bool)
    count = (frame["relapse_count"] > 0).fillna(False).astype(bool)
    return flag | frame["relapse_month"].notna() | count


def _visits(table: CheckedTable, study: Study) -> pd.DataFrame | None:
    """The visits of each phase or month in which a score was collected, one after the other."""
    times = _times(table, study)
    if not times:
        return None
    rows, ids = len(table.frame), table.frame["patient_id"]
    nothing = pd.Series(np.nan, index=ids.index)
    scores = dict.fromkeys(score for columns in times.values() for score in columns)
    columns: dict[str, object] = {"patient_id": pd.concat([ids] * len(times), ignore_index=True)}
    for score in scores:
        sources = [columns_of.get(score) for columns_of in times.values()]
        parts = [nothing if source is None else table.frame[source] for source in sources]
        columns[score] = pd.concat(parts, ignore_index=True)
    end = table.frame["follow_up_months"].to_numpy("float64", na_value=np.nan)
    # A visit is planned for a month; it took place by the end of follow-up (`check_one_table`).
    months = [
        np.full(rows, np.nan) if month is None else np.fmin(month, np.maximum(end, 0.0))
        for _, month in times
    ]
    columns["month"] = np.concatenate(months)
    columns["phase"] = np.repeat(np.array([phase for phase, _ in times], dtype=object), rows)
    return _framed(columns, rows * len(times))


def _times(table: CheckedTable, study: Study) -> dict[tuple[str, float | None], dict[str, str]]:
    """Phase and month -> column of each score that was collected then.

    A phase has no month, and a month no phase.
    """
    times: dict[tuple[str, float | None], dict[str, str]] = {}
    for name, columns in study.one_table.scores.items():
        for column in columns.columns:
            phase = {columns.baseline: "baseline", columns.follow_up: "follow_up"}.get(column, "")
            if column in table.collected:
                time = (phase, columns.visits.get(column))
                times.setdefault(time, {})[study.score(name).column] = column
    order = ("baseline", "follow_up", "")
    return dict(sorted(times.items(), key=lambda item: (order.index(item[0][0]), item[0][1] or 0)))


def _relapses(table: CheckedTable) -> pd.DataFrame | None:
    if not _any_filled(table, *RELAPSE_COLUMNS):
        return None
    dated = table.frame.loc[table.frame["relapse_month"].notna(), ["patient_id", "relapse_month"]]
    rows = len(dated)
    columns: dict[str, object] = {
        "patient_id": dated["patient_id"].reset_index(drop=True),
        "month": dated["relapse_month"].reset_index(drop=True),
        "confirmed_by_examination": pd.array([None] * rows, dtype="boolean"),
        "detected_via": None,
    }
    return _framed(columns, rows)


def _engagement(table: CheckedTable, study: Study) -> pd.DataFrame | None:
    frame = table.frame
    counted = [e for e in study.one_table.engagement if _any_filled(table, e.column)]
    if not counted:
        return None
    known = [frame[e.column].notna() for e in counted]
    sizes = [int(which.sum()) for which in known]
    counts = [frame[e.column][k].astype("int64") for e, k in zip(counted, known, strict=True)]
    ends = [frame["engagement_window_months"][k] for k in known]
    columns: dict[str, object] = {
        "patient_id": pd.concat([frame["patient_id"][k] for k in known], ignore_index=True),
        "month": 0,
        "end_month": pd.concat(ends, ignore_index=True),
        "channel": np.repeat(np.array([e.channel for e in counted], dtype=object), sizes),
        "activity": np.repeat(np.array([e.activity for e in counted], dtype=object), sizes),
        "count": pd.concat(counts, ignore_index=True),
    }
    return _framed(columns, sum(sizes))


def _adverse_events(table: CheckedTable) -> pd.DataFrame | None:
    if not _any_filled(table, "adverse_events"):
        return None
    # Unknown counts give no rows; `adverse_event_count` records that they are unknown.
    counts = table.frame["adverse_events"].fillna(0).to_numpy("int64")
    rows = int(counts.sum())
    first = np.repeat(np.cumsum(counts) - counts, counts)
    words = np.array([str(k) for k in range(1, int(counts.max(initial=0)) + 1)], dtype=object)
    ids = table.frame["patient_id"].repeat(counts.tolist()).reset_index(drop=True)
    columns: dict[str, object] = {
        "patient_id": ids,
        "event_id": words[np.arange(rows) - first],
        "month": float("nan"),
        "term": None,
        "grade": pd.array([None] * rows, dtype="Int64"),
        "serious": pd.array([None] * rows, dtype="boolean"),
        "related": pd.array([None] * rows, dtype="boolean"),
        "reported_via": None,
    }
    return _framed(columns, rows)
