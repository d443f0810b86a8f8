"""Panels side by side, one a diagnosis, in a figure of one or two columns of a journal."""

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from rtxoutcomes.figures.frame import Scale, draw_text, frame, number_words
from rtxoutcomes.figures.style import ONE_COLUMN_MM, SOFT, TWO_COLUMNS_MM, page, panel
from rtxoutcomes.study import Study
from rtxoutcomes.style import Style

A_ROW = 4
# Width of a letter of a panel's heading, so that one that does not fit is known beforehand.
LETTER_MM = 1.5


class Room(NamedTuple):
    """The room around the panels, in millimetres: `bottom` and `top` belong to each row."""

    left: float
    bottom: float
    height: float
    top: float
    gap: float = 6.0
    right: float = 3.0
    foot: float = 5.0


class Panel(NamedTuple):
    """A panel with its group; `first` in its row, where the upward axis has its words."""

    group: str
    axes: Axes
    first: bool
    width_mm: float

    def frame(self, across: Scale, up: Scale, title: str) -> None:
        """Give the panel its frame: only the first one of a row has words on its upward axis."""
        frame(self.axes, across, up if self.first else up.bare, title)

    def numbers_below(
        self, room: Room, name: str, across: Scale, numbers: Mapping[float, str]
    ) -> None:
        """Numbers of patients right below their months, named at the left of the first panel."""
        place = -12.0 / room.height
        if self.first:
            draw_text(self.axes, (-3.2 / self.width_mm, place), name, colour=SOFT, ha="right")
        for month, words in numbers.items():
            draw_text(self.axes, (across.fraction(month), place), words, ha="center")


class Grid(NamedTuple):
    """A figure with its panels in the order of the groups."""

    figure: Figure
    panels: Sequence[Panel]
    width_mm: float


@contextmanager
def grid(groups: Sequence[str], room: Room, mark: str) -> Iterator[Grid]:
    """Panels to draw on, in house style and with the mark of origin.

    One column wide for one group, two for more; at most four panels a row.
    """
    rows = max(1, math.ceil(len(groups) / A_ROW))
    across = max(1, math.ceil(len(groups) / rows))
    width_mm = TWO_COLUMNS_MM if across > 1 else ONE_COLUMN_MM
    high = room.bottom + room.height + room.top
    width = (width_mm - room.left - room.right - room.gap * (across - 1)) / across
    with page(width_mm, rows * high + room.foot, mark) as figure:
        panels = []
        for k, group in enumerate(groups):
            row, column = divmod(k, across)
            left = room.left + column * (width + room.gap)
            bottom = room.foot + (rows - 1 - row) * high + room.bottom
            axes = panel(figure, left, bottom, width, room.height)
            panels.append(Panel(group, axes, column == 0, width))
        yield Grid(figure, panels, width_mm)


def heading(study: Study, panel: Panel, n: int) -> str:
    """The label of a diagnosis with `n`; its abbreviation where one of the labels is too long."""
    fits = all(
        len(study.label(code) + ", n = 000") * LETTER_MM <= panel.width_mm for code in study.codes
    )
    name = study.label(panel.group) if fits else study.abbreviation(panel.group)
    return f"{name}, n = {n}"


def under(*lines: str) -> str:
    """The lines of a title, without those that are empty."""
    return "\n".join(filter(None, lines))


def abbreviations(study: Study) -> str:
    """What the abbreviations of the diagnoses stand for, to end a caption with."""
    pairs = [(study.abbreviation(code), study.label(code)) for code in study.codes]
    return "".join(f" {short}, {label}." for short, label in pairs if short != label)


def limit_lines(
    drawn: Grid, limits: Sequence[float], scales: tuple[Scale, Scale], style: Style
) -> None:
    """Clinical limits of a score: a dotted line in each panel, its value beside the last one."""
    across, up = scales
    ends = [across.low, across.high]
    for limit in limits:
        for own in drawn.panels:
            own.axes.plot(ends, [limit] * 2, color=SOFT, lw=0.7, ls=(0, (1, 1.5)), zorder=0)
        words = f"< {number_words(limit, style)}"
        draw_text(drawn.panels[-1].axes, (1.02, up.fraction(limit)), words, 6.5, colour=SOFT)
