"""What an argument of an estimator may be, and the one sentence that refuses it.

Each function takes the argument's name and what was handed over, and gives back what the estimator
works with. A refusal is a ValueError that names the argument, the value (and where it stands) and
what is allowed. Lists and pandas columns are as welcome as arrays.
"""

import math
from collections.abc import Iterable, Sized
from numbers import Integral, Real
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray

Reals = NDArray[np.float64]
Wholes = NDArray[np.int64]
Flags = NDArray[np.bool_]
# Beyond this a double no longer holds every whole number.
_LARGEST_WHOLE = 2**53


def reals(
    name: str,
    values: object,
    *,
    above: float | None = None,
    at_least: float | None = None,
    missing: bool = False,
) -> Reals:
    """A one-dimensional array of numbers: finite (NaN too with `missing`) and within bounds."""
    told = _flat(name, values)
    fine = np.isfinite(told)
    rule = "finite"
    if missing:
        fine, rule = fine | np.isnan(told), "finite, or NaN where missing"
    with np.errstate(invalid="ignore"):
        if above is not None:
            fine, rule = fine & ~(told <= above), f"{rule} and above {above:g}"
        if at_least is not None:
            fine, rule = fine & ~(told < at_least), f"{rule} and at least {at_least:g}"
    _every(name, told, fine, rule)
    return told


def wholes(name: str, values: object, *, at_least: int | None = None, of: str = "number") -> Wholes:
    """A one-dimensional array of whole numbers, as integers; `of` says what they count."""
    told = _flat(name, values)
    rule = f"a whole {of}" + ("" if at_least is None else f", at least {at_least}")
    fine = (np.abs(told) <= _LARGEST_WHOLE) & (told == np.rint(told))
    if at_least is not None:
        fine &= told >= at_least
    _every(name, told, fine, rule)
    return told.astype(np.int64)


def flags(name: str, values: object) -> Flags:
    """A one-dimensional array of yes and no, handed over as booleans or as 1 and 0."""
    told = _flat(name, values)
    _every(name, told, (told == 0) | (told == 1), "true or false, 1 or 0")
    return told.astype(np.bool_)


def matrix(name: str, values: object, rows: int, terms: Sized) -> Reals:
    """A two-dimensional array of finite numbers, a row a patient and a column a term."""
    told = _numbers(name, values)
    if not len(terms) or told.shape != (rows, len(terms)):
        refuse(name, f"of shape ({rows}, {max(1, len(terms))}), rows by terms", f"{told.shape}")
    wrong = np.argwhere(~np.isfinite(told))
    if wrong.size:
        row, column = wrong[0]
        refuse(f"{name}[{row}, {column}]", "finite", f"{told[row, column]:g}")
    return told


def names(name: str, values: object) -> list[str]:
    """One or more words, such as the terms of a model."""
    told = list(values) if isinstance(values, Iterable) and not isinstance(values, str) else []
    wrong = [value for value in told if not isinstance(value, str)]
    if not told or wrong:
        refuse(name, "a list of names", _shown(wrong[0] if wrong else values))
    return told


def generator(name: str, value: object) -> np.random.Generator:
    """Where random numbers come from."""
    if not isinstance(value, np.random.Generator):
        refuse(name, "a numpy.random.Generator", _shown(value))
    return value


def table_of_counts(name: str, values: object, shape: tuple[int, int] | None = None) -> Wholes:
    """A two-dimensional table of whole numbers, none below 0; of one shape only where given."""
    told = _numbers(name, values)
    if told.ndim != 2 or (shape is not None and told.shape != shape):
        wanted = (
            "two-dimensional, groups by categories" if shape is None else f"{shape[0]} x {shape[1]}"
        )
        refuse(name, wanted, f"of shape {told.shape}")
    wrong = np.argwhere(~((told >= 0) & (told <= _LARGEST_WHOLE) & (told == np.rint(told))))
    if wrong.size:
        row, column = wrong[0]
        place = f"{name}[{row}, {column}]"
        refuse(place, "a whole number, at least 0", f"{told[row, column]:g}")
    return told.astype(np.int64)


