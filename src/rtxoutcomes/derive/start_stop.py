"""Time at risk split where an exposure changes: the rows of a model with time-varying exposure."""

from dataclasses import dataclass

import numpy as np

from rtxoutcomes.arrays import Bools, Floats, Ints
from rtxoutcomes.calendar import SAME_TIME
from rtxoutcomes.derive.engagement import Histories, dose


@dataclass(frozen=True, slots=True)
class StartStop:
    """Rows of patients at risk over (entry, end], months since the first infusion.

    All of shape (rows,). `patient` is the position in the cohort; `complete` the number of whole
    months since the first infusion that count, less the lag; `event` whether the row ends with the
    event. Rows in which no patient of the stratum has an event are omitted: they are in no risk
    set and do not change the likelihood.
    """

    patient: Ints
    entry: Floats
    end: Floats
    event: Bools
    complete: Ints


def start_stop(months: Floats, event: Bools, stratum: Ints, lag_months: float) -> StartStop:
    """All patients at risk from month 0, split at whole months plus the lag.

    Parameters
    ----------
    months, event
        Shape (patients,): time of the event or end of follow-up, and which of the two.
    stratum
        Shape (patients,).
    lag_months
        Activity less than this before a time does not count at that time.

    Notes
    -----
    A change takes effect after its time, as in `survival::tmerge`: an event at exactly
    m + lag does not count month m - 1, which ended by then.
    """
    parts: list[tuple[Ints, Ints]] = []
    complete = _complete(months, lag_months)
    for each in np.unique(stratum[event]):
        members = np.flatnonzero(stratum == each)
        events = event[members]
        # At risk in a row: whoever is followed to the first event in it, or longer.
        for month in np.unique(complete[members][events]):
            earliest = months[members][events & (complete[members] == month)].min()
            at_risk = members[months[members] >= earliest * (1 - SAME_TIME)]
            parts.append((at_risk, np.full(at_risk.size, month)))
    nothing = np.zeros(0, dtype=np.int64)
    patient = np.concatenate([nothing, *(p for p, _ in parts)])
    month = np.concatenate([nothing, *(k for _, k in parts)])
    return StartStop(
        patient=patient,
        entry=np.where(month > 0, month + lag_months, 0.0),
        end=np.minimum(months[patient], month + 1 + lag_months),
        event=event[patient] & (complete[patient] == month),
        complete=month,
    )


def cumulative(history: Histories, rows: StartStop, source: Ints | None = None) -> Floats:
    """Exposure of each row: log2(1 + cumulative count since the start).

    `source`, shape (patients, versions), assigns each patient the history of another patient in
    each version; the result then has shape (rows, versions).
    """
    return dose(_counted(history, rows, 0, source))


def recent(history: Histories, rows: StartStop, months: int, source: Ints | None = None) -> Floats:
    """Exposure of each row: log2(1 + count of the last `months` months)."""
    return dose(_counted(history, rows, 0, source) - _counted(history, rows, months, source))


def _counted(history: Histories, rows: StartStop, back: int, source: Ints | None) -> Ints:
    """Count from the start to `back` months before each row."""
    since = rows.complete - history.start[rows.patient].astype(np.int64) - back
    column = np.clip(since, 0, history.total.shape[1] - 1)
    if source is None:
        return np.asarray(history.total[rows.patient, column])
    return np.asarray(history.total[source[rows.patient], column[:, None]])


def _complete(months: Floats, lag_months: float) -> Ints:
    """Whole months before each time less the lag; 0 before the first is complete."""
    complete = np.ceil((months - lag_months) - SAME_TIME * np.abs(months)) - 1
    return np.asarray(np.maximum(complete, 0), dtype=np.int64)
