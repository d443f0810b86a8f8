"""How much a score on a coarse scale changed: the count of patients at each change."""

import math
from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.frame import Scale, linear_scale
from rtxoutcomes.figures.grid import Room, Words, abbreviations, grid, heading, under
from rtxoutcomes.figures.look import Look
from rtxoutcomes.figures.pairs import BETTER, LOOKS, SAME, WORSE, Pairs, pairs_of, step_of
from rtxoutcomes.figures.style import INK, SOFT
from rtxoutcomes.figures.ticks import steps, words_of
from rtxoutcomes.figures.values import row_gid
from rtxoutcomes.presentation.printed import p_value_text, result_text
from rtxoutcomes.presentation.words import figure_key
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity

ROOM = Room(42.0)
# The bars end at this part of the height; above is the mean.
BARS_TO, MEAN_AT = 0.78, 0.92
COUNTED = (
    Quantity.LOWER,
    Quantity.UNCHANGED,
    Quantity.HIGHER,
)


def draw(
    released: Released, score: str, month: float = math.nan, look: Look | None = None
) -> Drawn | None:
    """A panel a group: bars of the change, the mean with its t interval above.

    Improvement and worsening differ in shade and in hatching. None where the score has no pairs.
    """
    look, pairs = look or Look(), pairs_of(released, score, month)
    groups = look.codes(pairs.study)
    data = _twin(pairs, groups)
    if data.empty:
        return None
    step = step_of(sorted(data["change"].unique()))
    across, up = _scales(pairs, data, step)
    words = Words(across, up, {group: _head(pairs, group) for group in groups}, _key(pairs))
    with grid(ROOM, words, released.mark, look) as drawn:
        for panel in drawn.panels:
            _bars(panel.axes, data[data["group"] == panel.group], 0.82 * step)
            colour = look.colour(pairs.study, panel.group)
            _mean(panel.axes, pairs.row(panel.group, Quantity.MEAN_CHANGE), up.high, colour)
    key = figure_key(released.study, score, "change", month)
    alt = _alt(pairs, groups)
    return Drawn(key, drawn.figure, data, drawn.width_mm, _caption(pairs), alt)


def _twin(pairs: Pairs, groups: Sequence[str]) -> pd.DataFrame:
    """Patients at each change: the counts that the bars show."""
    counts = pairs.counts[pairs.counts["group"].isin(groups)]
    change = (counts["after"] - counts["before"]).astype("float64").round(9)
    changes = counts.assign(change=change, direction=pairs.directions(change))
    grouped = changes.groupby(["group", "change", "direction"], observed=True, sort=True)["count"]
    return grouped.sum().reset_index()


def _scales(pairs: Pairs, data: pd.DataFrame, step: float) -> tuple[Scale, Scale]:
    reach, top = max(data["change"].abs().max(), step) + step, float(data["count"].max())
    style, name = pairs.released.style, f"Change in {pairs.axis_label_in_text}"
    counts = [c for c in steps(0, top, 5) if c.is_integer()]
    up = Scale(0, top / BARS_TO, counts, words_of(counts, style), "Patients")
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


def _head(pairs: Pairs, group: str) -> str:
    row = pairs.row(group, Quantity.MEAN_CHANGE)
    if row is None:
        return pairs.study.abbreviation(group)
    head = heading(pairs.study, group, row.n)
    return under(head, f"mean {result_text(row)}", p_value_text(row)) if row.n else head


def _mean(axes: Axes, row: Number | None, top: float, colour: str) -> None:
    if row is None or math.isnan(row.estimate):
        return
    place = top * MEAN_AT
    if not math.isnan(row.conf_low):
        axes.plot([row.conf_low, row.conf_high], [place] * 2, color=colour, linewidth=1.2)
    axes.plot([row.estimate], [place], "D", color=colour, mec=INK, mew=0.4, ms=4, gid=row_gid(row))


def _key(pairs: Pairs) -> str:
    better, worse = pairs.direction_labels
    return (
        f"Dark bars, {better}; hatched bars, {worse}; light bars, unchanged. Diamond and line, "
        "mean change with 95% confidence interval."
    )


def _caption(pairs: Pairs) -> str:
    better, worse = pairs.direction_labels
    return (
        f"Change in {pairs.score.in_text} from baseline to the {pairs.visit}: number of patients "
        "with each change. Diamonds and lines, mean change with paired t 95% confidence interval. "
        f"Dark bars, {better}; hatched bars, {worse}; light bars, unchanged."
        f"{pairs.quantification}{abbreviations(pairs.study)} {pairs.released.mark}."
    )


def _alt(pairs: Pairs, groups: Sequence[str]) -> str:
    sentences = [f"Bar charts of the change in {pairs.score.in_text} by {pairs.study.group_noun}."]
    for group in groups:
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
