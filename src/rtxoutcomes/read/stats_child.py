"""Read a statistical file in a child process, since its library may crash on a broken file.

Run as a script: bytes of the file on standard input, JSON on standard output.
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
    """Names, values, value labels and types of the columns; empty if there are too many cells.

    Raises
    ------
    Exception
        Whatever the library raises: its own errors, those of text, days beyond the calendar.
    """
    read = _READERS[suffix]
    _, size = read(io.BytesIO(content), output_format="dict", metadataonly=True)
    if (size.number_rows or 0) * len(size.column_names) > most_cells:
        return ""
    columns, metadata = read(io.BytesIO(content), output_format="dict")
    labels = {name: list(pairs.items()) for name, pairs in metadata.variable_value_labels.items()}
    contents = {
        "columns": [[name, list(values)] for name, values in columns.items()],
        "labels": labels,
        "types": metadata.readstat_variable_types,
    }
    return json.dumps(contents, default=_plain)


def _plain(value: object) -> object:
    """Dates and times in the form that `stats_file` turns into dates; NumPy numbers as numbers."""
    if isinstance(value, dt.datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, dt.date):
        return {"date": value.isoformat()}
    return value.item() if hasattr(value, "item") else str(value)


if __name__ == "__main__":
    sys.stdout.write(as_json(sys.stdin.buffer.read(), sys.argv[1], int(sys.argv[2])))
