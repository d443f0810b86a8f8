"""Short views of a data frame for notebooks and terminals."""

import math
from collections.abc import Sequence
from dataclasses import fields
from html import escape

import numpy as np
import pandas as pd

ROWS = 10
TEXT, NUMBER = "left", "right"


class WithoutValues:
    """A dataclass that shows how many numbers it holds, not these: each may be a patient's."""

    __slots__ = ()

    def __repr__(self) -> str:
        held = [(field.name, getattr(self, field.name)) for field in fields(self)]  # type: ignore[arg-type]
        shown = ", ".join(f"{name}={_size(value)}" for name, value in held)
        return f"{type(self).__name__}({shown})"


def _size(value: object) -> str:
    if isinstance(value, np.ndarray | pd.DataFrame | pd.Series):
        return f"<{len(value)} values>"
    return repr(value)


def glance_html(frame: pd.DataFrame, rows: int | None = None, select: str = "") -> str:
    """The first rows as an HTML table with text left and numbers right, and the number of rows.

    Each cell has its alignment, because the style sheets of notebooks align all cells right.
    `rows` is the total if `frame` holds only the first rows; `select` says how to get others.
    """
    sides = _sides(frame)
    head = _html_row(list(map(str, frame)), sides, "th")
    body = "\n".join(_html_row(row, sides, "td") for row in _cells(frame))
    table = f"<table>\n<thead>\n{head}\n</thead>\n<tbody>\n{body}\n</tbody>\n</table>"
    note = _more(len(frame) if rows is None else rows, select)
    return f"{table}\n<p>{escape(note)}</p>" if note else table


def glance_text(frame: pd.DataFrame, rows: int | None = None, select: str = "") -> str:
    """The first rows as aligned plain text, and the number of rows; arguments as `glance_html`."""
    sides, cells = _sides(frame), [list(map(str, frame)), *_cells(frame)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        "  ".join(
            cell.rjust(width) if side == NUMBER else cell.ljust(width)
            for cell, width, side in zip(row, widths, sides, strict=True)
        ).rstrip()
        for row in cells
    ]
    note = _more(len(frame) if rows is None else rows, select)
    return "\n".join([*lines, note] if note else lines)


def _more(rows: int, select: str) -> str:
    """`1,693 rows; the first 10 are shown; results.get(...) selects`; empty if all are shown."""
    if rows <= ROWS:
        return ""
    return "; ".join(filter(None, [f"{rows:,} rows", f"the first {ROWS} are shown", select]))


def _sides(frame: pd.DataFrame) -> list[str]:
    return [
        NUMBER if pd.api.types.is_numeric_dtype(frame.dtypes.iloc[place]) else TEXT
        for place in range(frame.shape[1])
    ]


def _cells(frame: pd.DataFrame) -> list[list[str]]:
    return [list(map(_text, row)) for row in frame.head(ROWS).astype(object).to_numpy().tolist()]


def _text(value: object) -> str:
    """Four significant digits of a float; empty for a missing value."""
    if value is None or value is pd.NA or (isinstance(value, float) and math.isnan(value)):
        return ""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _html_row(cells: Sequence[str], sides: Sequence[str], tag: str) -> str:
    inner = "".join(
        f'<{tag} style="text-align:{side}">{escape(cell)}</{tag}>'
        for cell, side in zip(cells, sides, strict=True)
    )
    return f"<tr>{inner}</tr>"
