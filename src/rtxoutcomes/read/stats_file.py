"""SPSS, Stata and SAS files: one table with its value labels, and missing values as empty cells."""

import json
import math
import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TypedDict

import numpy as np

from rtxoutcomes.interruption import at_the_end
from rtxoutcomes.read import stats_child
from rtxoutcomes.read.exact import Value
from rtxoutcomes.read.grid import MAX_CELLS, CellGrid

_CHILD = Path(stats_child.__file__)
_LONGEST_SECONDS = 300
_TYPED = {"date": date.fromisoformat, "datetime": datetime.fromisoformat}
JsonValue = str | int | float | bool | None | dict[str, str]


class _StatsFile(TypedDict):
    """The contents of a file as the child process writes them."""

    columns: list[tuple[str, list[JsonValue]]]
    labels: Mapping[str, Sequence[tuple[JsonValue, str]]]
    types: Mapping[str, str]


def read_grid(content: bytes, suffix: str) -> CellGrid | None:
    """The names of the variables, then a row a record.

    A value is replaced by its label where every value of the column has one: codes for sex become
    female and male, while a score with a label on its last step stays numeric. Values that the
    file declares missing (SPSS user-missing, Stata .a to .z) are empty. None if the library cannot
    read it.
    """
    file = _contents(content, suffix)
    if file is None:
        return None
    read = {
        name: _labelled(_exact(values, file["types"].get(name, "")), file["labels"].get(name, []))
        for name, values in file["columns"]
    }
    rows = zip(*read.values(), strict=True) if read else []
    return CellGrid([list(read), *map(list, rows)])


def _contents(content: bytes, suffix: str) -> _StatsFile | None:
    """The file as read by a child process: the library is C, and a broken file may kill it.

    The error stream of that process is never shown: it may hold values.
    """
    # -P: modules in the folder of the script must not shadow installed ones.
    words = [sys.executable, "-P", str(_CHILD), suffix, str(MAX_CELLS)]
    try:
        printed = _printed(words, content)
        if printed is None:
            return None
        file: _StatsFile = json.loads(printed)
    # ValueError: too many cells, so that nothing was written.
    except (subprocess.TimeoutExpired, ValueError):
        return None
    return file


def _printed(words: Sequence[str], content: bytes) -> bytes | None:
    """What a child process prints; None if it fails. It ends with us."""
    pipe = subprocess.PIPE
    with (
        subprocess.Popen(words, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL) as child,
        at_the_end(child.kill),
    ):
        try:
            printed, _ = child.communicate(content, timeout=_LONGEST_SECONDS)
        except BaseException:
            child.kill()
            raise
    return None if child.returncode else printed


def _value(value: JsonValue) -> Value:
    if isinstance(value, dict):
        ((kind, text),) = value.items()
        return _TYPED[kind](text)
    return None if isinstance(value, float) and math.isnan(value) else value


def _exact(values: Sequence[JsonValue], kind: str) -> list[Value]:
    """32-bit values with the digits that were typed: 10.13, not 10.130000114440918."""
    typed = [_value(value) for value in values]
    if kind != "float":
        return typed
    return [float(str(np.float32(v))) if isinstance(v, float) else v for v in typed]


def _labelled(values: list[Value], pairs: Sequence[tuple[JsonValue, str]]) -> list[Value]:
    labels = {_value(value): label for value, label in pairs}
    if not labels or not all(value is None or value in labels for value in values):
        return values
    return [None if value is None else labels[value] for value in values]
