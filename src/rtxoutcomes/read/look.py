"""Raw files as they are, to draft a map for them: tables, and the rows that are no patients."""

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rtxoutcomes.cohort import ONE_TABLE, RawTable
from rtxoutcomes.errors import UsageFault, Violation
from rtxoutcomes.identity import safe_name
from rtxoutcomes.read.clinic import Place, clinic_csv, without_rows
from rtxoutcomes.read.content import content_of
from rtxoutcomes.read.csv_table import Read
from rtxoutcomes.read.exact import exact_text
from rtxoutcomes.read.grid import CellGrid, table_of
from rtxoutcomes.read.kinds import KINDS, NEARLY, is_workbook, reader
from rtxoutcomes.read.layout import LAYOUT_RULES, TITLE_ROWS
from rtxoutcomes.read.tables import SUFFIXES, read_tables


@dataclass(frozen=True, slots=True)
class Looked:
    """One table of a raw file; without a `table` the `faults` say why it cannot be read.

    `skipped` are the rows, by number and rule, that belong to no patient; `totals` are the cells of
    those in a sheet that are totals of its rows.
    """

    place: Place
    table: RawTable | None
    skipped: tuple[tuple[int, str], ...] = ()
    faults: tuple[Violation, ...] = ()
    totals: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


def raw_files(paths: Sequence[Path]) -> list[Path]:
    """The files that are meant: those named, and of a folder the tables in it.

    Raises
    ------
    UsageFault
        There is no such file, or it is of a kind that is not read; or the files lie in several
        folders.
    """
    files = [file for path in paths for file in (_in_folder(path) if path.is_dir() else [path])]
    for file in files:
        suffix = file.suffix.lower()
        if not file.is_file():
            raise UsageFault(f"{safe_name(file.name)}: there is no such file")
        if suffix not in SUFFIXES:
            remedy = NEARLY.get(suffix, f"kinds are {', '.join(SUFFIXES)}")
            raise UsageFault(f"{safe_name(file.name)}: cannot be read; {remedy}")
    if len({file.resolve().parent for file in files}) > 1:
        raise UsageFault("the files must lie in one folder, since a map reads one; move them")
    # The same draft in whatever order they are named.
    return sorted(dict.fromkeys(files), key=lambda file: file.name)


def _in_folder(folder: Path) -> list[Path]:
    found = sorted(p for p in folder.iterdir() if p.suffix.lower() in SUFFIXES)
    kept = [p for p in found if not p.name.startswith((".", "~$"))]
    if not kept:
        raise UsageFault(f"the folder holds no table; kinds are {', '.join(SUFFIXES)}")
    return kept


def look_at(path: Path) -> list[Looked]:
    """The tables in a file: one, or one for each filled sheet of a workbook."""
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return [_without_layout((path.name, ""), lambda rows: clinic_csv(path, rows))]
    if not is_workbook(suffix):
        result = read_tables(path)
        faults = tuple(v for v in result.violations if v.table == ONE_TABLE)
        return [Looked((path.name, ""), result.raw.tables.get(ONE_TABLE), (), faults)]
    content = content_of(path, ONE_TABLE, path.parent)
    if isinstance(content, Violation):
        return [Looked((path.name, ""), None, (), (content,))]
    sheets, faults = reader(KINDS[suffix]).read_sheets(content, ONE_TABLE)
    digest = hashlib.sha256(content).hexdigest()
    whole = [Looked((path.name, ""), None, (), tuple(faults))] if faults else []
    return [*(_sheet(path, each.title, each.grid, digest) for each in sheets), *whole]


def _sheet(path: Path, title: str, grid: CellGrid, digest: str) -> Looked:
    def read(rows: Collection[int]) -> Read:
        return table_of(without_rows(grid, rows), ONE_TABLE, path.name, digest)

    looked = _without_layout((path.name, title), read)
    totals = [row for row, rule in looked.skipped if rule == "row.total"]
    cells = {row: tuple(exact_text(cell).strip() for cell in grid.cells[row - 1]) for row in totals}
    return replace(looked, totals=cells)


def _without_layout(place: Place, read: Callable[[Collection[int]], Read]) -> Looked:
    """The table without titles above the names, units below them, totals and headings."""
    skipped: dict[int, str] = {}
    table, faults = read(())
    for _ in range(TITLE_ROWS):
        layout = {v.line: v.rule for v in faults if v.rule in LAYOUT_RULES and v.line is not None}
        if not layout:
            break
        skipped |= layout
        table, faults = read(skipped)
    return Looked(place, table, tuple(sorted(skipped.items())), tuple(faults))
