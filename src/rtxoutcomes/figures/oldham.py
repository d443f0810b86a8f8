"""Change of a score against the average of its two values, after Oldham (1962).

Against the baseline value, change falls by itself: who began high by chance is lower the next time.
Against the average of both values it does not.
"""

import math

import pandas as pd
from matplotlib.axes import Axes

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.frame import Scale, frame, steps, words_of
from rtxoutcomes.figures.grid import Cell, Room, codes, grid, heading
from rtxoutcomes.figures.pairs import BETTER, LOOKS, SAME, WORSE, directions, names, of_endpoint
from rtxoutcomes.figures.select import diagnoses, interval, is_ratio, label, one
from rtxoutcomes.figures.style import INK, SOFT, house_style, mark_origin

ROOM = Room(left=14, bottom=10, height=42, top=8)
RATIOS = (0.25, 0.33, 0.5, 0.67, 0.8, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0, 3.0, 4.0)
POINT, EACH = 7.0, 6.0


def draw(released: Released, score: str) -> Drawn | None:
    """A panel a diagnosis, a mark a pair of values, the larger the more patients share it.

    A score on a log scale shows the ratio of its values against their geometric mean. None where
    the score has no pairs.
    """
    data = _twin(released, score)
    if data.empty:
        return None
    ratio = is_ratio(released, score)
    with house_style():
        drawn = grid(diagnoses(released), ROOM)
        across, up = _across(released, score, data), _up(released, score, data)
        for cell in drawn.cells:
            _marks(cell.axes, data[data["group"] == cell.group], ratio)
            _dress(cell, released, score, (across, up))
        mark_origin(drawn.figure, released.mark)
    caption = _caption(released, score)
    key = f"{score}_oldham"
    return Drawn(key, drawn.figure, data, drawn.width_mm, caption, _alt(released, score, data))


def _twin(released: Released, score: str) -> pd.DataFrame:
    pairs = of_endpoint(released, score)
    before, after = pairs["before"].astype("float64"), pairs["after"].astype("float64")
    told = pairs.assign(direction=directions(released, score, after - before))
    if is_ratio(released, score):
        return told.assign(average=(before * after) ** 0.5, change=after / before)
    return told.assign(average=(before + after) / 2, change=(after - before).round(9))


def _height(change: float, ratio: bool) -> float:
    return math.log2(change) if ratio else change


def _across(released: Released, score: str, data: pd.DataFrame) -> Scale:
    low, high = float(data["average"].min()), float(data["average"].max())
    space = 0.07 * (high - low) or 1.0
    ticks = steps(low - space, high + space, 5)
    kind = "Geometric mean" if is_ratio(released, score) else "Average"
    unit = released.about.get(f"unit.{score}", "")
    name = f"{kind} of both, {unit}" if unit else f"{kind} of both"
    return Scale(low - space, high + space, ticks, words_of(ticks), name)


def _up(released: Released, score: str, data: pd.DataFrame) -> Scale:
    ratio, words = is_ratio(released, score), label(released, score)
    reach = max(abs(_height(float(change), ratio)) for change in data["change"]) or 1.0
    reach *= 1.15
    if not ratio:
        ticks = steps(-reach, reach)
        return Scale(-reach, reach, ticks, words_of(ticks), f"Change of {words}")
    shown = [r for r in RATIOS if abs(math.log2(r)) <= reach]
    return Scale(-reach, reach, [math.log2(r) for r in shown], words_of(shown), f"Ratio of {words}")


def _marks(axes: Axes, data: pd.DataFrame, ratio: bool) -> None:
    for direction in (SAME, BETTER, WORSE):
        mine, look = data[data["direction"] == direction], LOOKS[direction]
        axes.scatter(
            mine["average"],
            [_height(float(change), ratio) for change in mine["change"]],
            s=[look.area * (POINT + EACH * (int(count) - 1)) for count in mine["count"]],
            c=look.colour,
            marker=look.marker,
            alpha=0.8,
            linewidths=0,
        )


def _dress(cell: Cell, released: Released, score: str, scales: tuple[Scale, Scale]) -> None:
    across, up = scales
    ratio = is_ratio(released, score)
    row = one(
        released,
        "change",
        endpoint=score,
        group=cell.group,
        term="ratio" if ratio else "mean_change",
    )
    ends = [across.low, across.high]
    cell.axes.plot(ends, [0, 0], color=SOFT, linewidth=0.6, linestyle=(0, (2, 2)), zorder=0)
    if row is not None and not math.isnan(row["estimate"]):
        place = _height(float(row["estimate"]), ratio)
        cell.axes.plot(ends, [place, place], color=INK, linewidth=1.0, zorder=3)
    title = cell.group if row is None else heading(released, cell, int(row["n"]))
    bare = Scale(up.low, up.high, up.ticks)
    frame(cell.axes, across, up if cell.first else bare, title)


def _caption(released: Released, score: str) -> str:
    better, worse = names(released, score)
    return (
        f"Change of {label(released, score)} against the average of baseline and last visit "
        "(Oldham plot): a slope against the average, unlike one against baseline, is not made by "
        f"regression to the mean. Circles, {better}; triangles, {worse}; squares, unchanged; "
        "larger marks, more patients; solid line, mean change; dotted, no change."
        f"{codes(released)} {released.mark}."
    )


def _alt(released: Released, score: str, data: pd.DataFrame) -> str:
    told = [f"Oldham plot of {label(released, score)}: change against the average of both values."]
    term = "ratio" if is_ratio(released, score) else "mean_change"
    for group in diagnoses(released):
        row = one(released, "change", endpoint=score, group=group, term=term)
        mine = data[data["group"] == group]
        if row is None or mine.empty:
            told.append(f"{group}: no pairs.")
            continue
        low, high = float(mine["average"].min()), float(mine["average"].max())
        words = f"averages from {low:.3g} to {high:.3g}, {term.replace('_', ' ')} {interval(row)}"
        told.append(f"{group}, {int(row['n'])} patients: {words}.")
    return " ".join(told)
