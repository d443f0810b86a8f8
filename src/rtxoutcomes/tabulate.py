"""Counting: from a row a patient to the sufficient statistics of an estimate."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from rtxoutcomes.calendar import MONTHS_PER_YEAR
from rtxoutcomes.counts import EventCount, PairCounts, RateCounts, TimeUnit
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


def group_counts(frame: pd.DataFrame, codes: tuple[str, ...]) -> pd.DataFrame:
    """Patients of each group, also of one without any: `group, patients`."""
    sizes = frame["group"].value_counts().reindex(list(codes), fill_value=0)
    return pd.DataFrame({"group": list(codes), "patients": sizes.to_numpy("int64")})


def relapse_table(history: pd.DataFrame, unit: TimeUnit, codes: tuple[str, ...]) -> pd.DataFrame:
    """How often each number of relapses occurs with each length of follow-up.

    Columns `group, relapses, number_known, follow_up, patients`, times in the unit.
    """
    frame = pd.DataFrame(
        {
            "group": history["group"],
            "relapses": history["attacks"].astype("int64"),
            "number_known": history["count_known"].astype(bool),
            "follow_up": unit.of_months(history["follow_up_months"].to_numpy("float64")),
        }
    )
    return _patterns(frame, codes)


def time_table(history: pd.DataFrame, unit: TimeUnit, codes: tuple[str, ...]) -> pd.DataFrame:
    """Patients by time to the first relapse, or to the end of follow-up without one.

    Columns `group, time, relapsed, censored`, times in the unit.
    """
    event = history["event"].astype(bool)
    time = unit.of_months(history["months"].to_numpy("float64"))
    frame = pd.DataFrame({"group": history["group"], "time": time})
    frame = frame.assign(relapsed=event.astype("int64"), censored=(~event).astype("int64"))
    keys = [_in_order(frame["group"], codes), frame["time"]]
    summed = frame.groupby(keys, observed=True)[["relapsed", "censored"]].sum().reset_index()
    return summed.astype({"group": object})


def pair_table(pairs: pd.DataFrame, codes: tuple[str, ...]) -> pd.DataFrame:
    """How often each pair of values occurs; without values, the patients who have not both.

    Columns `group, before, after, patients`.
    """
    frame = pairs[["group", "before", "after"]].astype({"before": "float64", "after": "float64"})
    incomplete = frame[["before", "after"]].isna().any(axis=1)
    frame.loc[incomplete, ["before", "after"]] = np.nan
    return _patterns(frame, codes)


def _patterns(frame: pd.DataFrame, codes: tuple[str, ...]) -> pd.DataFrame:
    """The distinct rows in order, and how many `patients` have each."""
    keys = [_in_order(frame["group"], codes), *(frame[name] for name in frame.columns[1:])]
    counted = frame.groupby(keys, observed=True, dropna=False).size()
    return counted.reset_index(name="patients").astype({"group": object})


def _in_order(group: pd.Series, codes: tuple[str, ...]) -> pd.Series:
    return pd.Series(pd.Categorical(group, list(codes)), index=group.index, name="group")


def history_of(
    relapses: pd.DataFrame, times: pd.DataFrame, unit: TimeUnit, codes: tuple[str, ...]
) -> pd.DataFrame:
    """A row a patient with the margins of two tables: what estimates of relapses rest on.

    Columns `group, follow_up_months, attacks, count_known, event, months`. Which follow-up belongs
    to which first relapse is not known: the shortest is put to the earliest, so that no relapse
    comes after its follow-up. No estimate from counts rests on it.
    """
    by_follow_up = relapses.assign(event=relapses["relapses"] > 0)
    columns = ["event", "follow_up", "relapses", "number_known"]
    followed = _rows(by_follow_up, columns, codes)
    parts = [
        times[["group", "time"]].assign(event=event, patients=times[name])
        for name, event in (("censored", False), ("relapsed", True))
    ]
    timed = _rows(pd.concat(parts, ignore_index=True), ["event", "time"], codes)
    return pd.DataFrame(
        {
            "group": followed["group"],
            "follow_up_months": unit.to_months(followed["follow_up"].to_numpy("float64")),
            "attacks": followed["relapses"],
            "count_known": followed["number_known"],
            "event": timed["event"],
            "months": unit.to_months(timed["time"].to_numpy("float64")),
        }
    )


def pairs_of(table: pd.DataFrame, codes: tuple[str, ...]) -> pd.DataFrame:
    """A row a patient: `group, before, after`; NaN where the pair is incomplete."""
    return _rows(table, ["before", "after"], codes)[["group", "before", "after"]]


def people_of(table: pd.DataFrame) -> pd.DataFrame:
    """A row a patient with the `group`."""
    return pd.DataFrame({"group": np.repeat(table["group"].to_numpy(object), table["patients"])})


def _rows(table: pd.DataFrame, columns: list[str], codes: tuple[str, ...]) -> pd.DataFrame:
    """The rows of a table as often as there are patients, by group and these columns."""
    ordered = table.assign(place=_in_order(table["group"], codes).cat.codes)
    ordered = ordered.sort_values(["place", *columns], kind="stable")
    return ordered.loc[ordered.index.repeat(ordered["patients"])].reset_index(drop=True)
