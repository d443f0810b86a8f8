"""A table of attendance as the rows that are counted, with the map of its columns."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rtxoutcomes.ingest.attendance.columns import ColumnMap
from rtxoutcomes.ingest.attendance.grid import Line, headers_of, lines_of, section, text_of
from rtxoutcomes.ingest.attendance.presets import matching_layout
from rtxoutcomes.ingest.dates import Order
from rtxoutcomes.ingest.members.small_table import Rows
from rtxoutcomes.ingest.refusal import refusal
from rtxoutcomes.read.content import given_bytes

# Teams: from the first joining to the last leaving, however long somebody was away in between.
_WHOLE_MEETING = ("first join", "last leave")
_STAYS = ("Join Time", "Leave Time")
_SUM_OF_STAYS = "In-Meeting Duration"
_WAITING = "in waiting room"
_TIME_ONLY = re.compile(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: ?[AaPp][Mm])?")
_DATE_IN_NAME = re.compile(r"(?<![0-9])(20[0-9]{2})[-_.]([01][0-9])[-_.]([0-3][0-9])(?![0-9])")


@dataclass(frozen=True, slots=True)
class Table:
    """One table: the rows that are counted, and the map of their columns.

    `usual` is the order of dates of a preset, `day` the date in the name of the file. `excluded`
    and `skipped` are the lines of rows that the map excludes, or that were skipped on request.
    """

    file: str
    number: int
    columns: ColumnMap
    rows: Rows
    usual: Order | None = None
    day: str = ""
    excluded: Sequence[int] = ()
    skipped: Sequence[int] = ()


def read_table(
    path: str | Path, file: str, number: int, columns: ColumnMap | str, skip: Collection[int] = ()
) -> Table:
    """A table by a map of its columns, or by the name of a preset.

    Raises
    ------
    IngestError
        It has no such columns, a row has other cells than the header, or a row is of a waiting
        room that the map does not exclude.
    """
    text = text_of(given_bytes(path, file), file)
    usual: Order | None = None
    if isinstance(columns, str):
        columns, lines, usual = matching_layout(text, columns, file)
    else:
        lines = lines_of(text, file, columns.delimiter)
        columns = _of_stays(columns, lines)
    rows, skipped = section(lines, columns.columns, file, skip)
    _refuse_waiting(rows, columns, file)
    counted = [(line, row) for line, row in rows if _is_counted(row, columns)]
    kept = {line for line, _ in counted}
    excluded = [line for line, _ in rows if line not in kept]
    return Table(file, number, columns, counted, usual, _day_in(path), excluded, skipped)


def _of_stays(columns: ColumnMap, lines: Sequence[Line]) -> ColumnMap:
    """The stays of a report of Teams, if the map names the bounds of a person's whole meeting."""
    if (columns.joined.casefold(), columns.left.casefold()) != _WHOLE_MEETING:
        return columns
    for headers in headers_of(lines):
        if any({columns.person, *_STAYS} <= set(cells) for cells in headers):
            return replace(columns, joined=_STAYS[0], left=_STAYS[1])
        if any({*columns.columns, _SUM_OF_STAYS} <= set(cells) for cells in headers):
            return replace(columns, left="", duration=_SUM_OF_STAYS)
    return columns


def _refuse_waiting(rows: Rows, columns: ColumnMap, file: str) -> None:
    """Refuse time in a waiting room that a map counts as time in the meeting."""
    for line, row in rows:
        waiting = [name for name in row if name.casefold() == _WAITING and name not in columns.only]
        if any(row[name].casefold() not in ("no", "") for name in waiting):
            must = "is of the waiting room, which is not the meeting"
            remedy = f'add to the map: only = {{ "{waiting[0]}" = ["No"] }}'
            raise refusal(file, line, must, remedy)


def _is_counted(row: Mapping[str, str], columns: ColumnMap) -> bool:
    return all(
        row[column].casefold() in {value.casefold() for value in values}
        for column, values in columns.only.items()
    )


def _day_in(path: str | Path) -> str:
    """The date in the name of a file, as Meet writes it, if there is exactly one."""
    days = {"-".join(parts) for parts in _DATE_IN_NAME.findall(Path(path).name)}
    return days.pop() if len(days) == 1 else ""


def dated(text: str, table: Table) -> str:
    """A time, with the date of the file's name before it where it has none.

    Raises
    ------
    IngestError
        There is a date in neither.
    """
    if not is_time_only(text):
        return text
    if not table.day:
        must = "has times without a date, and no date in the name of the file"
        raise refusal(table.file, None, must, "begin its name with the date, as 2022-03-18")
    return f"{table.day} {text.strip()}"


def is_time_only(text: str) -> bool:
    """Whether a time is written without a date, as in reports of Meet."""
    return _TIME_ONLY.fullmatch(text.strip()) is not None
