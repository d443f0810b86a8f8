"""How much a score on a coarse scale changed: the count of patients at each change."""

import itertools
import math
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.frame import Scale, frame, steps, words_of
from rtxoutcomes.figures.grid import Cell, Room, codes, grid, heading
from rtxoutcomes.figures.pairs import BETTER, LOOKS, SAME, WORSE, directions, of_endpoint, reads_as
from rtxoutcomes.figures.select import diagnoses, interval, label, one, p_words, with_unit
from rtxoutcomes.figures.style import INK, SOFT, house_style, mark_origin

ROOM = Room(left=13, bottom=10, height=42, top=15)


@dataclass(frozen=True, slots=True)
class Spans:
    """The smallest step between changes, the farthest change, the highest count."""

    step: float
    reach: float
    top: float


def draw(released: Released, score: str) -> Drawn | None:
    """A panel a diagnosis: bars of the change, the mean with its t interval above.

    Improvement and worsening differ in colour and in hatching. None where the score has no pairs.
    """
    data = _twin(released, score)
    if data.empty:
        return None
    with house_style():
        drawn = grid(diagnoses(released), ROOM)
        spans = _spans(data)
        for cell in drawn.cells:
            _bars(cell.axes, data[data["group"] == cell.group], spans)
            _dress(cell, released, score, spans)
        mark_origin(drawn.figure, released.mark)
    caption = (
        f"Change of {label(released, score)} from baseline to the last visit: patients at each "
        "change. Diamond and line, mean change with its paired-t 95 % interval. "
        f"{reads_as(released, score)}{codes(released)} {released.mark}."
    )
    key = f"{score}_change"
    return Drawn(key, drawn.figure, data, drawn.width_mm, caption, _alt(released, score))


def _twin(released: Released, score: str) -> pd.DataFrame:
    """Patients at each change: the counts that the bars show."""
    pairs = of_endpoint(released, score)
    change = (pairs["after"] - pairs["before"]).astype("float64").round(9)
    told = pairs.assign(change=change, direction=directions(released, score, change))
    counted = told.groupby(["group", "change", "direction"], observed=True, sort=True)["count"]
    return counted.sum().reset_index()


def _spans(data: pd.DataFrame) -> Spans:
    changes = sorted(data["change"].unique())
    gaps = [b - a for a, b in itertools.pairwise(changes)]
    step = min(gaps) if gaps else 1.0
    reach = max(abs(min(changes)), abs(max(changes)), step) + step
    return Spans(step, reach, float(data["count"].max()))


def _bars(axes: Axes, data: pd.DataFrame, spans: Spans) -> None:
    for direction in (BETTER, SAME, WORSE):
        mine, look = data[data["direction"] == direction], LOOKS[direction]
        axes.bar(
            mine["change"],
            mine["count"],
            width=0.82 * spans.step,
            color=look.colour,
            hatch=look.hatch,
            edgecolor="white" if look.hatch else look.colour,
            linewidth=0,
        )
    axes.axvline(0, color=SOFT, linewidth=0.6, linestyle=(0, (2, 2)), zorder=0)


def _dress(cell: Cell, released: Released, score: str, spans: Spans) -> None:
    high = spans.top * 1.28
    counts = [c for c in steps(0, spans.top, 5) if float(c).is_integer()]
    ticks = steps(-spans.reach, spans.reach, 7)
    across = Scale(
        -spans.reach,
        spans.reach,
        ticks,
        words_of(ticks),
        f"Change of {with_unit(released, score)}",
    )
    up = Scale(
        0, high, counts, words_of(counts) if cell.first else (), "Patients" if cell.first else ""
    )
    row = one(released, "change", endpoint=score, group=cell.group, term="mean_change")
    if row is None:
        frame(cell.axes, across, up, cell.group)
        return
    head = heading(released, cell, int(row["n"]))
    frame(cell.axes, across, up, f"{head}\nmean {interval(row)}\n{p_words(row['p_value'])}")
    if not math.isnan(row["estimate"]):
        place = high * 0.93
        if not math.isnan(row["conf_low"]):
            cell.axes.plot([row["conf_low"], row["conf_high"]], [place] * 2, color=INK, linewidth=1)
        cell.axes.plot([row["estimate"]], [place], "D", color=INK, markersize=3.5)


def _alt(released: Released, score: str) -> str:
    told = [f"Bar charts of the change of {label(released, score)} by diagnosis."]
    for group in diagnoses(released):
        row = one(released, "change", endpoint=score, group=group, term="mean_change")
        if row is None or math.isnan(row["estimate"]):
            told.append(f"{group}: no mean change.")
            continue
        counts = _counts(released, score, group)
        told.append(f"{group}, {int(row['n'])} patients: mean change {interval(row)}{counts}.")
    return " ".join(told)


def _counts(released: Released, score: str, group: str) -> str:
    parts = []
    for term in ("improved", "decreased", "unchanged", "worsened", "increased"):
        row = one(released, "change", endpoint=score, group=group, term=term)
        if row is not None and row["status"] == "ok":
            parts.append(f"{int(row['events'])} {term}")
    return f"; {', '.join(parts)}" if parts else ""
