"""A clinic's own tables, of any names and columns: as text, and only those that are asked for."""

import hashlib
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from rtxoutcomes.cohort import RawTable
from rtxoutcomes.errors import UsageFault, Violation
from rtxoutcomes.identity import value_mark
from rtxoutcomes.read.content import content_of
from rtxoutcomes.read.kinds import KINDS, NEARLY, is_workbook, reader
from rtxoutcomes.read.tables import ONE_TABLE, SUFFIXES, read_tables
from rtxoutcomes.read.typed_tables import sheet_table

Place = tuple[str, str]
# Ids and codes may be written as text and as numbers in one column; their text is kept exactly.
_OF_NO_MATTER = ("cell.number_as_text",)
_LETTERS = re.compile(r"(?:cell|column) ([A-Z]+)\d*$")


def read_clinic(
    raw: Path, places: Sequence[Place], declared: Callable[[str, str], Collection[str]]
) -> tuple[dict[Place, RawTable], list[Violation]]:
    """The tables at these (file, sheet) of a folder, or of one file where `file` is empty.

    Parameters
    ----------
    raw
        The folder, or the file.
    places
        File and sheet of each table; an empty sheet is the only one of its workbook.
    declared
        The columns of a (file, sheet) that will be used: faults of other cells are of no matter.

    Raises
    ------
    UsageFault
        There is no such file, it lies elsewhere, or it is of a kind that is not read.
    EnvironmentFault
        The extra that reads files of that kind is not installed.
    """
    tables: dict[Place, RawTable] = {}
    faults: list[Violation] = []
    for place in places:
        path = _path(raw, place[0])
        shown = _shown(path.name)
        table, found = _read(path, place[1])
        if table is not None:
            tables[place] = table
            found = [v for v in found if _matters(v, table, declared(*place))]
        faults += [replace(violation, table=shown) for violation in found]
    return tables, faults


def _path(raw: Path, file: str) -> Path:
    if not file:
        if raw.is_dir():
            raise UsageFault("RAW is a folder: each table of the map needs the key `file`")
        path = raw
    elif not raw.is_dir():
        if file != raw.name:
            raise UsageFault("RAW is one file, and the map names another; name the folder")
        path = raw
    else:
        path = raw / file
        if file != path.name or not path.is_file():
            raise UsageFault(f"RAW holds no file {_shown(file)}; the map names it")
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        remedy = NEARLY.get(suffix, f"kinds are {', '.join(SUFFIXES)}")
        raise UsageFault(f"{_shown(path.name)}: is of a kind that is not read; {remedy}")
    return path


def _read(path: Path, sheet: str) -> tuple[RawTable | None, list[Violation]]:
    suffix = path.suffix.lower()
    if not is_workbook(suffix):
        if sheet:
            raise UsageFault(f"{_shown(path.name)}: has no sheets; delete the key `sheet`")
        reading = read_tables(path)
        # Nothing of the name of a raw file, and of what stands beside it, comes into the cohort.
        found = [v for v in reading.violations if v.table == ONE_TABLE]
        return reading.raw.tables.get(ONE_TABLE), found
    content = content_of(path, ONE_TABLE, path.parent)
    if isinstance(content, Violation):
        return None, [content]
    sheets, found = reader(KINDS[suffix]).read_sheets(content, ONE_TABLE)
    chosen = [told for told in sheets if sheet in ("", told.title)]
    if len(chosen) != 1:
        if found and not sheets:
            return None, list(found)
        must = "holds no visible sheet of that name" if sheet else "has more than one sheet"
        raise UsageFault(f"{_shown(path.name)}: {must}; the map must name it under `sheet`")
    return sheet_table(chosen[0].grid, path.name, hashlib.sha256(content).hexdigest())


def _matters(violation: Violation, table: RawTable, columns: Collection[str]) -> bool:
    if violation.rule in _OF_NO_MATTER:
        return False
    found = _LETTERS.search(violation.address)
    if found is None:
        return True
    used: Mapping[str, str] = {table.letters[c]: c for c in columns if c in table.letters}
    return found[1] in used


def _shown(name: str) -> str:
    """The name of a raw file, unless it may name somebody."""
    return name if value_mark(name.replace("_", " ")) is None else "a file"
