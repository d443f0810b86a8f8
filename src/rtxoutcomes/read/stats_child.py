"""Reads a statistical file in a process of its own, since its library may crash on a broken one.

It is run as a script: the bytes of the file come on standard input, JSON leaves on standard output.
"""

import datetime as dt
import io
import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

import pyreadstat

_READERS: Mapping[str, Callable[..., Any]] = {
    ".sav": pyreadstat.read_sav,
    ".zsav": pyreadstat.read_sav,
    ".dta": pyreadstat.read_dta,
    ".sas7bdat": pyreadstat.read_sas7bdat,
    ".xpt": pyreadstat.read_xport,
}


def as_json(content: bytes, suffix: str, most_cells: int) -> str:
    """Names, values, value labels and widths of the columns; empty where there are too many cells.

    Raises
    ------
    Exception
        Whatever the library raises: errors of its own, of text, of days beyond the calendar.
    """
    read = _READERS[suffix]
    _, size = read(io.BytesIO(content), output_format="dict", metadataonly=True)
    if (size.number_rows or 0) * len(size.column_names) > most_cells:
        return ""
    columns, told = read(io.BytesIO(content), output_format="dict")
    labels = {name: list(pairs.items()) for name, pairs in told.variable_value_labels.items()}
    found = {
        "columns": [[name, list(values)] for name, values in columns.items()],
        "labels": labels,
        "types": told.readstat_variable_types,
    }
    return json.dumps(found, default=_plain)


def _plain(value: object) -> object:
    """Dates and times as what `stats_file` makes dates of again; numbers of NumPy as numbers."""
    if isinstance(value, dt.datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, dt.date):
        return {"date": value.isoformat()}
    return value.item() if hasattr(value, "item") else str(value)


if __name__ == "__main__":
    sys.stdout.write(as_json(sys.stdin.buffer.read(), sys.argv[1], int(sys.argv[2])))
