"""Frames derived once in a run: a dozen analyses ask for the same pairs and histories.

What is remembered lives only as long as the run that asks for it, so that a cohort whose frames a
user changes between two runs is derived anew. Callers are handed copies and may write into them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import TypeVar

import pandas as pd

from rtxoutcomes.cohort import Cohort
from rtxoutcomes.study import Score, Study

Rules = TypeVar("Rules", Score, Study)
# By identity: frames have no hash. The objects are kept beside what they gave, or another could
# come to have the number of one that is gone.
_Key = tuple[str, int, int]
_Kept = tuple[Cohort, object, pd.DataFrame | None]
_RUN: ContextVar[dict[_Key, _Kept] | None] = ContextVar("run", default=None)


@contextmanager
def one_run() -> Iterator[None]:
    """Within it, what `once` decorates is derived once for a cohort and a study or score."""
    token = _RUN.set({})
    try:
        yield
    finally:
        _RUN.reset(token)


def once(
    derive: Callable[[Cohort, Rules], pd.DataFrame | None],
) -> Callable[[Cohort, Rules], pd.DataFrame | None]:
    """A derivation that is pure but dear; outside of `one_run` it is called every time."""

    @wraps(derive)
    def remembered(cohort: Cohort, rules: Rules) -> pd.DataFrame | None:
        kept = _RUN.get()
        if kept is None:
            return derive(cohort, rules)
        key = derive.__name__, id(cohort), id(rules)
        if key not in kept:
            kept[key] = cohort, rules, derive(cohort, rules)
        frame = kept[key][2]
        return None if frame is None else frame.copy()

    return remembered
