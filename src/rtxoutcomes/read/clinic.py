"""A clinic's own tables, with any names and columns, as text; only those that a map names."""

import hashlib
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path

from rtxoutcomes.cohort import ONE_TABLE, RawTable
from rtxoutcomes.errors import UsageFault, Violation
from rtxoutcomes.identity import safe_name
from rtxoutcomes.read.content import content_of
from rtxoutcomes.read.csv_table import csv_table
from rtxoutcomes.read.encoding import no_text
from rtxoutcomes.read.grid import CellGrid, table_of
from rtxoutcomes.read.kinds import KINDS, NEARLY, is_workbook, reader
from rtxoutcomes.read.layout import TITLE_ROWS
from rtxoutcomes.read.sheets import table_in
from rtxoutcomes.read.tables import SUFFIXES, read_tables

Place = tuple[str, str]
_DELIMITERS = (",", ";", "\t")
_LETTERS = re.compile(r"(?:cell|column) ([A-Z]+)\d*$")


def read_clinic(
    raw: Path,
    places: Sequence[Place],
    declared: Callable[[str, str], Collection[str]],
    skipped: Callable[[str, str], Collection[int]] = lambda _file, _sheet: (),
) -> tuple[dict[Place, RawTable], list[Violation]]:
    """The tables at these (file, sheet) of a folder, or of one file where `file` is empty.

    Parameters
    ----------
    raw
        The folder, or the file.
    places
        File and sheet of each table; an empty sheet is the only one of its workbook.
    declared
        The columns of a (file, sheet) that will be used; faults in other cells are ignored.
    skipped
        The rows of a (file, sheet) that are passed over: titles, units, totals.

    Raises
    ------
    UsageFault
        There is no such file, it lies elsewhere, or it is of a kind that is not read.
    EnvironmentFault
        The extra that reads files of that kind is not installed.
    """
    tables: dict[Place, RawTable] = {}
    faults: list[Violation] = []
    for place in places:
        path = _path(raw, place[0])
        table, violations = _read(path, place[1], declared(*place), skipped(*place))
        if table is not None:
            tables[place] = table
            violations = [v for v in violations if _matters(v, table, declared(*place))]
        faults += [replace(violation, table=safe_name(path.name)) for violation in violations]
    return tables, faults


def _path(raw: Path, file: str) -> Path:
    folder = raw.is_dir()
    if folder and not file:
        raise UsageFault("RAW is a folder: each table of the map needs the key `file`")
    if not folder and file not in ("", raw.name):
        raise UsageFault("RAW is one file, and the map names another; name the folder")
    path = raw / file if folder else raw
    if folder and (file != path.name or not path.is_file()):
        raise UsageFault(f"RAW holds no file {safe_name(file)}; the map names it")
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        remedy = NEARLY.get(suffix, f"kinds are {', '.join(SUFFIXES)}")
        raise UsageFault(f"{safe_name(path.name)}: is of a kind that cannot be read; {remedy}")
    return path


def _read(
    path: Path, sheet: str, columns: Collection[str], skipped: Collection[int]
) -> tuple[RawTable | None, list[Violation]]:
    """The table of a file; of several sheets, the only one that has columns of the map."""
    suffix = path.suffix.lower()
    if not is_workbook(suffix):
        if sheet:
            raise UsageFault(f"{safe_name(path.name)}: has no sheets; delete the key `sheet`")
        if suffix == ".csv":
            return clinic_csv(path, skipped)
        result = read_tables(path)
        # Neither the name of a raw file nor its neighbours in the folder become part of the cohort.
        faults = [v for v in result.violations if v.table == ONE_TABLE]
        return result.raw.tables.get(ONE_TABLE), faults
    content = content_of(path, ONE_TABLE, path.parent)
    if isinstance(content, Violation):
        return None, [content]
    sheets, faults = reader(KINDS[suffix]).read_sheets(content, ONE_TABLE)
    chosen = [candidate for candidate in sheets if sheet in ("", candidate.title)]
    if len(chosen) > 1:
        named = {ONE_TABLE: tuple(columns)}
        chosen = [s for s in chosen if table_in(s.grid, s.title, named)] or chosen
    if len(chosen) != 1:
        if faults and not sheets:
            return None, list(faults)
        must = "holds no visible sheet of that name" if sheet else "has more than one sheet"
        raise UsageFault(f"{safe_name(path.name)}: {must}; the map must name it under `sheet`")
    digest = hashlib.sha256(content).hexdigest()
    return table_of(without_rows(chosen[0].grid, skipped), ONE_TABLE, path.name, digest)


def clinic_csv(path: Path, skipped: Collection[int]) -> tuple[RawTable | None, list[Violation]]:
    """The table of a CSV file whose cells may be separated by semicolons or tabs."""
    content = content_of(path, ONE_TABLE, path.parent)
    if isinstance(content, Violation):
        return None, [content]
    if (wrong := no_text(content, ONE_TABLE)) is not None:
        return None, [wrong]
    lines = content.split(b"\n")
    for line in skipped:
        if line <= len(lines):
            lines[line - 1] = b""
    digest = hashlib.sha256(content).hexdigest()
    first = [line for line in lines if line.strip()][:TITLE_ROWS]
    # Of equally frequent marks the comma comes first.
    delimiter = max(
        _DELIMITERS, key=lambda mark: max([n.count(mark.encode()) for n in first] or [0])
    )
    return csv_table(b"\n".join(lines), ONE_TABLE, path.name, digest, delimiter)


def without_rows(grid: CellGrid, skipped: Collection[int]) -> CellGrid:
    """The grid with these rows, counted from 1, blank."""
    gone = {row - 1 for row in skipped}
    cells = [() if k in gone else row for k, row in enumerate(grid.cells)]
    marked = {place: rule for place, rule in grid.marked.items() if place[0] not in gone}
    return replace(grid, cells=cells, marked=marked)


def _matters(violation: Violation, table: RawTable, columns: Collection[str]) -> bool:
    # Ids and codes may be written as text and as numbers in one column; their text is kept exactly.
    if violation.rule == "cell.number_as_text":
        return False
    cell = _LETTERS.search(violation.address)
    return cell is None or cell[1] in {table.letters.get(column) for column in columns}
