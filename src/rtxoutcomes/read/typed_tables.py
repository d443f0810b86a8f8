"""Tables out of files that are no text: which sheet is which table, and what is wrong with it."""

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

from rtxoutcomes.cohort import TABLES, Form, RawTable
from rtxoutcomes.errors import Violation
from rtxoutcomes.read.faults import file_fault
from rtxoutcomes.read.grid import Grid, Unreadable, table_of
from rtxoutcomes.read.kinds import KINDS, Kind, is_workbook, reader

ONE_TABLE = "one_table"
DICTIONARY = "data_dictionary"
Tables = tuple[list[RawTable], list[Violation]]


def one_typed_table(content: bytes, file: str, name: str, digest: str) -> Tables:
    """The one table of a file that is no text; of a workbook, its one sheet.

    Raises
    ------
    EnvironmentFault
        The extra that reads such files is not installed.
    """
    suffix = file[file.rindex(".") :].lower()
    kind = KINDS[suffix]
    if is_workbook(suffix):
        sheets, faults = reader(kind).read_sheets(content, name)
        if len(sheets) != 1:
            return [], faults or [_not_one(name, len(sheets))]
        grid = sheets[0].grid
    else:
        faults = []
        try:
            grid = reader(kind).read_grid(content, suffix)
        except Unreadable:
            grid = None
        if grid is None:
            return [], [_unreadable(name, kind)]
    return _together([(name, grid)], file, digest, faults)


def workbook_tables(
    content: bytes, file: str, digest: str
) -> tuple[Form, list[RawTable], list[Violation]]:
    """The form of a cohort in one workbook, its tables, and every fault.

    One sheet that is not named for a table holds a row a patient; else each sheet is a table.

    Raises
    ------
    EnvironmentFault
        The extra `excel` is not installed.
    """
    sheets, faults = reader(KINDS[file[file.rindex(".") :].lower()]).read_sheets(
        content, "workbook"
    )
    if not sheets:
        return "one_table", [], faults or [_not_one(ONE_TABLE, 0)]
    if len(sheets) == 1 and sheets[0].title not in TABLES:
        tables, found = _together([(ONE_TABLE, sheets[0].grid)], file, digest, faults)
        return "one_table", tables, found
    known = [(sheet.title, sheet.grid) for sheet in sheets if sheet.title in TABLES]
    strange = [s for s in sheets if s.title not in TABLES and s.title != DICTIONARY]
    faults += [_unknown_sheet(sheet.title, sheet.grid.sheet) for sheet in strange]
    if not any(name == "patients" for name, _ in known):
        faults.append(_no_patients())
    tables, found = _together(known, file, digest, faults)
    return "tables", tables, found


def sheet_table(grid: Grid, file: str, digest: str) -> tuple[RawTable | None, list[Violation]]:
    """One sheet of a workbook whose other sheets are of no matter."""
    return table_of(grid, ONE_TABLE, file, digest)


def _together(
    grids: Sequence[tuple[str, Grid]], file: str, digest: str, faults: Sequence[Violation]
) -> Tables:
    read = [table_of(grid, name, file, digest) for name, grid in grids]
    tables = [table for table, _ in read if table is not None]
    return tables, [*faults, *(fault for _, found in read for fault in found)]


def _not_one(name: str, sheets: int) -> Violation:
    must = "the workbook must have one sheet that holds cells"
    remedy = f"it has {sheets}; delete or move the others" if sheets else "it is empty"
    return _finding(name, "sheet.one", must, remedy)


def _unreadable(name: str, kind: Kind) -> Violation:
    must = f"must be a {kind.what} file with plain columns"
    return _finding(name, "file.kind", must, "export it again, or save it as CSV (UTF-8)")


def _unknown_sheet(title: str, shown: str) -> Violation:
    near = get_close_matches(title.strip().lower(), TABLES, n=1)
    meant = f"did you mean {near[0]}? " if near else ""
    must = "is not a table of a cohort"
    remedy = f"{meant}sheets are named for tables: {', '.join(TABLES)}"
    return _finding("workbook", "sheet.unknown", must, remedy, f"sheet {shown}")


def _no_patients() -> Violation:
    must = "the workbook must hold a table of patients"
    remedy = "name the sheet with a row a patient: patients"
    return _finding("patients", "table.missing", must, remedy)


def _finding(table: str, rule: str, must: str, remedy: str, address: str = "") -> Violation:
    return replace(file_fault(table, rule, must, remedy), address=address)
