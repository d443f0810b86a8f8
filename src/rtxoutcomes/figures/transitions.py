"""From which value to which: how many patients went from each value of a score to each other."""

import itertools
import math
from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.frame import Scale, draw_text
from rtxoutcomes.figures.grid import Panel, Room, Words, abbreviations, grid, heading
from rtxoutcomes.figures.look import Look
from rtxoutcomes.figures.pairs import BETTER, LOOKS, SAME, WORSE, Pairs, pairs_of, step_of
from rtxoutcomes.figures.style import INK, SOFT
from rtxoutcomes.figures.ticks import number_words, steps, words_of
from rtxoutcomes.presentation.words import figure_key

ROOM = Room(50.0)
# A matrix of more values than this could not be read at the width of a page.
MOST = 41
FEW = 6
SHADES = (0.4, 0.55, 0.7, 0.85)


def draw(
    released: Released, score: str, month: float = math.nan, look: Look | None = None
) -> Drawn | None:
    """A panel a group: a cell a pair of values, with the number of its patients.

    A score of too many values is shown by the bands between its clinical limits. None where the
    score has no pairs, or too many values and no limit.
    """
    look, pairs = look or Look(), pairs_of(released, score, month)
    groups = look.codes(pairs.study)
    counts = pairs.counts[pairs.counts["group"].isin(groups)].reset_index(drop=True)
    bands = _bands(counts, pairs)
    data = _twin(counts, pairs, bands)
    if data.empty:
        return None
    values = sorted({*data["before"], *data["after"]}) if bands is None else bands
    by_group = {group: data[data["group"] == group] for group in groups}
    heads = {g: heading(pairs.study, g, int(own["count"].sum())) for g, own in by_group.items()}
    words = Words(*_scales(pairs, values), heads, _key(pairs))
    with grid(ROOM, words, released.mark, look) as drawn:
        for panel in drawn.panels:
            _cells(panel.axes, by_group[panel.group], step_of(values))
            _numbers(panel, by_group[panel.group], words, few=len(values) < FEW)
    key = figure_key(released.study, score, "transitions", month)
    return Drawn(
        key, drawn.figure, data, drawn.width_mm, _caption(pairs), _alt(pairs, data, groups)
    )


def _bands(counts: pd.DataFrame, pairs: Pairs) -> list[float] | None:
    """Numbers of the bands between clinical limits, where values are too many to be shown."""
    if counts.empty or len({*counts["before"], *counts["after"]}) <= MOST:
        return None
    return [float(k) for k in range(len(pairs.score.low) + 1)]


def _twin(counts: pd.DataFrame, pairs: Pairs, bands: list[float] | None) -> pd.DataFrame:
    if bands is not None:
        if len(bands) == 1:
            return counts.iloc[:0]
        banded = {name: _band_of(counts[name], pairs.score.low) for name in ("before", "after")}
        counts = counts.assign(**banded)
        keys = ["endpoint", "month", "group", "before", "after"]
        counts = counts.groupby(keys, sort=False, dropna=False)["count"].sum().reset_index()
    return counts.assign(direction=pairs.directions(counts["after"] - counts["before"]))


def _band_of(values: pd.Series, limits: Sequence[float]) -> list[float]:
    """The number of limits that each value reaches."""
    return [float(sum(value >= limit for limit in limits)) for value in values]


def _cells(axes: Axes, data: pd.DataFrame, step: float) -> None:
    most = max(map(int, data["count"]), default=1)
    for direction in (SAME, BETTER, WORSE):
        part, look = data[data["direction"] == direction], LOOKS[direction]
        if part.empty:
            continue
        patches = [
            Rectangle((before - step / 2, after - step / 2), step, step)
            for before, after in zip(part["before"], part["after"], strict=True)
        ]
        shades = [_shade(look.colour, int(count), most) for count in part["count"]]
        edge, hatch = look.colour, look.hatch or None
        cells = PatchCollection(patches, facecolor=shades, edgecolor=edge, lw=0.4, hatch=hatch)
        axes.add_collection(cells)


def _shade(colour: str, count: int, most: int) -> tuple[float, float, float]:
    """The colour on white paper, the fuller the more patients."""
    share = SHADES[min(3, 4 * (count - 1) // most)]
    red, green, blue = (1 - share * (1 - part) for part in to_rgb(colour))
    return red, green, blue


def _scales(pairs: Pairs, values: list[float]) -> tuple[Scale, Scale]:
    step = step_of(values)
    low, high = values[0] - step, values[-1] + step
    ticks, words = _ticks(pairs, values)
    across = Scale(low, high, ticks, words, f"{pairs.axis_label}, at baseline")
    return across, Scale(low, high, ticks, words, f"At the {pairs.visit}")


def _numbers(panel: Panel, data: pd.DataFrame, words: Words, *, few: bool) -> None:
    """The line of no change, and the number of patients in each cell."""
    across, up = words.across, words.up
    ends = [across.low, across.high]
    panel.axes.plot(ends, ends, color=SOFT, linewidth=0.6, zorder=0)
    fewest = 1 if few else 2
    for row in data[data["count"] >= fewest].itertuples(index=False):
        place = (across.fraction(float(str(row.before))), up.fraction(float(str(row.after))))
        draw_text(panel.axes, place, str(row.count), 6.0, ha="center", colour=INK)


def _ticks(pairs: Pairs, values: list[float]) -> tuple[list[float], list[str]]:
    limits, style = sorted(pairs.score.low), pairs.released.style
    if len(values) == len(limits) + 1 and values == [float(k) for k in range(len(values))]:
        words = [number_words(limit, style) for limit in limits]
        between = [f"{low}-{high}" for low, high in itertools.pairwise(words)]
        return values, [f"< {words[0]}", *between, f"\N{GREATER-THAN OR EQUAL TO} {words[-1]}"]
    ticks = steps(values[0], values[-1], 10)
    return ticks, words_of(ticks, style)


def _key(pairs: Pairs) -> str:
    better, worse = pairs.direction_labels
    return (
        f"Line, unchanged; plain cells, {better}; hatched cells, {worse}. Numbers are patients; "
        "cells without a number hold one. Darker cells, more patients."
    )


def _caption(pairs: Pairs) -> str:
    better, worse = pairs.direction_labels
    return (
        f"{pairs.score.label} at the {pairs.visit} by its value at baseline: patients in each "
        f"cell; a cell without a number holds one. On the line, unchanged; plain, {better}; "
        f"hatched, {worse}.{abbreviations(pairs.study)} {pairs.released.mark}."
    )


def _alt(pairs: Pairs, data: pd.DataFrame, groups: Sequence[str]) -> str:
    sentences = [f"Transitions of {pairs.score.in_text} from baseline to the {pairs.visit}."]
    better, worse = pairs.direction_labels
    for group in groups:
        name, cells = pairs.study.abbreviation(group), data[data["group"] == group]
        if cells.empty:
            sentences.append(f"{name}: no pairs.")
            continue
        by = cells.groupby("direction")["count"].sum()
        words = {BETTER: better, SAME: "unchanged", WORSE: worse}
        counts = ", ".join(f"{int(by.get(key, 0))} {word}" for key, word in words.items())
        sentences.append(f"{name}, {int(cells['count'].sum())} patients: {counts}.")
    return " ".join(sentences)
