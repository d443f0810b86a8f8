"""Tables as the text that stands in them: nothing is coerced, and nothing but text gets in."""

import csv
import hashlib
import io
import stat
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import pandas as pd

from rtxoutcomes.cohort import TABLES, Form, RawCohort, RawTable
from rtxoutcomes.errors import UsageFault, Violation

MAX_BYTES = 64 * 1024 * 1024
MAX_CELL = 10_000
DECLARATION = "cohort.toml"
# Comes with the empty tables and may stay beside the filled ones.
DICTIONARY = "data_dictionary.csv"
ONE_TABLE = "one_table"
_OTHER_DELIMITERS = (";", "\t", "|")
_ARCHIVE = b"PK\x03\x04"
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be read, and every fault met on the way."""

    raw: RawCohort
    violations: tuple[Violation, ...]


def read_tables(path: str | Path) -> Reading:
    """Read a folder of tables, or one CSV with a row a patient.

    Raises
    ------
    UsageFault
        There is nothing at that path, or it is neither a folder nor a .csv file.
    """
    place = Path(path)
    try:
        mode = place.stat().st_mode
        paths = sorted(place.iterdir()) if stat.S_ISDIR(mode) else []
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or "cannot be read"
        raise UsageFault(f"{place}: {why}") from None
    if stat.S_ISDIR(mode):
        return _read_folder(place, paths)
    if not stat.S_ISREG(mode):
        raise UsageFault(f"{place}: is neither a folder nor a regular file")
    if place.suffix.lower() != ".csv":
        raise UsageFault(f"{place}: is not a .csv file; a cohort is a folder of tables or one CSV")
    return _read_one_table(place)


@dataclass(frozen=True, slots=True)
class _File:
    """One file as it was read: its hash, its table where it has one, and its faults."""

    name: str
    sha256: str = ""
    table: RawTable | None = None
    violations: tuple[Violation, ...] = ()


def _read_folder(folder: Path, paths: list[Path]) -> Reading:
    paths = [p for p in paths if p.suffix.lower() == ".csv"]
    paths = [p for p in paths if p.name != DICTIONARY and not p.name.startswith(".")]
    files = [
        _read_file(p, p.stem, folder) if p.stem in TABLES else _File(p.name, "", None, (_stray(p),))
        for p in paths
    ]
    if not any(p.stem == "patients" for p in paths):
        files.append(_File("patients.csv", "", None, (_no_patients(),)))
    return _together("tables", files, folder / DECLARATION)


def _read_one_table(path: Path) -> Reading:
    file = _read_file(path, ONE_TABLE, path.parent)
    return _together("one_table", [file], path.with_name(f"{path.stem}.{DECLARATION}"))


def _together(form: Form, files: list[_File], declared_in: Path) -> Reading:
    declaration, digest, faults = _declaration(declared_in)
    sources = {file.name: file.sha256 for file in files if file.sha256}
    if digest:
        sources[declared_in.name] = digest
    tables = {file.table.name: file.table for file in files if file.table is not None}
    found = [*(v for file in files for v in file.violations), *faults]
    return Reading(RawCohort(form, tables, declaration, sources), tuple(found))


def _read_file(path: Path, name: str, folder: Path) -> _File:
    try:
        content = _content(path, name, folder)
    except (OSError, RuntimeError):  # RuntimeError: links in a circle, before Python 3.13
        must = "must be a file that can be read"
        content = _file_fault(name, "file.unreadable", must, "look at its permissions")
    if isinstance(content, Violation):
        return _File(path.name, violations=(content,))
    digest = hashlib.sha256(content).hexdigest()
    text = _text(content, name)
    if isinstance(text, Violation):
        return _File(path.name, digest, None, (text,))
    table, faults = _table(text, name, path.name, digest)
    return _File(path.name, digest, table, tuple(faults))


def _content(path: Path, name: str, folder: Path) -> bytes | Violation:
    """The bytes of a regular file of this folder, or what is wrong with it."""
    if path.is_symlink() and folder.resolve() not in path.resolve().parents:
        must = "must not be a link out of the folder"
        return _file_fault(name, "file.link", must, "copy the file itself")
    if not path.is_file():
        must = "must be a regular file"
        return _file_fault(name, "file.kind", must, "save it as a plain CSV file")
    if path.stat().st_size > MAX_BYTES:
        return _file_fault(name, "file.size", "must not exceed 64 MiB", "split the cohort")
    return path.read_bytes()


def _text(content: bytes, name: str) -> str | Violation:
    if b"\x00" in content or content.startswith(_ARCHIVE):
        must = "must be text, not a binary file"
        return _file_fault(name, "file.binary", must, "save it as CSV (UTF-8)")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        return _fault(name, line, "file.encoding", "must be UTF-8 text", "save it as CSV UTF-8")


def _table(text: str, name: str, file: str, digest: str) -> tuple[RawTable | None, list[Violation]]:
    rows, faults = _rows(text, name)
    if not rows:
        remedy = "a table with a header only says that none occurred"
        empty = _file_fault(name, "file.empty", "must have a header line", remedy)
        return None, faults or [empty]
    header = [cell.strip() for cell in rows[0][1]]
    faults += _header_faults(header, name)
    if any(fault.line == 1 for fault in faults):
        return None, faults
    checked = [(line, cells, _row_fault(cells, header, name, line)) for line, cells in rows[1:]]
    faults += [fault for _, _, fault in checked if fault is not None]
    kept = [(line, cells) for line, cells, fault in checked if fault is None]
    frame = pd.DataFrame([cells for _, cells in kept], columns=header, dtype=object)
    return RawTable(name, file, frame, tuple(line for line, _ in kept), digest), faults


def _rows(text: str, name: str) -> tuple[list[tuple[int, list[str]]], list[Violation]]:
    """Each record that is not blank, with the line it begins on."""
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
        must = "quotes must be closed and stand around whole cells"
        remedy = "look at the quotation marks from this line on"
        return rows, [_fault(name, begins, "table.quotes", must, remedy)]
    return rows, []


def _header_faults(header: list[str], name: str) -> list[Violation]:
    if len(header) == 1 and any(mark in header[0] for mark in _OTHER_DELIMITERS):
        must = "cells must be separated by commas"
        return [_fault(name, 1, "header.delimiter", must, "save it as CSV with commas")]
    faults = []
    if "" in header:
        remedy = f"name column {header.index('') + 1} or delete it"
        faults.append(_fault(name, 1, "header.empty", "every column must have a name", remedy))
    for column in sorted({c for c in header if c and header.count(c) > 1}):
        shown = column if column.isidentifier() and len(column) <= _LONGEST_NAME else ""
        must = "a column name must stand once"
        remedy = "rename or delete one of the two"
        faults.append(_fault(name, 1, "header.repeated", must, remedy, column=shown))
    return faults


def _row_fault(cells: list[str], header: list[str], name: str, line: int) -> Violation | None:
    if len(cells) != len(header):
        must = f"must have {len(header)} cells, as the header has"
        remedy = "a comma too many or too few; put text with commas in quotes"
        count = f"{len(cells)} cells"
        return _fault(name, line, "table.ragged", must, remedy, value=count)
    for cell in cells:
        if len(cell) > MAX_CELL:
            must = f"a cell must not exceed {MAX_CELL} characters"
            remedy = "no column of a cohort holds long text"
            size = f"[text, {len(cell)} characters]"
            return _fault(name, line, "cell.size", must, remedy, value=size)
    return None


def _declaration(path: Path) -> tuple[dict[str, object], str, list[Violation]]:
    """What the cohort says of itself, the hash of that file, and its faults."""
    if not path.exists() and not path.is_symlink():
        return {}, "", []
    digest = ""
    try:
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        return tomllib.loads(content.decode("utf-8-sig")), digest, []
    # ValueError holds the faults of UTF-8 and of TOML, and numbers too long for Python.
    except (OSError, RuntimeError, ValueError):
        remedy = 'for example: origin = "patient"'
        fault = _file_fault(DECLARATION, "declaration.toml", "must be a TOML file", remedy)
        return {}, digest, [fault]


def _no_patients() -> Violation:
    return _file_fault(
        "patients",
        "table.missing",
        "the folder must hold a table of patients",
        "add patients.csv, one row a patient; rtxoutcomes template writes an empty one",
    )


def _stray(path: Path) -> Violation:
    near = get_close_matches(path.stem.lower(), TABLES, n=1)
    known = ", ".join(f"{name}.csv" for name in TABLES)
    meant = f"did you mean {near[0]}.csv? " if near else ""
    shown = path.stem.isidentifier() and len(path.stem) <= _LONGEST_NAME
    name = path.stem if shown else "a file"
    must = "is not a table of a cohort"
    return _file_fault(name, "table.unknown", must, f"{meant}tables are {known}")


def _file_fault(table: str, rule: str, must: str, remedy: str) -> Violation:
    return _fault(table, None, rule, must, remedy)


def _fault(
    table: str,
    line: int | None,
    rule: str,
    must: str,
    remedy: str,
    *,
    column: str = "",
    value: str = "",
) -> Violation:
    return Violation(
        table=table,
        column=column,
        line=line,
        patient="",
        rule=rule,
        must=must,
        value=value,
        remedy=remedy,
    )
