"""Tables from files that are not text: which sheet is which table, and what is wrong with it."""

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import PurePath

from rtxoutcomes.cohort import DICTIONARY, ONE_TABLE, TABLES, CohortForm, RawTable
from rtxoutcomes.errors import Violation
from rtxoutcomes.read.grid import CellGrid, table_of
from rtxoutcomes.read.kinds import KINDS, is_workbook, reader

Tables = tuple[list[RawTable], list[Violation]]


def one_typed_table(content: bytes, file: str, name: str, digest: str) -> Tables:
    """The one table of a file that is not text; for a workbook, its one sheet.

    Raises
    ------
    EnvironmentFault
        The extra that reads such files is not installed.
    """
    suffix = PurePath(file).suffix.lower()
    kind = KINDS[suffix]
    if is_workbook(suffix):
        sheets, faults = reader(kind).read_sheets(content, name)
        if len(sheets) != 1:
            return [], faults or [_not_one_sheet(name, len(sheets))]
        return _together([(name, sheets[0].grid)], file, digest, faults)
    grid = reader(kind).read_grid(content, suffix)
    if grid is None:
        must = f"must be a {kind.name} file with plain columns"
        remedy = "export it again, or save it as CSV (UTF-8)"
        return [], [Violation.of(name, "file.kind", must, remedy)]
    return _together([(name, grid)], file, digest, [])


def workbook_tables(
    content: bytes, file: str, digest: str
) -> tuple[CohortForm, list[RawTable], list[Violation]]:
    """The form of a cohort in one workbook, its tables, and every fault.

    A single sheet not named for a table holds a row a patient; otherwise each sheet is a table.

    Raises
    ------
    EnvironmentFault
        The extra `excel` is not installed.
    """
    kind = KINDS[PurePath(file).suffix.lower()]
    sheets, faults = reader(kind).read_sheets(content, "workbook")
    if not sheets:
        return "one_table", [], faults or [_not_one_sheet(ONE_TABLE, 0)]
    if len(sheets) == 1 and sheets[0].title not in TABLES:
        return "one_table", *_together([(ONE_TABLE, sheets[0].grid)], file, digest, faults)
    known = [(sheet.title, sheet.grid) for sheet in sheets if sheet.title in TABLES]
    unknown = [s for s in sheets if s.title not in TABLES and s.title != DICTIONARY]
    faults += [_unknown_sheet(sheet.title, sheet.grid.sheet) for sheet in unknown]
    if not any(name == "patients" for name, _ in known):
        must = "the workbook must hold a table of patients"
        remedy = "name the sheet with a row a patient: patients"
        faults.append(Violation.of("patients", "table.missing", must, remedy))
    return "tables", *_together(known, file, digest, faults)


def _together(
    grids: Sequence[tuple[str, CellGrid]], file: str, digest: str, faults: Sequence[Violation]
) -> Tables:
    read = [table_of(grid, name, file, digest) for name, grid in grids]
    tables = [table for table, _ in read if table is not None]
    return tables, [*faults, *(fault for _, violations in read for fault in violations)]


def _not_one_sheet(name: str, sheets: int) -> Violation:
    must = "the workbook must have one sheet that holds cells"
    remedy = f"it has {sheets}; delete or move the others" if sheets else "it is empty"
    return Violation.of(name, "sheet.one", must, remedy)


def _unknown_sheet(title: str, safe_title: str) -> Violation:
    near = get_close_matches(title.strip().lower(), TABLES, n=1)
    meant = f"did you mean {near[0]}? " if near else ""
    must = "is not a table of a cohort"
    remedy = f"{meant}sheets are named for tables: {', '.join(TABLES)}"
    return Violation.of("workbook", "sheet.unknown", must, remedy, address=f"sheet {safe_title}")
