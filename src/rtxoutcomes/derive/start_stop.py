"""Time at risk cut where an exposure changes: the rows of a model with time-varying exposure."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rtxoutcomes.derive.engagement import Histories, dose
from rtxoutcomes.derive.months import SAME_TIME

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class StartStop:
    """Rows of patients at risk over (entry, end], months since the first infusion.

    All of shape (rows,). `patient` is the place in the cohort; `complete` how many whole months
    since the first infusion count by then, the lag taken off; `event` whether the row ends with
    the event. Rows in which nobody of the stratum has an event are left out: they belong to no
    risk set and change nothing.
    """

    patient: Ints
    entry: Floats
    end: Floats
    event: NDArray[np.bool_]
    complete: Ints


def start_stop(
    months: Floats, event: NDArray[np.bool_], stratum: Ints, lag_months: float
) -> StartStop:
    """Everybody at risk from month 0, cut at whole months plus the lag.

    Parameters
    ----------
    months, event
        Shape (patients,): time of the event or end of follow-up, and which of the two.
    stratum
        Shape (patients,).
    lag_months
        What was done less than this before a moment does not count at it.

    Notes
    -----
    A change takes effect after its moment, as in `survival::tmerge`: an event at exactly
    m + lag does not count month m - 1, which ended by then.
    """
    parts: list[tuple[Ints, Ints]] = []
    complete = _complete(months, lag_months)
    for each in np.unique(stratum[event]):
        mine = np.flatnonzero(stratum == each)
        fallen = event[mine]
        # At risk in a row: until the first of the events in it, or longer.
        for whole in np.unique(complete[mine][fallen]):
            earliest = months[mine][fallen & (complete[mine] == whole)].min()
            there = mine[months[mine] >= earliest * (1 - SAME_TIME)]
            parts.append((there, np.full(there.size, whole)))
    nothing = np.zeros(0, dtype=np.int64)
    patient = np.concatenate([nothing, *(p for p, _ in parts)])
    whole = np.concatenate([nothing, *(k for _, k in parts)])
    return StartStop(
        patient=patient,
        entry=np.where(whole > 0, whole + lag_months, 0.0),
        end=np.minimum(months[patient], whole + 1 + lag_months),
        event=event[patient] & (complete[patient] == whole),
        complete=whole,
    )


def cumulative(told: Histories, rows: StartStop, source: Ints | None = None) -> Floats:
    """Exposure of each row: doublings of (1 + all that was done since the start).

    `source`, shape (patients, versions), says whose history each patient has instead of the own
    one, in each version; the result then has shape (rows, versions).
    """
    return dose(_counted(told, rows, 0, source))


def recent(told: Histories, rows: StartStop, months: int, source: Ints | None = None) -> Floats:
    """Exposure of each row: doublings of (1 + what was done in the last so many months)."""
    return dose(_counted(told, rows, 0, source) - _counted(told, rows, months, source))


def _counted(told: Histories, rows: StartStop, back: int, source: Ints | None) -> Ints:
    """What was done since the start until so many months before each row."""
    since = rows.complete - told.start[rows.patient].astype(np.int64) - back
    column = np.clip(since, 0, told.total.shape[1] - 1)
    if source is None:
        return np.asarray(told.total[rows.patient, column])
    return np.asarray(told.total[source[rows.patient], column[:, None]])


def _complete(months: Floats, lag_months: float) -> Ints:
    """Whole months before each time, the lag taken off; 0 before any is complete."""
    whole = np.ceil((months - lag_months) - SAME_TIME * np.abs(months)) - 1
    return np.asarray(np.maximum(whole, 0), dtype=np.int64)
