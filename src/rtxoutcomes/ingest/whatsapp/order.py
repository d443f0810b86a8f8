"""The order of day, month and year: as declared, or the only one that fits all dates."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rtxoutcomes.calendar import MINUTES_PER_DAY
from rtxoutcomes.errors import IngestProblem
from rtxoutcomes.ingest.dates import (
    CHAT_CALENDARS,
    ChatCalendar,
    Order,
    Parts,
    day_number,
    fitting_orders,
)
from rtxoutcomes.ingest.log import Log
from rtxoutcomes.ingest.refusal import refusal, refuse_all

_OF = {"gregorian": "Gregorian", "jalali": "Persian", "buddhist": "Buddhist"}
_NAMES: dict[Order, str] = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}


def settle(
    log: Log, parts: Sequence[Parts], order: Order | None, calendar: ChatCalendar, unordered: bool
) -> None:
    """Replace the indices into `parts` in `log.day` by day numbers.

    Raises
    ------
    IngestError
        More than one order fits and none was declared, a date is impossible, or a line is dated
        more than a day before the line above and `unordered` is False.
    """
    chosen = order if order is not None else _only_order(log, parts, calendar)
    _refuse_impossible(log, parts, chosen, calendar)
    days = _days(log, parts, chosen, calendar)
    if not unordered:
        _refuse_backward(log, days)
    log.day[:] = type(log.day)("i", days.tobytes())


def _only_order(log: Log, parts: Sequence[Parts], calendar: ChatCalendar) -> Order:
    fitting = fitting_orders(parts, calendar)
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        orders = " and ".join(f"{o} ({_NAMES[o]})" for o in fitting)
        must = f"every date can be read as {orders}, and nothing in the file shows which is meant"
        tidy = [o for o in fitting if _backward(log, _days(log, parts, o, calendar)).size == 0]
        hint = f"; only {tidy[0]} has the lines in order" if len(tidy) == 1 else ""
        raise refusal(log.file, None, must, f"choose one with --date-order{hint}")
    for other in CHAT_CALENDARS:
        if calendar == "gregorian" and fitting_orders(parts, other):
            must = f"the years are those of the {_OF[other]} calendar"
            raise refusal(log.file, None, must, f"use --calendar {other}")
    lines = [_impossible_lines(log, parts, order, calendar)[0] for order in _NAMES]
    tried = ", ".join(f"{o} (not line {n})" for o, n in zip(_NAMES, lines, strict=True))
    remedy = f"an impossible date, or a quoted one at the start of a line? Tried: {tried}"
    raise refusal(log.file, None, "its dates are dates in no order of day, month and year", remedy)


def _days(
    log: Log, parts: Sequence[Parts], order: Order, calendar: ChatCalendar
) -> NDArray[np.int32]:
    table = np.array([day_number(p, order, calendar) or 0 for p in parts], dtype=np.int32)
    return table[np.frombuffer(log.day, dtype=np.int32)]


def _impossible_lines(
    log: Log, parts: Sequence[Parts], order: Order, calendar: ChatCalendar
) -> list[int]:
    """The lines whose date does not exist in that order."""
    bad = {k for k, p in enumerate(parts) if day_number(p, order, calendar) is None}
    return [n for n, k in zip(log.line, log.day, strict=True) if k in bad] if bad else []


def _refuse_impossible(
    log: Log, parts: Sequence[Parts], order: Order, calendar: ChatCalendar
) -> None:
    lines = _impossible_lines(log, parts, order, calendar)
    if not lines:
        return
    remedy = f"read {order}, {calendar}: is --date-order right?"
    for other in CHAT_CALENDARS:
        if order in fitting_orders(parts, other):
            remedy = f"they are dates with --calendar {other}"
    must = "has a date that does not exist, or of a year without chats"
    refuse_all([IngestProblem(log.file, n, must, remedy) for n in lines])


def _refuse_backward(log: Log, days: NDArray[np.int32]) -> None:
    must = "is dated more than a day before the line above"
    remedy = "a quoted message? put a space before it in a copy of the export; if the export is "
    remedy += "like that, add --unordered"
    refuse_all([IngestProblem(log.file, log.line[k], must, remedy) for k in _backward(log, days)])


def _backward(log: Log, days: NDArray[np.int32]) -> NDArray[np.int64]:
    """Rows dated more than a day before the row above."""
    minutes = np.frombuffer(log.minute, dtype=np.int16)
    times = days.astype(np.int64) * MINUTES_PER_DAY + minutes
    backward: NDArray[np.int64] = np.flatnonzero(np.diff(times) < -MINUTES_PER_DAY) + 1
    return backward
