"""A folder of count tables as text, with the faults of its files."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rtxoutcomes.cohort import RawTable
from rtxoutcomes.count_tables import COLUMNS, HEADER
from rtxoutcomes.errors import UsageFault, Violation
from rtxoutcomes.read.content import MAX_TOML, content_of, given_bytes
from rtxoutcomes.read.csv_table import csv_table
from rtxoutcomes.read.encoding import no_text


@dataclass(frozen=True, slots=True, repr=False)
class RawCounts:
    """The header and the tables as they were read, and what is wrong with their files."""

    header: Mapping[str, object]
    tables: Mapping[str, RawTable]
    faults: tuple[Violation, ...]


def read_count_folder(folder: Path) -> RawCounts:
    """Read the header and every table that is there.

    Raises
    ------
    UsageFault
        The folder has no header: it holds no count tables.
    """
    if not (folder / HEADER).is_file():
        raise UsageFault(
            f"{folder.name}: must be a folder of count tables, with {HEADER}; rtxoutcomes count "
            "writes one"
        )
    tables, faults = {}, []
    for name in COLUMNS:
        if (folder / f"{name}.csv").exists():
            table, wrong = _table(folder, name)
            faults += wrong
            if table is not None:
                tables[name] = table
    return RawCounts(_header(folder), tables, tuple(faults))


def _header(folder: Path) -> dict[str, object]:
    """The keys of the header; none where it is no TOML."""
    try:
        return tomllib.loads(given_bytes(folder / HEADER, HEADER, MAX_TOML).decode("utf-8-sig"))
    # As of the declaration of a cohort: UTF-8, TOML, or too many brackets.
    except (ValueError, RecursionError):
        return {}


def _table(folder: Path, name: str) -> tuple[RawTable | None, list[Violation]]:
    file = f"{name}.csv"
    content = content_of(folder / file, name, folder)
    wrong = content if isinstance(content, Violation) else no_text(content, name)
    if wrong is not None or isinstance(content, Violation):
        return None, [wrong] if wrong is not None else []
    return csv_table(content, name, file, hashlib.sha256(content).hexdigest())
