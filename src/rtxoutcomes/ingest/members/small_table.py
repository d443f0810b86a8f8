"""A small CSV beside an export: roster, start dates, an engagement table that stands already."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rtxoutcomes.errors import IngestProblem, UsageFault
from rtxoutcomes.ingest.refusal import refusal, refuse_all

MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class SmallTable:
    """Rows as text, each with the line it begins on."""

    rows: list[tuple[int, dict[str, str]]]


def read_small_table(
    path: str | Path, file: str, columns: Sequence[str], optional: Sequence[str] = ()
) -> SmallTable:
    """Read a table that must have `columns`, may have `optional`, and has no other.

    `file` is what messages call it: its name may hold somebody's.

    Raises
    ------
    IngestError
        What is wrong with the file, by line.
    UsageFault
        It is not there, or no regular file.
    """
    return parse_small_table(small_file(path, file), file, columns, optional)


def small_file(path: str | Path, file: str) -> bytes:
    """The bytes of a regular file of at most 64 MiB."""
    place = Path(path)
    try:
        regular, size = place.is_file(), place.stat().st_size
        if not regular:
            raise UsageFault(f"{file}: must be a regular file")
        if size > MAX_BYTES:
            raise refusal(file, None, "must not exceed 64 MiB")
        return place.read_bytes()
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or "cannot be read"
    raise UsageFault(f"{file}: {why}")


def parse_small_table(
    content: bytes, file: str, columns: Sequence[str], optional: Sequence[str] = ()
) -> SmallTable:
    """The same from bytes."""
    rows = _rows(content, file)
    header = [cell.strip() for cell in rows[0][1]] if rows else []
    wanted = ", ".join([*columns, *(f"{name} (may be left out)" for name in optional)])
    known = {*columns, *optional}
    if len(set(header)) != len(header) or not set(columns) <= set(header) <= known:
        raise refusal(file, 1, f"the columns must be {wanted}", "separate them by commas")
    ragged = [line for line, cells in rows[1:] if len(cells) != len(header)]
    must = f"must have {len(header)} cells, as the header has"
    refuse_all(
        [IngestProblem(file, line, must, "put names with commas in quotes") for line in ragged]
    )
    return SmallTable([(line, dict(zip(header, cells, strict=True))) for line, cells in rows[1:]])


def _rows(content: bytes, file: str) -> list[tuple[int, list[str]]]:
    """Each record that is not blank, with the line it begins on."""
    text = decoded(content, file)
    csv.field_size_limit(MAX_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error:
        pass
    else:
        return rows
    raise refusal(file, begins, "quotes must be closed and stand around whole cells")


def decoded(content: bytes, file: str) -> str:
    """UTF-8 text without its byte order mark."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
    else:
        if "\x00" not in text:
            return text
        line = text.count("\n", 0, text.index("\x00")) + 1
    raise refusal(file, line, "must be UTF-8 text", "save it as CSV UTF-8")
