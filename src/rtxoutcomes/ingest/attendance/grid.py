"""A table of attendance as lines of cells, and the rows of one of its sections.

Teams writes a summary above the participants and their activities below them; a section begins
with the line of its column names and ends at an empty line.
"""

from collections.abc import Collection, Sequence

from rtxoutcomes.ingest.members.small_table import Rows, csv_records, decoded
from rtxoutcomes.ingest.refusal import refusal
from rtxoutcomes.read.encoding import UTF16_MARKS

Line = tuple[int, list[str]]


def text_of(content: bytes, file: str) -> str:
    """The text of a table in UTF-8, or in UTF-16 with a byte order mark.

    Raises
    ------
    IngestError
        It is neither.
    """
    if content.startswith(UTF16_MARKS):
        content = _from_utf16(content, file)
    return decoded(content, file)


def lines_of(text: str, file: str, delimiter: str) -> list[Line]:
    """Every record with the number of its first line, cells without spaces around them."""
    records = csv_records(text, file, delimiter, strict=False)
    return [(line, [cell.strip() for cell in record]) for line, record in records]


def headers_of(lines: Sequence[Line]) -> tuple[list[list[str]], list[list[str]]]:
    """The cells of lines that have a row below them, and those of all lines.

    A section may be empty, as that of the stays is in some reports of Teams: one with rows comes
    first.
    """
    followed = [any(cells) for _, cells in lines[1:]]
    every = [cells for _, cells in lines]
    return [cells for cells, has_row in zip(every, followed, strict=False) if has_row], every


def section(
    lines: Sequence[Line], needed: Collection[str], file: str, skip: Collection[int] = ()
) -> tuple[Rows, list[int]]:
    """The rows below the first line with these column names, up to the next empty line.

    Lines to skip are no rows, whatever they hold; those that were found are returned too.

    Raises
    ------
    IngestError
        There is no such line, or a row has other cells than it.
    """
    header: list[str] = []
    rows: Rows = []
    skipped: list[int] = []
    for line, cells in lines:
        if not header:
            header = cells if set(needed) <= set(cells) else []
        elif not any(cells):
            break
        elif line in skip:
            skipped.append(line)
        elif len(cells) != len(header):
            raise refusal(file, line, f"must have {len(header)} cells, as the header has")
        else:
            rows.append((line, dict(zip(header, cells, strict=True))))
    if not header:
        raise refusal(file, None, "has no line with all columns of the map", "compare the two")
    return rows, skipped


def _from_utf16(content: bytes, file: str) -> bytes:
    try:
        return content.decode("utf-16").encode("utf-8")
    except UnicodeError:
        pass
    raise refusal(file, None, "must be UTF-8 or UTF-16 text")
