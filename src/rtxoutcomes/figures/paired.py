"""Each pair of values of a score, before and after, with the means and the clinical limits."""

import math
from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.frame import Scale, scale_around
from rtxoutcomes.figures.grid import (
    Room,
    Words,
    abbreviations,
    grid,
    heading,
    limit_lines,
    limits_mm,
    under,
)
from rtxoutcomes.figures.look import Look
from rtxoutcomes.figures.pairs import BETTER, LOOKS, SAME, WORSE, Pairs, pairs_of
from rtxoutcomes.figures.style import INK
from rtxoutcomes.presentation.printed import p_value_text, result_text
from rtxoutcomes.presentation.words import figure_key
from rtxoutcomes.results.quantity import Quantity

ROOM = Room(48.0)
THIN, THICKER = 0.55, 0.45
SIDE = 0.15


def draw(
    released: Released, score: str, month: float = math.nan, look: Look | None = None
) -> Drawn | None:
    """A panel a group: lines join the two values of a patient, a thick one the means.

    A line is the thicker the more patients share it. None where the score has no pairs.
    """
    look, pairs = look or Look(), pairs_of(released, score, month)
    groups = look.codes(pairs.study)
    data = pairs.counts[pairs.counts["group"].isin(groups)].reset_index(drop=True)
    if data.empty:
        return None
    data = data.assign(direction=pairs.directions(data["after"] - data["before"]))
    across = Scale(-SIDE, 1 + SIDE, (0, 1), ("baseline", pairs.visit))
    values = [*data["before"], *data["after"], *pairs.score.low]
    up = scale_around(values, released.style, pairs.axis_label)
    words = Words(across, up, {group: _head(pairs, group) for group in groups}, _key(pairs))
    room = ROOM._replace(right=limits_mm(pairs.score.low, released.style))
    with grid(room, words, released.mark, look) as drawn:
        for panel in drawn.panels:
            _lines(panel.axes, data[data["group"] == panel.group])
            _means(panel.axes, pairs, panel.group, look.colour(pairs.study, panel.group))
        limit_lines(drawn, pairs.score.low, (across, up), released.style)
    key = figure_key(released.study, score, "change" if pairs.is_ratio else "paired", month)
    return Drawn(key, drawn.figure, data, drawn.width_mm, _caption(pairs), _alt(pairs, groups))


def _lines(axes: Axes, data: pd.DataFrame) -> None:
    for direction in (SAME, BETTER, WORSE):
        chosen, look = data[data["direction"] == direction], LOOKS[direction]
        if chosen.empty:
            continue
        values = zip(chosen["before"], chosen["after"], strict=True)
        segments = [[(0.0, float(before)), (1.0, float(after))] for before, after in values]
        widths = [THIN + THICKER * (int(count) - 1) for count in chosen["count"]]
        lines = LineCollection(segments, colors=look.colour, lw=widths, linestyles=[look.dash])
        axes.add_collection(lines)


def _means(axes: Axes, pairs: Pairs, group: str, colour: str) -> None:
    rows = [pairs.row(group, q) for q in (Quantity.BASELINE_MEAN, Quantity.FOLLOW_UP_MEAN)]
    values = [row.estimate for row in rows if row is not None and not math.isnan(row.estimate)]
    if len(values) == len(rows):
        axes.plot(
            [0, 1], values, "-D", color=colour, linewidth=2.0, ms=5, mec=INK, mew=0.5, zorder=5
        )


def _head(pairs: Pairs, group: str) -> str:
    row = pairs.row(group, pairs.effect)
    if row is None:
        return pairs.study.abbreviation(group)
    head, words = heading(pairs.study, group, row.n), "ratio" if pairs.is_ratio else "mean change"
    return under(head, f"{words} {result_text(row)}", p_value_text(row)) if row.n else head


def _key(pairs: Pairs) -> str:
    better, worse = pairs.direction_labels
    limits = "; dotted across, clinical limits" if pairs.score.low else ""
    return (
        f"Solid lines, {better}; dashed, {worse}; dotted, unchanged; wider lines, more patients. "
        f"Diamonds, means{limits}."
    )


def _caption(pairs: Pairs) -> str:
    better, worse = pairs.direction_labels
    limits = " Dotted, clinical limits of the study." if pairs.score.low else ""
    effect = "Change, mean of follow-up minus baseline"
    if pairs.is_ratio:
        effect = "Ratio, geometric mean of follow-up over baseline"
    return (
        f"{pairs.score.label} at baseline and at the {pairs.visit}. Each line is one pair of "
        f"values, wider where more patients have that pair (solid, {better}; dashed, {worse}; "
        f"grey dots, unchanged); diamonds, means.{limits} {effect}, with its 95% interval."
        f"{pairs.quantification}{abbreviations(pairs.study)} {pairs.released.mark}."
    )


def _alt(pairs: Pairs, groups: Sequence[str]) -> str:
    head = f"{pairs.score.label} of each patient at baseline and at the {pairs.visit}."
    return " ".join([head, *(_alt_of_group(pairs, group) for group in groups)])


def _alt_of_group(pairs: Pairs, group: str) -> str:
    name, row = pairs.study.abbreviation(group), pairs.row(group, pairs.effect)
    before = pairs.row(group, Quantity.BASELINE_MEAN)
    after = pairs.row(group, Quantity.FOLLOW_UP_MEAN)
    if row is None or before is None or after is None or row.n == 0:
        return f"{name}: no pairs."
    means = f"mean {result_text(before)} before and {result_text(after)} after"
    return f"{name}, {row.n} patients: {means}, {pairs.effect_label} {result_text(row)}."
