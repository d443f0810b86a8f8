"""Which sheets of a workbook are tables and which are legends, by the names of columns in them.

A legend may be passed over: it has the columns of no table and names no patient of one.
"""

from collections.abc import Collection, Mapping, Sequence

from rtxoutcomes.cohort import ONE_TABLE
from rtxoutcomes.read.exact import exact_text
from rtxoutcomes.read.grid import CellGrid
from rtxoutcomes.read.layout import TITLE_ROWS

# The headers that the study has, by table; the first is that of the patient's id.
Headers = Mapping[str, Sequence[str]]
# One known word, such as `sex`, may occur in any legend.
_FEWEST_NAMES = 2
_WIDE = 5


def table_in(grid: CellGrid, title: str, headers: Headers) -> str:
    """The table whose columns a sheet has; empty if it has those of none.

    Where two tables fit equally well, it is that of the sheet's name, then the first.
    """
    fits = {table: _known(grid, names) for table, names in headers.items()}
    most = max(fits.values(), default=0)
    if most < _FEWEST_NAMES:
        return ""
    return title if fits.get(title) == most else next(t for t, n in fits.items() if n == most)


def is_legend(grid: CellGrid, headers: Headers, ids: Collection[str]) -> bool:
    """Whether a sheet has the columns of no table, no cell that is a patient's id, and little else.

    A wide sheet of several rows is a table of something, which must not be passed over in silence.
    """
    filled = [sum(bool(exact_text(cell).strip()) for cell in row) for row in grid.cells]
    is_table = sum(count >= _WIDE for count in filled) >= _WIDE
    if is_table or table_in(grid, "", headers):
        return False
    return not any(exact_text(cell).strip() in ids for row in grid.cells for cell in row)


def ids_in(grid: CellGrid, headers: Headers) -> frozenset[str]:
    """The ids of patients in a sheet; none where no column is named as theirs."""
    names = {listed[0] for listed in headers.values() if listed}
    for top, row in enumerate(grid.cells[:TITLE_ROWS]):
        for column, cell in enumerate(row):
            if exact_text(cell).strip() in names:
                below = (line[column] for line in grid.cells[top + 1 :] if column < len(line))
                return frozenset(text for value in below if (text := exact_text(value).strip()))
    return frozenset()


def is_one_table(grid: CellGrid, title: str, headers: Headers) -> bool:
    """Whether a sheet holds the form with a row a patient, whatever it is called."""
    return table_in(grid, title, headers) == ONE_TABLE


def _known(grid: CellGrid, names: Collection[str]) -> int:
    """The most names of columns in one of the first rows."""
    rows = grid.cells[:TITLE_ROWS]
    listed = frozenset(names)
    return max((len({exact_text(v).strip() for v in row} & listed) for row in rows), default=0)
