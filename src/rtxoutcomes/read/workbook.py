"""Excel workbooks (.xlsx, .xlsm): each visible sheet that holds something as a grid of cells."""

import io
import re
from dataclasses import dataclass, replace

import python_calamine

from rtxoutcomes.cohort import TABLES
from rtxoutcomes.errors import Violation
from rtxoutcomes.read.exact import Value
from rtxoutcomes.read.faults import file_fault
from rtxoutcomes.read.grid import MAX_CELLS, Grid
from rtxoutcomes.read.workbook_marks import NotAWorkbook, marks_of

_USUAL = re.compile(r"(Sheet|Table|Tabelle|Feuil|Hoja|Data|data|Page) ?[0-9]{0,3}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that can be seen: its own name, which may be somebody's, and its cells."""

    title: str
    grid: Grid


def read_sheets(content: bytes, table: str) -> tuple[list[Sheet], list[Violation]]:
    """Every sheet that holds cells, and the faults of the workbook as a whole.

    `table` is what findings on the whole file are filed under.
    """
    try:
        marks = marks_of(content)
        book = python_calamine.load_workbook(io.BytesIO(content))
    except (NotAWorkbook, python_calamine.CalamineError):
        must = "must be an Excel workbook (.xlsx), without a password"
        return [], [_fault(table, "", "file.kind", must, "open it in Excel and save it as .xlsx")]
    sheets: list[Sheet] = []
    faults: list[Violation] = []
    for number, told in enumerate(book.sheets_metadata, start=1):
        shown = shown_title(told.name, number)
        if told.typ is not python_calamine.SheetTypeEnum.WorkSheet:
            continue
        if told.visible is not python_calamine.SheetVisibleEnum.Visible:
            must, remedy = "must not be hidden", "show the sheet and look at it, or delete it"
            faults.append(_fault(table, f"sheet {shown}", "sheet.hidden", must, remedy))
            continue
        seen = marks.get(told.name)
        if seen is not None and seen.spanned > MAX_CELLS:
            must = f"must not span more than {MAX_CELLS:,} cells"
            remedy = "delete what stands far below or beside the table"
            faults.append(_fault(table, f"sheet {shown}", "file.size", must, remedy))
            continue
        cells = None if seen is None else _cells(book, told.name)
        if cells is None or seen is None:
            must, remedy = "must be readable", "copy its cells as values into a new workbook"
            faults.append(_fault(table, f"sheet {shown}", "sheet.unreadable", must, remedy))
        elif cells:
            sheets.append(Sheet(told.name, Grid(cells, shown, seen.cells, seen.rows, seen.columns)))
    return sheets, faults


def shown_title(title: str, number: int) -> str:
    """What messages may call a sheet: its name where it is a usual one, else its number."""
    return title if title in TABLES or _USUAL.fullmatch(title) else str(number)


def _cells(book: python_calamine.CalamineWorkbook, title: str) -> list[list[Value]] | None:
    try:
        rows = book.get_sheet_by_name(title).to_python(skip_empty_area=False)
    except python_calamine.CalamineError:
        return None
    return [list(row) for row in rows]


def _fault(table: str, address: str, rule: str, must: str, remedy: str) -> Violation:
    return replace(file_fault(table, rule, must, remedy), address=address)
