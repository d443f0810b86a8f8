"""Change of a score against the average of its two values, after Oldham (1962).

Against the baseline value, change falls by itself: who began high by chance is lower the next time.
Against the average of both values it does not.
"""

import math

import pandas as pd
from matplotlib.axes import Axes

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.frame import Scale, frame, number_words, steps, words_of
from rtxoutcomes.figures.grid import Cell, Room, abbreviations, grid, heading
from rtxoutcomes.figures.pairs import BETTER, LOOKS, SAME, WORSE, Pairs, pairs_of
from rtxoutcomes.figures.style import INK, SOFT, house_style, mark_origin
from rtxoutcomes.presentation.printed import result_text
from rtxoutcomes.presentation.words import figure_key

ROOM = Room(left=14, bottom=10, height=42, top=8)
RATIOS = (0.25, 0.33, 0.5, 0.67, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0, 3.0, 4.0)
POINT, EACH = 7.0, 6.0


def draw(released: Released, score: str, month: float = math.nan) -> Drawn | None:
    """A panel a diagnosis, a mark a pair of values, the larger the more patients share it.

    A score on a log scale shows the ratio of its values against their geometric mean. None where
    the score has no pairs.
    """
    pairs = pairs_of(released, score, month)
    data = _twin(pairs)
    if data.empty:
        return None
    with house_style():
        drawn = grid(pairs.study.codes, ROOM)
        scales = _across(pairs, data), _up(pairs, data)
        for cell in drawn.cells:
            _marks(cell.axes, data[data["group"] == cell.group], pairs.is_ratio)
            _dress(cell, pairs, scales)
        mark_origin(drawn.figure, released.mark)
    key = figure_key(released.study, score, "oldham", month)
    return Drawn(key, drawn.figure, data, drawn.width_mm, _caption(pairs), _alt(pairs, data))


def _twin(pairs: Pairs) -> pd.DataFrame:
    before = pairs.counts["before"].astype("float64")
    after = pairs.counts["after"].astype("float64")
    data = pairs.counts.assign(direction=pairs.directions(after - before))
    if pairs.is_ratio:
        return data.assign(average=(before * after) ** 0.5, change=after / before)
    return data.assign(average=(before + after) / 2, change=(after - before).round(9))


def _height(change: float, ratio: bool) -> float:
    return math.log2(change) if ratio else change


def _across(pairs: Pairs, data: pd.DataFrame) -> Scale:
    low, high = float(data["average"].min()), float(data["average"].max())
    space = 0.07 * (high - low) or 1.0
    ticks = steps(low - space, high + space, 5)
    mean = "Geometric mean" if pairs.is_ratio else "Average"
    name = ", ".join(filter(None, (f"{mean} of both", pairs.score.unit)))
    return Scale(low - space, high + space, ticks, words_of(ticks, pairs.released.style), name)


def _up(pairs: Pairs, data: pd.DataFrame) -> Scale:
    label, style = pairs.score.label, pairs.released.style
    reach = max(abs(_height(float(change), pairs.is_ratio)) for change in data["change"]) or 1.0
    reach *= 1.15
    if not pairs.is_ratio:
        ticks = steps(-reach, reach)
        return Scale(-reach, reach, ticks, words_of(ticks, style), f"Change of {label}")
    ratios = [r for r in RATIOS if abs(math.log2(r)) <= reach]
    ticks = [math.log2(r) for r in ratios]
    return Scale(-reach, reach, ticks, words_of(ratios, style), f"Ratio of {label}")


def _marks(axes: Axes, data: pd.DataFrame, ratio: bool) -> None:
    for direction in (SAME, BETTER, WORSE):
        part, look = data[data["direction"] == direction], LOOKS[direction]
        axes.scatter(
            part["average"],
            [_height(float(change), ratio) for change in part["change"]],
            s=[look.area * (POINT + EACH * (int(count) - 1)) for count in part["count"]],
            c=look.colour,
            marker=look.marker,
            alpha=0.8,
            linewidths=0,
        )


def _dress(cell: Cell, pairs: Pairs, scales: tuple[Scale, Scale]) -> None:
    across, up = scales
    row = pairs.row(cell.group, pairs.effect)
    ends = [across.low, across.high]
    cell.axes.plot(ends, [0, 0], color=SOFT, linewidth=0.6, linestyle=(0, (2, 2)), zorder=0)
    if row is not None and not math.isnan(row.estimate):
        place = _height(row.estimate, pairs.is_ratio)
        cell.axes.plot(ends, [place, place], color=INK, linewidth=1.0, zorder=3)
    bare = Scale(up.low, up.high, up.ticks)
    name = pairs.study.abbreviation(cell.group)
    title = name if row is None else heading(pairs.study, cell, row.n)
    frame(cell.axes, across, up if cell.first else bare, title)


def _caption(pairs: Pairs) -> str:
    better, worse = pairs.direction_labels
    return (
        f"Change of {pairs.score.label} against the average of baseline and {pairs.visit} "
        "(Oldham plot): a slope against the average, unlike one against baseline, is not made by "
        f"regression to the mean. Circles, {better}; triangles, {worse}; squares, unchanged; "
        "larger marks, more patients; solid line, mean change; dotted, no change."
        f"{abbreviations(pairs.study)} {pairs.released.mark}."
    )


def _alt(pairs: Pairs, data: pd.DataFrame) -> str:
    sentences = [
        f"Oldham plot of {pairs.score.label}: change against the average of both values.",
        *(_alt_of_group(pairs, data, group) for group in pairs.study.codes),
    ]
    return " ".join(sentences)


def _alt_of_group(pairs: Pairs, data: pd.DataFrame, group: str) -> str:
    name, row = pairs.study.abbreviation(group), pairs.row(group, pairs.effect)
    averages = data.loc[data["group"] == group, "average"]
    if row is None or averages.empty:
        return f"{name}: no pairs."
    low, high = (
        number_words(float(end), pairs.released.style, 3)
        for end in (averages.min(), averages.max())
    )
    effect = f"{pairs.effect_label} {result_text(row)}"
    return f"{name}, {row.n} patients: averages from {low} to {high}, {effect}."
