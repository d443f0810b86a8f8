"""How much a score on a coarse scale changed: the count of patients at each change."""

import itertools
import math
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.frame import Scale, frame, steps, words_of
from rtxoutcomes.figures.grid import Cell, Room, abbreviations, grid, heading
from rtxoutcomes.figures.pairs import BETTER, LOOKS, SAME, WORSE, Pairs, pairs_of
from rtxoutcomes.figures.style import INK, SOFT, house_style, mark_origin
from rtxoutcomes.presentation.printed import p_value_text, result_text
from rtxoutcomes.presentation.words import figure_key
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity

ROOM = Room(left=13, bottom=10, height=42, top=15)
COUNTED = (
    Quantity.IMPROVED,
    Quantity.DECREASED,
    Quantity.UNCHANGED,
    Quantity.WORSENED,
    Quantity.INCREASED,
)


@dataclass(frozen=True, slots=True)
class Spans:
    """The smallest step between changes, the farthest change, the highest count."""

    step: float
    reach: float
    top: float


def draw(released: Released, score: str, month: float = math.nan) -> Drawn | None:
    """A panel a diagnosis: bars of the change, the mean with its t interval above.

    Improvement and worsening differ in colour and in hatching. None where the score has no pairs.
    """
    pairs = pairs_of(released, score, month)
    data = _twin(pairs)
    if data.empty:
        return None
    with house_style():
        drawn = grid(pairs.study.codes, ROOM)
        spans = _spans(data)
        for cell in drawn.cells:
            _bars(cell.axes, data[data["group"] == cell.group], spans)
            _dress(cell, pairs, spans)
        mark_origin(drawn.figure, released.mark)
    key = figure_key(released.study, score, "change", month)
    return Drawn(key, drawn.figure, data, drawn.width_mm, _caption(pairs), _alt(pairs))


def _twin(pairs: Pairs) -> pd.DataFrame:
    """Patients at each change: the counts that the bars show."""
    counts = pairs.counts
    change = (counts["after"] - counts["before"]).astype("float64").round(9)
    changes = counts.assign(change=change, direction=pairs.directions(change))
    grouped = changes.groupby(["group", "change", "direction"], observed=True, sort=True)["count"]
    return grouped.sum().reset_index()


def _spans(data: pd.DataFrame) -> Spans:
    changes = sorted(data["change"].unique())
    gaps = [b - a for a, b in itertools.pairwise(changes)]
    step = min(gaps) if gaps else 1.0
    reach = max(abs(min(changes)), abs(max(changes)), step) + step
    return Spans(step, reach, float(data["count"].max()))


def _bars(axes: Axes, data: pd.DataFrame, spans: Spans) -> None:
    for direction in (BETTER, SAME, WORSE):
        part, look = data[data["direction"] == direction], LOOKS[direction]
        axes.bar(
            part["change"],
            part["count"],
            width=0.82 * spans.step,
            color=look.colour,
            hatch=look.hatch,
            edgecolor="white" if look.hatch else look.colour,
            linewidth=0,
        )
    axes.axvline(0, color=SOFT, linewidth=0.6, linestyle=(0, (2, 2)), zorder=0)


def _dress(cell: Cell, pairs: Pairs, spans: Spans) -> None:
    across, up = _scales(pairs, spans, first=cell.first)
    row = pairs.row(cell.group, Quantity.MEAN_CHANGE)
    if row is None:
        frame(cell.axes, across, up, pairs.study.abbreviation(cell.group))
        return
    head = heading(pairs.study, cell, row.n)
    frame(cell.axes, across, up, f"{head}\nmean {result_text(row)}\n{p_value_text(row)}")
    _mean(cell.axes, row, up.high * 0.93)


def _scales(pairs: Pairs, spans: Spans, *, first: bool) -> tuple[Scale, Scale]:
    style = pairs.released.style
    ticks = steps(-spans.reach, spans.reach, 7)
    name = f"Change of {pairs.axis_label}"
    across = Scale(-spans.reach, spans.reach, ticks, words_of(ticks, style), name)
    counts = [c for c in steps(0, spans.top, 5) if float(c).is_integer()]
    if not first:
        return across, Scale(0, spans.top * 1.28, counts)
    return across, Scale(0, spans.top * 1.28, counts, words_of(counts, style), "Patients")


def _mean(axes: Axes, row: Number, place: float) -> None:
    if math.isnan(row.estimate):
        return
    if not math.isnan(row.conf_low):
        axes.plot([row.conf_low, row.conf_high], [place] * 2, color=INK, linewidth=1)
    axes.plot([row.estimate], [place], "D", color=INK, markersize=3.5)


def _caption(pairs: Pairs) -> str:
    better, worse = pairs.direction_labels
    return (
        f"Change of {pairs.score.label} from baseline to the {pairs.visit}: number of patients "
        "with each change. Diamond and line, mean change with its paired-t 95% interval. Plain "
        f"dark bars, {better}; hatched bars, {worse}; light bars, unchanged."
        f"{abbreviations(pairs.study)} {pairs.released.mark}."
    )


def _alt(pairs: Pairs) -> str:
    sentences = [f"Bar charts of the change of {pairs.score.label} by diagnosis."]
    for group in pairs.study.codes:
        row, name = pairs.row(group, Quantity.MEAN_CHANGE), pairs.study.abbreviation(group)
        if row is None or math.isnan(row.estimate):
            sentences.append(f"{name}: no mean change.")
            continue
        mean = f"{name}, {row.n} patients: mean change {result_text(row)}"
        sentences.append("; ".join(filter(None, (mean, _counts(pairs, group)))) + ".")
    return " ".join(sentences)


def _counts(pairs: Pairs, group: str) -> str:
    rows = [pairs.row(group, quantity) for quantity in COUNTED]
    given = [row for row in rows if row is not None and row.status == "ok"]
    return ", ".join(f"{row.events} {row.quantity}" for row in given)
