"""What a workbook records about its cells beyond their values: formulas, errors, hidden parts.

The library that reads the values gives the last result of a formula and an empty cell for an
error, as if somebody had typed them. The parts of the file are XML in a ZIP archive; they are
scanned, not parsed as documents, so that neither entities nor deep nesting can do harm.
"""

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from html import unescape

MAX_UNPACKED = 512 * 1024 * 1024
_TAG = rb"<(?:\w+:)?"
_CELL = re.compile(_TAG + rb"c\s([^<>]*?)(?:/>|>\s*(?:" + _TAG + rb"(f)[\s/>])?)")
_ROW = re.compile(_TAG + rb"row\s([^<>]*)>")
_COLUMN = re.compile(_TAG + rb"col\s([^<>]*)>")
_SHEET = re.compile(_TAG + rb"sheet\s([^<>]*)>")
_RELATION = re.compile(_TAG + rb"Relationship\s([^<>]*)>")
_MERGED = re.compile(_TAG + rb"mergeCell\s([^<>]*)>")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_CELL_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,4})([0-9]{1,12})[\"']")
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"


_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError)
_ARCHIVE_ERRORS = (*_DAMAGED, KeyError, IndexError, RuntimeError, ValueError, OverflowError)


class NotAWorkbook(Exception):
    """The bytes are not a workbook that can be read safely."""


@dataclass(frozen=True, slots=True)
class Marks:
    """One sheet: the rule that each marked cell breaks, and hidden rows and columns, from 0."""

    cells: dict[tuple[int, int], str]
    rows: frozenset[int]
    columns: frozenset[int]
    # How many cells lie between A1 and the last row and column, empty ones included.
    spanned: int = 0


def marks_of(content: bytes) -> dict[str, Marks]:
    """The marks of each sheet, by its name.

    Raises
    ------
    NotAWorkbook
        Not a ZIP archive, not the parts of a workbook, or more than 512 MiB when unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise NotAWorkbook
            return {name: _marks(archive.read(path)) for name, path in _sheets(archive)}
    # RuntimeError: a password or an unknown compression; ValueError: offsets outside the file.
    except _ARCHIVE_ERRORS:
        pass
    raise NotAWorkbook


def _sheets(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Name and path of each sheet that holds cells."""
    targets = {
        relation.get("Id", ""): relation.get("Target", "")
        for relation in map(_attributes, _RELATION.findall(archive.read(_RELATIONS)))
        if relation.get("Type", "").endswith("/worksheet")
    }
    sheets = []
    for sheet in map(_attributes, _SHEET.findall(archive.read(_BOOK))):
        number = next((value for key, value in sheet.items() if key.endswith(":id")), "")
        if number in targets:
            target = targets[number]
            path = target[1:] if target.startswith("/") else f"xl/{target}"
            sheets.append((sheet.get("name", ""), path))
    return sheets


def _attributes(text: bytes) -> dict[str, str]:
    return {
        key.decode(): unescape((double or single).decode("utf-8", errors="replace"))
        for key, double, single in _ATTRIBUTE.findall(text)
    }


def _marks(xml: bytes) -> Marks:
    if b"sheetData" not in xml:
        # Not a sheet, or not in UTF-8: no mark could be found in it.
        raise NotAWorkbook
    cells = {}
    for text, formula in _CELL.findall(xml):
        if formula or b"t=" in text:
            cell = _attributes(text)
            rule = "cell.formula" if formula else "cell.error" if cell.get("t") == "e" else ""
            place = _place(cell.get("r", ""))
            if rule and place is not None:
                cells[place] = rule
    for merged in map(_attributes, _MERGED.findall(xml)):
        place = _place(merged.get("ref", "").partition(":")[0])
        if place is not None:
            cells[place] = "cell.merged"
    rows = frozenset(int(row["r"]) - 1 for row in _hidden(_ROW, xml) if "r" in row)
    columns = frozenset(k for column in _hidden(_COLUMN, xml) for k in _span(column))
    return Marks(cells, rows, columns, _spanned(xml))


def _spanned(xml: bytes) -> int:
    """Cells between A1 and the last row and column: one stray cell can make it 10^10."""
    places = _CELL_PLACE.findall(xml)
    if not places:
        return 0
    last_row = max(int(row) for _, row in places)
    return last_row * max(_column(name.decode()) + 1 for name in {name for name, _ in places})


def _hidden(part: re.Pattern[bytes], xml: bytes) -> list[dict[str, str]]:
    """The attributes of hidden rows or columns."""
    marked = [_attributes(text) for text in part.findall(xml) if b"hidden" in text]
    return [attributes for attributes in marked if attributes.get("hidden") in ("1", "true")]


def _span(column: dict[str, str]) -> range:
    """The columns of one entry, from 0; a sheet has at most 16,384."""
    first, last = int(column.get("min", "1")), int(column.get("max", "0"))
    return range(max(first - 1, 0), min(last, 16_384))


def _place(reference: str) -> tuple[int, int] | None:
    """C7 as row 6, column 2."""
    cell = _REFERENCE.fullmatch(reference)
    return None if cell is None else (int(cell[2]) - 1, _column(cell[1]))


def _column(letters: str) -> int:
    """A as 0, AA as 26."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1
