"""Each pair of values of a score, before and after, with the means and the clinical limits."""

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.frame import Scale, frame, say, steps, words_of
from rtxoutcomes.figures.grid import Cell, Grid, Room, codes, grid, heading
from rtxoutcomes.figures.pairs import BETTER, LOOKS, SAME, WORSE, directions, names, of_endpoint
from rtxoutcomes.figures.select import (
    diagnoses,
    interval,
    is_ratio,
    label,
    limits,
    one,
    p_words,
    with_unit,
)
from rtxoutcomes.figures.style import INK, SOFT, house_style, mark_origin

ROOM = Room(left=13, bottom=6, height=48, top=15, right=8)
THIN, THICKER = 0.55, 0.45
SIDE = 0.15


def draw(released: Released, score: str) -> Drawn | None:
    """A panel a diagnosis: lines join the two values of a patient, a thick one the means.

    A line is the thicker the more patients share it. None where the score has no pairs.
    """
    pairs = of_endpoint(released, score)
    if pairs.empty:
        return None
    data = pairs.assign(direction=directions(released, score, pairs["after"] - pairs["before"]))
    with house_style():
        drawn = grid(diagnoses(released), ROOM)
        up = _scale(released, score, data)
        for cell in drawn.cells:
            _lines(cell.axes, data[data["group"] == cell.group])
            _means(cell.axes, released, score, cell.group)
            _dress(cell, released, score, up)
        _limits(drawn, released, score, up)
        mark_origin(drawn.figure, released.mark)
    key = f"{score}_change" if is_ratio(released, score) else f"{score}_paired"
    caption = _caption(released, score)
    return Drawn(key, drawn.figure, data, drawn.width_mm, caption, _alt(released, score))


def _scale(released: Released, score: str, data: pd.DataFrame) -> Scale:
    values = [*data["before"], *data["after"], *limits(released, score)]
    low, high = float(min(values)), float(max(values))
    space = 0.05 * (high - low) or 1.0
    ticks = steps(low - space, high + space)
    name = with_unit(released, score)
    return Scale(low - space, high + space, ticks, words_of(ticks), name)


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


def _means(axes: Axes, released: Released, score: str, group: str) -> None:
    values = []
    for term in ("baseline_mean", "follow_up_mean"):
        row = one(released, "change", endpoint=score, group=group, term=term)
        if row is None or math.isnan(row["estimate"]):
            return
        values.append(float(row["estimate"]))
    axes.plot([0, 1], values, "-D", color=INK, linewidth=1.8, markersize=4, zorder=5)


def _dress(cell: Cell, released: Released, score: str, up: Scale) -> None:
    across = Scale(-SIDE, 1 + SIDE, (0, 1), ("baseline", "last visit"))
    bare = Scale(up.low, up.high, up.ticks)
    term, words = ("ratio", "ratio") if is_ratio(released, score) else ("mean_change", "change")
    row = one(released, "change", endpoint=score, group=cell.group, term=term)
    title = cell.group
    if row is not None:
        head = heading(released, cell, int(row["n"]))
        title = f"{head}\n{words} {interval(row)}\n{p_words(row['p_value'])}"
    frame(cell.axes, across, up if cell.first else bare, title)


def _limits(drawn: Grid, released: Released, score: str, up: Scale) -> None:
    for limit in limits(released, score):
        for cell in drawn.cells:
            cell.axes.plot(
                [-SIDE, 1 + SIDE],
                [limit, limit],
                color=SOFT,
                linewidth=0.7,
                linestyle=(0, (1, 1.5)),
                zorder=0,
            )
        say(drawn.cells[-1].axes, (1.02, up.share(limit)), f"< {limit:g}", 6.5, colour=SOFT)


def _caption(released: Released, score: str) -> str:
    better, worse = names(released, score)
    limited = " Dotted, clinical limits of the study." if limits(released, score) else ""
    what = (
        "Ratio, geometric mean of after to before"
        if is_ratio(released, score)
        else "Change, mean of after less before"
    )
    return (
        f"{label(released, score)} at baseline and at the last visit. Lines join the two values of "
        f"a patient (solid, {better}; dashed, {worse}; grey dots, unchanged), the thicker the more "
        f"patients share them; diamonds, means.{limited} {what}, with its 95 % "
        f"interval.{codes(released)} {released.mark}."
    )


def _alt(released: Released, score: str) -> str:
    told = [f"{label(released, score)} of each patient at baseline and at the last visit."]
    for group in diagnoses(released):
        found = {
            term: one(released, "change", endpoint=score, group=group, term=term)
            for term in ("baseline_mean", "follow_up_mean", "ratio", "mean_change")
        }
        told_as = "ratio" if is_ratio(released, score) else "mean_change"
        row, before, after = found[told_as], found["baseline_mean"], found["follow_up_mean"]
        if row is None or before is None or after is None or math.isnan(row["estimate"]):
            told.append(f"{group}: no pairs.")
            continue
        means = f"mean {interval(before)} before and {interval(after)} after"
        words = told_as.replace("_", " ")
        told.append(f"{group}, {int(row['n'])} patients: {means}, {words} {interval(row)}.")
    return " ".join(told)
