"""Change of a score against the average of its two values, after Oldham (1962).

Against the baseline value, change falls by itself: who began high by chance is lower the next time.
Against the average of both values it does not.
"""

import math
from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.frame import Scale, linear_scale, scale_around
from rtxoutcomes.figures.grid import Room, Words, abbreviations, grid, heading
from rtxoutcomes.figures.lettering import isolated
from rtxoutcomes.figures.look import Look
from rtxoutcomes.figures.pairs import BETTER, LOOKS, SAME, WORSE, Pairs, pairs_of
from rtxoutcomes.figures.style import SOFT
from rtxoutcomes.figures.ticks import number_words, words_of
from rtxoutcomes.presentation.printed import result_text
from rtxoutcomes.presentation.words import figure_key

ROOM = Room(42.0)
RATIOS = (0.25, 0.33, 0.5, 0.67, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0, 3.0, 4.0)
POINT, EACH = 7.0, 6.0


def draw(
    released: Released, score: str, month: float = math.nan, look: Look | None = None
) -> Drawn | None:
    """A panel a group, a mark a pair of values, the larger the more patients share it.

    A score on a log scale shows the ratio of its values against their geometric mean. None where
    the score has no pairs.
    """
    look, pairs = look or Look(), pairs_of(released, score, month)
    groups = look.codes(pairs.study)
    data = _twin(pairs, groups)
    if data.empty:
        return None
    across = _across(pairs, data)
    heads = {group: _head(pairs, group) for group in groups}
    with grid(
        ROOM, Words(across, _up(pairs, data), heads, _key(pairs)), released.mark, look
    ) as drawn:
        for panel in drawn.panels:
            _marks(panel.axes, data[data["group"] == panel.group], pairs.is_ratio)
            _mean(panel.axes, pairs, panel.group, across, look.colour(pairs.study, panel.group))
    key = figure_key(released.study, score, "oldham", month)
    return Drawn(
        key, drawn.figure, data, drawn.width_mm, _caption(pairs), _alt(pairs, data, groups)
    )


def _twin(pairs: Pairs, groups: Sequence[str]) -> pd.DataFrame:
    counts = pairs.counts[pairs.counts["group"].isin(groups)].reset_index(drop=True)
    before, after = counts["before"].astype("float64"), counts["after"].astype("float64")
    data = counts.assign(direction=pairs.directions(after - before))
    if pairs.is_ratio:
        return data.assign(average=(before * after) ** 0.5, change=after / before)
    return data.assign(average=(before + after) / 2, change=(after - before).round(9))


def _height(change: float, ratio: bool) -> float:
    return math.log2(change) if ratio else change


def _across(pairs: Pairs, data: pd.DataFrame) -> Scale:
    mean = "Geometric mean" if pairs.is_ratio else "Average"
    name = ", ".join(filter(None, (f"{mean} of both", pairs.score.unit)))
    return scale_around(data["average"].tolist(), pairs.released.style, name, slack=0.07, most=5)


def _up(pairs: Pairs, data: pd.DataFrame) -> Scale:
    label, style = isolated(pairs.score.in_text), pairs.released.style
    reach = max(abs(_height(float(change), pairs.is_ratio)) for change in data["change"]) or 1.0
    reach *= 1.15
    if not pairs.is_ratio:
        return linear_scale(-reach, reach, style, f"Change in {label}")
    ratios = [r for r in RATIOS if abs(math.log2(r)) <= reach]
    ticks = [math.log2(r) for r in ratios]
    return Scale(-reach, reach, ticks, words_of(ratios, style), f"Ratio of {label}")


def _marks(axes: Axes, data: pd.DataFrame, ratio: bool) -> None:
    for direction in (SAME, BETTER, WORSE):
        part, look = data[data["direction"] == direction], LOOKS[direction]
        heights = [_height(float(change), ratio) for change in part["change"]]
        areas = [look.area * (POINT + EACH * (int(count) - 1)) for count in part["count"]]
        averages, colour = part["average"], look.colour
        axes.scatter(averages, heights, areas, colour, marker=look.marker, alpha=0.8, lw=0)


def _mean(axes: Axes, pairs: Pairs, group: str, across: Scale, colour: str) -> None:
    """Lines at no change and at the mean change."""
    ends = [across.low, across.high]
    axes.plot(ends, [0, 0], color=SOFT, linewidth=0.6, linestyle=(0, (2, 2)), zorder=0)
    row = pairs.row(group, pairs.effect)
    if row is not None and not math.isnan(row.estimate):
        place = _height(row.estimate, pairs.is_ratio)
        axes.plot(ends, [place, place], color=colour, linewidth=1.2, zorder=3)


def _head(pairs: Pairs, group: str) -> str:
    row = pairs.row(group, pairs.effect)
    name = pairs.study.abbreviation(group)
    return name if row is None else heading(pairs.study, group, row.n)


def _key(pairs: Pairs) -> str:
    better, worse = pairs.direction_labels
    effect = "geometric mean ratio" if pairs.is_ratio else "mean change"
    return (
        f"Circles, {better}; triangles, {worse}; squares, unchanged; larger marks, more patients. "
        f"Solid line, {effect}; dotted, no change."
    )


def _caption(pairs: Pairs) -> str:
    better, worse = pairs.direction_labels
    marks = f"Circles, {better}; triangles, {worse}; squares, unchanged"
    return (
        f"Change in {pairs.score.in_text} against the average of baseline and {pairs.visit} "
        "(Oldham plot): a slope against the average, unlike one against baseline, is not made by "
        f"regression to the mean. {marks}; larger marks, more patients; solid line, mean change; "
        "dotted, no change."
        f"{pairs.quantification}{abbreviations(pairs.study)} {pairs.released.mark}."
    )


def _alt(pairs: Pairs, data: pd.DataFrame, groups: Sequence[str]) -> str:
    head = f"Oldham plot of {pairs.score.in_text}: change against the average of both values."
    return " ".join([head, *(_alt_of_group(pairs, data, group) for group in groups)])


def _alt_of_group(pairs: Pairs, data: pd.DataFrame, group: str) -> str:
    name, row = pairs.study.abbreviation(group), pairs.row(group, pairs.effect)
    averages = data.loc[data["group"] == group, "average"]
    if row is None or averages.empty:
        return f"{name}: no pairs."
    style, ends = pairs.released.style, (float(averages.min()), float(averages.max()))
    low, high = (number_words(end, style, 3) for end in ends)
    effect = f"{pairs.effect_label} {result_text(row)}"
    return f"{name}, {row.n} patients: averages from {low} to {high}, {effect}."
