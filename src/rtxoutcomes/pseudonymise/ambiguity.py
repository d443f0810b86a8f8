"""Columns of dates in which some may not be the dates that were typed."""

from collections.abc import Iterator

from rtxoutcomes.errors import Violation
from rtxoutcomes.pseudonymise.plan import Calendar, Order
from rtxoutcomes.pseudonymise.raw import Place, Raw

_MIXED = (
    "date.mixed",
    "must hold dates of one kind, all as text or all as dates of the spreadsheet",
    "where a spreadsheet takes the text 03/05 for a date of its own it may exchange day and month, "
    "and it leaves 25/05 as text: look the dates up, format the column as text, type them again",
)


def mixed_dates(raw: Raw) -> list[Violation]:
    """A finding for each mapped column that holds dates of the file's own kind beside text.

    A spreadsheet takes for dates what fits its own order of day and month, and leaves the rest as
    text. Years that stand first can be taken in one way only.
    """
    found = []
    for place, column, calendar, order in dict.fromkeys(_dated(raw)):
        typed = raw.tables[place].dates.get(column, frozenset())
        if not typed or (calendar, order) == ("gregorian", "ymd"):
            continue
        texts = [
            row
            for row in raw.rows(*place, [column])
            if row.cells[column] and row.number not in typed
        ]
        if texts:
            value = f"{len(typed)} dates, {len(texts)} texts"
            found.append(raw.finding(place, texts[0].line, column, _MIXED, value))
    return found


def _dated(raw: Raw) -> Iterator[tuple[Place, str, Calendar, Order]]:
    """Each column that is read as dates, with its calendar and order."""
    plan, start = raw.plan, raw.plan.first_infusion
    yield (
        (start.file, start.sheet),
        start.date,
        start.calendar or plan.calendar,
        start.order or plan.order,
    )
    for block in plan.tables:
        for source in block.columns.values():
            if source.date_column:
                calendar, order = source.calendar or plan.calendar, source.order or plan.order
                yield (block.file, block.sheet), source.date_column, calendar, order
