"""Tables as the text that stands in them: nothing is coerced."""

import hashlib
import re
import stat
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from rtxoutcomes.cohort import TABLES, Form, RawCohort, RawTable
from rtxoutcomes.errors import UsageFault, Violation
from rtxoutcomes.identity import invisible, masked, value_mark
from rtxoutcomes.read.content import MAX_BYTES, content_of
from rtxoutcomes.read.encoding import no_text
from rtxoutcomes.read.faults import fault, file_fault
from rtxoutcomes.read.kinds import KINDS, NEARLY, is_workbook
from rtxoutcomes.read.plain_csv import plain_frame
from rtxoutcomes.read.rows import MAX_COLUMNS, Columns, records, row_fault
from rtxoutcomes.read.typed_tables import one_typed_table, workbook_tables

SUFFIXES = (".csv", *KINDS)
DECLARATION = "cohort.toml"
# Comes with the empty tables and may stay beside the filled ones.
DICTIONARY = "data_dictionary.csv"
ONE_TABLE = "one_table"
_OTHER_DELIMITERS = (";", "\t", "|")
_PLAIN_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_CLOSE = 0.75


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be read, and every fault met on the way."""

    raw: RawCohort
    violations: tuple[Violation, ...]


def read_tables(path: str | Path, *, max_bytes: int = MAX_BYTES) -> Reading:
    """Read a folder of tables, a workbook with a sheet a table, or one file with a row a patient.

    Parameters
    ----------
    path
        The folder, or the file.
    max_bytes
        The largest file that is read; a larger one is a finding.

    Raises
    ------
    UsageFault
        There is nothing at that path, or it is neither a folder nor a file of a kind that is read.
    EnvironmentFault
        The extra that reads files of that kind is not installed.
    """
    place = Path(path)
    try:
        mode = place.stat().st_mode
        paths = sorted(place.iterdir()) if stat.S_ISDIR(mode) else []
    except (OSError, ValueError) as wrong:
        why = getattr(wrong, "strerror", None) or "cannot be read"
        raise UsageFault(f"{_shown_path(place)}: {why}") from None
    if stat.S_ISDIR(mode):
        return _read_folder(place, paths, max_bytes)
    if not stat.S_ISREG(mode):
        raise UsageFault(f"{_shown_path(place)}: is neither a folder nor a regular file")
    suffix = place.suffix.lower()
    if suffix not in SUFFIXES:
        known = f"a cohort is a folder of tables, or one file: {', '.join(SUFFIXES)}"
        must = f"is not a .csv file, nor of another kind that is read; {NEARLY.get(suffix, known)}"
        raise UsageFault(f"{_shown_path(place)}: {must}")
    if is_workbook(suffix):
        return _read_workbook(place, max_bytes)
    return _read_one_table(place, max_bytes)


@dataclass(frozen=True, slots=True, repr=False)
class _File:
    """One file as it was read: its hash, its table where it has one, and its faults."""

    name: str
    sha256: str = ""
    table: RawTable | None = None
    violations: tuple[Violation, ...] = ()


def _read_folder(folder: Path, paths: list[Path], max_bytes: int) -> Reading:
    paths = [p for p in paths if p.suffix.lower() in SUFFIXES]
    # A spreadsheet that is open puts a file beside it, whose name starts with ~$.
    paths = [p for p in paths if p.name != DICTIONARY and not p.name.startswith((".", "~$"))]
    stems = [p.stem for p in paths]
    files = [
        _read_file(p, p.stem, folder, max_bytes)
        if p.stem in TABLES
        else _File(p.name, "", None, (_stray(p),))
        for p in paths
    ]
    if not any(p.stem == "patients" for p in paths):
        files.append(_File("patients.csv", "", None, (_no_patients(),)))
    files += [_File("", "", None, (_twice(s),)) for s in TABLES if stems.count(s) > 1]
    return _together("tables", files, folder / DECLARATION)


def _read_one_table(path: Path, max_bytes: int) -> Reading:
    file = _read_file(path, ONE_TABLE, path.parent, max_bytes)
    named = _File("", violations=tuple(_name_faults(path)))
    return _together("one_table", [named, file], path.with_name(f"{path.stem}.{DECLARATION}"))


def _read_workbook(path: Path, max_bytes: int) -> Reading:
    declared_in = path.with_name(f"{path.stem}.{DECLARATION}")
    content = content_of(path, ONE_TABLE, path.parent, max_bytes)
    if isinstance(content, Violation):
        return _together("one_table", [_File(path.name, violations=(content,))], declared_in)
    digest = hashlib.sha256(content).hexdigest()
    form, tables, found = workbook_tables(content, path.name, digest)
    faults = _File(path.name, digest, None, (*_name_faults(path), *found))
    files = [faults, *(_File(path.name, digest, table) for table in tables)]
    return _together(form, files, declared_in)


def _together(form: Form, files: Sequence[_File], declared_in: Path) -> Reading:
    declaration, digest, faults = _declaration(declared_in)
    sources = {file.name: file.sha256 for file in files if file.sha256}
    if digest:
        sources[declared_in.name] = digest
    tables = {file.table.name: file.table for file in files if file.table is not None}
    found = [*(v for file in files for v in file.violations), *faults]
    return Reading(RawCohort(form, tables, declaration, sources), tuple(found))


def _read_file(path: Path, name: str, folder: Path, max_bytes: int) -> _File:
    content = content_of(path, name, folder, max_bytes)
    if isinstance(content, Violation):
        return _File(path.name, violations=(content,))
    digest = hashlib.sha256(content).hexdigest()
    if path.suffix.lower() in KINDS:
        tables, found = one_typed_table(content, path.name, name, digest)
        return _File(path.name, digest, next(iter(tables), None), tuple(found))
    wrong = no_text(content, name)
    if wrong is not None:
        return _File(path.name, digest, None, (wrong,))
    table, faults = _table(content, name, path.name, digest)
    return _File(path.name, digest, table, tuple(faults))


def _table(
    content: bytes, name: str, file: str, digest: str
) -> tuple[RawTable | None, list[Violation]]:
    found: list[Violation] = []
    rows = records(content, name, found)
    begins, first = next(rows, (0, []))
    if not first:
        remedy = "a table with a header only says that none occurred"
        return None, found or [file_fault(name, "file.empty", "must have a header line", remedy)]
    header = [cell.strip() for cell in first]
    found += _header_faults(header, name, begins)
    if found:
        return None, found
    plain = plain_frame(content, header) if begins == 1 else None
    if plain is not None:
        return RawTable(name, file, plain, range(2, len(plain) + 2), digest), found
    columns = Columns(len(header))
    for line, cells in rows:
        wrong = row_fault(cells, len(header), name, line)
        if wrong is None:
            columns.add(line, cells)
        else:
            found.append(wrong)
    frame = columns.frame(header)
    return RawTable(name, file, frame, tuple(columns.lines), digest), found


def _header_faults(header: list[str], name: str, line: int) -> list[Violation]:
    if len(header) == 1 and any(mark in header[0] for mark in _OTHER_DELIMITERS):
        must = "cells must be separated by commas"
        remedy = "save it as CSV with commas, and with points as decimal marks"
        return [fault(name, line, "header.delimiter", must, remedy)]
    if len(header) > MAX_COLUMNS:
        must = f"must not have more than {MAX_COLUMNS} columns"
        value = f"{len(header)} columns"
        return [fault(name, line, "header.size", must, "is it the right file?", value=value)]
    found = []
    for number, column in enumerate(header, start=1):
        if not column:
            must, remedy = "every column must have a name", f"name column {number} or delete it"
            found.append(fault(name, line, "header.empty", must, remedy))
        elif invisible(column):
            must = f"the name of column {number} must have no invisible characters"
            found.append(fault(name, line, "text.control", must, "type the name again"))
    return [*found, *_repeated(header, name, line)]


def _repeated(header: list[str], name: str, line: int) -> list[Violation]:
    found = []
    for column in sorted({c for c in header if c and header.count(c) > 1}):
        places = [str(k) for k, other in enumerate(header, start=1) if other == column]
        must = f"a column name must stand once; it is that of columns {', '.join(places)}"
        plain = _PLAIN_NAME.fullmatch(column) and value_mark(column) is None
        shown = column if plain else ""
        remedy = "rename or delete all but one"
        found.append(fault(name, line, "header.repeated", must, remedy, column=shown))
    return found


def _declaration(path: Path) -> tuple[dict[str, object], str, list[Violation]]:
    """What the cohort says of itself, the hash of that file, and its faults."""
    if not path.exists() and not path.is_symlink():
        return {}, "", []
    content = content_of(path, DECLARATION, path.parent)
    if isinstance(content, Violation):
        return {}, "", [content]
    digest = hashlib.sha256(content).hexdigest()
    try:
        return tomllib.loads(content.decode("utf-8-sig")), digest, []
    # ValueError holds the faults of UTF-8 and of TOML, and numbers too long for Python;
    # brackets without end are too deep for it.
    except (ValueError, RecursionError):
        remedy = 'for example: origin = "patient"'
        wrong = file_fault(DECLARATION, "declaration.toml", "must be a TOML file", remedy)
    return {}, digest, [wrong]


def _no_patients() -> Violation:
    return file_fault(
        "patients",
        "table.missing",
        "the folder must hold a table of patients",
        "add patients.csv, one row a patient; rtxoutcomes template writes an empty one",
    )


def _twice(name: str) -> Violation:
    must = "must be there once, in one kind of file"
    return file_fault(name, "table.repeated", must, "keep one of the files")


def _stray(path: Path) -> Violation:
    named = _name_faults(path)
    if named:
        return named[0]
    near = get_close_matches(path.stem.lower(), TABLES, n=1, cutoff=_CLOSE)
    known = ", ".join(f"{name}.csv" for name in TABLES)
    meant = f"did you mean {near[0]}.csv? " if near else ""
    # Only a slip of a known name is repeated: any other may be somebody's.
    name = path.stem if near else "a file"
    must = "is not a table of a cohort"
    value = "" if near else f"a name of {len(path.stem)} characters"
    return fault(name, None, "table.unknown", must, f"{meant}tables are {known}", value=value)


def _name_faults(path: Path) -> list[Violation]:
    """What the name of a file says of somebody: names go into manifests."""
    mark = value_mark(path.stem.replace("_", " "))
    if mark is None:
        return []
    must = f"the name of a file must hold no {mark.kind}"
    value = masked(mark, path.stem)
    return [fault("a file", None, mark.rule, must, "rename the file", value=value)]


def _shown_path(path: Path) -> str:
    """A path as it was typed, but for parts that may name somebody."""
    marks = {part: value_mark(part.replace("_", " ")) for part in path.parts}
    parts = [masked(mark, part) if mark else part for part, mark in marks.items()]
    return str(Path(*parts)) if any(marks.values()) else str(path)
