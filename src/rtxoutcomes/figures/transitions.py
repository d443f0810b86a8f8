"""From which value to which: how many patients went from each value of a score to each other."""

import itertools

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PatchCollection
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.frame import Scale, frame, say, steps, words_of
from rtxoutcomes.figures.grid import Cell, Room, codes, grid, heading
from rtxoutcomes.figures.pairs import BETTER, LOOKS, SAME, WORSE, directions, names, of_endpoint
from rtxoutcomes.figures.select import diagnoses, label, limits, with_unit
from rtxoutcomes.figures.style import INK, SOFT, house_style, mark_origin

ROOM = Room(left=14, bottom=10, height=50, top=8)
# A matrix of more values than this could not be read at the width of a page.
MOST = 41
FEW = 6
SHADES = (0.4, 0.55, 0.7, 0.85)


def draw(released: Released, score: str) -> Drawn | None:
    """A panel a diagnosis: a cell a pair of values, with the number of its patients.

    A score of too many values is told by the bands between its clinical limits. None where the
    score has no pairs, or too many values and no limit.
    """
    bands = _bands(released, score)
    data = _twin(released, score, bands)
    if data.empty:
        return None
    with house_style():
        drawn = grid(diagnoses(released), ROOM)
        values = sorted({*data["before"], *data["after"]}) if bands is None else bands
        for cell in drawn.cells:
            mine = data[data["group"] == cell.group]
            _cells(cell.axes, mine, _step(values))
            _dress(cell, released, score, mine, values)
        mark_origin(drawn.figure, released.mark)
    caption = _caption(released, score)
    key = f"{score}_transitions"
    return Drawn(key, drawn.figure, data, drawn.width_mm, caption, _alt(released, score, data))


def _bands(released: Released, score: str) -> list[float] | None:
    """Numbers of the bands between clinical limits, where values are too many to be shown."""
    pairs = of_endpoint(released, score)
    if pairs.empty or len({*pairs["before"], *pairs["after"]}) <= MOST:
        return None
    return [float(k) for k in range(len(limits(released, score)) + 1)]


def _twin(released: Released, score: str, bands: list[float] | None) -> pd.DataFrame:
    pairs = of_endpoint(released, score)
    if bands is not None:
        if len(bands) == 1:
            return pairs.iloc[:0]
        places = sorted(limits(released, score))
        for column in ("before", "after"):
            pairs[column] = [float(sum(value >= p for p in places)) for value in pairs[column]]
        keys = ["endpoint", "group", "before", "after"]
        pairs = pairs.groupby(keys, sort=False)["count"].sum().reset_index()
    change = pairs["after"] - pairs["before"]
    return pairs.assign(direction=directions(released, score, change))


def _step(values: list[float]) -> float:
    gaps = [b - a for a, b in itertools.pairwise(values)]
    return min(gaps, default=1.0)


def _cells(axes: Axes, data: pd.DataFrame, step: float) -> None:
    most = max((int(count) for count in data["count"]), default=1)
    for direction in (SAME, BETTER, WORSE):
        mine, look = data[data["direction"] == direction], LOOKS[direction]
        if mine.empty:
            continue
        patches = [
            Rectangle((before - step / 2, after - step / 2), step, step)
            for before, after in zip(mine["before"], mine["after"], strict=True)
        ]
        shades = [_shade(look.colour, int(count), most) for count in mine["count"]]
        axes.add_collection(
            PatchCollection(
                patches,
                facecolor=shades,
                edgecolor=look.colour,
                linewidths=0.4,
                hatch=look.hatch or None,
            )
        )


def _shade(colour: str, count: int, most: int) -> tuple[float, float, float]:
    """The colour on white paper, the fuller the more patients."""
    share = SHADES[min(3, 4 * (count - 1) // most)]
    red, green, blue = (1 - share * (1 - part) for part in to_rgb(colour))
    return red, green, blue


def _dress(
    cell: Cell, released: Released, score: str, data: pd.DataFrame, values: list[float]
) -> None:
    step = _step(values)
    low, high = values[0] - step, values[-1] + step
    ticks, words = _ticks(released, score, values)
    name = with_unit(released, score)
    across = Scale(low, high, ticks, words, f"{name}, at baseline")
    up = Scale(
        low, high, ticks, words if cell.first else (), "At the last visit" if cell.first else ""
    )
    cell.axes.plot([low, high], [low, high], color=SOFT, linewidth=0.6, zorder=0)
    frame(cell.axes, across, up, heading(released, cell, int(data["count"].sum())))
    least = 1 if len(values) < FEW else 2
    for row in data[data["count"] >= least].itertuples(index=False):
        place = (across.share(float(str(row.before))), up.share(float(str(row.after))))
        say(cell.axes, place, str(row.count), 6.0, ha="center", colour=INK)


def _ticks(released: Released, score: str, values: list[float]) -> tuple[list[float], list[str]]:
    places = sorted(limits(released, score))
    if len(values) == len(places) + 1 and values == [float(k) for k in range(len(values))]:
        between = [f"{low:g}-{high:g}" for low, high in itertools.pairwise(places)]
        return values, [
            f"< {places[0]:g}",
            *between,
            f"\N{GREATER-THAN OR EQUAL TO} {places[-1]:g}",
        ]
    chosen = steps(values[0], values[-1], 10)
    return chosen, words_of(chosen)


def _caption(released: Released, score: str) -> str:
    better, worse = names(released, score)
    return (
        f"{label(released, score)} at the last visit by its value at baseline: patients in each "
        f"cell; a cell without a number holds one. On the line, unchanged; plain, {better}; "
        f"hatched, {worse}.{codes(released)} {released.mark}."
    )


def _alt(released: Released, score: str, data: pd.DataFrame) -> str:
    better, worse = names(released, score)
    told = [f"Transitions of {label(released, score)} from baseline to the last visit."]
    for group in diagnoses(released):
        mine = data[data["group"] == group]
        if mine.empty:
            told.append(f"{group}: no pairs.")
            continue
        by = mine.groupby("direction")["count"].sum()
        words = {BETTER: better, SAME: "unchanged", WORSE: worse}
        counts = ", ".join(f"{int(by.get(key, 0))} {word}" for key, word in words.items())
        told.append(f"{group}, {int(mine['count'].sum())} patients: {counts}.")
    return " ".join(told)
