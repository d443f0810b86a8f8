"""Boxes of a flow diagram, from above: all patients, and for each group its own boxes below."""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PatchCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from rtxoutcomes.figures.lettering import Lettering, fitted, line_mm, width_mm
from rtxoutcomes.figures.look import Look
from rtxoutcomes.figures.page import foot_of, height_of, page, root_of, width_of
from rtxoutcomes.figures.style import INK, SOFT, TWO_COLUMNS_MM, panel

A_ROW = 4
EDGE_MM, GAP_MM, BRANCH_MM, PAD_MM, WITHIN_MM = 1.5, 4.0, 6.0, 1.8, 3.0
TEXT_POINTS, HEAD_POINTS = 7.0, 8.0
MOST_ENROLMENT_MM, BESIDE_MM = 80.0, 6.0
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """Words to the left, a count to the right; indented where it is part of the line above."""

    words: str
    count: int | None
    within: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A box: its head, and its lines."""

    head: Line
    lines: Sequence[Line] = ()


class _Fitted(NamedTuple):
    """A line broken to its room; `left` is its indent."""

    words: Lettering
    number: str
    left: float

    @property
    def height_mm(self) -> float:
        return max(self.words.height_mm, line_mm(self.words.points)) + 0.5


class _Placed(NamedTuple):
    """A box with its place: the upper left corner, and its size."""

    lines: Sequence[_Fitted]
    left: float
    top: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.left + self.width / 2

    @property
    def bottom(self) -> float:
        return self.top - self.height


def draw_flow(
    enrolment: Sequence[Box], groups: Sequence[Sequence[Box]], mark: str, look: Look
) -> tuple[Figure, float]:
    """The boxes of all patients, and below them a column of boxes for each group.

    `enrolment` is the box of all patients; or it, that of the excluded, which is next to the
    line down, and that of those who remained. Boxes of one stage are equally high.
    """
    width_mm = width_of(look, TWO_COLUMNS_MM)
    foot = foot_of("", mark, width_mm)
    top = _enrolment(enrolment, width_mm)
    columns = _columns(groups, width_mm, top[-1].bottom)
    lowest = min(box.bottom for own in columns for box in own) if columns else top[-1].bottom
    height_mm = height_of(look, foot.height_mm + 4 - lowest)
    with page(look, width_mm, height_mm, foot) as sheet:
        axes = panel(sheet.figure, 0, 0, width_mm, height_mm)
        axes.set_axis_off()
        axes.set_xlim(0, width_mm)
        axes.set_ylim(-height_mm, 0)
        _boxes(axes, [*top, *(box for own in columns for box in own)])
        lines = [*_down(top), *_branches(top[-1], columns)]
        axes.add_collection(LineCollection(lines, colors=SOFT, linewidths=0.7), autolim=False)
    return root_of(sheet.figure), width_mm


def _fit(box: Box, width: float) -> list[_Fitted]:
    fitted_lines = []
    for k, line in enumerate((box.head, *box.lines)):
        points, left = (TEXT_POINTS if k else HEAD_POINTS), (WITHIN_MM if line.within else 0.0)
        count = "" if line.count is None else f"{line.count}"
        beside = width_mm(count, points) + 2.0 if count else 0.0
        words = fitted(line.words, width - 2 * PAD_MM - left - beside, points, 6)
        fitted_lines.append(_Fitted(words, count, left))
    return fitted_lines


def _height(lines: Sequence[_Fitted]) -> float:
    # The room above and below the letters of a line is part of its height.
    return 2 * PAD_MM + sum(line.height_mm for line in lines) - 1.0


def _enrolment(boxes: Sequence[Box], width_mm_: float) -> list[_Placed]:
    """From above; the second of three is at the right of the line between the others."""
    width = min(MOST_ENROLMENT_MM, width_mm_ - 2 * EDGE_MM)
    if len(boxes) == 3:
        width = min(width, (width_mm_ - 2 * EDGE_MM - BESIDE_MM) / 2)
    middle, level = width_mm_ / 2, -EDGE_MM
    placed = []
    for k, box in enumerate(boxes):
        beside = k == 1
        own = width if not beside else width_mm_ / 2 - BESIDE_MM - EDGE_MM
        lines = _fit(box, own)
        left = middle + BESIDE_MM if beside else middle - width / 2
        placed.append(_Placed(lines, left, level, own, _height(lines)))
        level = placed[-1].bottom - (BRANCH_MM / 2 if len(boxes) == 3 else 0)
    return placed


def _columns(groups: Sequence[Sequence[Box]], width_mm_: float, top: float) -> list[list[_Placed]]:
    """The boxes of each group one below the other, at most four groups side by side."""
    down = max(1, math.ceil(len(groups) / A_ROW))
    across = max(1, math.ceil(len(groups) / down))
    width = (width_mm_ - 2 * EDGE_MM - GAP_MM * (across - 1)) / across
    placed: list[list[_Placed]] = []
    for row in range(down):
        own = groups[row * across : (row + 1) * across]
        fits = [[_fit(box, width) for box in column] for column in own]
        levels = [top - BRANCH_MM] * len(own)
        columns: list[list[_Placed]] = [[] for _ in own]
        for stage in range(max(map(len, fits), default=0)):
            high = max(_height(fit[stage]) for fit in fits if stage < len(fit))
            for k, fit in enumerate(fits):
                if stage < len(fit):
                    left = EDGE_MM + k * (width + GAP_MM)
                    columns[k].append(_Placed(fit[stage], left, levels[k], width, high))
                    levels[k] -= high + BRANCH_MM / 2
        placed += columns
        top = min(levels) + BRANCH_MM / 2
    return placed


def _boxes(axes: Axes, boxes: Sequence[_Placed]) -> None:
    frames = [Rectangle((b.left, b.bottom), b.width, b.height) for b in boxes]
    axes.add_collection(PatchCollection(frames, facecolor="white", edgecolor=INK, lw=0.7))
    for box in boxes:
        level = box.top - PAD_MM
        for line in box.lines:
            colour = SOFT if line.left else INK
            write = partial(axes.text, size=line.words.points, va="top", color=colour)
            write(box.left + PAD_MM + line.left, level, line.words.text, ha="left")
            if line.number:
                write(box.left + box.width - PAD_MM, level, line.number, ha="right")
            level -= line.height_mm


def _down(top: Sequence[_Placed]) -> list[list[Point]]:
    """From all patients down to those who remained, with a branch to the excluded."""
    if len(top) != 3:
        return []
    first, aside, last = top
    level = aside.top - aside.height / 2
    return [
        [(first.middle, first.bottom), (first.middle, last.top)],
        [(first.middle, level), (aside.left, level)],
    ]


def _branches(top: _Placed, columns: Sequence[Sequence[_Placed]]) -> list[list[Point]]:
    """From the box of all patients to each group; further rows hang on a line at the left."""
    rows = sorted({own[0].top for own in columns}, reverse=True)
    lines = [[(top.middle, top.bottom), (top.middle, top.bottom - BRANCH_MM / 2)]] if rows else []
    spine = EDGE_MM / 2
    for k, level in enumerate(rows):
        heads = [own[0].middle for own in columns if own[0].top == level]
        start = min(top.middle, *heads) if k == 0 else spine
        end = max(top.middle, *heads) if k == 0 else max(heads)
        bar = level + BRANCH_MM / 2
        lines.append([(start, bar), (end, bar)])
        lines += [[(middle, bar), (middle, level)] for middle in heads]
    if len(rows) > 1:
        first, last = rows[0] + BRANCH_MM / 2, rows[-1] + BRANCH_MM / 2
        lines += [[(spine, first), (spine, last)], [(spine, first), (top.middle, first)]]
    for own in columns:
        pairs = itertools.pairwise(own)
        lines += [[(a.middle, a.bottom), (b.middle, b.top)] for a, b in pairs]
    return lines
