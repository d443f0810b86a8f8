"""A sheet of typed cells as a table of text, with the faults that only typed files can have."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from rtxoutcomes.cohort import RawTable
from rtxoutcomes.errors import Violation, place_in
from rtxoutcomes.read.exact import Value, exact_text, is_number
from rtxoutcomes.read.layout import LAYOUT_RULES, TITLE_ROWS, layout_rows, title_rows
from rtxoutcomes.read.letters import letters_of
from rtxoutcomes.read.rows import LONG_CELL, MAX_CELL, NO_HEADER

# A small file may unpack to a very large table.
MAX_CELLS = 20_000_000
# More places that break a rule are counted and not listed: they have one cause.
MOST_PLACES = 1_000
_NUMERIC = re.compile(r"\s*[+-]?[0-9]+([.,][0-9]+)?\s*")
_HIDDEN = ("must not be hidden", "show it and look at it, or delete it")
# Rule -> what must hold, and the remedy.
_RULES = {
    "file.empty": ("must have a header row", NO_HEADER),
    **LAYOUT_RULES,
    "header.empty": ("every column must have a name", "name the column or delete it"),
    "header.repeated": ("column names must be unique", "rename or delete one of the two"),
    "header.merged": (
        "each name must be in one cell above one column",
        "unmerge the names and give each column a name of its own, as in EDSS pre, EDSS post",
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


def table_of(
    grid: CellGrid, name: str, file: str, digest: str
) -> tuple[RawTable | None, list[Violation]]:
    """The table of text in a grid, None if its header is unusable, and every fault."""
    rows = _filled_rows(grid.cells)
    if not rows:
        return None, _violations(grid, name, [("file.empty", None, None)])
    (top, names), *below = rows.items()
    header = _stripped(names)
    marked = _named(grid.marked, top)
    if wrong := list(_header_faults(rows, top, header, marked)):
        return None, _violations(grid, name, wrong)
    data = dict(below)
    texts = [[exact_text(value) for value in row] for row in data.values()]
    long = list(_long_cells(data, texts))
    frame = pd.DataFrame(texts, columns=header, dtype=object)
    apart = _apart(grid, frame, list(data))
    if apart:
        frame = frame[[k not in apart for k in data]].reset_index(drop=True)
        data = {k: row for k, row in data.items() if k not in apart}
    marks = [(rule, *place) for place, rule in sorted(marked.items()) if place[0] not in apart]
    found = [*marks, *((rule, k, None) for k, rule in sorted(apart.items()))]
    cells = [*(_number_texts(data, len(header)) if grid.sheet else ()), *long]
    faults = _violations(grid, name, [*found, *_hidden(grid, data, len(header)), *cells])
    table = RawTable(
        name=name,
        file=file,
        frame=frame,
        lines=tuple(_line(grid, k) for k in data),
        sha256=digest,
        sheet=grid.sheet,
        letters={column: letters_of(k) for k, column in enumerate(header)} if grid.sheet else {},
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


def _named(marked: Mapping[tuple[int, int], str], top: int) -> dict[tuple[int, int], str]:
    """The marks of the cells from the header on, merged names apart from merged cells."""
    return {
        place: "header.merged" if rule == "cell.merged" and place[0] == top else rule
        for place, rule in marked.items()
        if place[0] >= top
    }


def _apart(grid: CellGrid, frame: pd.DataFrame, numbers: Sequence[int]) -> dict[int, str]:
    """Number of each row of a sheet that is no row of the table -> the rule that it breaks."""
    if not grid.sheet:
        return {}
    return {numbers[k]: rule for k, rule in layout_rows(frame).items()}


def _header_faults(
    rows: Mapping[int, list[Value]],
    top: int,
    header: list[str],
    marked: Mapping[tuple[int, int], str],
) -> Iterator[_Fault]:
    first_rows = [_stripped(row) for row in list(rows.values())[:TITLE_ROWS]]
    if title_rows(first_rows):
        yield "header.title", top, None
        return
    merged = [place for place, rule in sorted(marked.items()) if rule == "header.merged"]
    if merged and not all(header):
        yield from (("header.merged", *place) for place in merged)
        return
    for k, column in enumerate(header):
        if not column or column in header[:k]:
            yield "header.repeated" if column else "header.empty", top, k


def _stripped(row: Sequence[Value]) -> list[str]:
    return [exact_text(value).strip() for value in row]


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
    seen: Counter[str] = Counter()
    for rule, row, column in faults:
        seen[rule] += 1
        if seen[rule] > MOST_PLACES:
            continue
        line = None if row is None else _line(grid, row)
        where = place_in(grid.sheet, line, None if column is None else letters_of(column))
        violations.append(Violation.of(table, rule, *_RULES[rule], line=line, address=where))
    for rule, count in seen.items():
        if count > MOST_PLACES:
            value, where = f"{count - MOST_PLACES:,} more places", place_in(grid.sheet, None, None)
            violations.append(Violation.of(table, rule, *_RULES[rule], value=value, address=where))
    return violations


def _line(grid: CellGrid, row: int) -> int:
    return row + 1 if grid.sheet else row
