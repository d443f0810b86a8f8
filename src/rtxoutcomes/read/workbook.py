"""Excel workbooks (.xlsx, .xlsm): each visible sheet that is not empty, as a grid of cells."""

import io
import re
from dataclasses import dataclass

import python_calamine

from rtxoutcomes.cohort import TABLES
from rtxoutcomes.errors import Violation
from rtxoutcomes.read.exact import Value
from rtxoutcomes.read.grid import MAX_CELLS, CellGrid
from rtxoutcomes.read.workbook_marks import NotAWorkbook, marks_of

_USUAL = re.compile(r"(Sheet|Table|Tabelle|Feuil|Hoja|Data|data|Page) ?[0-9]{0,3}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A visible sheet: its title, which may be a person's name, and its cells."""

    title: str
    grid: CellGrid


def read_sheets(content: bytes, table: str) -> tuple[list[Sheet], list[Violation]]:
    """Every sheet that holds cells, and the faults of the workbook as a whole.

    `table` is the table of findings that concern the workbook.
    """
    try:
        marks = marks_of(content)
        book = python_calamine.load_workbook(io.BytesIO(content))
    except (NotAWorkbook, python_calamine.CalamineError):
        must = "must be an Excel workbook (.xlsx), without a password"
        remedy = "open it in Excel and save it as .xlsx"
        return [], [Violation.of(table, "file.kind", must, remedy)]
    sheets: list[Sheet] = []
    faults: list[Violation] = []
    for number, sheet in enumerate(book.sheets_metadata, start=1):
        address = f"sheet {safe_title(sheet.name, number)}"
        if sheet.typ is not python_calamine.SheetTypeEnum.WorkSheet:
            continue
        if sheet.visible is not python_calamine.SheetVisibleEnum.Visible:
            must, remedy = "must not be hidden", "show the sheet and look at it, or delete it"
            faults.append(Violation.of(table, "sheet.hidden", must, remedy, address=address))
            continue
        marked = marks.get(sheet.name)
        if marked is not None and marked.spanned > MAX_CELLS:
            must = f"must not span more than {MAX_CELLS:,} cells"
            remedy = "delete cells far below the table or to its right"
            faults.append(Violation.of(table, "file.size", must, remedy, address=address))
            continue
        cells = None if marked is None else _cells(book, sheet.name)
        if cells is None or marked is None:
            must, remedy = "must be readable", "copy its cells as values into a new workbook"
            faults.append(Violation.of(table, "sheet.unreadable", must, remedy, address=address))
        elif cells:
            title = safe_title(sheet.name, number)
            grid = CellGrid(cells, title, marked.cells, marked.rows, marked.columns)
            sheets.append(Sheet(sheet.name, grid))
    return sheets, faults


def safe_title(title: str, number: int) -> str:
    """A sheet in messages: its name if it is a usual one, otherwise its number."""
    return title if title in TABLES or _USUAL.fullmatch(title) else str(number)


def _cells(book: python_calamine.CalamineWorkbook, title: str) -> list[list[Value]] | None:
    try:
        rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
    except python_calamine.CalamineError:
        return None
    return [list(row) for row in rows]
