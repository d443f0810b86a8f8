"""Columns in which some dates may differ from those that were typed."""

from collections.abc import Iterator

from rtxoutcomes.calendar import Calendar
from rtxoutcomes.errors import Rule, Violation
from rtxoutcomes.pseudonymise.plan import Order, Plan
from rtxoutcomes.pseudonymise.raw import Raw
from rtxoutcomes.read.clinic import Place

_MIXED = Rule(
    "date.mixed",
    "must hold dates of one kind, all as text or all as dates of the spreadsheet",
    "a spreadsheet that converts the text 03/05 into a date may exchange day and month, "
    "and it leaves 25/05 as text: look the dates up, format the column as text, type them again",
)


def mixed_dates(raw: Raw) -> list[Violation]:
    """A finding for each mapped column that mixes typed dates with dates as text.

    A spreadsheet converts what fits its order of day and month into dates and leaves the rest as
    text. A date that begins with the year can be read in one way only.
    """
    findings = []
    for place, column, reading in dict.fromkeys(_dated(raw.plan)):
        typed = raw.tables[place].dates.get(column, frozenset())
        if not typed or reading == ("gregorian", "ymd"):
            continue
        filled = [row for row in raw.rows(place, [column]) if row.cells[column]]
        texts = [row for row in filled if row.number not in typed]
        if texts:
            value = f"{len(typed)} dates, {len(texts)} texts"
            findings.append(raw.finding(place, texts[0].line, column, _MIXED, value))
    return findings


def _dated(plan: Plan) -> Iterator[tuple[Place, str, tuple[Calendar, Order]]]:
    """Each column of dates, with its calendar and order."""
    if (start := plan.first_infusion) is not None:
        yield start.place, start.date, plan.reading(start)
    for block in plan.tables:
        for source in block.columns.values():
            if source.date_column:
                yield block.place, source.date_column, plan.reading(source)
