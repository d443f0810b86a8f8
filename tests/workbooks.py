"""Workbooks for tests, as a clinic would save them."""

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

Rows = Sequence[Sequence[object]]


def workbook(sheets: Mapping[str, Rows], change: Callable[[Any], None] = lambda _: None) -> bytes:
    """The bytes of a workbook with these sheets, after `change` had its way with it."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    change(book)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def typed(cell: str) -> object:
    """A cell as a spreadsheet takes what is typed: numbers become numbers."""
    try:
        return float(cell)
    except ValueError:
        return cell or None


def sheet_of(lines: Sequence[str]) -> list[list[object]]:
    """The lines of a CSV as the rows of a sheet."""
    return [[typed(cell) for cell in line.split(",")] for line in lines]


def save(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path
