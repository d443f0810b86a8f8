"""A sheet of typed cells as a table of text, with the faults that only typed files can have."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pandas as pd

from rtxoutcomes.cohort import RawTable
from rtxoutcomes.errors import Violation, place_in
from rtxoutcomes.read.exact import Value, exact_text, is_date, is_number
from rtxoutcomes.read.rows import MAX_CELL

# A small file may unpack to a very large table.
MAX_CELLS = 20_000_000
_NUMERIC = re.compile(r"\s*[+-]?[0-9]+([.,][0-9]+)?\s*")
_TITLE_ROWS = 10


class Unreadable(Exception):
    """The bytes are not of the kind that the file name states, or hold what no table can."""


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


_MARKS = {
    "cell.formula": (
        "must be a value, not a formula",
        "copy the column and paste it as values",
    ),
    "cell.error": (
        "must not be an error of the spreadsheet, such as #DIV/0!",
        "type the value, or empty the cell",
    ),
    "cell.merged": (
        "must not be merged with other cells",
        "unmerge the cells and fill in each of them",
    ),
}


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
    filled = [k for k, row in enumerate(grid.cells) if any(_filled(value) for value in row)]
    if not filled:
        remedy = "a table with only a header means that none occurred"
        return None, [_fault(grid, name, "file.empty", "must have a header row", remedy)]
    top, faults = filled[0], _marks(grid, name)
    width = max(_width(grid.cells[k]) for k in filled)
    header = [exact_text(value).strip() for value in _padded(grid.cells[top], width)]
    wrong = _header_faults(grid, name, top, header, filled)
    if wrong:
        return None, [*faults, *wrong]
    data = [k for k in filled[1:] if not _second_header(grid, k, filled, header)]
    faults += [_second(grid, name, k) for k in filled[1:] if k not in set(data)]
    faults += [*_hidden(grid, name, data, header), *_number_texts(grid, name, data, header)]
    texts = [[exact_text(value) for value in _padded(grid.cells[k], width)] for k in data]
    faults += _long_cells(grid, name, data, texts, header)
    frame = pd.DataFrame(texts, columns=header, dtype=object)
    first = 0 if grid.sheet == "" else 1
    table = RawTable(
        name=name,
        file=file,
        frame=frame,
        lines=tuple(k + first for k in data),
        sha256=digest,
        sheet=grid.sheet,
        letters={column: letters(k) for k, column in enumerate(header)} if grid.sheet else {},
        counted="cells" if grid.sheet else "records",
        dates={column: rows for column, rows in _dates(grid, data, header) if rows},
    )
    return table, faults


def _filled(value: Value) -> bool:
    return bool(exact_text(value).strip())


def _padded(row: Sequence[Value], width: int) -> list[Value]:
    return [*row[:width], *[None] * (width - len(row))]


def _width(row: Sequence[Value]) -> int:
    return max(k + 1 for k, value in enumerate(row) if _filled(value))


def _header_faults(
    grid: CellGrid, name: str, top: int, header: list[str], filled: list[int]
) -> list[Violation]:
    widest = max(filled[:_TITLE_ROWS], key=lambda k: _width(grid.cells[k]))
    if sum(map(bool, header)) == 1 and _width(grid.cells[widest]) > 1:
        must = "the first row must hold the names of the columns"
        remedy = "delete titles and notes above it"
        return [_fault(grid, name, "header.title", must, remedy, row=top)]
    faults = []
    for k, column in enumerate(header):
        if not column:
            must, remedy = "every column must have a name", "name the column or delete it"
            faults.append(_fault(grid, name, "header.empty", must, remedy, row=top, column=k))
        elif column in header[:k]:
            must, remedy = "column names must be unique", "rename or delete one of the two"
            faults.append(_fault(grid, name, "header.repeated", must, remedy, row=top, column=k))
    return faults


def _second_header(grid: CellGrid, k: int, filled: list[int], header: list[str]) -> bool:
    """A row of units or labels below the header, or a repetition of the header further down.

    Below the header it is a row of words only, one of them in a column of numbers.
    """
    row = _padded(grid.cells[k], len(header))
    texts = [exact_text(value).strip() for value in row]
    if texts == header:
        return True
    worded = [j for j, value in enumerate(row) if _filled(value)]
    if k != filled[1] or any(not isinstance(row[j], str) or _numeric(row[j]) for j in worded):
        return False
    return any(_all_numbers(grid, filled[2:], j) for j in worded)


def _all_numbers(grid: CellGrid, rows: list[int], column: int) -> bool:
    values = [grid.cells[k][column] for k in rows if column < len(grid.cells[k])]
    values = [value for value in values if _filled(value)]
    return bool(values) and all(is_number(value) for value in values)


def _numeric(value: Value) -> bool:
    return isinstance(value, str) and _NUMERIC.fullmatch(value) is not None


def _second(grid: CellGrid, name: str, k: int) -> Violation:
    must = "the names of the columns must be in one row, once"
    remedy = "delete this row; units belong in the names"
    return _fault(grid, name, "header.several", must, remedy, row=k)


def _marks(grid: CellGrid, name: str) -> list[Violation]:
    return [
        _fault(grid, name, rule, *_MARKS[rule], row=row, column=column)
        for (row, column), rule in sorted(grid.marked.items())
    ]


def _hidden(grid: CellGrid, name: str, data: list[int], header: list[str]) -> list[Violation]:
    remedy = "show it and look at it, or delete it"
    rows = sorted(grid.hidden_rows & set(data))
    columns = sorted(k for k in grid.hidden_columns if k < len(header))
    return [
        *(_fault(grid, name, "row.hidden", "must not be hidden", remedy, row=k) for k in rows),
        *(
            _fault(grid, name, "column.hidden", "must not be hidden", remedy, column=k)
            for k in columns
        ),
    ]


def _number_texts(
    grid: CellGrid, name: str, data: list[int], header: list[str]
) -> Iterator[Violation]:
    """Numbers typed as text in a column that also holds true numbers."""
    if grid.sheet == "":
        return
    for column in range(len(header)):
        values = {k: grid.cells[k][column] for k in data if column < len(grid.cells[k])}
        if any(is_number(value) for value in values.values()):
            for k, value in values.items():
                if _numeric(value):
                    must = "must be a number, not text that looks like one"
                    remedy = "the other cells are numbers: format it as a number and type it again"
                    yield _fault(
                        grid, name, "cell.number_as_text", must, remedy, row=k, column=column
                    )


def _long_cells(
    grid: CellGrid, name: str, data: list[int], rows: list[list[str]], header: list[str]
) -> Iterator[Violation]:
    must = f"a cell must not exceed {MAX_CELL} characters"
    remedy = "no column of a cohort holds long text"
    for k, row in zip(data, rows, strict=True):
        for column in range(len(header)):
            if len(row[column]) > MAX_CELL:
                row[column] = ""
                yield _fault(grid, name, "cell.size", must, remedy, row=k, column=column)


def _dates(
    grid: CellGrid, data: list[int], header: list[str]
) -> Iterator[tuple[str, frozenset[int]]]:
    for j, column in enumerate(header):
        values = [grid.cells[k][j] if j < len(grid.cells[k]) else None for k in data]
        yield column, frozenset(n for n, value in enumerate(values) if is_date(value))


def _fault(
    grid: CellGrid,
    table: str,
    rule: str,
    must: str,
    remedy: str,
    *,
    row: int | None = None,
    column: int | None = None,
) -> Violation:
    line = None if row is None else row + (1 if grid.sheet else 0)
    where = place_in(grid.sheet, line, None if column is None else letters(column))
    return Violation.of(table, rule, must, remedy, line=line, address=where)
