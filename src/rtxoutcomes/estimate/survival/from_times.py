"""Estimators of an event table, or of a curve, that take times and events in its place."""

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, signature
from numbers import Real
from typing import Concatenate, ParamSpec, Protocol, TypeVar, cast, overload

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from rtxoutcomes.counts import EventTable
from rtxoutcomes.estimate.refusal import article, description
from rtxoutcomes.estimate.survival.event_table import event_table

P = ParamSpec("P")
R = TypeVar("R")
R_co = TypeVar("R_co", covariant=True)
_ARRAYS = (list, tuple, np.ndarray, pd.Series, pd.Index, range, pd.api.extensions.ExtensionArray)


class OfTable(Protocol[P, R_co]):
    """A function of one group, given by its event table or by its patients."""

    @overload
    def __call__(self, table: EventTable, *args: P.args, **kwargs: P.kwargs) -> R_co: ...
    @overload
    def __call__(
        self, months: ArrayLike, event: ArrayLike, *args: P.args, **kwargs: P.kwargs
    ) -> R_co: ...


def takes_times(function: Callable[Concatenate[EventTable, P], R]) -> OfTable[P, R]:
    """The function of an event table, called with one or with times and events."""

    @wraps(function)
    def call(*args: object, **kwargs: object) -> object:
        table, rest = given(function, EventTable, args, kwargs)
        return cast(Callable[..., object], function)(table, *rest, **kwargs)

    return cast(OfTable[P, R], call)


def given(
    function: Callable[..., object], kind: type, args: tuple[object, ...], kwargs: dict[str, object]
) -> tuple[object, tuple[object, ...]]:
    """What the function is of, `kind` or an event table, and the remaining positional arguments.

    Keywords that were used are removed from `kwargs`. Raises TypeError where the events are
    missing, or the first argument is neither `kind`, nor a table, nor an array.
    """
    first, rest = _taken(next(iter(signature(function).parameters)), args, kwargs)
    if first is None:
        first, rest = _taken("months", args, kwargs)
    if isinstance(first, kind | EventTable):
        return first, rest
    if not isinstance(first, _ARRAYS):
        raise TypeError(
            f"{function.__name__} takes {article(kind.__name__)}, or times and events as in "
            f"{_usage(function)}, not {description(first)}"
        )
    event, rest = _taken("event", rest, kwargs)
    if event is None or isinstance(event, str | Real):
        raise TypeError(
            f"event is missing: {function.__name__} of times needs the events too, as in "
            f"{_usage(function)}"
        )
    return event_table(cast(ArrayLike, first), cast(ArrayLike, event)), rest


def _taken(
    name: str, args: tuple[object, ...], kwargs: dict[str, object]
) -> tuple[object, tuple[object, ...]]:
    """An argument given by its name, or else the first by position; None where there is none."""
    if name in kwargs:
        return kwargs.pop(name), args
    return (args[0], args[1:]) if args else (None, args)


def _usage(function: Callable[..., object]) -> str:
    """The call with times and events, and the other arguments without a default."""
    others = list(signature(function).parameters.values())[1:]
    required = [p.name for p in others if p.default is Parameter.empty]
    return f"{function.__name__}({', '.join(['months', 'event', *required])})"
