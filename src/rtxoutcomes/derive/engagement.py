"""Exposure to one channel and activity up to a landmark, and who is still at risk there.

Totals up to the relapse or the end of follow-up are never an exposure here: who relapses early
has had less time to write, and a relapse makes people write.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.months import SAME_TIME, at_most

Problem = Literal["", "not_collected", "window_not_landmark"]


@dataclass(frozen=True, slots=True)
class Landmark:
    """The cohort at one landmark, for one channel and activity.

    `patients` has a row for everybody: `patient_id, diagnosis, landmark` (months), `count` (of the
    activity in [start, landmark)), `exposure` = log2(1 + count). `identifiable` is False where
    engagement began with the drug for all. `problem` says why there is no exposure, else empty.
    """

    patients: pd.DataFrame
    identifiable: bool
    problem: Problem = ""


def landmarks(cohort: Cohort, landmark_months: float) -> pd.Series:
    """Each patient's landmark in months, indexed by patient_id.

    It counts from the later of first infusion and start of engagement, the start rounded up to a
    whole month.
    """
    landmark: pd.Series = _start(cohort) + landmark_months
    return landmark


def at_landmark(cohort: Cohort, channel: str, activity: str, landmark_months: float) -> Landmark:
    """Exposure to `activity` in `channel` up to `landmark_months` after the start of engagement."""
    landmark = landmarks(cohort, landmark_months)
    patients = cohort.patients[["patient_id", "diagnosis"]].set_index("patient_id", drop=False)
    identifiable = bool((_start(cohort) > 0).any())
    if cohort.engagement is None or cohort.engagement.empty:
        return Landmark(patients.reset_index(drop=True), identifiable, "not_collected")
    rows = cohort.engagement
    rows = rows[(rows["channel"] == channel) & (rows["activity"] == activity)]
    limit = rows["patient_id"].map(landmark).to_numpy(float)
    if cohort.form == "one_table" and not _window_is_landmark(rows, limit):
        return Landmark(patients.reset_index(drop=True), identifiable, "window_not_landmark")
    start = rows["patient_id"].map(_start(cohort)).to_numpy(float)
    begun = rows["month"].to_numpy(float) >= (start if cohort.form == "tables" else -np.inf)
    inside = begun & at_most(rows["end_month"].to_numpy(float), limit)
    count = rows[inside].groupby("patient_id", observed=True)["count"].sum()
    count = count.reindex(patients.index).fillna(0).astype("int64")
    frame = patients.assign(landmark=landmark, count=count, exposure=np.log2(1.0 + count))
    return Landmark(frame.reset_index(drop=True), identifiable)


def _start(cohort: Cohort) -> pd.Series:
    patients = cohort.patients.set_index("patient_id")
    if "engagement_start_month" not in patients or patients["engagement_start_month"].isna().all():
        return pd.Series(0.0, index=patients.index)
    start = patients["engagement_start_month"].clip(lower=0)
    return pd.Series(np.ceil(start.to_numpy(float) - SAME_TIME), index=patients.index)


def _window_is_landmark(rows: pd.DataFrame, limit: NDArray[np.float64]) -> bool:
    end = rows["end_month"].to_numpy(float)
    return bool(np.all(np.abs(end - limit) <= SAME_TIME * np.abs(limit)))
