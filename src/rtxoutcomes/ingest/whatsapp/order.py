"""Which number of a date is the day: as declared, or as all dates of the export leave no doubt."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rtxoutcomes.errors import IngestProblem
from rtxoutcomes.ingest.dates import Calendar, Order, Parts, day_number, fitting_orders
from rtxoutcomes.ingest.log import Log
from rtxoutcomes.ingest.refusal import refusal, refuse_all

DAY = 24 * 60
_NAMES = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}


def settle(
    log: Log, parts: Sequence[Parts], order: Order | None, calendar: Calendar, unordered: bool
) -> None:
    """Put day numbers in the place of the indices into `parts` that `log.day` holds.

    Raises
    ------
    IngestError
        More than one order fits and none was declared, a date is impossible, or a line is dated
        more than a day before the line above and `unordered` is False.
    """
    chosen = order if order is not None else _only_order(log, parts, calendar)
    days = [day_number(p, chosen, calendar) for p in parts]
    _refuse_impossible(log, days, parts, chosen, calendar)
    table = np.array([day or 0 for day in days], dtype=np.int32)
    told = table[np.frombuffer(log.day, dtype=np.int32)]
    if not unordered:
        _refuse_backward(log, told)
    log.day[:] = type(log.day)("i", told.tobytes())


def _only_order(log: Log, parts: Sequence[Parts], calendar: Calendar) -> Order:
    fitting = fitting_orders(parts, calendar)
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        told = " and ".join(f"{o} ({_NAMES[o]})" for o in fitting)
        must = f"every date can be read as {told}, and nothing in the file says which is meant"
        tidy = [o for o in fitting if _backward(log, _days(log, parts, o, calendar)).size == 0]
        meant = f"; only {tidy[0]} has the lines in order" if len(tidy) == 1 else ""
        raise refusal(log.file, None, must, f"say it with --date-order{meant}")
    if calendar == "gregorian" and fitting_orders(parts, "jalali"):
        must = "the years are those of the Persian calendar"
        raise refusal(log.file, None, must, "say it with --calendar jalali")
    lines = [_first_line(log, parts, order, calendar) for order in _NAMES]
    told = ", ".join(f"{o} (not line {n})" for o, n in zip(_NAMES, lines, strict=True))
    remedy = f"an impossible date, or a quoted one at the start of a line? Tried: {told}"
    raise refusal(log.file, None, "its dates are dates in no order of day, month and year", remedy)


def _days(log: Log, parts: Sequence[Parts], order: Order, calendar: Calendar) -> NDArray[np.int32]:
    table = np.array([day_number(p, order, calendar) or 0 for p in parts], dtype=np.int32)
    return table[np.frombuffer(log.day, dtype=np.int32)]


def _first_line(log: Log, parts: Sequence[Parts], order: str, calendar: Calendar) -> int:
    """The first line whose date is none in that order."""
    chosen: Order = "dmy" if order == "dmy" else "mdy" if order == "mdy" else "ymd"
    bad = {k for k, p in enumerate(parts) if day_number(p, chosen, calendar) is None}
    return next(n for n, k in zip(log.line, log.day, strict=True) if k in bad)


def _refuse_impossible(
    log: Log,
    days: Sequence[int | None],
    parts: Sequence[Parts],
    order: Order,
    calendar: Calendar,
) -> None:
    bad = {k for k, day in enumerate(days) if day is None}
    if not bad:
        return
    other: Calendar = "jalali" if calendar == "gregorian" else "gregorian"
    remedy = f"read {order}, {calendar}: is --date-order right?"
    if order in fitting_orders(parts, other):
        remedy = f"they are dates with --calendar {other}"
    must = "has a date that does not exist, or of a year without chats"
    lines = [n for n, k in zip(log.line, log.day, strict=True) if k in bad]
    refuse_all([IngestProblem(log.file, n, must, remedy) for n in lines])


def _refuse_backward(log: Log, days: NDArray[np.int32]) -> None:
    back = _backward(log, days)
    must = "is dated more than a day before the line above"
    remedy = "a quoted message? put a space before it in a copy of the export; if the export is "
    remedy += "like that, say --unordered"
    refuse_all([IngestProblem(log.file, log.line[k], must, remedy) for k in back.tolist()])


def _backward(log: Log, days: NDArray[np.int32]) -> NDArray[np.int64]:
    """Rows that lie more than a day before the row above."""
    times = days.astype(np.int64) * DAY + np.frombuffer(log.minute, dtype=np.int16)
    back: NDArray[np.int64] = np.flatnonzero(np.diff(times) < -DAY) + 1
    return back
