"""Checks of the arguments of estimators.

Each function takes an argument's name and value and returns what the estimator computes with. An
invalid value raises ValueError with one sentence: the argument, the value (and its position) and
what is allowed. Lists and pandas columns are accepted as well as arrays (`array_like`).
"""

import math
from collections.abc import Iterable, Sequence, Sized
from numbers import Integral, Real
from typing import TypeVar, cast

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rtxoutcomes.arrays import Bools, Floats, Ints
from rtxoutcomes.estimate.array_like import (
    design_columns,
    numeric,
    one_dimensional,
    refuse_booleans,
)
from rtxoutcomes.estimate.refusal import LARGEST_INTEGER, article, description, refuse

T = TypeVar("T")


def reals(
    name: str,
    values: object,
    *,
    above: float | None = None,
    at_least: float | None = None,
    missing: bool = False,
) -> Floats:
    """A one-dimensional array of numbers: finite (NaN too with `missing`) and within bounds."""
    array = one_dimensional(name, values)
    valid = np.isfinite(array)
    rule = "finite"
    if missing:
        valid, rule = valid | np.isnan(array), "finite, or NaN where missing"
    with np.errstate(invalid="ignore"):
        if above is not None:
            valid, rule = valid & ~(array <= above), f"{rule} and above {above:g}"
        if at_least is not None:
            valid, rule = valid & ~(array < at_least), f"{rule} and at least {at_least:g}"
    _check_each(name, array, valid, rule)
    return array


def person_times(
    name: str, values: object, *, above: float | None = None, at_least: float | None = 0.0
) -> Floats:
    """Times or person-times, one per patient: numbers from 0 on, and not flags."""
    array = reals(name, values, above=above, at_least=None if above is not None else at_least)
    refuse_booleans(name, values)
    return array


def integers(name: str, values: object, *, at_least: int | None = None, of: str = "number") -> Ints:
    """A one-dimensional array of whole numbers; `of` is the noun of the error message."""
    array = one_dimensional(name, values)
    rule = f"a whole {of}" + ("" if at_least is None else f", at least {at_least}")
    valid = (np.abs(array) <= LARGEST_INTEGER) & (array == np.rint(array))
    if at_least is not None:
        valid &= array >= at_least
    _check_each(name, array, valid, rule)
    return array.astype(np.int64)


def flags(name: str, values: object) -> Bools:
    """A one-dimensional array of booleans, given as booleans or as 1 and 0."""
    array = one_dimensional(name, values)
    _check_each(name, array, (array == 0) | (array == 1), "true or false, 1 or 0")
    return array.astype(np.bool_)


def matrix(name: str, values: object, rows: int, terms: Sized) -> Floats:
    """A two-dimensional array of finite numbers, with a row per patient and a column per term."""
    array = numeric(name, values)
    if not len(terms) or array.shape != (rows, len(terms)):
        refuse(name, f"of shape ({rows}, {max(1, len(terms))}), rows by terms", f"{array.shape}")
    invalid = np.argwhere(~np.isfinite(array))
    if invalid.size:
        row, column = invalid[0]
        refuse(f"{name}[{row}, {column}]", "finite", f"{array[row, column]:g}")
    return array


def named_design(
    name: str, values: object, terms: Sequence[str] | None
) -> tuple[Floats, list[str]]:
    """The columns of a design, still to be checked by `matrix`, and their names.

    Without `terms` these are the names of the columns of a frame, or x1, x2, ...
    """
    array, listed = design_columns(name, values)
    return array, listed if terms is None else names("terms", terms)


def names(name: str, values: object) -> list[str]:
    """One or more strings, such as the terms of a model."""
    listed = list(values) if isinstance(values, Iterable) and not isinstance(values, str) else []
    invalid = [value for value in listed if not isinstance(value, str)]
    if not listed or invalid:
        refuse(name, "a list of names", description(invalid[0] if invalid else values))
    return listed


def instance(name: str, value: object, kind: type[T], source: str) -> T:
    """A result of another estimator; TypeError for anything else, with the call that makes it."""
    if not isinstance(value, kind):
        raise TypeError(
            f"{name} must be {article(kind.__name__)}, from {source}, not {description(value)}"
        )
    return value


