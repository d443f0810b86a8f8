"""Participation in each channel and activity. Totals are descriptive, never an exposure."""

import math
from collections.abc import Iterator

import numpy as np
import pandas as pd

from rtxoutcomes.analysis.descriptive import PROSE, counted, described, not_collected, number, share
from rtxoutcomes.analysis.diagnoses import groups
from rtxoutcomes.analysis.question import Question, Statistic
from rtxoutcomes.arrays import Floats
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.engagement import Histories, histories
from rtxoutcomes.derive.months import at_least
from rtxoutcomes.estimate.describe import describe
from rtxoutcomes.results import NAN, Estimate, Measure, MethodKey, Note, Quantity, Row
from rtxoutcomes.results.collection import PARTICIPATION_COLUMNS, joined
from rtxoutcomes.study import Study

ANALYSIS = "participation"
# A field of a summary, its method, and its quantity for totals and for counts per month.
QUARTILES = (
    ("median", MethodKey.MEDIAN, Quantity.MEDIAN, Quantity.MONTHLY_MEDIAN),
    ("q1", MethodKey.LOWER_QUARTILE, Quantity.LOWER_QUARTILE, Quantity.MONTHLY_LOWER_QUARTILE),
    ("q3", MethodKey.UPPER_QUARTILE, Quantity.UPPER_QUARTILE, Quantity.MONTHLY_UPPER_QUARTILE),
)
TENTH = 10


def participation_rows(cohort: Cohort, study: Study) -> list[Row]:
    """Participants, amounts, and the contribution of the most active tenth, by diagnosis."""
    rows: list[Row] = []
    for channel, activity in study.exposures:
        history = histories(cohort, channel, activity)
        question = Question(ANALYSIS, ANALYSIS, channel=channel, activity=activity)
        counts = cohort.patients[["patient_id", "group"]].assign(
            count=_total(history),
            months=_span(cohort, history),
            read=np.inf if history.read is None else history.read,
        )
        statistics = _statistics if history.collected else _nothing
        rows += question.rows(counts, study, statistics, overall=True)
    return rows


def _nothing(patients: pd.DataFrame) -> Iterator[Statistic]:
    method = PROSE[MethodKey.PROPORTION_OF_PATIENTS]
    nothing = not_collected(method, len(patients), Measure.PROPORTION)
    yield Statistic(Quantity.TOOK_PART, nothing)


def _total(history: Histories) -> Floats:
    """The count of each patient in the months that are known, NaN without any."""
    if history.read is None:
        return np.where(history.known, history.total[:, -1], np.nan)
    last = history.total.shape[1] - 1
    column = np.clip(history.read, 0, last).astype(np.int64)
    total = history.total[np.arange(len(column)), column]
    return np.where(history.read > 0, total, np.nan)


def _span(cohort: Cohort, history: Histories) -> Floats:
    """Months over which a patient's activity was counted."""
    if history.window is not None:
        return history.window
    span = np.asarray(cohort.patients["follow_up_months"].to_numpy("float64") - history.start)
    return span if history.read is None else np.minimum(span, history.read)


def _statistics(patients: pd.DataFrame) -> Iterator[Statistic]:
    known = patients.dropna(subset=["count"])
    count, missing = known["count"].to_numpy("float64"), len(patients) - len(known)
    took_part, n = int((count > 0).sum()), count.size
    yield Statistic(Quantity.TOOK_PART, share(took_part, n, missing))
    yield Statistic(Quantity.NEVER_TOOK_PART, share(n - took_part, n, missing))
    if unread := int(np.isfinite(patients["read"]).sum()):
        yield Statistic(Quantity.MONTHS_NOT_READ, counted(unread, len(patients)))
    months = known["months"].to_numpy("float64")
    rate = np.where(months > 0, count / np.where(months > 0, months, 1), np.nan)
    for place, (values, unit) in enumerate(((count, "count"), (rate, "count per month"))):
        summary = describe(values)
        dropped = missing + summary.missing
        for name, key, *quantities in QUARTILES:
            quartile = getattr(summary, name)
            value = described(quartile, summary.n, key, dropped, measure=Measure.VALUE)
            yield Statistic(quantities[place], value, unit=unit)
    most = _most_active_tenth(count, missing)
    yield Statistic(Quantity.CONTRIBUTED_BY_MOST_ACTIVE, most, unit="proportion of all counts")


def _most_active_tenth(count: Floats, missing: int) -> Estimate:
    """The contribution of the most active tenth of the patients, rounded up, to the total."""
    few, total = math.ceil(count.size / TENTH), float(count.sum())
    most, n = float(np.sort(count)[::-1][:few].sum()), count.size
    measure, key = Measure.PROPORTION, MethodKey.CONTRIBUTED_BY_MOST_ACTIVE
    method = f"proportion of the total from the {few} most active of {n} patients"
    note: Note = "no_events" if n else "n_zero"
    value = most / total if total else NAN
    return number(measure, key, value, n, dropped=missing, method=method, missing=note)


def participation(cohort: Cohort, study: Study) -> pd.DataFrame:
    """Participation by month since the first infusion and diagnosis: what its figure draws.

    `observed` counts patients observed throughout a month, after their engagement began;
    `took_part` those of them who did something in it; `median`, `q1` and `q3` are of the counts of
    those observed. Empty where months are not recorded.
    """
    frames = []
    for channel, activity in study.exposures:
        history = histories(cohort, channel, activity)
        if not history.collected or history.window is not None:
            continue
        monthly = _monthly(cohort, history)
        for group, patients in groups(cohort.patients.reset_index(drop=True), study, overall=True):
            frame = _by_month(monthly[patients.index.to_numpy()])
            frames.append(frame.assign(channel=channel, activity=activity, group=group))
    return joined(frames, PARTICIPATION_COLUMNS)


def _monthly(cohort: Cohort, history: Histories) -> Floats:
    """Counts by month since the first infusion, shape (patients, months); NaN if not observed."""
    follow_up = cohort.patients["follow_up_months"].to_numpy("float64")
    month = np.arange(int(np.floor(follow_up.max(initial=0) * (1 + 1e-8))))
    since = month[None, :] - history.start[:, None].astype(np.int64)
    last = history.total.shape[1] - 1
    who = np.arange(len(history.total))[:, None]
    done = (
        history.total[who, np.clip(since + 1, 0, last)]
        - history.total[who, np.clip(since, 0, last)]
    )
    observed = (since >= 0) & at_least(follow_up[:, None], month[None, :].astype("float64") + 1)
    if history.read is not None:
        observed &= since < history.read[:, None]
    return np.where(observed, done, np.nan)


def _by_month(monthly: Floats) -> pd.DataFrame:
    observed = np.isfinite(monthly).sum(axis=0)
    seen = np.flatnonzero(observed)
    counts = monthly[:, seen]
    # Quartiles of type 7, as everywhere.
    lower, median, upper = pd.DataFrame(counts).quantile([0.25, 0.5, 0.75]).to_numpy()
    return pd.DataFrame(
        {
            "month": seen,
            "observed": observed[seen],
            "took_part": (counts > 0).sum(axis=0),
            "count": np.nansum(counts, axis=0).astype(np.int64),
            "median": median,
            "q1": lower,
            "q3": upper,
        }
    )
