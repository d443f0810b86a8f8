"""Who took part in what, how much and when: totals stand here and are never an exposure."""

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rtxoutcomes.analysis.question import Question, groups, not_collected, of_group, plain, share
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.engagement import Histories, histories
from rtxoutcomes.derive.months import at_least
from rtxoutcomes.estimate.describe import describe
from rtxoutcomes.results import PARTICIPATION_COLUMNS, Estimate, Row
from rtxoutcomes.study import Study

Floats = NDArray[np.float64]
QUARTILES = {"median": "median", "q1": "lower quartile, type 7", "q3": "upper quartile, type 7"}
TENTH = 10


def participation_rows(cohort: Cohort, study: Study) -> list[Row]:
    """Participants, never-participants, how much was done, and by how few; by diagnosis."""
    rows: list[Row] = []
    for channel, activity in study.exposures:
        told = histories(cohort, channel, activity)
        question = Question("participation", f"{channel}_{activity}")
        counts = cohort.patients[["patient_id", "diagnosis"]].assign(
            count=np.where(told.known, told.total[:, -1], np.nan), months=_span(cohort, told)
        )
        for group, patients in groups(counts, study, overall=True):
            if told.collected:
                rows += _group_rows(question, group, patients)
            else:
                value = not_collected("share of patients", len(patients))
                rows.append(question.row(group, "took_part", value))
    return rows


def _span(cohort: Cohort, told: Histories) -> Floats:
    """Months over which a patient's activity was counted."""
    if told.window is not None:
        return told.window
    return np.asarray(cohort.patients["follow_up_months"].to_numpy("float64") - told.start)


def _group_rows(question: Question, group: str, patients: pd.DataFrame) -> list[Row]:
    known = patients.dropna(subset=["count"])
    count, missing = known["count"].to_numpy("float64"), len(patients) - len(known)
    took_part = int((count > 0).sum())
    named = {
        "took_part": share(took_part, count.size, missing),
        "never_took_part": share(count.size - took_part, count.size, missing),
    }
    rows = [question.row(group, term, of_group(v, patients)) for term, v in named.items()]
    months = known["months"].to_numpy("float64")
    rate = np.where(months > 0, count / np.where(months > 0, months, 1), np.nan)
    for prefix, values, unit in (("", count, "count"), ("per_month_", rate, "count per month")):
        told = describe(values)
        for term, method in QUARTILES.items():
            value = plain(getattr(told, term), told.n, method, missing + told.missing)
            rows.append(question.row(group, prefix + term, of_group(value, patients), unit=unit))
    tenth = of_group(_most_active_tenth(count, missing), patients)
    return [*rows, question.row(group, "most_active_tenth", tenth, unit="share of all counts")]


def _most_active_tenth(count: Floats, missing: int) -> Estimate:
    """What the most active tenth of the patients, rounded up, did of all that was done."""
    few = math.ceil(count.size / TENTH)
    method = f"share of all that was done, by the {few} most active of {count.size} patients"
    total = float(count.sum())
    if total == 0:
        return Estimate(
            method=method,
            n=count.size,
            dropped=missing,
            status="not_estimable",
            note="no_events" if count.size else "n_zero",
        )
    most = float(np.sort(count)[::-1][:few].sum())
    return Estimate(method=method, n=count.size, dropped=missing, estimate=most / total)


def participation(cohort: Cohort, study: Study) -> pd.DataFrame:
    """Participation by month since the first infusion and diagnosis: what its figure draws.

    `observed` counts patients under observation for the whole of a month, after their engagement
    began; `took_part` those of them who did something in it; `median`, `q1` and `q3` are of the
    counts of those observed. Empty where months are not recorded.
    """
    frames = []
    for channel, activity in study.exposures:
        told = histories(cohort, channel, activity)
        if not told.collected or told.window is not None:
            continue
        monthly = _monthly(cohort, told)
        for group, patients in groups(cohort.patients.reset_index(drop=True), study, overall=True):
            frame = _by_month(monthly[patients.index.to_numpy()])
            frames.append(frame.assign(endpoint=f"{channel}_{activity}", group=group))
    filled = [frame for frame in frames if not frame.empty]
    if not filled:
        return pd.DataFrame(columns=list(PARTICIPATION_COLUMNS))
    return pd.concat(filled, ignore_index=True)[list(PARTICIPATION_COLUMNS)]


def _monthly(cohort: Cohort, told: Histories) -> Floats:
    """Counts by month since the first infusion, shape (patients, months); NaN if not observed."""
    follow_up = cohort.patients["follow_up_months"].to_numpy("float64")
    month = np.arange(int(np.floor(follow_up.max(initial=0) * (1 + 1e-8))))
    since = month[None, :] - told.start[:, None].astype(np.int64)
    last = told.total.shape[1] - 1
    who = np.arange(len(told.total))[:, None]
    done = told.total[who, np.clip(since + 1, 0, last)] - told.total[who, np.clip(since, 0, last)]
    observed = (since >= 0) & at_least(follow_up[:, None], month[None, :].astype("float64") + 1)
    return np.where(observed, done, np.nan)


def _by_month(monthly: Floats) -> pd.DataFrame:
    observed = np.isfinite(monthly).sum(axis=0)
    seen = np.flatnonzero(observed)
    # Sorted, those not observed come last: quartiles are then read off by position.
    ordered = np.sort(monthly[:, seen], axis=0)
    return pd.DataFrame(
        {
            "month": seen,
            "observed": observed[seen],
            "took_part": (monthly[:, seen] > 0).sum(axis=0),
            "count": np.nansum(monthly[:, seen], axis=0).astype(np.int64),
            **{
                name: _quantile(ordered, observed[seen], share)
                for name, share in (("median", 0.5), ("q1", 0.25), ("q3", 0.75))
            },
        }
    )


def _quantile(ordered: Floats, observed: NDArray[np.int64], share: float) -> Floats:
    """Quantile of type 7 of the first `observed` values of each sorted column."""
    place = share * (observed - 1)
    low = np.floor(place).astype(np.int64)
    high = np.minimum(low + 1, observed - 1)
    column = np.arange(observed.size)
    below, above = ordered[low, column], ordered[high, column]
    return np.asarray(below + (place - low) * (above - below))
