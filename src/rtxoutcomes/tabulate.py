"""Counting: from a row a patient to the sufficient statistics of an estimate."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from rtxoutcomes.calendar import MONTHS_PER_YEAR
from rtxoutcomes.counts import EventCount, PairCounts, RateCounts
from rtxoutcomes.study import Score


def event_count(frame: pd.DataFrame, column: str) -> EventCount:
    """Patients, and those among them with a positive `column`."""
    return EventCount(n=len(frame), events=int((frame[column] > 0).sum()))


def rate_counts(frame: pd.DataFrame, column: str) -> RateCounts:
    """How often each (number of events, follow-up in years) occurs among the patients."""
    years = frame["follow_up_months"].to_numpy("float64") / MONTHS_PER_YEAR
    pattern = np.column_stack([frame[column].astype("int64").to_numpy(), years])
    distinct, count = np.unique(pattern[~np.isnan(years)], axis=0, return_counts=True)
    unknown = int((~frame["count_known"]).sum()) if "count_known" in frame else 0
    return RateCounts(
        events=distinct[:, 0].astype(np.int64),
        years=distinct[:, 1],
        count=count.astype(np.int64),
        unknown=unknown,
    )


def pair_counts(pairs: pd.DataFrame, score: Score) -> PairCounts:
    """How often each pair (before, after) occurs; incomplete pairs are counted as dropped."""
    values = pairs[["before", "after"]].to_numpy("float64")
    complete = values[~np.isnan(values).any(axis=1)]
    distinct, count = np.unique(complete, axis=0, return_counts=True)
    before, after = distinct[:, 0], distinct[:, 1]
    return PairCounts(
        before=before,
        after=after,
        lattice_before=np.array([score.lattice_units(v) for v in before], dtype=np.int64),
        lattice_after=np.array([score.lattice_units(v) for v in after], dtype=np.int64),
        count=count.astype(np.int64),
        dropped=len(pairs) - len(complete),
    )


def by_group(frame: pd.DataFrame, codes: tuple[str, ...]) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each diagnosis of the study with its patients, in the study's order; empty ones too."""
    for code in codes:
        yield code, frame[frame["group"] == code]
