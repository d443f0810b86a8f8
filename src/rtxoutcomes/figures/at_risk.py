"""Numbers at risk below the months of a curve, with the events so far, a row a group."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from rtxoutcomes.calendar import SAME_TIME
from rtxoutcomes.figures.frame import Scale, draw_lettering, draw_text
from rtxoutcomes.figures.grid import Panel
from rtxoutcomes.figures.lettering import Lettering, fitted, isolated, line_mm, width_mm
from rtxoutcomes.results.floors import fewest_at_risk

POINTS, MOST_NAME_MM = 7.0, 32.0
ABOVE_MM, TO_FRAME_MM = 1.6, 3.5


class Row(NamedTuple):
    """A group in the table: its name, its colour, and its counts by month."""

    name: Lettering
    ink: str
    counts: Mapping[float, str]

    @property
    def height_mm(self) -> float:
        return max(self.name.height_mm, line_mm(POINTS)) + 0.4


def drawn_part(curve: pd.DataFrame) -> pd.DataFrame:
    """The curve of a group as far as it is drawn: while enough are at risk, or to 0."""
    if curve.empty or (curve["survival"] <= 0).any():
        return curve
    return curve[curve["at_risk"] >= fewest_at_risk(int(curve["at_risk"].max()))]


def count_at(curve: pd.DataFrame, month: float) -> str:
    """`38 (5)`: patients at risk just before a month, and events up to and including it."""
    slack = SAME_TIME * month
    later = curve.loc[curve["month"] >= month - slack, "at_risk"]
    events = int(curve.loc[curve["month"] <= month + slack, "events"].sum())
    return f"{int(later.iloc[0]) if len(later) else 0} ({events})"


def row_of(name: str, ink: str, curve: pd.DataFrame, months: Sequence[float]) -> Row:
    words = fitted(isolated(name), MOST_NAME_MM, POINTS) if name else Lettering("", POINTS)
    return Row(words, ink, {month: count_at(curve, month) for month in months})


def names_mm(rows: Sequence[Row]) -> float:
    """The room that the names take at the left of the frame."""
    widest = max((width_mm(row.name.text, row.name.points) for row in rows), default=0.0)
    # A count is centred below the upward axis, so that half of it reaches into the room.
    return widest + TO_FRAME_MM + counts_mm(rows) / 2


def counts_mm(rows: Sequence[Row]) -> float:
    """The width of the widest count."""
    return max(width_mm(count, POINTS) for row in rows for count in row.counts.values())


def height_mm(title: Lettering, rows: Sequence[Row]) -> float:
    """The height of the table below the name of the axis."""
    return ABOVE_MM + title.height_mm + 0.6 + sum(row.height_mm for row in rows)


def spaced_for(rows: Sequence[Row], across: Scale, room_mm: float) -> Scale:
    """The axis with no more months than there is room for counts below them."""
    widest = [max((row.counts[t] for row in rows), key=len) for t in across.ticks]
    kept = replace(across, labels=widest).spaced(room_mm).ticks
    labels = dict(zip(across.ticks, across.labels, strict=True))
    return replace(across, ticks=kept, labels=[labels[tick] for tick in kept])


def draw_below(
    own: Panel, title: Lettering, rows: Sequence[Row], across: Scale, left: float
) -> None:
    """The table below the frame of a panel, from `left` millimetres left of it on."""
    edge, level = -left / own.width_mm, own.below_mm + ABOVE_MM
    if own.first:
        draw_lettering(own.axes, (edge, -level / own.height_mm), title, va="top")
    level += title.height_mm + 0.6
    for row in rows:
        middle = -(level + row.height_mm / 2) / own.height_mm
        if row.name.text:
            draw_lettering(own.axes, (edge, middle), row.name, colour=row.ink)
        for month in across.ticks:
            place = (across.fraction(month), middle)
            draw_text(own.axes, place, row.counts[month], POINTS, ha="center")
        level += row.height_mm
