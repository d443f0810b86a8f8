"""From times and events of patients to the distinct times of a group and the counts at each."""

import numpy as np
from numpy.typing import ArrayLike

from rtxoutcomes.arrays import Bools, Floats, Ints
from rtxoutcomes.calendar import SAME_TIME
from rtxoutcomes.counts import EventTable
from rtxoutcomes.estimate.arguments import flags, instance, person_times, reals, same_length
from rtxoutcomes.estimate.array_like import one_dimensional
from rtxoutcomes.estimate.refusal import refuse


def event_table(months: ArrayLike, event: ArrayLike, entry: ArrayLike | None = None) -> EventTable:
    """Distinct times of one group with numbers at risk, events and censorings.

    Parameters
    ----------
    months
        Shape (patients,), months from the first infusion to event or censoring. A censoring at 0 is
        a patient without follow-up: counted in `n`, and at risk of no event.
    event
        Shape (patients,), whether the time ends with an event.
    entry
        Shape (patients,), months at which a patient comes under observation; the patient is at risk
        after that time, not at it. None: from month 0.

    Returns
    -------
    EventTable
        Times equal within a relative 1e-8 are one time, the smallest of them: differences of that
        size come from reading decimals, and would split ties. No patient: empty arrays.

    Raises
    ------
    ValueError
        Lengths differ; a time is missing, infinite or below 0, or 0 with an event; an event is
        neither true nor false, 1 nor 0; an entry is not before its end.

    Notes
    -----
    Times are made equal as by `survival::aeqSurv` in R, with a tighter tolerance.

    Equivalent to
    -------------
    `time`, `n.risk`, `n.event` and `n.censor` of `survfit(Surv(months, event) ~ 1)` in R;
    `lifelines.utils.survival_table_from_events` without its row at 0.

    Examples
    --------
    >>> from rtxoutcomes.estimate import event_table
    >>> table = event_table([2, 5, 5, 9], [True, True, False, False])
    >>> table.months.tolist(), table.at_risk.tolist(), table.events.tolist()
    ([2.0, 5.0, 9.0], [4, 3, 1], [1, 1, 0])
    """
    months, event, entry = checked_times(months, event, entry)
    distinct, index = _tied(months)
    removed = np.bincount(index, minlength=distinct.size).astype(np.int64)
    events = np.bincount(index[event], minlength=distinct.size).astype(np.int64)
    before = np.cumsum(removed) - removed
    entered = months.size if entry is None else _entered_before(distinct, entry)
    return EventTable(
        n=months.size,
        months=distinct,
        at_risk=entered - before,
        events=events,
        censored=removed - events,
    )


def checked_times(
    months: ArrayLike, event: ArrayLike, entry: ArrayLike | None = None
) -> tuple[Floats, Bools, Floats | None]:
    """The arguments of `event_table` as arrays; ValueError where they are invalid."""
    months = person_times("months", months)
    refuse_swapped(months, event)
    event = flags("event", event)
    same_length(months=months, event=event)
    at_start = np.flatnonzero(event & (months == 0))
    if at_start.size:
        refuse(f"months[{at_start[0]}]", "above 0 where it ends with an event", "0")
    if entry is None:
        return months, event, None
    entry = reals("entry", entry)
    same_length(months=months, entry=entry)
    invalid = np.flatnonzero(entry >= months * (1 - SAME_TIME))
    if invalid.size:
        first = int(invalid[0])
        rule = f"before months[{first}], which is {months[first]:g}"
        refuse(f"entry[{first}]", rule, f"{entry[first]:g}")
    return months, event, entry


def refuse_swapped(months: Floats, event: ArrayLike) -> None:
    """Events that were passed as times leave only 0 and 1 among the times."""
    if months.size < 2 or months.max() > 1 or not np.isin(months, (0, 1)).all():
        return
    values = one_dimensional("event", event)
    if (np.isfinite(values) & (values >= 0) & ~np.isin(values, (0, 1))).any():
        refuse("months", "times, which come before the events", "flags")


