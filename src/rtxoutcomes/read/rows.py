"""CSV as strict rows: every record with its first line, and every fault of its form."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rtxoutcomes.errors import Violation

MAX_CELL = 10_000
MAX_COLUMNS = 1_000
MAX_LINE = 1_000_000
# A cell may hold line breaks, which the rules then refuse; an unclosed quote must not swallow the
# rest of the file.
MAX_LINES_OF_RECORD = 1_000
_CELL_SIZE = f"a cell must not exceed {MAX_CELL} characters"
LONG_CELL = (_CELL_SIZE, "no column of a cohort holds long text")
NO_HEADER = "a table with only a header means that none occurred"
_CHUNK = 20_000

Record = tuple[int, list[str]]


class _TooLong(Exception):
    """A line or a record longer than any table has."""


def records(
    content: bytes, name: str, faults: list[Violation], delimiter: str = ","
) -> Iterator[Record]:
    """Each record that is not blank, with its line; a fault that stops reading joins `faults`."""
    csv.field_size_limit(MAX_LINE)
    stream = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", newline="")
    begins = 1

    def lines() -> Iterator[str]:
        for number, line in enumerate(stream, start=1):
            if len(line) > MAX_LINE or number - begins >= MAX_LINES_OF_RECORD:
                raise _TooLong
            yield line

    reader = csv.reader(lines(), strict=True, delimiter=delimiter)
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                yield begins, cells
            begins = reader.line_num + 1
        return
    except csv.Error:
        rule, must = "table.quotes", "quotes must be closed and must enclose whole cells"
    except _TooLong:
        rule = "table.row_size"
        must = f"a row must not exceed {MAX_LINE} characters or {MAX_LINES_OF_RECORD} lines"
    remedy = "look at the quotation marks from this line on"
    faults.append(Violation.of(name, rule, must, remedy, line=begins))


@dataclass(slots=True)
class Columns:
    """Columns that grow by chunks of rows; equal cells of a chunk are one object.

    A table repeats a few words and numbers, so that sharing them saves most of its memory.
    """

    width: int
    lines: list[int] = field(default_factory=list)
    _rows: list[list[str]] = field(default_factory=list)
    _parts: list[list[NDArray[np.object_]]] = field(default_factory=list)

    def add(self, line: int, cells: list[str]) -> None:
        self.lines.append(line)
        self._rows.append(cells)
        if len(self._rows) == _CHUNK:
            self._pack()

    def frame(self, header: list[str]) -> pd.DataFrame:
        self._pack()
        columns = zip(header, zip(*self._parts, strict=True), strict=True)
        cells = {name: np.concatenate(parts) for name, parts in columns} if self._parts else {}
        return pd.DataFrame(cells, columns=pd.Index(header, dtype=object), dtype=object)

    def _pack(self) -> None:
        if self._rows:
            self._parts.append([_packed(cells) for cells in zip(*self._rows, strict=True)])
            self._rows.clear()


def _packed(cells: tuple[str, ...]) -> NDArray[np.object_]:
    seen: dict[str, str] = {}
    shared = np.empty(len(cells), dtype=object)
    shared[:] = list(map(seen.setdefault, cells, cells))
    return shared


def row_fault(cells: list[str], width: int, name: str, line: int) -> Violation | None:
    """What is wrong with the form of one record."""
    if len(cells) != width:
        must = f"must have {width} cells, as the header has"
        remedy = "a comma too few" if len(cells) < width else _TOO_MANY
        value = f"{len(cells)} cells"
        return Violation.of(name, "table.ragged", must, remedy, line=line, value=value)
    longest = max(map(len, cells))
    if longest > MAX_CELL:
        value = f"[text, {longest} characters]"
        return Violation.of(name, "cell.size", *LONG_CELL, line=line, value=value)
    return None


_TOO_MANY = (
    "a comma too many: write a decimal comma (3,5) as a point (3.5), and put text with commas in "
    "quotes"
)
