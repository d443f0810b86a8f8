"""What a workbook records about its cells beyond their values: formulas, errors, hidden parts.

The library that reads the values gives the last result of a formula and an empty cell for an
error, as if somebody had typed them. The XML is scanned row by row, not parsed as a document, so
that neither entities nor deep nesting can do harm. Rows and cells may omit the attribute `r` that
gives their place (ECMA-376, part 1, 18.3.1.4 and 18.3.1.73); they then follow the one before.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from rtxoutcomes.read.grid import MAX_CELLS
from rtxoutcomes.read.letters import number_of
from rtxoutcomes.read.workbook_parts import (
    ARCHIVE_ERRORS,
    NotAWorkbook,
    Parts,
    TooLarge,
    counted_parts,
)

MAX_ROWS = 1_048_576
# The text between two rows, or after the last, is held in memory.
MAX_BETWEEN = 32 * 1024 * 1024
_TAG = rb"<(?:\w+:)?"
_ROW = re.compile(_TAG + rb"row(?:\s([^<>]*))?/?>")
_CELL = re.compile(_TAG + rb"c(?:\s([^<>]*))?/?>")
_FORMULA = re.compile(_TAG + rb"f[\s/>]")
_ERROR = re.compile(rb"\bt\s*=\s*[\"']e[\"']")
_CELL_PLACE = re.compile(rb"(?<![\w:])r\s*=\s*[\"']([A-Z]{1,4})([0-9]{1,12})[\"']")
_ROW_NUMBER = re.compile(rb"(?<![\w:])r\s*=\s*[\"']([0-9]{1,12})[\"']")
_COLUMN = re.compile(_TAG + rb"col\s([^<>]*)>")
_SHEET = re.compile(_TAG + rb"sheet\s([^<>]*)>")
_RELATION = re.compile(_TAG + rb"Relationship\s([^<>]*)>")
_MERGED = re.compile(_TAG + rb"mergeCell\s([^<>]*)>")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


@dataclass(frozen=True, slots=True)
class Marks:
    """One sheet: the rule that each marked cell breaks, and hidden rows and columns, from 0."""

    cells: dict[tuple[int, int], str]
    rows: frozenset[int]
    columns: frozenset[int]
    # How many cells lie between A1 and the last row and column, empty ones included. Where there
    # are more than can be read, the rest of the sheet was not looked at.
    spanned: int = 0


@dataclass(slots=True)
class _Scan:
    """What was found up to a row: `row` is its number, `letters` are columns with a cell."""

    row: int = 0
    last_row: int = 0
    width: int = 0
    letters: set[bytes] = field(default_factory=set)
    marked: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)

    def spanned(self) -> int:
        return self.last_row * self.width


def marks_of(content: bytes) -> dict[str, Marks]:
    """The marks of each sheet, by its name.

    Raises
    ------
    NotAWorkbook
        Not a ZIP archive, or not the parts of a workbook.
    TooLarge
        More than 256 MiB when unpacked.
    """
    try:
        parts = counted_parts(content)
        return {name: _marks(parts.pieces(path)) for name, path in _sheets(parts)}
    except ARCHIVE_ERRORS:
        raise NotAWorkbook from None


def _sheets(parts: Parts) -> list[tuple[str, str]]:
    """Name and path of each sheet that holds cells."""
    targets = {
        relation.get("Id", ""): relation.get("Target", "")
        for relation in map(_attributes, _RELATION.findall(parts.content(_RELATIONS)))
        if relation.get("Type", "").endswith("/worksheet")
    }
    sheets = []
    for sheet in map(_attributes, _SHEET.findall(parts.content(_BOOK))):
        relation = next((value for key, value in sheet.items() if key.endswith(":id")), "")
        if relation in targets:
            target = targets[relation].removeprefix("/")
            path = target if target.startswith("xl/") else f"xl/{target}"
            sheets.append((sheet.get("name", ""), path))
    return sheets


def _attributes(text: bytes) -> dict[str, str]:
    return {
        key.decode(): unescape((double or single).decode("utf-8", errors="replace"))
        for key, double, single in _ATTRIBUTE.findall(text)
    }


def _marks(pieces: Iterator[bytes]) -> Marks:
    scan = _Scan()
    rows = _rows(pieces)
    head = last = next(rows)[1]
    if b"sheetData" not in head:
        # Not a sheet, or not in UTF-8: no mark could be found in it.
        raise NotAWorkbook
    # Cells outside of any row are read as if they were in the first.
    _scan_row(scan, b"", head)
    scan.row = 0
    for attributes, last in rows:
        _scan_row(scan, attributes, last)
        if scan.spanned() > MAX_CELLS or scan.last_row > MAX_ROWS:
            return Marks({}, frozenset(), frozenset(), max(scan.spanned(), MAX_CELLS + 1))
    for merged in map(_attributes, _MERGED.findall(last)):
        place = _place(merged.get("ref", "").partition(":")[0])
        if place is not None:
            scan.marked[place] = "cell.merged"
    hidden = (k for text in _COLUMN.findall(head) for k in _hidden_span(text))
    return Marks(scan.marked, frozenset(scan.hidden), frozenset(hidden), scan.spanned())


def _rows(pieces: Iterator[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """The text before the first row; then the attributes of each row, and its content.

    The text after the last row belongs to its content.
    """
    attributes, rest = b"", b""
    for piece in pieces:
        before, *found = _ROW.split(rest + piece)
        if len(before) > MAX_BETWEEN:
            raise TooLarge
        if not found:
            rest = before
            continue
        yield attributes, before
        for place in range(0, len(found) - 2, 2):
            yield found[place] or b"", found[place + 1]
        attributes, rest = found[-2] or b"", found[-1]
    yield attributes, rest


def _scan_row(scan: _Scan, attributes: bytes, cells: bytes) -> None:
    stated = _ROW_NUMBER.search(attributes) if attributes else None
    scan.row = scan.row + 1 if stated is None else int(stated[1])
    if b"hidden" in attributes and _attributes(attributes).get("hidden") in ("1", "true"):
        scan.hidden.add(scan.row - 1)
    places = _CELL_PLACE.findall(cells)
    count = len(_CELL.findall(cells))
    if not count:
        return
    if len(places) not in (0, count) or _FORMULA.search(cells) or _ERROR.search(cells):
        _scan_cells(scan, cells)
        return
    if not places:
        scan.last_row, scan.width = max(scan.last_row, scan.row), max(scan.width, count)
        return
    letters, numbers = zip(*places, strict=True)
    scan.last_row = max(scan.last_row, *map(int, set(numbers)))
    if new := set(letters) - scan.letters:
        scan.letters |= new
        scan.width = max(scan.width, *(number_of(name.decode()) + 1 for name in new))


def _scan_cells(scan: _Scan, cells: bytes) -> None:
    """Cells one by one, where some have no place of their own, or break a rule."""
    column = -1
    _, *found = _CELL.split(cells)
    for attributes, inside in zip(found[::2], found[1::2], strict=True):
        stated = _CELL_PLACE.search(attributes or b"")
        column = column + 1 if stated is None else number_of(stated[1].decode())
        row = scan.row if stated is None else int(stated[2])
        scan.last_row, scan.width = max(scan.last_row, row), max(scan.width, column + 1)
        if _FORMULA.search(inside):
            scan.marked[row - 1, column] = "cell.formula"
        elif attributes and _ERROR.search(attributes):
            scan.marked[row - 1, column] = "cell.error"


def _hidden_span(text: bytes) -> range:
    """The columns of one entry, from 0, if it hides them; a sheet has at most 16,384."""
    column = _attributes(text)
    if column.get("hidden") not in ("1", "true"):
        return range(0)
    first, last = int(column.get("min", "1")), int(column.get("max", "0"))
    return range(max(first - 1, 0), min(last, 16_384))


def _place(reference: str) -> tuple[int, int] | None:
    """C7 as row 6, column 2."""
    cell = _REFERENCE.fullmatch(reference)
    return None if cell is None else (int(cell[2]) - 1, number_of(cell[1]))
