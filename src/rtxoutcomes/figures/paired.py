"""Each pair of values of a score, before and after, with the means and the clinical limits."""

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.frame import Scale, frame, steps, words_of
from rtxoutcomes.figures.grid import Cell, Room, abbreviations, grid, heading, limit_lines
from rtxoutcomes.figures.pairs import BETTER, LOOKS, SAME, WORSE, Pairs, pairs_of
from rtxoutcomes.figures.style import INK, house_style, mark_origin
from rtxoutcomes.presentation.printed import p_value_text, result_text
from rtxoutcomes.presentation.words import figure_key
from rtxoutcomes.results.quantity import Quantity

ROOM = Room(left=13, bottom=6, height=48, top=15, right=8)
THIN, THICKER = 0.55, 0.45
SIDE = 0.15


def draw(released: Released, score: str, month: float = math.nan) -> Drawn | None:
    """A panel a diagnosis: lines join the two values of a patient, a thick one the means.

    A line is the thicker the more patients share it. None where the score has no pairs.
    """
    pairs = pairs_of(released, score, month)
    if pairs.counts.empty:
        return None
    change = pairs.counts["after"] - pairs.counts["before"]
    data = pairs.counts.assign(direction=pairs.directions(change))
    with house_style():
        drawn = grid(pairs.study.codes, ROOM)
        across, up = Scale(-SIDE, 1 + SIDE, (0, 1), ("baseline", pairs.visit)), _up(pairs)
        for cell in drawn.cells:
            _lines(cell.axes, data[data["group"] == cell.group])
            _means(cell.axes, pairs, cell.group)
            _dress(cell, pairs, (across, up))
        limit_lines(drawn, pairs.score.low, (across, up), released.style)
        mark_origin(drawn.figure, released.mark)
    key = figure_key(released.study, score, "change" if pairs.is_ratio else "paired", month)
    return Drawn(key, drawn.figure, data, drawn.width_mm, _caption(pairs), _alt(pairs))


def _up(pairs: Pairs) -> Scale:
    values = [*pairs.counts["before"], *pairs.counts["after"], *pairs.score.low]
    low, high = float(min(values)), float(max(values))
    space = 0.05 * (high - low) or 1.0
    ticks = steps(low - space, high + space)
    words = words_of(ticks, pairs.released.style)
    return Scale(low - space, high + space, ticks, words, pairs.axis_label)


def _lines(axes: Axes, data: pd.DataFrame) -> None:
    for direction in (SAME, BETTER, WORSE):
        chosen, look = data[data["direction"] == direction], LOOKS[direction]
        if chosen.empty:
            continue
        segments = [
            [(0.0, float(before)), (1.0, float(after))]
            for before, after in zip(chosen["before"], chosen["after"], strict=True)
        ]
        widths = [THIN + THICKER * (int(count) - 1) for count in chosen["count"]]
        axes.add_collection(
            LineCollection(segments, colors=look.colour, linewidths=widths, linestyles=[look.dash])
        )


def _means(axes: Axes, pairs: Pairs, group: str) -> None:
    rows = [pairs.row(group, q) for q in (Quantity.BASELINE_MEAN, Quantity.FOLLOW_UP_MEAN)]
    values = [row.estimate for row in rows if row is not None and not math.isnan(row.estimate)]
    if len(values) == len(rows):
        axes.plot([0, 1], values, "-D", color=INK, linewidth=1.8, markersize=4, zorder=5)


def _dress(cell: Cell, pairs: Pairs, scales: tuple[Scale, Scale]) -> None:
    across, up = scales
    bare = Scale(up.low, up.high, up.ticks)
    row = pairs.row(cell.group, pairs.effect)
    title = pairs.study.abbreviation(cell.group)
    if row is not None:
        head, words = heading(pairs.study, cell, row.n), "ratio" if pairs.is_ratio else "change"
        title = f"{head}\n{words} {result_text(row)}\n{p_value_text(row)}"
    frame(cell.axes, across, up if cell.first else bare, title)


def _caption(pairs: Pairs) -> str:
    better, worse = pairs.direction_labels
    limits = " Dotted, clinical limits of the study." if pairs.score.low else ""
    effect = (
        "Ratio, geometric mean of follow-up over baseline"
        if pairs.is_ratio
        else "Change, mean of follow-up minus baseline"
    )
    return (
        f"{pairs.score.label} at baseline and at the {pairs.visit}. Each line is one pair of "
        f"values, wider where more patients have that pair (solid, {better}; dashed, {worse}; "
        f"grey dots, unchanged); diamonds, means.{limits} {effect}, with its 95% interval."
        f"{abbreviations(pairs.study)} {pairs.released.mark}."
    )


def _alt(pairs: Pairs) -> str:
    sentences = [
        f"{pairs.score.label} of each patient at baseline and at the {pairs.visit}.",
        *(_alt_of_group(pairs, group) for group in pairs.study.codes),
    ]
    return " ".join(sentences)


def _alt_of_group(pairs: Pairs, group: str) -> str:
    name, row = pairs.study.abbreviation(group), pairs.row(group, pairs.effect)
    before = pairs.row(group, Quantity.BASELINE_MEAN)
    after = pairs.row(group, Quantity.FOLLOW_UP_MEAN)
    if row is None or before is None or after is None or math.isnan(row.estimate):
        return f"{name}: no pairs."
    means = f"mean {result_text(before)} before and {result_text(after)} after"
    return f"{name}, {row.n} patients: {means}, {pairs.effect_label} {result_text(row)}."
