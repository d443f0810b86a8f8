"""The clinic's tables under their map: rows with ids made equal, and dates as days."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rtxoutcomes.cohort import RawTable
from rtxoutcomes.errors import Violation, place_in
from rtxoutcomes.identity import fold, value_mark
from rtxoutcomes.pseudonym import same_id
from rtxoutcomes.pseudonymise.dates import Convert, DateFault, converter, parse_date
from rtxoutcomes.pseudonymise.plan import Calendar, Order, Plan

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row of a raw table: its number in the frame, its line, and its cells by raw column."""

    number: int
    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Starts:
    """First infusions by id; `doubtful` are the patients with a cell that is no date, told once."""

    days: Mapping[str, date]
    doubtful: frozenset[str]
    findings: tuple[Violation, ...]


class Raw:
    """The raw tables of a map, by file and sheet, and how their dates are read."""

    def __init__(self, tables: Mapping[Place, RawTable], plan: Plan) -> None:
        self.tables = tables
        self.plan = plan
        self._missing = frozenset(plan.missing)
        self._converters: dict[Calendar, Convert] = {"gregorian": converter("gregorian")}
        if plan.jalali:
            self._converters["jalali"] = converter("jalali")

    def rows(self, file: str, sheet: str, columns: Sequence[str]) -> Iterator[RawRow]:
        """Each row with these columns, words for missing made empty, spaces around cut."""
        table = self.tables[file, sheet]
        texts = [table.frame[column].tolist() for column in columns]
        for number, cells in enumerate(zip(*texts, strict=True)):
            told = {c: self._cell(t) for c, t in zip(columns, cells, strict=True)}
            yield RawRow(number, table.lines[number], told)

    def _cell(self, text: object) -> str:
        told = str(text).strip()
        return "" if told in self._missing else told

    def day(
        self, place: Place, row: RawRow, column: str, calendar: Calendar | None, order: Order | None
    ) -> date | DateFault | None:
        """The day in a cell; None where it is empty.

        What the file itself types as a date is one of the Gregorian calendar, whatever the map
        declares for text.
        """
        text = row.cells[column]
        if not text:
            return None
        if row.number in self.tables[place].dates.get(column, ()):
            return date.fromisoformat(text[:10])
        told = calendar or self.plan.calendar
        return parse_date(text, told, order or self.plan.order, self._converters[told])

    def first_infusions(self) -> Starts:
        """The earliest date of each patient in the column that the map names."""
        start = self.plan.first_infusion
        place = (start.file, start.sheet)
        found: dict[str, date] = {}
        doubtful: set[str] = set()
        faults = []
        for row in self.rows(*place, [start.id, start.date]):
            name = same_id(row.cells[start.id])
            day = self.day(place, row, start.date, start.calendar, start.order)
            if isinstance(day, DateFault):
                doubtful.add(name)
                faults.append(self.date_fault(place, row, start.date, day))
            elif day is not None and name:
                found[name] = min(day, found.get(name, day))
        return Starts(found, frozenset(doubtful), tuple(faults))

    def date_fault(self, place: Place, row: RawRow, column: str, fault: DateFault) -> Violation:
        """A finding of a cell that should hold a date; its text is never shown."""
        value = f"[date, {len(row.cells[column])} characters]"
        must = (fault.rule, fault.must, fault.remedy)
        return self.finding(place, row.line, column, must, value)

    def finding(
        self, place: Place, line: int | None, column: str, rule: tuple[str, str, str], value: str
    ) -> Violation:
        """A finding in the words of the raw file; `rule` is its name, what must hold, the remedy.

        `column` is a raw column that the map names, so that it may be shown.
        """
        table = self.tables[place]
        name, must, remedy = rule
        letters = table.letters.get(column)
        where = "" if table.counted == "lines" else place_in(table.sheet, line, letters)
        return Violation(
            shown_file(place[0]), column, line, "", name, must, value, remedy, address=where
        )


def shown_file(file: str) -> str:
    """The name of a raw file, unless it may name somebody."""
    told = file or "the file"
    return told if value_mark(told.replace("_", " ")) is None else "a file"


def plain_number(text: str) -> str:
    """A number in the digits 0-9 with a point, as Persian and Arabic keyboards write both."""
    return fold(text).replace("\u066b", ".")
