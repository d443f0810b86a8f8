"""A confirmed change under every declared definition: a panel a group, a column a definition."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.frame import (
    LABEL_POINTS,
    TITLE_POINTS,
    TO_LABELS_MM,
    Scale,
    draw_lettering,
    draw_text,
    frames,
    left_mm,
    linear_scale,
    name_up,
)
from rtxoutcomes.figures.lettering import Lettering, fitted, isolated, width_mm
from rtxoutcomes.figures.look import group_name
from rtxoutcomes.figures.page import EDGE_MM
from rtxoutcomes.figures.style import INK, SOFT, panel
from rtxoutcomes.figures.ticks import words_of
from rtxoutcomes.presentation.choices import choice_words
from rtxoutcomes.presentation.multiverse import choices_of, definitions_of
from rtxoutcomes.presentation.printed import value_text
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Choice, Quantity
from rtxoutcomes.study import Confirmed, Study

QUANTITIES = (Quantity.PROPORTION, Quantity.PIRA_PROPORTION)
PANEL_MM, LINE_MM, GAP_MM, TO_NAME_MM, BETWEEN_MM, RIGHT_MM = 26.0, 2.9, 5.0, 1.5, 3.0, 3.0
# The words of the lowest tick reach below the panel.
TO_MATRIX_MM = 1.8
TITLE_MM, NAME_POINTS, MOST_NAME_MM, OUTCOME_POINTS = 2.6, 6.5, 80.0, 8.0
KEY = (
    "Of confirmed changes: squares, patients with an event; open circles, patients with "
    "progression independent of relapse activity (PIRA), by each of its definitions; dotted line, "
    "the definition of the study."
)


class Curve(NamedTuple):
    """A confirmed change with the rows of its definitions.

    `places` are the places of the definitions that have events of their own, by the proportion with
    an event; those that differ in PIRA alone share a column. `lines` are the values that they have.
    `width` is that of the page in millimetres.
    """

    study: Study
    block: Confirmed
    rows: Sequence[Number]
    places: Sequence[int]
    lines: Sequence[tuple[str, Sequence[bool]]]
    variants: int
    width: float

    @property
    def groups(self) -> list[str]:
        return list(dict.fromkeys(row.group for row in self.rows))

    @property
    def names(self) -> list[Lettering]:
        return [fitted(words, MOST_NAME_MM, NAME_POINTS) for words, _ in self.lines]

    @property
    def left(self) -> float:
        """The room of the words at the left of the panels."""
        longest = max((width_mm(name.text, name.points) for name in self.names), default=0.0)
        return max(longest + TO_NAME_MM + EDGE_MM, left_mm(_up(self), PANEL_MM))

    @property
    def wide(self) -> float:
        """The width of all panels."""
        return self.width - self.left - RIGHT_MM

    @property
    def title(self) -> Lettering:
        words = f"{self.block.label}: {len(self.places)} definitions"
        return fitted(words, self.width - 2 * EDGE_MM, OUTCOME_POINTS)

    @property
    def heads(self) -> list[Lettering]:
        room = (self.wide + GAP_MM) / len(self.groups) - GAP_MM
        names = [isolated(group_name(self.study, group)) for group in self.groups]
        return [fitted(name, room, TITLE_POINTS) for name in names]

    @property
    def above_mm(self) -> float:
        return self.title.height_mm + max(head.height_mm for head in self.heads) + TITLE_MM

    @property
    def matrix_mm(self) -> float:
        return LINE_MM * len(self.lines)

    @property
    def height_mm(self) -> float:
        return self.above_mm + PANEL_MM + TO_MATRIX_MM + self.matrix_mm + BETWEEN_MM

    def of(self, quantity: Quantity) -> list[Number]:
        return [row for row in self.rows if row.quantity is quantity]

    def first(self, row: Number) -> int:
        """The place of the definition with the same events as that of a row."""
        return (int(row.level) - 1) // self.variants * self.variants + 1


def definition_curves(released: Released, width: float) -> list[Curve]:
    """The confirmed changes that range over definitions, on a page of a width in millimetres."""
    found = (_curve(released, block, width) for block in released.study.confirmed)
    return [curve for curve in found if curve is not None]


def _curve(released: Released, block: Confirmed, width: float) -> Curve | None:
    study = released.study
    rows = [
        row
        for row in index(released).of("sensitivity")
        if (row.endpoint, row.choice) == (block.name, Choice.DEFINITION)
        and row.quantity in QUANTITIES
        and row.estimate == row.estimate
    ]
    had = [row for row in rows if row.quantity is Quantity.PROPORTION]
    if len({row.level for row in had}) < 2:
        return None
    by_place: dict[int, list[float]] = {}
    for row in had:
        by_place.setdefault(int(row.level), []).append(row.estimate)
    places = sorted(by_place, key=lambda place: (sum(by_place[place]), place))
    definitions = definitions_of(study, block.name)
    listed = choices_of(definitions, released.style.numbers.decimal_mark)
    lines = [(words, [having[place - 1] for place in places]) for words, having in listed]
    variants = len({one.pira for _, one in definitions})
    made = Curve(study, block, rows, places, lines, variants, width)
    return made._replace(rows=[row for row in rows if made.first(row) in by_place])


def curve_frame(released: Released, curves: Sequence[Curve]) -> pd.DataFrame:
    """Group and definition of each row that the curves draw, for the twin of the figure."""
    rows = [row for curve in curves for row in curve.rows]
    data = released.estimates.iloc[[row.place for row in rows]].reset_index(drop=True)
    named = [choice_words(released.study, row) for row in rows]
    return data.rename(columns={"endpoint": "outcome"}).assign(definition=named)


def draw_curve(figure: Figure | SubFigure, curve: Curve, top: float) -> None:
    """Draw a block below `top`, in millimetres from the lower edge of the page."""
    up, left, wide, above = _up(curve), curve.left, curve.wide, curve.above_mm
    bottom = top - above - PANEL_MM
    axes = panel(figure, left, bottom, wide, PANEL_MM)
    across = Scale(-0.8, len(curve.places) - 0.2, [])
    step = frames(axes, across, up, curve.heads, GAP_MM)
    _upward(axes, up, wide)
    draw_lettering(axes, ((EDGE_MM - left) / wide, 1 + above / PANEL_MM), curve.title, va="top")
    _estimates(axes, curve, step)
    if curve.lines:
        lowest = bottom - TO_MATRIX_MM - curve.matrix_mm
        below = panel(figure, left, lowest, wide, curve.matrix_mm)
        below.set_axis_off()
        below.set_xlim(axes.get_xlim())
        below.set_ylim(len(curve.lines) - 0.5, -0.7)
        _choices(below, curve, step, wide)


def _up(curve: Curve) -> Scale:
    top = max(row.estimate for row in curve.rows)
    scale = linear_scale(0.0, 1.05 * top or 1.0, curve.rows[0].style, "Patients (%)", 4)
    percent = words_of([100 * tick for tick in scale.ticks], curve.rows[0].style)
    return replace(scale, labels=percent)


def _upward(axes: Axes, up: Scale, wide: float) -> None:
    """The words of the upward axis, on the first panel."""
    for value, words in zip(up.ticks, up.labels, strict=True):
        draw_text(axes, (-TO_LABELS_MM / wide, up.fraction(value)), words, ha="right")
    widest = max(width_mm(words, LABEL_POINTS) for words in up.labels)
    place = (-(TO_LABELS_MM + widest + TO_NAME_MM) / wide, 0.5)
    draw_lettering(axes, place, name_up(up, PANEL_MM), ha="right", rotation=90)


def _estimates(axes: Axes, curve: Curve, step: float) -> None:
    """The markers of a definition above one another in its column, without intervals."""
    shift = {group: k * step for k, group in enumerate(curve.groups)}

    def at(rows: Sequence[Number]) -> list[float]:
        return [curve.places.index(curve.first(row)) + shift[row.group] for row in rows]

    had, independent = (curve.of(quantity) for quantity in QUANTITIES)
    own = [curve.places.index(1) + start for start in shift.values() if 1 in curve.places]
    axes.vlines(own, *axes.get_ylim(), color=INK, linewidth=0.6, linestyles=(0, (1, 2)), zorder=0)
    axes.plot(at(had), [row.estimate for row in had], "s", ms=3.0, mfc=INK, mec=INK)
    levels = [row.estimate for row in independent]
    # On top, since without any other worsening it has the place of the square.
    axes.plot(at(independent), levels, "o", ms=1.8, mfc="white", mec=SOFT, mew=0.7)


def _choices(axes: Axes, curve: Curve, step: float, wide: float) -> None:
    """A line a value, with a dot in the column of each definition that has it."""
    starts = [k * step for k in range(len(curve.groups))]
    count = len(curve.lines)
    for line, ((_, having), name) in enumerate(zip(curve.lines, curve.names, strict=True)):
        columns = np.flatnonzero(having)
        every = np.concatenate([columns + start for start in starts])
        axes.plot(every, np.full(every.size, line), "s", ms=1.8, mfc=SOFT, mec=SOFT)
        level = (count - 0.5 - line) / (count + 0.2)
        draw_lettering(axes, (-TO_NAME_MM / wide, level), name, ha="right")


def curve_sentences(curves: Sequence[Curve]) -> Iterator[str]:
    """What the curves draw, and over what they range, for caption and alternative text."""
    for curve in curves:
        ranges = [
            f"{group_name(curve.study, group)}, {_range(curve, group)}" for group in curve.groups
        ]
        yield (
            f"{curve.block.label}: the proportion with an event ranged over "
            f"{len(curve.places)} definitions ({'; '.join(ranges)}); this is not a confidence "
            "interval."
        )


def _range(curve: Curve, group: str) -> str:
    own = [row for row in curve.of(Quantity.PROPORTION) if row.group == group]
    ends = (end(own, key=lambda row: row.estimate) for end in (min, max))
    return " to ".join(value_text(row, row.estimate) for row in ends)
