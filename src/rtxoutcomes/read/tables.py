"""Tables as the text in their cells: nothing is coerced."""

import hashlib
import stat
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from rtxoutcomes.cohort import (
    DECLARATION,
    DICTIONARY,
    LOG,
    ONE_TABLE,
    TABLES,
    CohortForm,
    RawCohort,
    RawTable,
)
from rtxoutcomes.errors import UsageFault, Violation
from rtxoutcomes.identity import masked, name_mark, shown_path
from rtxoutcomes.read.content import MAX_BYTES, content_of
from rtxoutcomes.read.csv_table import csv_table
from rtxoutcomes.read.encoding import no_text
from rtxoutcomes.read.kinds import KINDS, NEARLY, is_workbook
from rtxoutcomes.read.sheets import Headers
from rtxoutcomes.read.typed_tables import NO_HEADERS, one_typed_table, workbook_tables

SUFFIXES = (".csv", *KINDS)
_CLOSE = 0.75


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What could be read, and every fault found while reading."""

    raw: RawCohort
    violations: tuple[Violation, ...]


def read_tables(
    path: str | Path, *, max_bytes: int = MAX_BYTES, headers: Headers = NO_HEADERS
) -> ReadResult:
    """Read a folder of tables, a workbook with a sheet a table, or one file with a row a patient.

    That one file may be the only one of a folder.

    Parameters
    ----------
    path
        The folder, or the file.
    max_bytes
        The largest file that is read; a larger one is a finding.
    headers
        The names of columns that the study has, by table; they distinguish the table of a workbook
        from a legend.

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
        raise UsageFault(f"{shown_path(place)}: {why}") from None
    if stat.S_ISDIR(mode):
        return _read_folder(place, paths, _How(max_bytes, headers))
    if not stat.S_ISREG(mode):
        raise UsageFault(f"{shown_path(place)}: is neither a folder nor a regular file")
    suffix = place.suffix.lower()
    if suffix not in SUFFIXES:
        known = f"a cohort is a folder of tables, or one file: {', '.join(SUFFIXES)}"
        must = "is not a .csv file or of another kind that can be read"
        raise UsageFault(f"{shown_path(place)}: {must}; {NEARLY.get(suffix, known)}")
    return _read_alone(place, _How(max_bytes, headers))


@dataclass(frozen=True, slots=True)
class _How:
    """The largest file that is read, and the names of columns that are known."""

    max_bytes: int
    headers: Headers


@dataclass(frozen=True, slots=True, repr=False)
class _ReadFile:
    """One file as it was read: its hash, its table if it has one, and its faults."""

    name: str
    sha256: str = ""
    table: RawTable | None = None
    faults: Sequence[Violation] = ()


def _read_folder(folder: Path, paths: list[Path], how: _How) -> ReadResult:
    paths = [p for p in paths if p.suffix.lower() in SUFFIXES and p.name != f"{DICTIONARY}.csv"]
    # A spreadsheet program keeps a file whose name starts with ~$ while a workbook is open.
    paths = [p for p in paths if not p.name.startswith((".", "~$"))]
    if len(paths) == 1 and _is_alone(paths[0]):
        return _read_alone(paths[0], how)
    stems = [p.stem for p in paths]
    files = [
        _read_file(p, p.stem, folder, how) if p.stem in (*TABLES, LOG) else _unknown_table(p)
        for p in paths
    ]
    faults = [_repeated_table(stem) for stem in (*TABLES, LOG) if stems.count(stem) > 1]
    if "patients" not in stems:
        must = "the folder must hold a table of patients"
        remedy = "add patients.csv, one row a patient; rtxoutcomes template writes an empty one"
        faults = [Violation.of("patients", "table.missing", must, remedy), *faults]
    return _together("tables", [*files, _ReadFile("", faults=faults)], folder / DECLARATION)


def _is_alone(path: Path) -> bool:
    """Whether the only file of a folder is not named, or misnamed, for a table."""
    return path.stem not in TABLES and not _near(path)


def _read_alone(path: Path, how: _How) -> ReadResult:
    """The only file of a folder, with a row a patient, as deidentify and template write it."""
    read = _read_workbook if is_workbook(path.suffix.lower()) else _read_one_table
    return read(path, how)


def _read_one_table(path: Path, how: _How) -> ReadResult:
    file = _read_file(path, ONE_TABLE, path.parent, how)
    named = _ReadFile("", faults=_name_faults(path))
    return _together("one_table", [named, file], _declared_in(path))


