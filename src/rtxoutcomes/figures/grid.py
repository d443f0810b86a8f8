"""Panels side by side, one a diagnosis, in a figure of one or two columns of a journal."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.select import diagnoses
from rtxoutcomes.figures.style import ONE_COLUMN_MM, TWO_COLUMNS_MM, canvas, panel

A_ROW = 4
# Width of a letter of a panel's heading, so that one that does not fit is known beforehand.
LETTER_MM = 1.5
COUNT = ", n = 000"


@dataclass(frozen=True, slots=True)
class Room:
    """What stands around the panels, in millimetres: `bottom` and `top` belong to each row."""

    left: float
    bottom: float
    height: float
    top: float
    gap: float = 6.0
    right: float = 3.0
    foot: float = 5.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A panel with its group; `first` in its row, where the words of the upward axis stand."""

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


def heading(released: Released, cell: Cell, n: int) -> str:
    """What the study calls a diagnosis, or its code where one of the names is too long."""
    names = {group: released.about[f"diagnosis.{group}"] for group in diagnoses(released)}
    fits = all(len(name + COUNT) * LETTER_MM <= cell.width_mm for name in names.values())
    return f"{names.get(cell.group, cell.group) if fits else cell.group}, n = {n}"


def codes(released: Released) -> str:
    """What the codes of the diagnoses stand for, to end a caption with."""
    told = [(code, released.about[f"diagnosis.{code}"]) for code in diagnoses(released)]
    return "".join(f" {code}, {name}." for code, name in told if code != name)