def merge_tied_times(months: Floats) -> Floats:
    """The same times, with those equal within a relative 1e-8 set to the smallest of them.

    `months` and the result have shape (patients,).
    """
    distinct, index = _tied(months)
    return distinct[index]


def at_risk_at(table: EventTable, months: ArrayLike) -> Ints:
    """Numbers at risk just before each of `months`: patients whose time is that or later.

    With delayed entry it is the number at the next time of the table. Beyond the last time it is 0.

    Parameters
    ----------
    table
        Distinct times of one group, from `event_table`.
    months
        Shape (times,), in months, at least 0.

    Returns
    -------
    array
        Shape (times,), whole numbers.

    Raises
    ------
    TypeError
        `table` is not an `EventTable`.
    ValueError
        A month is missing or below 0.

    Equivalent to
    -------------
    `summary(survfit(Surv(months, event) ~ 1), times, extend = TRUE)$n.risk` in R.

    Examples
    --------
    >>> from rtxoutcomes.estimate import at_risk_at, event_table
    >>> table = event_table([2, 5, 5, 9, 12], [1, 1, 0, 0, 0])
    >>> at_risk_at(table, [0, 5, 6, 12]).tolist()
    [5, 4, 2, 1]
    """
    instance("table", table, EventTable, "event_table(months, event)")
    wanted = reals("months", months, at_least=0)
    following = np.searchsorted(table.months, wanted * (1 - SAME_TIME))
    return np.append(table.at_risk, 0)[following]


def last_index(months: Floats, month: float) -> int:
    """Index of the last of the increasing `months` that is not after `month`; -1 if all are."""
    return int(np.searchsorted(months, month * (1 + SAME_TIME), side="right")) - 1


def history_to(table: EventTable, month: float, tolerance: float = 0.0) -> tuple[Ints, Ints, bool]:
    """At risk and events up to `month`, whose own counts come last even if it is not a time.

    Censorings less than `tolerance` before the month are moved to it; the last value says whether
    there were any.
    """
    edge, horizon = (month - tolerance) * (1 - SAME_TIME), month * (1 - SAME_TIME)
    before = int(np.searchsorted(table.months, horizon))
    moved = np.where(table.months[:before] >= edge, table.censored[:before], 0)
    is_time = before < table.months.size and table.months[before] <= month * (1 + SAME_TIME)
    at_risk = table.at_risk[:before] + np.cumsum(moved) - moved
    at_month = at_risk_at(table, [month]) + moved.sum()
    events_at_month = table.events[before] if is_time else 0
    return (
        np.append(at_risk, at_month),
        np.append(table.events[:before], events_at_month),
        bool(moved.any()),
    )


def unknown_at(table: EventTable, month: float, tolerance: float = 0.0) -> bool:
    """Whether the survival curve is unknown at a month: nobody is at risk, and survival is above 0.

    Where all at risk had the event survival is 0, and stays 0 beyond the last time; where somebody
    was censored last the curve is not extrapolated. An empty group is unknown everywhere. Every
    reader of a curve asks here. `tolerance` as in `history_to`.
    """
    at_risk, events, _ = history_to(table, month, tolerance)
    ended = (at_risk > 0) & (events == at_risk)
    return bool(at_risk[-1] == 0) and not ended.any()


def _tied(months: Floats) -> tuple[Floats, Ints]:
    """The distinct times, and the index of each patient's."""
    times = np.unique(months)
    first = np.ones(times.size, dtype=bool)
    first[1:] = np.diff(times) > SAME_TIME * times[1:]
    distinct = times[first]
    index = np.searchsorted(distinct, months, side="right") - 1
    return distinct, index.astype(np.int64)


def _entered_before(distinct: Floats, entry: Floats) -> Ints:
    edge = distinct * (1 - SAME_TIME)
    return np.searchsorted(np.sort(entry), edge, side="left").astype(np.int64)
