"""Kinds of files beyond CSV, each read by a library that only those need who have such files."""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType

from rtxoutcomes.errors import EnvironmentFault


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: what it is called, the module that reads it, and the extra that brings it."""

    what: str
    module: str
    extra: str


_PARQUET = Kind("Parquet", "parquet", "parquet")
_EXCEL = Kind("Excel", "workbook", "excel")
_SPSS = Kind("SPSS", "stats_file", "stats-files")
_STATA = Kind("Stata", "stats_file", "stats-files")
_SAS = Kind("SAS", "stats_file", "stats-files")
KINDS: Mapping[str, Kind] = {
    ".parquet": _PARQUET,
    ".xlsx": _EXCEL,
    ".xlsm": _EXCEL,
    ".sav": _SPSS,
    ".zsav": _SPSS,
    ".dta": _STATA,
    ".sas7bdat": _SAS,
    ".xpt": _SAS,
}
# What a clinic may try as well, and what to do then.
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


def reader(kind: Kind) -> ModuleType:
    """The module that reads files of this kind.

    It is imported here, when the first such file is met, and not at the top: a missing extra must
    stop only those who need it, and reading CSV must not pay for four libraries.

    Raises
    ------
    EnvironmentFault
        The extra is not installed.
    """
    return optional_module(f"rtxoutcomes.read.{kind.module}", kind.extra, f"reading {kind.what}")


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
