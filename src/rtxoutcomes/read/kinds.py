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


_PARQUET = FileKind("Parquet", "parquet", "parquet")
_EXCEL = FileKind("Excel", "workbook", "excel")
_SPSS = FileKind("SPSS", "stats_file", "stats-files")
_STATA = FileKind("Stata", "stats_file", "stats-files")
_SAS = FileKind("SAS", "stats_file", "stats-files")
KINDS: Mapping[str, FileKind] = {
    ".parquet": _PARQUET,
    ".xlsx": _EXCEL,
    ".xlsm": _EXCEL,
    ".sav": _SPSS,
    ".zsav": _SPSS,
    ".dta": _STATA,
    ".sas7bdat": _SAS,
    ".xpt": _SAS,
}
# Kinds that a clinic may try, and what to do instead.
NEARLY = {
    ".xls": "open it and save it as .xlsx",
    ".xlsb": "open it and save it as .xlsx",
    ".ods": "open it and save it as .xlsx",
    ".tsv": "save it as CSV with commas",
    ".txt": "save it as CSV with commas",
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
        f"{what} needs {missing}, which is not installed; install it with: "
        f"pip install 'rtxoutcomes[{extra}]'"
    )
