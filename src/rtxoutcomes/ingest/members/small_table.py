"""Small CSV tables read with an export: roster, start dates, an existing engagement table."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from rtxoutcomes.errors import IngestProblem
from rtxoutcomes.ingest.refusal import refusal, refuse_all, utf8_text
from rtxoutcomes.read.content import MAX_BYTES, given_bytes

# Rows as text, each with the number of its first line.
Rows = list[tuple[int, dict[str, str]]]


def read_small_table(
    path: str | Path, file: str, columns: Sequence[str], optional: Sequence[str] = ()
) -> Rows:
    """Read a table that must have `columns`, may have `optional`, and has no other.

    `file` names the table in messages, since its path may contain the name of a person.

    Raises
    ------
    IngestError
        The content is at fault, by line.
    UsageFault
        The file does not exist, is not a regular file, or exceeds 64 MiB.
    """
    return parse_small_table(given_bytes(path, file), file, columns, optional)


def parse_small_table(
    content: bytes, file: str, columns: Sequence[str], optional: Sequence[str] = ()
) -> Rows:
    """`read_small_table` for bytes."""
    records = csv_records(decoded(content, file), file)
    rows = [(line, cells) for line, cells in records if any(cell.strip() for cell in cells)]
    header = [cell.strip() for cell in rows[0][1]] if rows else []
    if len(set(header)) != len(header) or not {*columns} <= {*header} <= {*columns, *optional}:
        wanted = ", ".join([*columns, *(f"{name} (optional)" for name in optional)])
        raise refusal(file, 1, f"the columns must be {wanted}", "separate them by commas")
    ragged = [line for line, cells in rows[1:] if len(cells) != len(header)]
    must = f"must have {len(header)} cells, as the header has"
    remedy = "put names with commas in quotes"
    refuse_all([IngestProblem(file, line, must, remedy) for line in ragged])
    return [(line, dict(zip(header, cells, strict=True))) for line, cells in rows[1:]]


def csv_records(
    text: str, file: str, delimiter: str = ",", *, strict: bool = True
) -> list[tuple[int, list[str]]]:
    """The cells of each record, with the number of its first line; `strict` as of `csv.reader`."""
    csv.field_size_limit(MAX_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
    records: list[tuple[int, list[str]]] = []
    first = 1
    try:
        for cells in reader:
            records.append((first, cells))
            first = reader.line_num + 1
        return records
    except csv.Error:
        pass
    raise refusal(file, first, "quotes must be closed and enclose whole cells")


def decoded(content: bytes, file: str) -> str:
    """UTF-8 text without its byte order mark."""
    remedy = "save it as CSV UTF-8"
    text = utf8_text(content, file, 1, remedy)
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise refusal(file, line, "must be UTF-8 text", remedy)
    return text.removeprefix("\ufeff")
