"""Panels side by side, one a group, in a figure of one or two columns of a journal."""

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure

from rtxoutcomes.figures.frame import (
    TITLE_POINTS,
    Scale,
    below_mm,
    draw_name_across,
    draw_text,
    end_mm,
    frame,
    left_mm,
)
from rtxoutcomes.figures.lettering import Lettering, fitted, isolated, width_mm
from rtxoutcomes.figures.look import Look, group_name
from rtxoutcomes.figures.page import foot_of, height_of, page, root_of, width_of
from rtxoutcomes.figures.style import ONE_COLUMN_MM, SOFT, TWO_COLUMNS_MM, panel
from rtxoutcomes.figures.ticks import number_words
from rtxoutcomes.study import Study
from rtxoutcomes.style import Style

A_ROW = 4
LEAST_PANEL_MM = 15.0
LIMIT_POINTS = 6.5


class Room(NamedTuple):
    """The height of the panels, and the room around them for what is no axis, in millimetres.

    `left` is the least; the words of the upward axis may take more. `below` is under the name of
    the axis across; `wide` makes one panel as wide as the page.
    """

    height: float
    left: float = 0.0
    right: float = 3.0
    below: float = 0.0
    gap: float = 6.0
    wide: bool = False


class Words(NamedTuple):
    """What is written around the panels: two axes, a head for each panel, a key at the foot.

    The name of the axis across is written once for each row of panels.
    """

    across: Scale
    up: Scale
    heads: Mapping[str, str]
    key: str = ""


class Panel(NamedTuple):
    """A panel with its group; `first` in its row, where the upward axis has its words."""

    group: str
    axes: Axes
    first: bool
    width_mm: float
    height_mm: float
    # The room that the words of the axis across take.
    below_mm: float = 0.0

    def numbers_below(self, name: str, across: Scale, numbers: Mapping[float, str]) -> None:
        """Numbers of patients below their months, named at the left of the first panel."""
        place = -(self.below_mm + 2.0) / self.height_mm
        shown = across.spaced(self.width_mm).ticks
        if self.first:
            draw_text(self.axes, (-3.2 / self.width_mm, place), name, colour=SOFT, ha="right")
        for month in (month for month in shown if month in numbers):
            draw_text(self.axes, (across.fraction(month), place), numbers[month], ha="center")


class Grid(NamedTuple):
    """A figure with its panels in the order of the groups."""

    figure: Figure
    panels: Sequence[Panel]
    width_mm: float


class _Layout(NamedTuple):
    """Places of panels in millimetres."""

    across: int
    rows: int
    left: float
    width: float
    height: float
    below: float
    above: float
    heads: Mapping[str, Lettering]


@contextmanager
def grid(room: Room, words: Words, mark: str, look: Look) -> Iterator[Grid]:
    """Panels with their frames to draw on, in house style and with the mark of origin.

    One column wide for one group, two for more; at most four panels a row.
    """
    width_mm = _page_mm(room, words, look)
    foot = foot_of(words.key, mark, width_mm)
    foot_mm = foot.height_mm + 3.0
    plan = _layout(room, words, width_mm)
    around = plan.rows * (plan.below + plan.above) + foot_mm
    usual, least = (around + plan.rows * each for each in (room.height, LEAST_PANEL_MM))
    height_mm = height_of(look, usual, least)
    plan = plan._replace(height=(height_mm - around) / plan.rows)
    with page(look, width_mm, height_mm, foot) as sheet:
        panels = [
            _panel(sheet.figure, plan, room, (k, group), foot_mm)
            for k, group in enumerate(words.heads)
        ]
        yield Grid(root_of(sheet.figure), panels, width_mm)
        # Last, since what is drawn changes the limits of a panel.
        for own in panels:
            up = words.up if own.first else words.up.bare
            frame(own.axes, replace(words.across, name=""), up, plan.heads[own.group])
        _names_across(panels, words.across, plan, room)


def panel_mm(room: Room, words: Words, look: Look) -> float:
    """The width that each panel will have."""
    return _layout(room, words, _page_mm(room, words, look)).width


def _page_mm(room: Room, words: Words, look: Look) -> float:
    several = room.wide or len(words.heads) > 1
    return width_of(look, TWO_COLUMNS_MM if several else ONE_COLUMN_MM)


def _layout(room: Room, words: Words, width_mm: float) -> _Layout:
    rows = max(1, math.ceil(len(words.heads) / A_ROW))
    across = max(1, math.ceil(len(words.heads) / rows))
    left = max(room.left, left_mm(words.up, room.height))
    right = max(room.right, end_mm(words.across))
    width = (width_mm - left - right - room.gap * (across - 1)) / across
    wide = across * width + (across - 1) * room.gap
    heads = {group: fitted(head, width, TITLE_POINTS, 5) for group, head in words.heads.items()}
    below = below_mm(words.across, wide) + room.below + 1.0
    above = max((head.height_mm for head in heads.values()), default=0.0) + 3.0
    return _Layout(across, rows, left, width, room.height, below, above, heads)


def _panel(
    figure: Figure | SubFigure, plan: _Layout, room: Room, which: tuple[int, str], foot_mm: float
) -> Panel:
    k, group = which
    row, column = divmod(k, plan.across)
    high = plan.below + plan.height + plan.above
    left = plan.left + column * (plan.width + room.gap)
    bottom = foot_mm + (plan.rows - 1 - row) * high + plan.below
    axes = panel(figure, left, bottom, plan.width, plan.height)
    below = plan.below - room.below - 1.0
    return Panel(group, axes, column == 0, plan.width, plan.height, below)


def _names_across(panels: Sequence[Panel], across: Scale, plan: _Layout, room: Room) -> None:
    """The name of the axis across, once a row, under the middle of its panels."""
    for k, own in enumerate(panels):
        if own.first:
            columns = min(plan.across, len(panels) - k)
            wide = columns * plan.width + (columns - 1) * room.gap
            draw_name_across(own.axes, across.name, wide, wide / 2 / plan.width)


def heading(study: Study, group: str, n: int) -> str:
    """The name of a group with `n`."""
    return f"{isolated(group_name(study, group))}, n = {n}"


def under(*lines: str) -> str:
    """The lines of a title, without those that are empty."""
    return "\n".join(filter(None, lines))


def abbreviations(study: Study) -> str:
    """The abbreviations of the diagnoses in full, to end a caption with."""
    pairs = [(study.abbreviation(code), study.label(code)) for code in study.codes]
    return "".join(f" {short}, {label}." for short, label in pairs if short != label)


def limit_lines(
    drawn: Grid, limits: Sequence[float], scales: tuple[Scale, Scale], style: Style
) -> None:
    """Clinical limits of a score: a dotted line in each panel, its value next to the last one."""
    across, up = scales
    ends = [across.low, across.high]
    for limit in limits:
        for own in drawn.panels:
            own.axes.plot(ends, [limit] * 2, color=SOFT, lw=0.7, ls=(0, (1, 1.5)), zorder=0)
        place = (1 + 1.0 / drawn.panels[-1].width_mm, up.fraction(limit))
        draw_text(
            drawn.panels[-1].axes, place, limit_words(limit, style), LIMIT_POINTS, colour=SOFT
        )


def limit_words(limit: float, style: Style) -> str:
    return f"< {number_words(limit, style)}"


def limits_mm(limits: Sequence[float], style: Style) -> float:
    """The room that the values of clinical limits take at the right of a panel."""
    return max((width_mm(limit_words(one, style), LIMIT_POINTS) + 2 for one in limits), default=3.0)
