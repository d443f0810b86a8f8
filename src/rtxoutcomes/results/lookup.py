"""Select one row of the results frame by its key, with errors that name the nearest rows."""

import difflib
import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd

from rtxoutcomes.arrays import Bools
from rtxoutcomes.errors import LookupFault
from rtxoutcomes.results.frame import KEY

# Checked one by one, so that the message names the first unknown one; the others are compared
# together.
QUESTION = ("endpoint", "group", "quantity")
# The names of arguments that differ from those of their columns.
ARGUMENTS = {"method_key": "method"}
_MOST = 5


def place_of(frame: pd.DataFrame, asked: Mapping[str, object]) -> int:
    """The position of the only row with these values in these columns; NaN means no month.

    Raises
    ------
    LookupFault
        No row matches, and the nearest are listed; or several do, and their differences are listed.
    """
    fits = pd.DataFrame({name: _equal(frame[name], value) for name, value in asked.items()})
    matches = np.flatnonzero(fits.all(axis="columns"))
    if len(matches) == 1:
        return int(matches[0])
    subject = ".".join(str(asked[name]) for name in QUESTION)
    if len(matches):
        several = frame.iloc[matches]
        ways = _alternatives(_differences(row, several) for _, row in _rows(frame, matches))
        raise LookupFault(f"{len(matches)} rows match {subject}; choose one by {ways}")
    for place, name in enumerate(QUESTION):
        before = fits[list(QUESTION[:place])].all(axis="columns")
        if not (before & fits[name]).any():
            raise LookupFault(_unknown(name, asked, frame.loc[before.to_numpy(), name]))
    fits = fits[fits[list(QUESTION)].all(axis="columns").to_numpy()]
    most = fits.sum(axis="columns")
    nearest = [int(place) for place in fits.index[most == most.max()]]
    ways = _alternatives(
        _arguments((name, row[name]) for name in asked if not fits.loc[place, name])
        for place, row in _rows(frame, nearest)
    )
    raise LookupFault(f"no row of {subject} matches; the nearest has {ways}")


def _equal(column: pd.Series, value: object) -> Bools:
    if isinstance(value, float) and math.isnan(value):
        return column.isna().to_numpy()
    return (column == value).to_numpy(dtype=bool)


def _rows(frame: pd.DataFrame, places: Iterable[int]) -> Iterable[tuple[int, pd.Series]]:
    return ((place, frame.iloc[place]) for place in places)


def _unknown(name: str, asked: Mapping[str, object], known: pd.Series) -> str:
    """`no row has quantity 'mean_chang' for edss.NMOSD; there is mean_change, ...`."""
    values = list(dict.fromkeys(map(str, known)))
    near = difflib.get_close_matches(str(asked[name]), values, _MOST, 0.4)
    above = ".".join(str(asked[key]) for key in QUESTION[: QUESTION.index(name)])
    where = f" for {above}" if above else ""
    listed = ", ".join((near or values)[: 2 * _MOST]) or "no row at all"
    return f"no row has {name} {asked[name]!r}{where}; there is {listed}"


def _differences(row: pd.Series, among: pd.DataFrame) -> str:
    names = ["role", *(name for name in KEY if name in among)]
    differing = [name for name in names if among[name].nunique(dropna=False) > 1]
    return _arguments((name, row[name]) for name in differing)


def _arguments(pairs: Iterable[tuple[str, object]]) -> str:
    """`month=12, level='any'`: the arguments to write."""
    return ", ".join(_argument(ARGUMENTS.get(name, name), value) for name, value in pairs)


def _argument(name: str, value: object) -> str:
    if isinstance(value, float):
        return f"no {name}" if math.isnan(value) else f"{name}={value:g}"
    return f"{name}={value!r}" if value else f"no {name}"


def _alternatives(ways: Iterable[str]) -> str:
    every: Sequence[str] = list(dict.fromkeys(ways))
    more = [f"{len(every) - _MOST} more"] if len(every) > _MOST else []
    return "; or ".join([*every[:_MOST], *more])
