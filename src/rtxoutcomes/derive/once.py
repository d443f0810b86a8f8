"""Frames derived once a run, since a dozen analyses need the same pairs and histories.

The cache lasts only as long as the run, so that frames are derived again if a user changes the
cohort between two runs. Callers receive copies, which they may change.
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
# Keyed by identity, since frames have no hash. The cache keeps the objects alive: otherwise a new
# object could have the id of one that no longer exists.
_Key = tuple[str, int, int]
_CacheEntry = tuple[Cohort, object, pd.DataFrame | None]
_RUN: ContextVar[dict[_Key, _CacheEntry] | None] = ContextVar("run", default=None)


@contextmanager
def one_run() -> Iterator[None]:
    """In this context a function decorated by `once` runs once per cohort and study or score."""
    token = _RUN.set({})
    try:
        yield
    finally:
        _RUN.reset(token)


def once(
    derive: Callable[[Cohort, Rules], pd.DataFrame | None],
) -> Callable[[Cohort, Rules], pd.DataFrame | None]:
    """Cache a pure but expensive derivation; outside `one_run` it is called every time."""

    @wraps(derive)
    def remembered(cohort: Cohort, rules: Rules) -> pd.DataFrame | None:
        cache = _RUN.get()
        if cache is None:
            return derive(cohort, rules)
        key = derive.__name__, id(cohort), id(rules)
        if key not in cache:
            cache[key] = cohort, rules, derive(cohort, rules)
        frame = cache[key][2]
        return None if frame is None else frame.copy()

    return remembered
