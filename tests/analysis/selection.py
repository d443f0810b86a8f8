"""Rows of a results frame, selected by their columns."""

from typing import Any

import pandas as pd


def select(frame: pd.DataFrame, **columns: object) -> pd.DataFrame:
    """The rows that have these values; None selects rows without a month."""
    chosen = pd.Series(True, index=frame.index)
    for name, value in columns.items():
        chosen &= frame[name].isna() if value is None else frame[name] == value
    return frame[chosen]


def one(frame: pd.DataFrame, **columns: object) -> Any:
    """The only row that has these values."""
    rows = select(frame, **columns)
    assert len(rows) == 1, f"{len(rows)} rows for {columns}"
    return rows.iloc[0]


def first(frame: pd.DataFrame, **columns: object) -> Any:
    """The first of the rows that have these values: the reported one, where there are several."""
    rows = select(frame, **columns)
    assert len(rows) > 0, f"no row for {columns}"
    return rows.iloc[0]