def generator(name: str, value: object) -> np.random.Generator:
    """A source of random numbers."""
    if not isinstance(value, np.random.Generator):
        refuse(name, "a numpy.random.Generator", description(value))
    return value


def table_of_counts(name: str, values: object, shape: tuple[int, int] | None = None) -> Ints:
    """A two-dimensional table of whole numbers, none below 0, of the given shape if any."""
    array = numeric(name, values)
    if array.ndim != 2 or (shape is not None and array.shape != shape):
        rule = (
            "two-dimensional, groups by categories" if shape is None else f"{shape[0]} x {shape[1]}"
        )
        refuse(name, rule, f"of shape {array.shape}")
    valid = (array >= 0) & (array <= LARGEST_INTEGER) & (array == np.rint(array))
    invalid = np.argwhere(~valid)
    if invalid.size:
        row, column = invalid[0]
        position = f"{name}[{row}, {column}]"
        refuse(position, "a whole number, at least 0", f"{array[row, column]:g}")
    return array.astype(np.int64)


def same_length(**arrays: NDArray[np.generic]) -> None:
    """Require the named one-dimensional arrays to have one value per patient each."""
    first, *others = arrays
    for other in others:
        if arrays[other].size != arrays[first].size:
            sizes = f"{arrays[other].size} values for {arrays[first].size} of {first}"
            refuse(other, f"as long as {first}", sizes)


def number(
    name: str, value: object, *, above: float | None = None, at_least: float | None = None
) -> float:
    """One finite number, within bounds."""
    double = _double(value)
    if (
        not math.isfinite(double)
        or (above is not None and double <= above)
        or (at_least is not None and double < at_least)
    ):
        rule = "a finite number"
        rule += "" if above is None else f" above {above:g}"
        rule += "" if at_least is None else f", at least {at_least:g}"
        refuse(name, rule, description(value))
    return double


def count(name: str, value: object, *, at_least: int = 0, at_most: int | None = None) -> int:
    """One whole number of patients, events or draws."""
    is_integer = isinstance(value, Integral) and not isinstance(value, bool)
    integer = int(cast(Integral, value)) if is_integer else 0
    large = abs(integer) > LARGEST_INTEGER
    if not is_integer or large or integer < at_least or (at_most is not None and integer > at_most):
        rule = f"a whole number, at least {at_least}"
        rule += "" if at_most is None else f" and at most {at_most}"
        rule += f" and at most {LARGEST_INTEGER}" if large else ""
        refuse(name, rule, description(value))
    return integer


def beside_changes(name: str, rule: str, value: object) -> None:
    """Refuse values after in the place of an option: a change is one array, after minus before."""
    if isinstance(value, list | tuple | np.ndarray | pd.Series):
        rule = f"{rule} with one array of changes (after - before)"
        refuse(name, rule, description(value))


def level(name: str, value: object) -> float:
    """A confidence level or another probability, strictly between 0 and 1."""
    double = _double(value)
    if not 0 < double < 1:
        refuse(name, "between 0 and 1, both excluded", description(value))
    return double


def option(name: str, value: object, allowed: Iterable[str]) -> None:
    """Require one of the allowed strings."""
    options = list(allowed)
    if not isinstance(value, str) or value not in options:
        refuse(name, f"one of {', '.join(map(repr, options))}", description(value))


def subset(name: str, values: Iterable[object], allowed: Iterable[object]) -> None:
    """Require one or more of the allowed values, and no others."""
    options, chosen = list(allowed), list(values)
    invalid = [value for value in chosen if value not in options]
    if invalid or not chosen:
        rule = f"some of {', '.join(map(repr, options))}"
        refuse(name, rule, description(invalid[0]) if invalid else "none of them")


def _double(value: object) -> float:
    """The number as a double: infinite if it is too large for one, NaN if it is not a number."""
    if not isinstance(value, Real):
        return math.nan
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _check_each(name: str, values: Floats, valid: Bools, rule: str) -> None:
    # Counting takes a third of the time of finding or of `valid.all()`.
    if np.count_nonzero(valid) < valid.size:
        first = int(np.argmin(valid))
        refuse(f"{name}[{first}]", rule, f"{values[first]:g}")
