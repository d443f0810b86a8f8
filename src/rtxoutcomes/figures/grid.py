"""Panels side by side, one a diagnosis, in a figure of one or two columns of a journal."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from rtxoutcomes.figures.frame import Scale, draw_text, number_words
from rtxoutcomes.figures.style import ONE_COLUMN_MM, SOFT, TWO_COLUMNS_MM, canvas, panel
from rtxoutcomes.study import Study
from rtxoutcomes.style import Style

A_ROW = 4
# Width of a letter of a panel's heading, so that one that does not fit is known beforehand.
LETTER_MM = 1.5
COUNT = ", n = 000"


@dataclass(frozen=True, slots=True)
class Room:
    """The room around the panels, in millimetres: `bottom` and `top` belong to each row."""

    left: float
    bottom: float
    height: float
    top: float
    gap: float = 6.0
    right: float = 3.0
    foot: float = 5.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A panel with its group; `first` in its row, where the upward axis has its words."""

    group: str
    axes: Axes
    first: bool
    width_mm: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A figure with its panels in the order of the groups."""

    figure: Figure
    cells: Sequence[Cell]
    width_mm: float


def grid(groups: Sequence[str], room: Room) -> Grid:
    """One column wide for one group, two for more; at most four panels a row."""
    rows = max(1, math.ceil(len(groups) / A_ROW))
    across = max(1, math.ceil(len(groups) / rows))
    width_mm = TWO_COLUMNS_MM if across > 1 else ONE_COLUMN_MM
    high = room.bottom + room.height + room.top
    figure = canvas(width_mm, rows * high + room.foot)
    width = (width_mm - room.left - room.right - room.gap * (across - 1)) / across
    cells = []
    for k, group in enumerate(groups):
        row, column = divmod(k, across)
        left = room.left + column * (width + room.gap)
        bottom = room.foot + (rows - 1 - row) * high + room.bottom
        axes = panel(figure, left, bottom, width, room.height)
        cells.append(Cell(group, axes, column == 0, width))
    return Grid(figure, cells, width_mm)


def heading(study: Study, cell: Cell, n: int) -> str:
    """The label of a diagnosis with `n`; its abbreviation where one of the labels is too long."""
    fits = all(len(study.label(code) + COUNT) * LETTER_MM <= cell.width_mm for code in study.codes)
    name = study.label(cell.group) if fits else study.abbreviation(cell.group)
    return f"{name}, n = {n}"


def abbreviations(study: Study) -> str:
    """What the abbreviations of the diagnoses stand for, to end a caption with."""
    pairs = [(study.abbreviation(code), study.label(code)) for code in study.codes]
    return "".join(f" {short}, {label}." for short, label in pairs if short != label)


def limit_lines(
    drawn: Grid, limits: Sequence[float], scales: tuple[Scale, Scale], style: Style
) -> None:
    """Clinical limits of a score: a dotted line in each panel, its value beside the last one."""
    across, up = scales
    for limit in limits:
        for cell in drawn.cells:
            cell.axes.plot(
                [across.low, across.high],
                [limit, limit],
                color=SOFT,
                linewidth=0.7,
                linestyle=(0, (1, 1.5)),
                zorder=0,
            )
        words = f"< {number_words(limit, style)}"
        draw_text(drawn.cells[-1].axes, (1.02, up.fraction(limit)), words, 6.5, colour=SOFT)
