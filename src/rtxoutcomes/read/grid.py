"""A sheet of typed cells as a table of text, with the faults that only typed files can have."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from rtxoutcomes.cohort import RawTable
from rtxoutcomes.errors import Violation, place_in
from rtxoutcomes.read.exact import Value, exact_text, is_number
from rtxoutcomes.read.rows import LONG_CELL, MAX_CELL, NO_HEADER

# A small file may unpack to a very large table.
MAX_CELLS = 20_000_000
_NUMERIC = re.compile(r"\s*[+-]?[0-9]+([.,][0-9]+)?\s*")
_TITLE_ROWS = 10
_HIDDEN = ("must not be hidden", "show it and look at it, or delete it")
# Rule -> what must hold, and the remedy.
_RULES = {
    "file.empty": ("must have a header row", NO_HEADER),
    "header.title": (
        "the first row must hold the names of the columns",
        "delete titles and notes above it",
    ),
    "header.empty": ("every column must have a name", "name the column or delete it"),
    "header.repeated": ("column names must be unique", "rename or delete one of the two"),
    "header.several": (
        "the names of the columns must be in one row, once",
        "delete this row; units belong in the names",
    ),
    "row.hidden": _HIDDEN,
    "column.hidden": _HIDDEN,
    "cell.formula": ("must be a value, not a formula", "copy the column and paste it as values"),
    "cell.error": (
        "must not be an error of the spreadsheet, such as #DIV/0!",
        "type the value, or empty the cell",
    ),
    "cell.merged": (
        "must not be merged with other cells",
        "unmerge the cells and fill in each of them",
    ),
    "cell.number_as_text": (
        "must be a number, not text that looks like one",
        "the other cells are numbers: format it as a number and type it again",
    ),
    "cell.size": LONG_CELL,
}
# The rule that a place breaks, and its row and column, from 0.
_Fault = tuple[str, int | None, int | None]


@dataclass(frozen=True, slots=True)
class CellGrid:
    """Cells as the file types them; the first row has number 1.

    `sheet` is the name of the sheet of a workbook in messages. It is empty where the file is one
    table, whose names are `cells[0]` and whose records are counted from 1. `marked` maps cells
    (row, column, from 0) to the rule that they break whatever their value.
    """

    cells: Sequence[Sequence[Value]]
    sheet: str = ""
    marked: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


def letters(column: int) -> str:
    """0 as A, 25 as Z, 26 as AA: how a spreadsheet names its columns."""
    text, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def table_of(
    grid: CellGrid, name: str, file: str, digest: str
) -> tuple[RawTable | None, list[Violation]]:
    """The table of text in a grid, None if its header is unusable, and every fault."""
    rows = _filled_rows(grid.cells)
    if not rows:
        return None, _violations(grid, name, [("file.empty", None, None)])
    (top, names), *below = rows.items()
    header = _stripped(names)
    marked = [(rule, *place) for place, rule in sorted(grid.marked.items())]
    wrong = list(_header_faults(rows, top, header))
    if wrong:
        return None, _violations(grid, name, [*marked, *wrong])
    several = _further_headers(below, header)
    data = {k: row for k, row in below if k not in several}
    texts = [[exact_text(value) for value in row] for row in data.values()]
    further = [("header.several", k, None) for k in sorted(several)]
    cells = [*(_number_texts(data, len(header)) if grid.sheet else ()), *_long_cells(data, texts)]
    faults = _violations(grid, name, [*marked, *further, *_hidden(grid, data, len(header)), *cells])
    table = RawTable(
        name=name,
        file=file,
        frame=pd.DataFrame(texts, columns=header, dtype=object),
        lines=tuple(_line(grid, k) for k in data),
        sha256=digest,
        sheet=grid.sheet,
        letters={column: letters(k) for k, column in enumerate(header)} if grid.sheet else {},
        counted="cells" if grid.sheet else "records",
        dates={column: rows for column, rows in _dates(data, header) if rows},
    )
    return table, faults


def _filled(value: Value) -> bool:
    return bool(exact_text(value).strip())


def _width(row: Sequence[Value]) -> int:
    return max((k + 1 for k, value in enumerate(row) if _filled(value)), default=0)


def _filled_rows(cells: Sequence[Sequence[Value]]) -> dict[int, list[Value]]:
    """Number and cells of each row that is not blank, all of the width of the widest."""
    widths = {k: width for k, row in enumerate(cells) if (width := _width(row))}
    width = max(widths.values(), default=0)
    return {k: [*cells[k][:width], *[None] * (width - len(cells[k]))] for k in widths}


def _header_faults(
    rows: Mapping[int, list[Value]], top: int, header: list[str]
) -> Iterator[_Fault]:
    first_rows = list(rows.values())[:_TITLE_ROWS]
    if sum(map(bool, header)) == 1 and max(map(_width, first_rows)) > 1:
        yield "header.title", top, None
        return
    for k, column in enumerate(header):
        if not column or column in header[:k]:
            yield "header.repeated" if column else "header.empty", top, k


def _further_headers(rows: Sequence[tuple[int, list[Value]]], header: list[str]) -> set[int]:
    """Rows that repeat the header, and a row of units or labels right below it."""
    repeated = {k for k, row in rows if _stripped(row) == header}
    labels = {k for k, row in rows[:1] if _are_labels(row, [later for _, later in rows[1:]])}
    return repeated | labels


def _stripped(row: Sequence[Value]) -> list[str]:
    return [exact_text(value).strip() for value in row]


def _are_labels(row: Sequence[Value], later: Sequence[Sequence[Value]]) -> bool:
    """Whether a row holds words only, one of them in a column of numbers."""
    worded = [j for j, value in enumerate(row) if _filled(value)]
    if any(not isinstance(row[j], str) or _numeric(row[j]) for j in worded):
        return False
    return any(_are_numbers(other[j] for other in later) for j in worded)


def _are_numbers(values: Iterable[Value]) -> bool:
    filled = [value for value in values if _filled(value)]
    return bool(filled) and all(map(is_number, filled))


def _numeric(value: Value) -> bool:
    return isinstance(value, str) and _NUMERIC.fullmatch(value) is not None


def _hidden(grid: CellGrid, data: Iterable[int], width: int) -> Iterator[_Fault]:
    yield from (("row.hidden", k, None) for k in sorted(grid.hidden_rows.intersection(data)))
    yield from (("column.hidden", None, k) for k in sorted(grid.hidden_columns) if k < width)


def _number_texts(data: Mapping[int, list[Value]], width: int) -> Iterator[_Fault]:
    """Numbers typed as text in a column that also holds true numbers."""
    for column in range(width):
        values = {k: row[column] for k, row in data.items()}
        if any(map(is_number, values.values())):
            yield from (("cell.number_as_text", k, column) for k in data if _numeric(values[k]))


def _long_cells(data: Iterable[int], texts: Sequence[list[str]]) -> Iterator[_Fault]:
    for k, row in zip(data, texts, strict=True):
        for column, text in enumerate(row):
            if len(text) > MAX_CELL:
                row[column] = ""
                yield "cell.size", k, column


def _dates(
    data: Mapping[int, list[Value]], header: list[str]
) -> Iterator[tuple[str, frozenset[int]]]:
    for j, column in enumerate(header):
        values = enumerate(row[j] for row in data.values())
        yield column, frozenset(n for n, value in values if isinstance(value, date))


def _violations(grid: CellGrid, table: str, faults: Iterable[_Fault]) -> list[Violation]:
    violations = []
    for rule, row, column in faults:
        line = None if row is None else _line(grid, row)
        where = place_in(grid.sheet, line, None if column is None else letters(column))
        violations.append(Violation.of(table, rule, *_RULES[rule], line=line, address=where))
    return violations


def _line(grid: CellGrid, row: int) -> int:
    return row + 1 if grid.sheet else row
