"""Times as reports write them, whose order of day, month and year only all of them show."""

from collections.abc import Collection
from datetime import datetime
from functools import lru_cache

from rtxoutcomes.ingest.characters import plain
from rtxoutcomes.ingest.dates import ORDERS, Order
from rtxoutcomes.ingest.refusal import refusal

FIRST_YEAR, LAST_YEAR = 2003, 2099
_DATES: dict[Order, tuple[str, ...]] = {
    "dmy": ("%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d.%m.%y", "%d-%m-%Y", "%d-%m-%y"),
    "mdy": ("%m/%d/%Y", "%m/%d/%y", "%m-%d-%Y", "%m-%d-%y"),
    "ymd": ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d"),
}
_TIMES = ("%H:%M:%S", "%I:%M:%S %p", "%H:%M", "%I:%M %p")
_FORMATS = {
    order: [
        f"{date}{between}{time}" for date in dates for between in (", ", " ") for time in _TIMES
    ]
    for order, dates in _DATES.items()
}


def parsed(text: str, time_format: str) -> datetime | None:
    """The time in this format, without a zone; None if it is none, or of a year without reports."""
    try:
        time = datetime.strptime(plain(text), time_format)
    except ValueError:
        return None
    return time.replace(tzinfo=None) if FIRST_YEAR <= time.year <= LAST_YEAR else None


@lru_cache(maxsize=100_000)
def known_time(text: str, order: Order) -> datetime | None:
    """The time in one of the forms of reports with this order; None if it has none of them."""
    written = plain(text).replace("T", " ").removesuffix("Z")
    times = (parsed(written, each) for each in _FORMATS[order])
    return next((time for time in times if time is not None), None)


def settled_order(
    texts: Collection[str], order: Order | None, usual: Order | None, file: str
) -> Order:
    """The order that was declared, or the only one in which all of these are times.

    `usual` is the order of the service, where its reports have one.

    Raises
    ------
    IngestError
        Several orders fit and give other times, or none does.
    """
    tried = [order] if order is not None else list(ORDERS)
    readings = {each: [known_time(text, each) for text in texts] for each in tried}
    fitting = {each: times for each, times in readings.items() if None not in times}
    if usual in fitting:
        return usual
    if len({tuple(times) for times in fitting.values()}) == 1:
        return next(iter(fitting))
    if not fitting:
        must = "has times that no report of this service is known to write"
        remedy = "write a column map with time_format (--columns), or choose --date-order"
        raise refusal(file, None, must, remedy)
    must = f"has times that can be read as {' and '.join(fitting)}"
    raise refusal(file, None, must, "choose one with --date-order")