def of_one_length(**arrays: NDArray[np.generic]) -> None:
    """The named one-dimensional arrays belong to the same patients, one value each."""
    first, *others = arrays
    for other in others:
        if arrays[other].size != arrays[first].size:
            sizes = f"{arrays[other].size} values beside {arrays[first].size} of {first}"
            refuse(other, f"as long as {first}", sizes)


def number(
    name: str, value: object, *, above: float | None = None, at_least: float | None = None
) -> float:
    """One finite number, within bounds."""
    rule = "a finite number"
    if above is not None:
        rule += f" above {above:g}"
    if at_least is not None:
        rule += f", at least {at_least:g}"
    told = _double(value)
    if not math.isfinite(told):
        refuse(name, rule, _shown(value))
    if (above is not None and told <= above) or (at_least is not None and told < at_least):
        refuse(name, rule, _shown(value))
    return told


def count(name: str, value: object, *, at_least: int = 0, at_most: int | None = None) -> int:
    """One whole number of patients, events, draws."""
    rule = f"a whole number, at least {at_least}"
    rule += "" if at_most is None else f" and at most {at_most}"
    if not isinstance(value, Integral) or isinstance(value, bool):
        refuse(name, rule, _shown(value))
    told = int(value)
    if abs(told) > _LARGEST_WHOLE:
        refuse(name, f"{rule} and at most {_LARGEST_WHOLE}", _shown(value))
    if told < at_least or (at_most is not None and told > at_most):
        refuse(name, rule, _shown(value))
    return told


def level(name: str, value: object) -> float:
    """A confidence level or a share, strictly between 0 and 1."""
    told = _double(value)
    if not 0 < told < 1:
        refuse(name, "between 0 and 1, both excluded", _shown(value))
    return told


def option(name: str, value: object, allowed: Iterable[str]) -> None:
    """One of the words that are offered."""
    offered = list(allowed)
    if not isinstance(value, str) or value not in offered:
        refuse(name, f"one of {', '.join(map(repr, offered))}", _shown(value))


def some_of(name: str, values: Iterable[object], allowed: Iterable[object]) -> None:
    """One or more of what is offered, and nothing else."""
    offered, chosen = list(allowed), list(values)
    wrong = [value for value in chosen if value not in offered]
    if wrong or not chosen:
        rule = f"some of {', '.join(map(repr, offered))}"
        refuse(name, rule, _shown(wrong[0]) if wrong else "none of them")


def refuse(name: str, rule: str, got: str) -> NoReturn:
    """Raise the sentence for a rule that is the estimator's own."""
    raise ValueError(f"{name} must be {rule}, not {got}")


def _flat(name: str, values: object) -> Reals:
    told = _numbers(name, values)
    if told.ndim != 1:
        refuse(name, "one-dimensional", f"of shape {told.shape}")
    return told


def _numbers(name: str, values: object) -> Reals:
    try:
        told = np.asarray(values)
    except ValueError:
        refuse(name, "an array of numbers", "rows of different lengths")
    # Missing values of pandas arrive as objects.
    if told.dtype.kind == "O" and all(_is_number(value) for value in told.flat):
        try:
            told = told.astype(np.float64)
        except OverflowError:
            refuse(name, "an array of numbers that a double holds", "of larger ones")
    if told.dtype.kind not in "biuf":
        kind = next((v for v in told.flat if not _is_number(v)), told.dtype)
        refuse(name, "an array of numbers", f"of {_shown(kind)}")
    return told.astype(np.float64, copy=False)


def _double(value: object) -> float:
    """The number as a double: infinite where it is beyond one, NaN where it is no number."""
    if not isinstance(value, Real):
        return math.nan
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _is_number(value: object) -> bool:
    return isinstance(value, Real | np.bool_)


def _every(name: str, values: Reals, fine: Flags, rule: str) -> None:
    wrong = np.flatnonzero(~fine)
    if wrong.size:
        first = int(wrong[0])
        refuse(f"{name}[{first}]", rule, f"{values[first]:g}")


def _shown(value: object) -> str:
    """A number or a word as it is; of anything else, or of long words, only the kind."""
    if isinstance(value, Integral) and abs(int(value)) > _LARGEST_WHOLE:
        return "a number of more than 15 digits"
    if isinstance(value, Real):
        return f"{value!s}"
    if isinstance(value, str) and len(value) <= 20:
        return repr(str(value))
    return f"a {type(value).__name__}"
