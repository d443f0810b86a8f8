"""A forest: a line an estimate, with its counts and its interval printed next to it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure

from rtxoutcomes.figures.effect_axis import Effects, across_of, places_of
from rtxoutcomes.figures.frame import LABEL_POINTS, Scale, below_mm, draw_lettering, frame
from rtxoutcomes.figures.lettering import Lettering, fitted, line_mm, width_mm
from rtxoutcomes.figures.look import Look
from rtxoutcomes.figures.page import EDGE_MM, foot_of, height_of, page, root_of, width_of
from rtxoutcomes.figures.style import INK, SOFT, TWO_COLUMNS_MM, panel
from rtxoutcomes.figures.values import row_gid
from rtxoutcomes.presentation.printed import level_text, result_text
from rtxoutcomes.results.number import Number

HEAD_POINTS = 8.0
MOST_NAME_MM, GAP_MM, BETWEEN_MM = 60.0, 4.0, 3.0
LINE_MM = line_mm(LABEL_POINTS) + 0.6
# Words of direction may reach this far beyond the panel, below the columns next to it.
BEYOND_MM = 28.0


@dataclass(frozen=True, slots=True)
class Line:
    """An estimate with what is printed at its left."""

    name: str
    number: Number

    @property
    def cells(self) -> tuple[str, str]:
        """Patients and events; the latter are empty where none are counted."""
        events = self.number.events
        return f"{self.number.n}", "" if events is None else f"{events}"


@dataclass(frozen=True, slots=True)
class Block:
    """Estimates that share an axis: their title, and what lies on both sides of no effect.

    Where that is nothing, as of risks, its words are empty.
    """

    title: str
    lines: Sequence[Line]
    axis: str
    below: str
    above: str

    @property
    def effects(self) -> Effects:
        return Effects([line.number for line in self.lines])


class _Columns(NamedTuple):
    """Where the columns are, in millimetres from the left; counts end at their place."""

    names: float
    n: float
    events: float
    panel: float
    width: float
    texts: float


class _Placed(NamedTuple):
    """A block with its names in lines and the heights of its parts."""

    block: Block
    title: Lettering
    names: Sequence[Lettering]
    across: Scale
    directions: tuple[Lettering, Lettering]
    width: float

    @property
    def heights(self) -> list[float]:
        return [max(LINE_MM, name.height_mm + 0.8) for name in self.names]

    @property
    def axis_mm(self) -> float:
        return self.words_mm + max(text.height_mm for text in self.directions)

    @property
    def words_mm(self) -> float:
        """From the frame to the words of direction."""
        return below_mm(self.across, self.width) + 0.4

    @property
    def height_mm(self) -> float:
        return self.title.height_mm + 1.2 + sum(self.heights) + self.axis_mm + BETWEEN_MM


def draw_forest(blocks: Sequence[Block], key: str, mark: str, look: Look) -> tuple[Figure, float]:
    """The blocks one below the other, with the columns n, events and estimate."""
    width_mm = width_of(look, TWO_COLUMNS_MM)
    columns = _columns(blocks, width_mm)
    placed = [_placed(block, columns) for block in blocks]
    foot = foot_of(key, mark, width_mm)
    needed = foot.height_mm + 3 + sum(each.height_mm for each in placed) + LINE_MM + 2
    height_mm = height_of(look, needed)
    with page(look, width_mm, height_mm, foot) as sheet:
        whole = panel(sheet.figure, 0, 0, width_mm, height_mm)
        whole.set_axis_off()
        whole.set_xlim(0, width_mm)
        whole.set_ylim(0, height_mm)
        top = height_mm - EDGE_MM
        _heads(whole, blocks, columns, top)
        top -= LINE_MM + 1
        for each in placed:
            _draw_block(sheet.figure, whole, each, columns, top)
            top -= each.height_mm
    return root_of(sheet.figure), width_mm


def _columns(blocks: Sequence[Block], width_mm_: float) -> _Columns:
    lines = [line for block in blocks for line in block.lines]
    names = min(MOST_NAME_MM, max(width_mm(line.name, LABEL_POINTS) for line in lines) + 1)
    texts = max(width_mm(result_text(line.number), LABEL_POINTS) for line in lines)
    texts = max(texts, width_mm(_estimate(blocks), LABEL_POINTS))
    n = EDGE_MM + names + GAP_MM + 6.0
    events = n + (0.0 if not any(line.cells[1] for line in lines) else GAP_MM + 8.0)
    start = events + GAP_MM
    end = width_mm_ - EDGE_MM - texts - GAP_MM
    return _Columns(names, n, events, start, end - start, end + GAP_MM)


def _estimate(blocks: Sequence[Block]) -> str:
    return f"Estimate ({level_text(line.number for block in blocks for line in block.lines)})"


def _placed(block: Block, columns: _Columns) -> _Placed:
    across = across_of(block.effects, block.axis).spaced(columns.width)
    null = _null(block, across) * columns.width
    rooms = (null + BEYOND_MM, columns.width - null + BEYOND_MM)
    below, above = (
        fitted(text, room - 2, LABEL_POINTS)
        for text, room in zip(
            _directions(block),
            rooms,
            strict=True,
        )
    )
    names = [fitted(line.name, columns.names, LABEL_POINTS) for line in block.lines]
    title = fitted(block.title, columns.texts, HEAD_POINTS)
    return _Placed(block, title, names, across, (below, above), columns.width)


def _null(block: Block, across: Scale) -> float:
    """Where no effect lies on the axis; its middle where there is no such value."""
    null = block.effects.null
    return 0.5 if math.isnan(null) else across.fraction(null)


def _directions(block: Block) -> tuple[str, str]:
    if not block.below:
        return "", ""
    return f"\N{LEFTWARDS ARROW} {block.below}", f"{block.above} \N{RIGHTWARDS ARROW}"


def _heads(axes: Axes, blocks: Sequence[Block], columns: _Columns, top: float) -> None:
    _write(axes, (columns.n, top), "n", "right", "top")
    if columns.events > columns.n:
        _write(axes, (columns.events, top), "Events", "right", "top")
    _write(axes, (columns.texts, top), _estimate(blocks), "left", "top")


def _write(axes: Axes, place: tuple[float, float], words: str, ha: str, va: str = "center") -> None:
    axes.text(*place, words, size=LABEL_POINTS, ha=ha, va=va, color=INK)


def _draw_block(
    figure: Figure | SubFigure, whole: Axes, placed: _Placed, columns: _Columns, top: float
) -> None:
    title = placed.title
    whole.text(EDGE_MM, top, title.text, size=title.points, ha="left", va="top", color=INK)
    level = top - title.height_mm - 1.2
    high = sum(placed.heights)
    bottom = level - high
    axes = panel(figure, columns.panel, bottom, columns.width, high)
    middles = []
    for line, name, height in zip(placed.block.lines, placed.names, placed.heights, strict=True):
        middle = level - height / 2
        middles.append((middle - bottom) / high)
        whole.text(EDGE_MM, middle, name.text, size=name.points, ha="left", va="center", color=INK)
        n, events = line.cells
        _write(whole, (columns.n, middle), n, "right")
        if events:
            _write(whole, (columns.events, middle), events, "right")
        _write(whole, (columns.texts, middle), result_text(line.number), "left")
        level -= height
    _draw_effects(axes, placed, middles)
    frame(axes, placed.across, Scale(0, 1, ()))
    _draw_directions(axes, placed, columns.width, sum(placed.heights))


def _draw_effects(axes: Axes, placed: _Placed, middles: Sequence[float]) -> None:
    """Squares with their intervals; one that goes beyond the axis ends in an arrow."""
    effects, across = placed.block.effects, placed.across
    low, estimate, high = places_of(effects)
    if not math.isnan(effects.null):
        axes.vlines(effects.null, 0, 1, color=INK, linewidth=0.6, linestyles=(0, (2, 2)))
    for k, middle in enumerate(middles):
        ends = [
            end if not math.isnan(end) else edge
            for end, edge in ((low[k], across.low), (high[k], across.high))
        ]
        shown = [min(max(end, across.low), across.high) for end in ends]
        axes.plot(shown, [middle] * 2, color=INK, lw=1.1, zorder=3)
        for end, edge, marker in zip(ends, (across.low, across.high), "<>", strict=True):
            if (end <= edge) if marker == "<" else (end >= edge):
                axes.plot([edge], [middle], marker, color=INK, ms=3.5, clip_on=False)
    for line, place, middle in zip(placed.block.lines, estimate, middles, strict=True):
        gid = row_gid(line.number)
        axes.plot([place], [middle], "s", color=INK, ms=4.2, zorder=4, gid=gid)


def _draw_directions(axes: Axes, placed: _Placed, width: float, height: float) -> None:
    if not placed.block.below:
        return
    null = _null(placed.block, placed.across)
    level = -placed.words_mm / height
    below, above = placed.directions
    draw_lettering(axes, (null - 1.5 / width, level), below, ha="right", va="top", colour=SOFT)
    draw_lettering(axes, (null + 1.5 / width, level), above, va="top", colour=SOFT)
