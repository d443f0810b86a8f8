"""Rows that belong to the layout of a sheet and not to its table: titles, totals, headings."""

import re
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rtxoutcomes.identity import fold

TITLE_ROWS = 10
# Rule -> what must hold, and the remedy.
LAYOUT_RULES = {
    "header.title": (
        "the first row must hold the names of the columns",
        "delete titles and notes above it",
    ),
    "header.several": (
        "the names of the columns must be in one row, once",
        "delete this row; units belong in the names",
    ),
    "row.total": ("must not be a total or a mean of other rows", "delete the row"),
    "row.section": (
        "must not be a heading or a note among the rows",
        "delete the row; what it states belongs in a column",
    ),
}
Table = Sequence[NDArray[np.object_]]
_NUMBER = re.compile(r"\s*[+-]?[0-9]+([.,][0-9]+)?\s*")
_TOTALS = frozenset(
    (
        *("total", "totals", "subtotal", "sum", "mean", "average", "avg", "median", "sd", "std"),
        *("min", "max", "count", "overall"),
        *("جمع", "مجموع", "میانگین", "تعداد", "کل", "میانه"),
    )
)
# In a larger table only its end and its sparse rows are searched for totals.
_SEARCHED = 20_000
_LAST = 5
_COMPARED = 20
_FEWEST_COLUMNS = 3
_MOST_WORDS = 3


def title_rows(rows: Sequence[Sequence[str]]) -> int:
    """The number of rows above the names of the columns, among the first rows.

    `rows` are the first filled rows as text. A title fills one cell; other rows above the names
    fill less than half as many as the table has columns.
    """
    filled = [sum(map(bool, row)) for row in rows[:TITLE_ROWS]]
    most = max(filled, default=0)
    first = next((k for k, count in enumerate(filled) if count >= 2 and 2 * count >= most), 0)
    named = not any(map(_NUMBER.fullmatch, rows[first])) if rows else False
    return first if named or all(count == 1 for count in filled[:first]) else 0


def layout_rows(frame: pd.DataFrame) -> dict[int, str]:
    """Position of each row that is no row of the table -> the rule that it breaks.

    `frame` holds text, and its columns are the names in the file.
    """
    if frame.shape[1] < _FEWEST_COLUMNS or frame.empty:
        return {}
    table = [frame.iloc[:, k].to_numpy(dtype=object) for k in range(frame.shape[1])]
    header = [str(name) for name in frame.columns]
    same = np.flatnonzero(table[0] == header[0]).tolist()
    found = {k: "header.several" for k in same if _cells(table, k) == header}
    if _is_label_row(table):
        found[0] = "header.several"
    sparse = [k for k in _sparse_rows(table) if k not in found]
    rows = range(len(frame))
    searched = rows if len(frame) <= _SEARCHED else sorted({*sparse, *rows[-_LAST:]})
    totals = [k for k in searched if k not in found and _is_total(_cells(table, k))]
    sections = {k: "row.section" for k in _sections(table, sparse) if k not in found}
    return found | sections | dict.fromkeys(totals, "row.total")


def _cells(table: Table, row: int) -> list[str]:
    return [str(column[row]).strip() for column in table]


def _is_label_row(table: Table) -> bool:
    """Whether the first row holds units or labels: words only, one of them in a column of numbers.

    A row with a digit may be that of a patient.
    """
    first = _cells(table, 0)
    worded = [k for k, cell in enumerate(first) if cell]
    if len(worded) < 2 or any(c.isdigit() for c in "".join(first)):
        return False
    return any(_are_numbers(table[k][1 : _COMPARED + 1].tolist()) for k in worded)


def _are_numbers(cells: Sequence[object]) -> bool:
    filled = [cell for cell in map(str, cells) if cell.strip()]
    return len(filled) > 1 and all(map(_NUMBER.fullmatch, filled))


def _sparse_rows(table: Table) -> list[int]:
    """Rows with one filled cell; the first columns alone rule out most.

    Where such rows are many, they are what the table is.
    """
    blank = [column == "" for column in table[:_FEWEST_COLUMNS]]
    if sum(bool(column.any()) for column in blank) < _FEWEST_COLUMNS - 1:
        return []
    candidates = np.flatnonzero(np.sum(blank, axis=0) >= _FEWEST_COLUMNS - 1).tolist()
    if 2 * len(candidates) > len(table[0]):
        return []
    return [k for k in candidates if sum(map(bool, _cells(table, k))) == 1]


def _is_total(cells: Sequence[str]) -> bool:
    label = next((cell for cell in cells if cell), "")
    words = re.findall(r"[^\W\d_]+", fold(label).casefold())
    return bool(words) and len(words) <= _MOST_WORDS and words[0] in _TOTALS


def _sections(table: Table, sparse: Sequence[int]) -> Iterator[int]:
    """Sparse rows whose cell does not have the shape that fuller rows have in that column."""
    apart = set(sparse)
    full = [k for k in range(min(len(table[0]), _SEARCHED)) if k not in apart]
    places = {k: next(j for j, cell in enumerate(_cells(table, k)) if cell) for k in sparse}
    usual = {j: {_shape(str(table[j][k])) for k in full} for j in set(places.values())}
    for k, column in places.items():
        text = str(table[column][k])
        if len(full) > 1 and not _NUMBER.fullmatch(text) and _shape(text) not in usual[column]:
            yield k


def _shape(text: str) -> str:
    """`P0007` as `a9`, `Patient 7` as `a 9`."""
    return re.sub(r"[^\W\d_]+", "a", re.sub(r"\d+", "9", fold(text).strip()))
