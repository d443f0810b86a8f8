"""Which visits are baseline and follow-up, and the pair of values of each patient."""

from typing import Literal

import numpy as np
import pandas as pd

from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.months import at_least, at_most, whole_days
from rtxoutcomes.derive.once import once
from rtxoutcomes.study import Score

COLUMNS = ["patient_id", "group", "before_month", "before", "after_month", "after"]


@once
def last_visit_pairs(cohort: Cohort, score: Score) -> pd.DataFrame | None:
    """A row a patient: the score at baseline and at the last visit in the follow-up window.

    Columns `patient_id, group, before_month, before, after_month, after`; NaN where there is
    no such visit. Baseline is the last value at a month <= 0 in the baseline window, else the
    first after it; follow-up the last value in the follow-up window and after the baseline.
    None where the score was not collected.
    """
    return _pairs(cohort, score, _follow_up_window(score), middle=None)


@once
def fixed_time_pairs(cohort: Cohort, score: Score) -> pd.DataFrame | None:
    """The same with the visit nearest to the middle of the fixed-time window, the earlier if equal.

    None too where visits carry no month or the study names no fixed time.
    """
    if score.fixed_time_months is None or not has_months(cohort, score):
        return None
    low, high = score.fixed_time_months
    return _pairs(cohort, score, (low, high), middle=(low + high) / 2)


def pairs_after(cohort: Cohort, score: Score, landmark: pd.Series) -> pd.DataFrame | None:
    """The last value at or before each patient's landmark, and the last in the window after it.

    `landmark` is in months, indexed by patient_id. Where visits carry no month, the baseline value
    and the follow-up value are used.
    """
    visits = _usable(cohort, score)
    if visits is None:
        return None
    if _are_phases(visits):
        return _join(cohort, _phase(visits, "baseline"), _phase(visits, "follow_up"))
    low, end = _follow_up_window(score)
    month = visits["month"].to_numpy(float)
    limit = visits["patient_id"].map(landmark).to_numpy(float)
    early = at_most(month, limit) & at_least(month, score.baseline_months[0])
    late = ~at_most(month, limit) & at_least(month, low) & at_most(month, end)
    before, after = visits[early], visits[late & ~np.isnan(limit)]
    return _join(cohort, _one_each(before, "last"), _one_each(after, "last"))


def visits_from_baseline(cohort: Cohort, score: Score) -> pd.DataFrame | None:
    """A row a visit from a patient's baseline to the end of the follow-up window, with a value.

    Columns `patient_id, group, month, value`. Patients without a baseline have no row. None
    where the score was not collected, or visits carry no month.
    """
    visits = _usable(cohort, score)
    if visits is None or _are_phases(visits):
        return None
    month = visits["month"].to_numpy(float)
    begin = visits["patient_id"].map(_baseline(visits, score)["month"]).to_numpy(float)
    kept = visits[(month >= begin) & at_most(month, _follow_up_window(score)[1])]
    return _with_group(cohort, kept)


def lowest_after_baseline(cohort: Cohort, score: Score) -> pd.DataFrame | None:
    """A row a patient: `patient_id, group, lowest` (the lowest value after baseline)."""
    visits = _usable(cohort, score)
    if visits is None:
        return None
    if _are_phases(visits):
        later = visits[visits["phase"] == "follow_up"]
    else:
        taken = visits["patient_id"].map(_baseline(visits, score)["month"]).fillna(-np.inf)
        later = visits[visits["month"] > np.maximum(taken.to_numpy(float), 0.0)]
    lowest = later.groupby("patient_id", observed=True)["value"].min()
    patients = cohort.patients[["patient_id", "group"]].set_index("patient_id", drop=False)
    return patients.assign(lowest=lowest.astype("float64")).reset_index(drop=True)


def visit_values(cohort: Cohort, score: Score) -> pd.DataFrame | None:
    """A row a visit with a value: `patient_id, group, month, value`, by patient and month.

    None where the score was not collected, or visits carry no month.
    """
    visits = _usable(cohort, score)
    if visits is None or _are_phases(visits):
        return None
    return _with_group(cohort, visits.sort_values(["patient_id", "month"]))


