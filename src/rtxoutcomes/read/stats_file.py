"""SPSS, Stata and SAS files: one table with its value labels, and missing values as empty cells."""

import io
import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pyreadstat

from rtxoutcomes.read.exact import Value
from rtxoutcomes.read.grid import MAX_CELLS, Grid, Unreadable

Reader = Callable[..., tuple[dict[str, Sequence[Value]], object]]
READERS: Mapping[str, Reader] = {
    ".sav": pyreadstat.read_sav,
    ".zsav": pyreadstat.read_sav,
    ".dta": pyreadstat.read_dta,
    ".sas7bdat": pyreadstat.read_sas7bdat,
    ".xpt": pyreadstat.read_xport,
}


def read_grid(content: bytes, suffix: str) -> Grid:
    """The names of the variables, then a row a record.

    A value stands as its label where every value of the column has one: codes for sex become
    female and male, while a score with a label on its last step stays numbers. What the file
    itself declares missing (SPSS user-missing, Stata .a to .z) is empty.

    Raises
    ------
    Unreadable
        The library cannot read it.
    """
    columns, told = _columns(content, READERS[suffix])
    if told is None:
        raise Unreadable
    labels: Mapping[str, Mapping[Value, str]] = getattr(told, "variable_value_labels", {})
    types: Mapping[str, str] = getattr(told, "readstat_variable_types", {})
    read = {
        name: _labelled(_exact(values, types.get(name, "")), labels.get(name, {}))
        for name, values in columns.items()
    }
    rows = zip(*read.values(), strict=True) if read else []
    return Grid([list(read), *map(list, rows)])


def _columns(content: bytes, read: Reader) -> tuple[dict[str, Sequence[Value]], object | None]:
    try:
        _, size = read(io.BytesIO(content), output_format="dict", metadataonly=True)
        if (getattr(size, "number_rows", 0) or 0) * len(
            getattr(size, "column_names", ())
        ) > MAX_CELLS:
            return {}, None
        return read(io.BytesIO(content), output_format="dict")
    # The library raises errors of its own, of text and of dates beyond the calendar.
    except Exception:
        return {}, None


def _exact(values: Sequence[Value], kind: str) -> list[Value]:
    """Values of 32 bits with the digits that were typed: 10.13, not 10.130000114440918."""
    if kind != "float":
        return [None if _missing(value) else value for value in values]
    return [
        None
        if _missing(value)
        else float(str(np.float32(value)))
        if isinstance(value, float)
        else value
        for value in values
    ]


def _missing(value: Value) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def _labelled(values: list[Value], labels: Mapping[Value, str]) -> list[Value]:
    if not labels or not all(value is None or value in labels for value in values):
        return values
    return [None if value is None else labels[value] for value in values]
