"""Kinds of files beyond CSV, each read by an optional library."""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType

from rtxoutcomes.errors import EnvironmentFault


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: its name, the module that reads it, and the extra that module needs."""

    name: str
    module: str
    extra: str


_EXCEL = FileKind("Excel", "workbook", "excel")
KINDS: Mapping[str, FileKind] = {
    ".parquet": FileKind("Parquet", "parquet", "parquet"),
    **dict.fromkeys((".xlsx", ".xlsm"), _EXCEL),
    **dict.fromkeys((".sav", ".zsav"), FileKind("SPSS", "stats_file", "stats-files")),
    ".dta": FileKind("Stata", "stats_file", "stats-files"),
    **dict.fromkeys((".sas7bdat", ".xpt"), FileKind("SAS", "stats_file", "stats-files")),
}
# Kinds that a clinic may try, and what to do instead.
NEARLY = {
    **dict.fromkeys((".xls", ".xlsb", ".ods"), "open it and save it as .xlsx"),
    **dict.fromkeys((".tsv", ".txt"), "save it as CSV with commas"),
    ".por": "save it as .sav",
    ".rds": "write it as CSV",
}


def is_workbook(suffix: str) -> bool:
    """Whether a file of this kind may hold several tables."""
    return KINDS.get(suffix) is _EXCEL


def reader(kind: FileKind) -> ModuleType:
    """The module that reads files of this kind.

    It is imported when the first such file is read, not at the top: a missing extra must stop
    only those who need it, and reading CSV must not load four libraries.

    Raises
    ------
    EnvironmentFault
        The extra is not installed.
    """
    return optional_module(f"rtxoutcomes.read.{kind.module}", kind.extra, f"reading {kind.name}")


def optional_module(name: str, extra: str, what: str) -> ModuleType:
    """A module of this package that needs an extra.

    Raises
    ------
    EnvironmentFault
        The extra is not installed; the message holds the command that installs it.
    """
    try:
        return importlib.import_module(name)
    except ImportError as fault:
        missing = fault.name or "a library"
    raise EnvironmentFault(
        f"{what} needs {missing}, which is not installed; install the wheel or the checkout again "
        f"with the extra {extra}: pip install 'WHEEL[{extra}]' or '.[{extra}]' (docs/install.md)"
    )
