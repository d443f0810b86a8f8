"""Each patient's activity in the channels: counts by month from the start of engagement.

An exposure is taken from these histories up to a time that is known before the outcome: a
landmark, or a time less a lag. Totals up to the relapse or to the end of follow-up are never an
exposure: an early relapse leaves less time for activity (immortal time bias), and a relapse may
itself cause activity.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from rtxoutcomes.arrays import Bools, Floats, Ints
from rtxoutcomes.calendar import SAME_TIME
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.months_read import months_read

Problem = Literal["", "not_collected", "window_not_landmark"]


@dataclass(frozen=True, slots=True)
class Histories:
    """Counts of one activity in one channel, in the order of `cohort.patients`.

    `start`, shape (patients,): the later of first infusion and start of engagement, rounded up to
    a whole month. `total`, shape (patients, months + 1): the cumulative count by number of months
    since the start; it stays the same after the last column. `known` is False where a patient's
    activity is unknown. `window` is the end of the single window of the one-table form (months,
    shape (patients,)), whose count is in the last column; None where months are recorded.
    `collected` is False if the activity was not collected. `read`, shape (patients,): the number of
    months from the start up to the first that was not read from exports; infinite where all were.
    """

    start: Floats
    total: Ints
    known: Bools
    window: Floats | None
    collected: bool
    read: Floats | None = None

    def read_for(self, months: float) -> Bools:
        """The patients whose first `months` months are known."""
        complete = np.floor(months * (1 + SAME_TIME))
        return self.known if self.read is None else self.known & (self.read >= complete)


@dataclass(frozen=True, slots=True)
class Landmark:
    """Exposure at one landmark; every array has shape (patients,), in the order of the cohort.

    The landmark lies `months` after the start of engagement, at `limit` months since the first
    infusion. `count` is the number in [start, limit), `exposure` = log2(1 + count), NaN where it
    is unknown. `problem` is the reason why there is no exposure, otherwise empty.
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
    """Whether any patient began the drug before the groups, so that both can be distinguished."""
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
    rows = _of(cohort.engagement, channel, activity)
    log = None if cohort.engagement_log is None else _of(cohort.engagement_log, channel, activity)
    if log is not None and log.empty and rows.empty:
        # Other channels were read from exports, this one never was.
        return nothing
    who = pd.Index(cohort.patients["patient_id"]).get_indexer(rows["patient_id"])
    count = rows["count"].to_numpy("int64")
    if cohort.form == "tables":
        month = rows["month"].to_numpy("int64") - start[who].astype("int64")
        read = None if log is None or log.empty else _months_read(cohort, log, start)
        totals = _totals(who, month, count, n)
        return Histories(start, totals, everybody, None, collected=True, read=read)
    if rows.empty:
        return nothing
    window = np.full(n, np.nan)
    window[who] = rows["end_month"].to_numpy("float64")
    total = _totals(who, np.zeros(who.size, np.int64), count, n)
    return Histories(start, total, np.isin(np.arange(n), who), window, collected=True)


def _of(rows: pd.DataFrame, channel: str, activity: str) -> pd.DataFrame:
    return rows[(rows["channel"] == channel) & (rows["activity"] == activity)]


def _months_read(cohort: Cohort, log: pd.DataFrame, start: Floats) -> Floats:
    follow_up = cohort.patients["follow_up_months"].to_numpy("float64")
    ends = np.floor(follow_up * (1 + SAME_TIME))
    months = max(int(ends.max(initial=0)), int(log["last_month"].max()))
    read = months_read(log, cohort.patients["patient_id"], start, months)
    # Months after the end of follow-up need not have been read.
    return np.where(read >= ends - start, np.inf, read)


def _totals(who: Ints, month: Ints, count: Ints, patients: int) -> Ints:
    """Cumulative counts by month since the start; earlier activity does not count."""
    begun = month >= 0
    who, month, count = who[begun], month[begun], count[begun]
    monthly = np.zeros((patients, int(month.max(initial=-1)) + 2), dtype=np.int64)
    np.add.at(monthly, (who, month + 1), count)
    return np.asarray(monthly.cumsum(axis=1))


def at_landmark(history: Histories, landmark_months: float) -> Landmark:
    """Exposure up to `landmark_months` after the start of engagement.

    Only months that end by the landmark count, and a month that was not read leaves the exposure
    unknown. In the one-table form the window of every patient
    whose activity is known must end at the landmark.
    """
    limit = history.start + landmark_months
    nothing = np.full(limit.size, np.nan)
    if not history.collected:
        return Landmark(landmark_months, limit, history.total[:, -1], nothing, "not_collected")
    if history.window is None:
        months = int(np.floor(landmark_months * (1 + SAME_TIME)))
        known = history.read_for(months)
        count = history.total[:, min(months, history.total.shape[1] - 1)]
    else:
        count, known = history.total[:, -1], history.known
        apart = np.abs(history.window - limit)[known]
        if not (apart <= SAME_TIME * np.abs(limit[known])).all():
            return Landmark(landmark_months, limit, count, nothing, "window_not_landmark")
    exposure = np.where(known, dose(count), np.nan)
    return Landmark(landmark_months, limit, count, exposure)


def dose(count: Ints) -> Floats:
    """log2(1 + count): an effect is per doubling of 1 + count."""
    return np.asarray(np.log2(1.0 + count))
