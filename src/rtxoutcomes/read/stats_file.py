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

from rtxoutcomes.read import stats_child
from rtxoutcomes.read.exact import Value
from rtxoutcomes.read.grid import MAX_CELLS, Grid, Unreadable

_CHILD = Path(stats_child.__file__)
_LONGEST_SECONDS = 300
_TYPED = {"date": date.fromisoformat, "datetime": datetime.fromisoformat}
Told = str | int | float | bool | None | dict[str, str]


class _File(TypedDict):
    """What the child process tells of a file."""

    columns: list[tuple[str, list[Told]]]
    labels: Mapping[str, Sequence[tuple[Told, str]]]
    types: Mapping[str, str]


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
    told = _told(content, suffix)
    if told is None:
        raise Unreadable
    read = {
        name: _labelled(_exact(values, told["types"].get(name, "")), told["labels"].get(name, []))
        for name, values in told["columns"]
    }
    rows = zip(*read.values(), strict=True) if read else []
    return Grid([list(read), *map(list, rows)])


def _told(content: bytes, suffix: str) -> _File | None:
    """What a process of its own makes of the file: the library is C, and a broken file may kill it.

    Nothing of what that process says on its error stream is shown: it may hold values.
    """
    # -P: the folder of the script must not stand in for installed modules.
    words = [sys.executable, "-P", str(_CHILD), suffix, str(MAX_CELLS)]
    try:
        done = subprocess.run(
            words, input=content, capture_output=True, check=False, timeout=_LONGEST_SECONDS
        )
        if done.returncode != 0:
            return None
        told: _File | None = json.loads(done.stdout) if done.stdout else None
    except (subprocess.TimeoutExpired, ValueError):
        return None
    return told


def _value(told: Told) -> Value:
    if isinstance(told, dict):
        ((kind, text),) = told.items()
        return _TYPED[kind](text)
    return None if isinstance(told, float) and math.isnan(told) else told


def _exact(values: Sequence[Told], kind: str) -> list[Value]:
    """Values of 32 bits with the digits that were typed: 10.13, not 10.130000114440918."""
    typed = [_value(value) for value in values]
    if kind != "float":
        return typed
    return [float(str(np.float32(v))) if isinstance(v, float) else v for v in typed]


def _labelled(values: list[Value], pairs: Sequence[tuple[Told, str]]) -> list[Value]:
    labels = {_value(value): label for value, label in pairs}
    if not labels or not all(value is None or value in labels for value in values):
        return values
    return [None if value is None else labels[value] for value in values]
