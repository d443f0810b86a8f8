"""Numbers and labels out of what callers have: lists, tuples, arrays and columns of pandas.

None, NaN and pd.NA are NaN among numbers; whether a number may be missing is the estimator's rule.
Anything else raises ValueError with one sentence that names the argument.
"""

import math
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rtxoutcomes.arrays import Bools, Floats, Ints
from rtxoutcomes.estimate.refusal import LARGEST_INTEGER, description, refuse

_KINDS = {"U": "strings", "S": "strings", "M": "dates", "m": "durations", "c": "complex numbers"}


def numeric(name: str, values: object) -> Floats:
    """The numbers of an array-like of any shape, NaN where one is missing."""
    array = _array(name, values)
    if array.dtype.kind == "O":
        array = _from_objects(name, array)
    if array.dtype.kind in _KINDS:
        strings = array.dtype.kind in "US" and array.size > 0
        got = description(str(array.flat[0])) if strings else _KINDS[array.dtype.kind]
        refuse(name, "an array of numbers", f"of {got}")
    return array.astype(np.float64, copy=False)


def one_dimensional(name: str, values: object) -> Floats:
    """The numbers of one column: shape (patients,)."""
    return _column(name, numeric(name, values), values)


def refuse_booleans(name: str, values: object) -> None:
    """Refuse flags as times, for callers who pass the events first."""
    array = np.asarray(values)
    objects = array.dtype.kind == "O" and array.size > 0
    if array.dtype.kind == "b" or (objects and all(map(_is_boolean, array.flat))):
        refuse(name, "times, which come before the events", "booleans")


def group_codes(name: str, values: object) -> Ints:
    """Integer codes of groups, shape (patients,): equal labels have equal codes.

    Whole numbers are kept. Strings are numbered in sorted order, a pandas Categorical in the order
    of its categories.
    """
    dtype = getattr(values, "dtype", None)
    if isinstance(dtype, pd.CategoricalDtype):
        codes = np.asarray(pd.Series(values, dtype=dtype).cat.codes, dtype=np.int64)
        _refuse_missing_labels(name, np.asarray(codes < 0))
        return codes
    array = _array(name, values)
    if array.dtype.kind == "U":
        # Among strings numpy spells a missing label "nan".
        array = np.array(values, dtype=object)
    if array.dtype.kind != "O" or not any(isinstance(v, str) for v in array.flat):
        return _whole_numbers(name, one_dimensional(name, values))
    labels = _column(name, array, values)
    _refuse_missing_labels(name, np.array([is_missing(v) for v in labels], dtype=bool))
    mixed = next((v for v in labels if not isinstance(v, str)), None)
    if mixed is not None:
        refuse(name, "labels of one type", f"{description(mixed)} among strings")
    return np.unique(labels.astype(str), return_inverse=True)[1].astype(np.int64)


def design_columns(name: str, values: object) -> tuple[Floats, list[str]]:
    """The columns of a design as an array, and their names: those of a frame, or x1, x2, ...

    A column of labels becomes one of 0 and 1 for each level but the first, named `sex[male]`.
    """
    if isinstance(values, pd.Series):
        values = values.to_frame("x1" if values.name is None else values.name)
    if isinstance(values, pd.DataFrame):
        coded = [
            term
            for k, label in enumerate(map(str, values.columns))
            for term in _coded(f"{name}[{label!r}]", label, values.iloc[:, k])
        ]
        columns = [column for _, column in coded]
        array = np.column_stack(columns) if columns else np.zeros((len(values), 0))
        return array, [label for label, _ in coded]
    array = numeric(name, values)
    array = array[:, None] if array.ndim == 1 else array
    return array, [f"x{k + 1}" for k in range(array.shape[-1] if array.ndim else 0)]


def _coded(name: str, label: str, column: pd.Series) -> list[tuple[str, Floats]]:
    """A column of numbers as it is; of labels its indicators, the first level being reference."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        levels = [str(level) for level in column.cat.categories]
    elif _holds_labels(column):
        levels = sorted({str(value) for value in column})
    else:
        return [(label, numeric(name, column))]
    codes = group_codes(name, column)
    present = [k for k in range(len(levels)) if (codes == k).any()]
    return [(f"{label}[{levels[k]}]", (codes == k).astype(np.float64)) for k in present[1:]]


def _holds_labels(column: pd.Series) -> bool:
    """Whether a column holds words; numbers that were read as text are a slip, not labels."""
    words = [value for value in column if isinstance(value, str)]
    return bool(words) and not any(map(_reads_as_number, words))


def _reads_as_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


def is_missing(value: object) -> bool:
    """None, NaN, pd.NA or pd.NaT."""
    if isinstance(value, float):
        return math.isnan(value)
    return value is None or value is pd.NA or value is pd.NaT


def _array(name: str, values: object) -> NDArray[Any]:
    try:
        array = np.asarray(values)
    except (TypeError, ValueError):
        refuse(name, "an array of numbers", "rows of different lengths")
    if array.ndim == 0 and array.dtype.kind not in "biuf":
        refuse(name, "an array of numbers", description(values))
    return array


def _from_objects(name: str, array: NDArray[Any]) -> Floats:
    """Numbers of several types, or missing values among them."""
    other = next((v for v in array.flat if not (_is_number(v) or is_missing(v))), None)
    if other is not None:
        rows = isinstance(other, list | tuple | np.ndarray)
        got = "rows of different lengths" if rows else f"of {description(other)}"
        refuse(name, "an array of numbers", got)
    try:
        numbers = [np.nan if is_missing(v) else float(v) for v in array.flat]
    except OverflowError:
        refuse(name, "an array of numbers that a double holds", "of larger ones")
    return np.array(numbers, dtype=np.float64).reshape(array.shape)


def _column(name: str, array: NDArray[Any], values: object) -> NDArray[Any]:
    if isinstance(values, pd.DataFrame):
        refuse(name, "one column, such as frame['column']", "a DataFrame")
    if array.ndim != 1:
        refuse(
            name, "one-dimensional", f"of shape {array.shape}" if array.ndim else "a single number"
        )
    return array


def _whole_numbers(name: str, array: Floats) -> Ints:
    valid = (np.abs(array) <= LARGEST_INTEGER) & (array == np.rint(array))
    if not valid.all():
        first = int(np.argmin(valid))
        refuse(f"{name}[{first}]", "a label or a whole number", f"{array[first]:g}")
    return array.astype(np.int64)


def _refuse_missing_labels(name: str, missing: Bools) -> None:
    if missing.any():
        refuse(f"{name}[{int(np.argmax(missing))}]", "a label", "missing")


def _is_number(value: object) -> bool:
    return isinstance(value, Real | np.bool_)


def _is_boolean(value: object) -> bool:
    return isinstance(value, bool | np.bool_)
