"""Tables from files that are not text: which sheet is which table, and what is wrong with it."""

from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import PurePath
from types import MappingProxyType
from typing import Protocol

from rtxoutcomes.cohort import DICTIONARY, ONE_TABLE, TABLES, CohortForm, RawTable
from rtxoutcomes.errors import Violation
from rtxoutcomes.read.grid import CellGrid, table_of
from rtxoutcomes.read.kinds import KINDS, is_workbook, reader
from rtxoutcomes.read.sheets import Headers, ids_in, is_legend, is_one_table, table_in

NO_HEADERS: Headers = MappingProxyType({})
Tables = tuple[list[RawTable], list[Violation]]


class Sheet(Protocol):
    """A visible sheet, from whatever library: its title, and its cells."""

    @property
    def title(self) -> str: ...
    @property
    def grid(self) -> CellGrid: ...


def one_typed_table(
    content: bytes, file: str, name: str, digest: str, headers: Headers = NO_HEADERS
) -> Tables:
    """The one table of a file that is not text; for a workbook, its one sheet apart from legends.

    `headers` are those that the study has, by table.

    Raises
    ------
    EnvironmentFault
        The extra that reads such files is not installed.
    """
    suffix = PurePath(file).suffix.lower()
    kind = KINDS[suffix]
    if is_workbook(suffix):
        sheets, faults = reader(kind).read_sheets(content, name)
        sheets = _without_legends(sheets, headers)
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
    content: bytes, file: str, digest: str, headers: Headers = NO_HEADERS
) -> tuple[CohortForm, list[RawTable], list[Violation]]:
    """The form of a cohort in one workbook, its tables, and every fault.

    A single sheet that is not named for a table, or that has the columns of the form with a row a
    patient, is that form; otherwise each sheet is a table. Legends are passed over.

    Raises
    ------
    EnvironmentFault
        The extra `excel` is not installed.
    """
    kind = KINDS[PurePath(file).suffix.lower()]
    sheets, faults = reader(kind).read_sheets(content, "workbook")
    if not sheets:
        return "one_table", [], faults or [_not_one_sheet(ONE_TABLE, 0)]
    sheets = _without_legends(sheets, headers)
    titled = [s for s in sheets if s.title in TABLES]
    rows = [s for s in sheets if is_one_table(s.grid, s.title, headers)]
    if len(sheets) == 1 and (rows or not titled):
        return "one_table", *_together([(ONE_TABLE, sheets[0].grid)], file, digest, faults)
    fits = {table_in(s.grid, "", headers) for s in sheets}
    if headers and not titled and fits.isdisjoint(TABLES):
        return "one_table", [], [*faults, _not_one_sheet(ONE_TABLE, len(sheets))]
    unknown = [s for s in sheets if s not in titled and s.title != DICTIONARY]
    faults += [_unknown_sheet(s, table_in(s.grid, "", headers)) for s in unknown]
    if not any(sheet.title == "patients" for sheet in titled):
        must = "the workbook must hold a table of patients"
        remedy = "name the sheet with a row a patient: patients"
        faults.append(Violation.of("patients", "table.missing", must, remedy))
    known = [(sheet.title, sheet.grid) for sheet in titled]
    return "tables", *_together(known, file, digest, faults)


def _without_legends(sheets: Sequence[Sheet], headers: Headers) -> list[Sheet]:
    """The sheets that are tables, or may be; all where none has the columns of a table."""
    tabular = [s for s in sheets if s.title in TABLES or table_in(s.grid, s.title, headers)]
    if not tabular:
        return list(sheets)
    ids = frozenset[str]().union(*(ids_in(sheet.grid, headers) for sheet in tabular))
    return [
        sheet
        for sheet in sheets
        if sheet in tabular
        or not headers
        or _near(sheet)
        or not is_legend(sheet.grid, headers, ids)
    ]


def _near(sheet: Sheet) -> list[str]:
    """The table whose name a sheet seems to misspell."""
    return get_close_matches(sheet.title.strip().lower(), TABLES, n=1)


def _together(
    grids: Sequence[tuple[str, CellGrid]], file: str, digest: str, faults: Sequence[Violation]
) -> Tables:
    read = [table_of(grid, name, file, digest) for name, grid in grids]
    tables = [table for table, _ in read if table is not None]
    return tables, [*faults, *(fault for _, violations in read for fault in violations)]


def _not_one_sheet(name: str, sheets: int) -> Violation:
    must = "the workbook must have one sheet that holds a table"
    remedy = "it is empty"
    if sheets:
        remedy = (
            f"it has {sheets} sheets: keep the one with a row a patient, all patients in it, or "
            f"name sheets for tables: {', '.join(TABLES)}"
        )
    return Violation.of(name, "sheet.one", must, remedy)


def _unknown_sheet(sheet: Sheet, table: str) -> Violation:
    near = _near(sheet)
    meant = f"did you mean {near[0]}? " if near else ""
    if not near and table in TABLES:
        meant = f"it has columns of {table}: name it so? "
    must = "is not a table of a cohort"
    remedy = f"{meant}sheets are named for tables: {', '.join(TABLES)}"
    address = f"sheet {sheet.grid.sheet}"
    return Violation.of("workbook", "sheet.unknown", must, remedy, address=address)
