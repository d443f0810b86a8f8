"""How much a score on a coarse scale changed: the count of patients at each change."""

import math

import pandas as pd
from matplotlib.axes import Axes

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.frame import Scale, linear_scale, steps, words_of
from rtxoutcomes.figures.grid import Panel, Room, abbreviations, grid, heading, under
from rtxoutcomes.figures.pairs import BETTER, LOOKS, SAME, WORSE, Pairs, pairs_of, step_of
from rtxoutcomes.figures.style import INK, SOFT
from rtxoutcomes.presentation.printed import p_value_text, result_text
from rtxoutcomes.presentation.words import figure_key
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity

ROOM = Room(left=13, bottom=10, height=42, top=15)
COUNTED = (
    Quantity.LOWER,
    Quantity.UNCHANGED,
    Quantity.HIGHER,
)


def draw(released: Released, score: str, month: float = math.nan) -> Drawn | None:
    """A panel a diagnosis: bars of the change, the mean with its t interval above.

    Improvement and worsening differ in colour and in hatching. None where the score has no pairs.
    """
    pairs = pairs_of(released, score, month)
    data = _twin(pairs)
    if data.empty:
        return None
    step = step_of(sorted(data["change"].unique()))
    with grid(pairs.study.codes, ROOM, released.mark) as drawn:
        scales = _scales(pairs, data, step)
        for panel in drawn.panels:
            _bars(panel.axes, data[data["group"] == panel.group], 0.82 * step)
            _dress(panel, pairs, scales)
    key = figure_key(released.study, score, "change", month)
    return Drawn(key, drawn.figure, data, drawn.width_mm, _caption(pairs), _alt(pairs))


def _twin(pairs: Pairs) -> pd.DataFrame:
    """Patients at each change: the counts that the bars show."""
    counts = pairs.counts
    change = (counts["after"] - counts["before"]).astype("float64").round(9)
    changes = counts.assign(change=change, direction=pairs.directions(change))
    grouped = changes.groupby(["group", "change", "direction"], observed=True, sort=True)["count"]
    return grouped.sum().reset_index()


def _scales(pairs: Pairs, data: pd.DataFrame, step: float) -> tuple[Scale, Scale]:
    reach, top = max(data["change"].abs().max(), step) + step, float(data["count"].max())
    style, name = pairs.released.style, f"Change of {pairs.axis_label}"
    counts = [c for c in steps(0, top, 5) if c.is_integer()]
    up = Scale(0, top * 1.28, counts, words_of(counts, style), "Patients")
    return linear_scale(-reach, reach, style, name, 7), up


def _bars(axes: Axes, data: pd.DataFrame, width: float) -> None:
    for direction in (BETTER, SAME, WORSE):
        part, look = data[data["direction"] == direction], LOOKS[direction]
        places, counts = part["change"], part["count"]
        edge = "white" if look.hatch else look.colour
        axes.bar(
            places, counts, width, color=look.colour, hatch=look.hatch, edgecolor=edge, linewidth=0
        )
    axes.axvline(0, color=SOFT, linewidth=0.6, linestyle=(0, (2, 2)), zorder=0)


def _dress(panel: Panel, pairs: Pairs, scales: tuple[Scale, Scale]) -> None:
    row = pairs.row(panel.group, Quantity.MEAN_CHANGE)
    if row is None:
        panel.frame(*scales, pairs.study.abbreviation(panel.group))
        return
    head = heading(pairs.study, panel, row.n)
    panel.frame(*scales, under(head, f"mean {result_text(row)}", p_value_text(row)))
    _mean(panel.axes, row, scales[1].high * 0.93)


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
        f"{pairs.quantification}{abbreviations(pairs.study)} {pairs.released.mark}."
    )


def _alt(pairs: Pairs) -> str:
    sentences = [f"Bar charts of the change of {pairs.score.label} by {pairs.study.group_noun}."]
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
