"""One CSV file as a table of text, with the faults of its form."""

from collections import Counter
from collections.abc import Sequence
from itertools import chain, islice

import pandas as pd

from rtxoutcomes.cohort import RawTable
from rtxoutcomes.errors import Violation
from rtxoutcomes.read.layout import LAYOUT_RULES, TITLE_ROWS, layout_rows, title_rows
from rtxoutcomes.read.letters import letters_of
from rtxoutcomes.read.plain_csv import plain_frame
from rtxoutcomes.read.rows import MAX_COLUMNS, NO_HEADER, Columns, Record, records, row_fault
from rtxoutcomes.wording import unfit_character

_OTHER_DELIMITERS = (";", "\t", "|")
# Where nearly all rows have one width that the header has not, the header is wrong.
_NEARLY_ALL = 0.9
# More faulty rows are counted and not listed: they have one cause.
MOST_ROWS = 1_000

Read = tuple[RawTable | None, list[Violation]]


def csv_table(content: bytes, name: str, file: str, digest: str, delimiter: str = ",") -> Read:
    """The table in valid UTF-8 text; None if its header is unusable."""
    stopped: list[Violation] = []
    rows = records(content, name, stopped, delimiter)
    first = list(islice(rows, TITLE_ROWS))
    if not first:
        must = "must have a header line"
        return None, stopped or [Violation.of(name, "file.empty", must, NO_HEADER)]
    begins, header = first[0][0], [cell.strip() for cell in first[0][1]]
    if wrong := _title(first, name) or _header_faults(header, name, begins):
        return None, wrong
    plain = plain_frame(content, header) if begins == 1 and delimiter == "," else None
    if plain is not None:
        return _table(plain, range(2, len(plain) + 2), [], (name, file, digest, begins))
    frame, lines, faults = _strict(chain(first[1:], rows), header, name, begins)
    return _table(frame, lines, [*faults, *stopped], (name, file, digest, begins))


def _title(first: Sequence[Record], name: str) -> list[Violation]:
    """A finding for the lines above the names of the columns."""
    above = title_rows([[cell.strip() for cell in cells] for _, cells in first])
    if not above:
        return []
    must, remedy = LAYOUT_RULES["header.title"]
    remedy += f"; the names seem to be in line {first[above][0]}"
    return [Violation.of(name, "header.title", must, remedy, line=first[0][0])]


def _header_faults(header: list[str], name: str, line: int) -> list[Violation]:
    if len(header) == 1 and any(mark in header[0] for mark in _OTHER_DELIMITERS):
        must = "cells must be separated by commas"
        remedy = "save it as CSV with commas, and with points as decimal marks"
        return [Violation.of(name, "header.delimiter", must, remedy, line=line)]
    if len(header) > MAX_COLUMNS:
        must = f"must not have more than {MAX_COLUMNS} columns"
        value, remedy = f"{len(header)} columns", "is it the right file?"
        return [Violation.of(name, "header.size", must, remedy, line=line, value=value)]
    faults = []
    for number, column in enumerate(header, start=1):
        if unfit_character(column):
            must = f"the name of column {number} must have no invisible characters"
            remedy = "type the name again"
            faults.append(Violation.of(name, "text.control", must, remedy, line=line))
    return [*faults, *_repeated_names(header, name, line)]


def _repeated_names(header: list[str], name: str, line: int) -> list[Violation]:
    faults = []
    for column in sorted({c for c in header if c and header.count(c) > 1}):
        places = [letters_of(k) for k, other in enumerate(header) if other == column]
        must = f"column names must be unique; columns {', '.join(places)} have the same name"
        remedy = "rename or delete all but one"
        faults.append(Violation.of(name, "header.repeated", must, remedy, line=line))
    return faults


def _strict(
    rows: "chain[Record]", header: list[str], name: str, begins: int
) -> tuple[pd.DataFrame, Sequence[int], list[Violation]]:
    """The rows that have as many cells as the header, their lines, and the faults of the others."""
    columns = Columns(len(header))
    faults: list[Violation] = []
    widths: Counter[int] = Counter()
    more = 0
    for line, cells in rows:
        widths[len(cells)] += 1
        wrong = row_fault(cells, len(header), name, line)
        if wrong is None:
            columns.add(line, cells)
        elif len(faults) < MOST_ROWS:
            faults.append(wrong)
        else:
            more += 1
    if more:
        must, remedy = "must be rows of one form", "look at the first ones"
        value = f"{more:,} more rows with too many, too few or too long cells"
        faults.append(Violation.of(name, "table.ragged", must, remedy, value=value))
    usual, count = widths.most_common(1)[0] if widths else (len(header), 0)
    if usual != len(header) and count > 1 and count >= _NEARLY_ALL * widths.total():
        must = f"the header has {len(header)} names, and the rows have {usual} cells"
        remedy = f"is there a comma too many or too few in line {begins}?"
        faults = [Violation.of(name, "table.ragged", must, remedy, line=begins)]
    return columns.frame(header), tuple(columns.lines), faults


def _table(
    frame: pd.DataFrame,
    lines: Sequence[int],
    faults: list[Violation],
    source: tuple[str, str, str, int],
) -> Read:
    """The table without columns and rows that hold nothing or only look like rows."""
    name, file, digest, begins = source
    header = [str(column) for column in frame.columns]
    nameless = [k for k, column in enumerate(header) if not column]
    filled = {k: _filled(frame.iloc[:, k]) for k in nameless}
    unnamed = [_unnamed(name, begins, k, cells) for k, cells in filled.items() if cells]
    if unnamed:
        return None, unnamed
    if nameless:
        frame = frame.iloc[:, [k for k in range(len(header)) if k not in filled]]
    apart = layout_rows(frame)
    for k, rule in apart.items():
        faults.append(Violation.of(name, rule, *LAYOUT_RULES[rule], line=lines[k]))
    if apart:
        kept = [k for k in range(len(frame)) if k not in apart]
        frame, lines = frame.iloc[kept].reset_index(drop=True), tuple(lines[k] for k in kept)
    named = {column: letters_of(k) for k, column in enumerate(header) if column}
    return RawTable(name, file, frame, lines, digest, letters=named), faults


def _filled(cells: pd.Series) -> int:
    return sum(bool(str(cell).strip()) for cell in cells.tolist())


def _unnamed(name: str, line: int, column: int, cells: int) -> Violation:
    must = "every column must have a name"
    remedy = f"name column {letters_of(column)} or delete it"
    value = f"a column without a name and with {cells:,} filled cells"
    return Violation.of(name, "header.empty", must, remedy, line=line, value=value)