def _declared_in(path: Path) -> Path:
    """`NAME.cohort.toml` next to a file."""
    return path.with_name(f"{path.stem}.{DECLARATION}")


def _read_workbook(path: Path, how: _How) -> ReadResult:
    declared_in = _declared_in(path)
    content = content_of(path, ONE_TABLE, path.parent, how.max_bytes)
    if isinstance(content, Violation):
        return _together("one_table", [_ReadFile(path.name, faults=[content])], declared_in)
    digest = hashlib.sha256(content).hexdigest()
    form, tables, violations = workbook_tables(content, path.name, digest, how.headers)
    book = _ReadFile(path.name, digest, faults=[*_name_faults(path), *violations])
    files = [book, *(_ReadFile(path.name, digest, table) for table in tables)]
    return _together(form, files, declared_in)


def _together(form: CohortForm, files: Sequence[_ReadFile], declared_in: Path) -> ReadResult:
    declaration, digest, faults = _declaration(declared_in)
    sources = {file.name: file.sha256 for file in files if file.sha256}
    if digest:
        sources[declared_in.name] = digest
    tables = {file.table.name: file.table for file in files if file.table is not None}
    violations = [*(fault for file in files for fault in file.faults), *faults]
    return ReadResult(RawCohort(form, tables, declaration, sources), tuple(violations))


def _read_file(path: Path, name: str, folder: Path, how: _How) -> _ReadFile:
    content = content_of(path, name, folder, how.max_bytes)
    if isinstance(content, Violation):
        return _ReadFile(path.name, faults=[content])
    digest = hashlib.sha256(content).hexdigest()
    if path.suffix.lower() in KINDS:
        tables, faults = one_typed_table(content, path.name, name, digest, how.headers)
        return _ReadFile(path.name, digest, next(iter(tables), None), faults)
    wrong = no_text(content, name)
    if wrong is not None:
        return _ReadFile(path.name, digest, faults=[wrong])
    return _ReadFile(path.name, digest, *csv_table(content, name, path.name, digest))


def _declaration(path: Path) -> tuple[dict[str, object], str, list[Violation]]:
    """The declaration of the cohort, the hash of its file, and its faults."""
    if not path.exists() and not path.is_symlink():
        return {}, "", []
    content = content_of(path, DECLARATION, path.parent)
    if isinstance(content, Violation):
        return {}, "", [content]
    digest = hashlib.sha256(content).hexdigest()
    try:
        return tomllib.loads(content.decode("utf-8-sig")), digest, []
    # ValueError covers faults of UTF-8 and TOML and numbers too long for Python; RecursionError
    # means too many nested brackets.
    except (ValueError, RecursionError):
        remedy = 'for example: origin = "patient"'
        wrong = Violation.of(DECLARATION, "declaration.toml", "must be a TOML file", remedy)
    return {}, digest, [wrong]


def _repeated_table(name: str) -> Violation:
    must = "must be present once, as one kind of file"
    return Violation.of(name, "table.repeated", must, "keep one of the files")


def _near(path: Path) -> list[str]:
    """The table that the name of a file seems to misspell."""
    return get_close_matches(path.stem.lower(), TABLES, n=1, cutoff=_CLOSE)


def _unknown_table(path: Path) -> _ReadFile:
    named = _name_faults(path)
    if named:
        return _ReadFile(path.name, faults=named)
    near = _near(path)
    known = ", ".join(f"{name}.csv" for name in TABLES)
    meant = f"did you mean {near[0]}.csv? " if near else ""
    # Only a misspelt known name is repeated: any other may be somebody's.
    name = path.stem if near else "a file"
    must = "is not a table of a cohort"
    value = "" if near else f"a name of {len(path.stem)} characters"
    remedy = f"{meant}tables are {known}"
    fault = Violation.of(name, "table.unknown", must, remedy, value=value)
    return _ReadFile(path.name, faults=[fault])


def _name_faults(path: Path) -> list[Violation]:
    """A file whose name may identify somebody is refused: names are written to manifests."""
    mark = name_mark(path.stem)
    if mark is None:
        return []
    must = f"the name of a file must hold no {mark.kind}"
    value = masked(mark, path.stem)
    return [Violation.of("a file", mark.rule, must, "rename the file", value=value)]
