"""The clinic's tables under their map: rows, dates as days, first infusions."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rtxoutcomes.cohort import RawTable
from rtxoutcomes.errors import Rule, Violation, place_in
from rtxoutcomes.identity import fold, safe_name
from rtxoutcomes.pseudonym import same_id
from rtxoutcomes.pseudonymise.dates import parse_date
from rtxoutcomes.pseudonymise.plan import FirstInfusion, Plan, Source, TableMap
from rtxoutcomes.read.clinic import Place

_WITH_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")


@dataclass(frozen=True, slots=True)
class Starts:
    """First infusions by id; `doubtful` are patients with a date that could not be read."""

    days: Mapping[str, date]
    doubtful: frozenset[str]
    findings: tuple[Violation, ...]


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row of a raw table: its number in the frame, its line, and its cells by raw column."""

    number: int
    line: int
    cells: Mapping[str, str]


class Raw:
    """The raw tables of a map, by file and sheet, and how their dates are read."""

    def __init__(self, tables: Mapping[Place, RawTable], plan: Plan) -> None:
        self.tables = tables
        self.plan = plan
        self._missing = frozenset(plan.missing)

    def rows(self, place: Place, columns: Sequence[str]) -> Iterator[RawRow]:
        """Each row with these columns; words for missing become empty, outer spaces are cut."""
        table = self.tables[place]
        texts = [table.frame[column].tolist() for column in columns]
        for number, cells in enumerate(zip(*texts, strict=True)):
            texts_of_row = {c: self._cell(t) for c, t in zip(columns, cells, strict=True)}
            yield RawRow(number, table.lines[number], texts_of_row)

    def rows_of(self, block: TableMap, columns: Sequence[str]) -> Iterator[RawRow]:
        """Each row that a block of the map reads, with these columns and those that choose it."""
        names = list(dict.fromkeys([*columns, *block.filters]))
        return (row for row in self.rows(block.place, names) if block.counts(row.cells))

    def _cell(self, text: object) -> str:
        cell = str(text).strip()
        return "" if cell in self._missing else cell

    def number(self, text: str) -> str:
        """A number with a decimal point, where the text is a number as this clinic writes it."""
        plain = plain_number(text)
        is_comma = self.plan.decimal_comma and _WITH_COMMA.fullmatch(plain)
        return plain.replace(",", ".") if is_comma else plain

    def day(self, place: Place, row: RawRow, source: Source | FirstInfusion) -> date | Rule | None:
        """The day in a cell; None if it is empty.

        A cell that the file itself types as a date is Gregorian, whatever the map declares for
        text.
        """
        text = row.cells[source.date_column]
        if not text:
            return None
        if row.number in self.tables[place].dates.get(source.date_column, ()):
            return date.fromisoformat(text[:10])
        return parse_date(text, *self.plan.reading(source))

    def first_infusions(self) -> Starts:
        """The earliest date of each patient in the column that the map names."""
        start = self.plan.first_infusion
        if start is None:
            return Starts({}, frozenset(), ())
        days: dict[str, date] = {}
        doubtful: set[str] = set()
        faults = []
        for row in self.rows(start.place, [start.id, start.date]):
            name = same_id(row.cells[start.id])
            day = self.day(start.place, row, start)
            if isinstance(day, Rule):
                doubtful.add(name)
                faults.append(self.date_fault(start.place, row, start.date, day))
            elif day is not None and name:
                days[name] = min(day, days.get(name, day))
        return Starts(days, frozenset(doubtful), tuple(faults))

    def date_fault(self, place: Place, row: RawRow, column: str, rule: Rule) -> Violation:
        """A violation of a cell that should hold a date; its text is never shown."""
        value = f"[date, {len(row.cells[column])} characters]"
        return self.finding(place, row.line, column, rule, value)

    def finding(
        self, place: Place, line: int | None, column: str, rule: Rule, value: str
    ) -> Violation:
        """A violation at a place of the raw file.

        `column` is a raw column that the map names, so that it may be shown.
        """
        table = self.tables[place]
        letters = table.letters.get(column)
        where = "" if table.counted == "lines" else place_in(table.sheet, line, letters)
        file = safe_name(place[0] or "the file")
        return Violation.of(file, *rule, column=column, line=line, value=value, address=where)


def plain_number(text: str) -> str:
    """A number in the digits 0-9 with a decimal point, as typed on any keyboard."""
    return fold(text).replace("\u066b", ".")
