"""Excel workbooks (.xlsx, .xlsm): each visible sheet that is not empty, as a grid of cells."""

import io
import re
from dataclasses import dataclass

import python_calamine

from rtxoutcomes.cohort import TABLES
from rtxoutcomes.errors import Violation
from rtxoutcomes.read.content import MEBIBYTE
from rtxoutcomes.read.grid import MAX_CELLS, CellGrid
from rtxoutcomes.read.workbook_marks import Marks, marks_of
from rtxoutcomes.read.workbook_parts import MAX_UNPACKED, NotAWorkbook, TooLarge

_USUAL = re.compile(r"(Sheet|Table|Tabelle|Feuil|Hoja|Data|data|Page) ?[0-9]{0,3}")
# Rule -> what must hold, and the remedy.
_RULES = {
    "sheet.hidden": ("must not be hidden", "show the sheet and look at it, or delete it"),
    "sheet.unreadable": ("must be readable", "copy its cells as values into a new workbook"),
    "file.size": (
        f"must not span more than {MAX_CELLS:,} cells",
        "delete cells far below the table or to its right",
    ),
}


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
    except TooLarge:
        must = f"must not unpack to more than {MAX_UNPACKED // MEBIBYTE} MiB"
        remedy = "is it the right file? save a large table as CSV (UTF-8)"
        return [], [Violation.of(table, "file.size", must, remedy)]
    sheets: list[Sheet] = []
    faults: list[Violation] = []
    for number, sheet in enumerate(book.sheets_metadata, start=1):
        if sheet.typ is not python_calamine.SheetTypeEnum.WorkSheet:
            continue
        title = safe_title(sheet.name, number)
        visible = sheet.visible is python_calamine.SheetVisibleEnum.Visible
        grid = _grid(book, sheet.name, title, marks.get(sheet.name)) if visible else "sheet.hidden"
        if isinstance(grid, str):
            fault = Violation.of(table, grid, *_RULES[grid], address=f"sheet {title}")
            faults.append(fault)
        elif grid.cells:
            sheets.append(Sheet(sheet.name, grid))
    return sheets, faults


def safe_title(title: str, number: int) -> str:
    """A sheet in messages: its name if it is a usual one, otherwise its number."""
    return title if title in TABLES or _USUAL.fullmatch(title) else str(number)


def _grid(
    book: python_calamine.CalamineWorkbook, name: str, title: str, marks: Marks | None
) -> CellGrid | str:
    """The cells of a sheet, or the rule that it breaks."""
    if marks is None:
        return "sheet.unreadable"
    if marks.spanned > MAX_CELLS:
        return "file.size"
    try:
        cells = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except python_calamine.CalamineError:
        return "sheet.unreadable"
    return CellGrid(cells, title, marks.cells, marks.rows, marks.columns)