def scored_visits(cohort: Cohort, score: Score) -> pd.DataFrame | None:
    """A row a visit with a value, whenever it was: `patient_id, month, phase, value`.

    None where the score was not collected.
    """
    if cohort.visits is None or score.column not in cohort.visits:
        return None
    measured = cohort.visits[score.column].notna()
    visits = cohort.visits.loc[measured, ["patient_id", "month", "phase"]]
    # Assigned, not renamed: another score may have a column called value.
    return visits.assign(value=cohort.visits.loc[measured, score.column])


def has_months(cohort: Cohort, score: Score) -> bool:
    """Whether visits with this score carry a month; in the one-table form they may not."""
    visits = _usable(cohort, score)
    return visits is None or not _are_phases(visits)


def _are_phases(visits: pd.DataFrame) -> bool:
    """Whether visits are baseline and follow-up, without a month."""
    return bool((visits["phase"] != "").any())


def _with_group(cohort: Cohort, visits: pd.DataFrame) -> pd.DataFrame:
    group = cohort.patients.set_index("patient_id")["group"]
    columns = ["patient_id", "group", "month", "value"]
    return visits.assign(group=visits["patient_id"].map(group))[columns]


def _follow_up_window(score: Score) -> tuple[float, float]:
    low, high = score.follow_up_months
    return low, np.inf if high == "end" else float(high)


def _pairs(
    cohort: Cohort, score: Score, window: tuple[float, float], middle: float | None
) -> pd.DataFrame | None:
    visits = _usable(cohort, score)
    if visits is None:
        return None
    if _are_phases(visits):
        return _join(cohort, _phase(visits, "baseline"), _phase(visits, "follow_up"))
    before = _baseline(visits, score)
    taken = visits["patient_id"].map(before["month"]).fillna(-np.inf).to_numpy(float)
    month = visits["month"].to_numpy(float)
    later = visits[at_least(month, window[0]) & at_most(month, window[1]) & (month > taken)]
    after = _one_each(later, "last") if middle is None else _nearest(later, middle)
    return _join(cohort, before, after)


def _usable(cohort: Cohort, score: Score) -> pd.DataFrame | None:
    """Visits at which this score has a value and that do not follow an attack too closely."""
    visits = scored_visits(cohort, score)
    days = score.exclude_days_after_relapse
    if visits is None or days == 0 or cohort.relapses is None or cohort.form == "one_table":
        return visits
    return visits[~_soon_after_relapse(visits, cohort.relapses, days)]


def _soon_after_relapse(visits: pd.DataFrame, relapses: pd.DataFrame, days: float) -> pd.Series:
    rows = visits[["patient_id", "month"]].reset_index()
    both = rows.merge(relapses[["patient_id", "month"]], on="patient_id", suffixes=("", "_onset"))
    since = whole_days(both["month_onset"].to_numpy(float), both["month"].to_numpy(float))
    close = (since >= 0) & (since < days)
    return pd.Series(visits.index.isin(both.loc[close, "index"]), index=visits.index)


def _baseline(visits: pd.DataFrame, score: Score) -> pd.DataFrame:
    month = visits["month"].to_numpy(float)
    low, high = score.baseline_months
    inside = visits[at_least(month, low) & at_most(month, high)]
    before = _one_each(inside[inside["month"] <= 0], "last")
    return before.combine_first(_one_each(inside[inside["month"] > 0], "first"))


def _one_each(
    visits: pd.DataFrame, keep: Literal["first", "last"], order: tuple[str, ...] = ("month",)
) -> pd.DataFrame:
    """One visit a patient; quicker than groups, of which there are as many as patients."""
    ordered = visits.sort_values(["patient_id", *order])
    kept = ordered.drop_duplicates("patient_id", keep=keep)
    return kept.set_index("patient_id")[["month", "value"]]


def _nearest(visits: pd.DataFrame, middle: float) -> pd.DataFrame:
    distance = (visits["month"] - middle).abs().round(9)
    return _one_each(visits.assign(distance=distance), "first", ("distance", "month"))


def _phase(visits: pd.DataFrame, phase: str) -> pd.DataFrame:
    chosen = visits[visits["phase"] == phase]
    return chosen.set_index("patient_id")[["month", "value"]]


def _join(cohort: Cohort, before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    patients = cohort.patients[["patient_id", "group"]].set_index("patient_id", drop=False)
    return patients.assign(
        before_month=before["month"].astype("float64"),
        before=before["value"].astype("float64"),
        after_month=after["month"].astype("float64"),
        after=after["value"].astype("float64"),
    ).reset_index(drop=True)[COLUMNS]
