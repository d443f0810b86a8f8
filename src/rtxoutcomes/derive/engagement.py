"""When each patient did what in the channels: counts by month, counted from the patient's start.

Whatever is later taken as an exposure is cut out of these histories up to a date that is known
before the outcome: a landmark, or a moment less a lag. Totals up to the relapse or to the end of
follow-up are never an exposure: who relapses early has had less time to write, and a relapse
makes people write.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.months import SAME_TIME

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Problem = Literal["", "not_collected", "window_not_landmark"]


@dataclass(frozen=True, slots=True)
class Histories:
    """One channel and activity of everybody, in the order of `cohort.patients`.

    `start`, shape (patients,): the later of first infusion and start of engagement, rounded up to
    a whole month. `total`, shape (patients, months + 1): what was counted in that many first
    months from the start; after the last column nothing more was counted. `known` is False where
    nothing is known of a patient. `window` is the end of the one window of the one-table form
    (months, shape (patients,)), whose count stands in the last column; None where months are
    recorded. `collected` is False where nobody's activity was.
    """

    start: Floats
    total: Ints
    known: NDArray[np.bool_]
    window: Floats | None
    collected: bool


@dataclass(frozen=True, slots=True)
class Landmark:
    """Exposure at one landmark; every array has shape (patients,), in the order of the cohort.

    The landmark lies `months` after the start of engagement, at `limit` months since the first
    infusion. `count` is what was done in [start, limit), `exposure` = log2(1 + count), NaN where
    nothing is known. `problem` says why there is no exposure, else empty.
    """

    months: float
    limit: Floats
    count: Ints
    exposure: Floats
    problem: Problem = ""


def starts(cohort: Cohort) -> Floats:
    """The later of first infusion and start of engagement, rounded up to a whole month."""
    patients = cohort.patients
    if "engagement_start_month" not in patients or patients["engagement_start_month"].isna().all():
        return np.zeros(len(patients))
    start = patients["engagement_start_month"].to_numpy("float64").clip(min=0)
    return np.asarray(np.ceil(start - SAME_TIME))


def identifiable(cohort: Cohort) -> bool:
    """Whether anybody began the drug without the groups, so that the two can be told apart."""
    return bool((starts(cohort) > 0).any())


def landmarks(cohort: Cohort, landmark_months: float) -> pd.Series:
    """Each patient's landmark in months since the first infusion, indexed by patient_id."""
    return pd.Series(starts(cohort) + landmark_months, index=cohort.patients["patient_id"])


def histories(cohort: Cohort, channel: str, activity: str) -> Histories:
    """Counts of `activity` in `channel`, by month from each patient's start."""
    n, start = len(cohort.patients), starts(cohort)
    everybody = np.ones(n, dtype=bool)
    nothing = Histories(start, np.zeros((n, 1), np.int64), everybody, None, collected=False)
    if cohort.engagement is None:
        return nothing
    rows = cohort.engagement
    rows = rows[(rows["channel"] == channel) & (rows["activity"] == activity)]
    who = pd.Index(cohort.patients["patient_id"]).get_indexer(rows["patient_id"])
    count = rows["count"].to_numpy("int64")
    if cohort.form == "tables":
        month = rows["month"].to_numpy("int64") - start[who].astype("int64")
        return Histories(start, _totals(who, month, count, n), everybody, None, collected=True)
    if rows.empty:
        return nothing
    window = np.full(n, np.nan)
    window[who] = rows["end_month"].to_numpy("float64")
    total = _totals(who, np.zeros(who.size, np.int64), count, n)
    return Histories(start, total, np.isin(np.arange(n), who), window, collected=True)


def _totals(who: Ints, month: Ints, count: Ints, patients: int) -> Ints:
    """Running totals by month since the start; what came before it does not count."""
    begun = month >= 0
    who, month, count = who[begun], month[begun], count[begun]
    monthly = np.zeros((patients, int(month.max(initial=-1)) + 2), dtype=np.int64)
    np.add.at(monthly, (who, month + 1), count)
    return np.asarray(monthly.cumsum(axis=1))


def at_landmark(told: Histories, landmark_months: float) -> Landmark:
    """Exposure up to `landmark_months` after the start of engagement.

    Only months that end by the landmark count. In the one-table form the window of every patient
    whose activity is known must end at the landmark.
    """
    limit = told.start + landmark_months
    nothing = np.full(limit.size, np.nan)
    if not told.collected:
        return Landmark(landmark_months, limit, told.total[:, -1], nothing, "not_collected")
    if told.window is None:
        whole = int(np.floor(landmark_months * (1 + SAME_TIME)))
        count = told.total[:, min(whole, told.total.shape[1] - 1)]
    else:
        count = told.total[:, -1]
        apart = np.abs(told.window - limit)[told.known]
        if not (apart <= SAME_TIME * np.abs(limit[told.known])).all():
            return Landmark(landmark_months, limit, count, nothing, "window_not_landmark")
    exposure = np.where(told.known, dose(count), np.nan)
    return Landmark(landmark_months, limit, count, exposure)


def dose(count: Ints) -> Floats:
    """Doublings of (1 + count): the unit in which every effect is told."""
    return np.asarray(np.log2(1.0 + count))
