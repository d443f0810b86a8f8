"""How much a score on a coarse scale changed: the count of patients at each change."""

import itertools
import math
from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.select import diagnoses, interval, one, p_words
from rtxoutcomes.figures.style import (
    INK,
    PALETTE,
    SOFT,
    TWO_COLUMNS_MM,
    canvas,
    house_style,
    mark_origin,
    panel,
)

LEFT, RIGHT, GAP = 13.0, 3.0, 6.0
BOTTOM, HEIGHT, TOP = 15.0, 42.0, 17.0
BETTER, SAME, WORSE = PALETTE[0], "#b9bfc6", PALETTE[1]


def draw(released: Released, score: str) -> Drawn | None:
    """A panel a diagnosis: bars of the change, the mean with its t interval above.

    Improvement and worsening differ in colour and in hatching. None where the score has no pairs.
    """
    data = _twin(released, score)
    if data.empty:
        return None
    groups = diagnoses(released)
    with house_style():
        figure = canvas(TWO_COLUMNS_MM, BOTTOM + HEIGHT + TOP)
        width = (TWO_COLUMNS_MM - LEFT - RIGHT - GAP * (len(groups) - 1)) / len(groups)
        spans = _spans(data)
        for k, group in enumerate(groups):
            axes = panel(figure, LEFT + k * (width + GAP), BOTTOM, width, HEIGHT)
            _bars(axes, data[data["group"] == group], spans)
            _dress(axes, released, score, group, first=k == 0)
        mark_origin(figure, released.mark)
    label = released.about.get(f"score.{score}", score)
    caption = (
        f"Change of {label} from baseline to the last visit: patients at each change. Diamond and "
        "line, mean change with its paired-t 95 % interval. Hatched bars, worse; plain dark bars, "
        f"better; light bars, unchanged. {released.mark}."
    )
    return Drawn(f"{score}_change", figure, data, TWO_COLUMNS_MM, caption, _alt(released, score))


def _twin(released: Released, score: str) -> pd.DataFrame:
    """Patients at each change: the counts that the bars show."""
    pairs = released.distributions
    pairs = pairs[pairs["endpoint"] == score]
    change = (pairs["after"] - pairs["before"]).astype("float64").round(9)
    worse = 1 if released.about.get(f"better.{score}", "worse") != "better" else -1
    kinds = ["better" if c * worse < 0 else "worse" if c * worse > 0 else "same" for c in change]
    told = pairs.assign(change=change, direction=kinds)
    counted = told.groupby(["group", "change", "direction"], observed=True, sort=True)["count"]
    return counted.sum().reset_index()


def _spans(data: pd.DataFrame) -> Mapping[str, float]:
    steps = sorted(data["change"].unique())
    gaps = [b - a for a, b in itertools.pairwise(steps)]
    step = min(gaps) if gaps else 1.0
    reach = max(abs(min(steps)), abs(max(steps)), step) + step
    return {"step": step, "reach": reach, "top": float(data["count"].max())}


def _bars(axes: Axes, data: pd.DataFrame, spans: Mapping[str, float]) -> None:
    looks = {"better": (BETTER, ""), "same": (SAME, ""), "worse": (WORSE, "////")}
    for direction, (colour, hatch) in looks.items():
        mine = data[data["direction"] == direction]
        axes.bar(
            mine["change"],
            mine["count"],
            width=0.82 * spans["step"],
            color=colour,
            hatch=hatch,
            edgecolor="white" if hatch else colour,
            linewidth=0,
        )
    axes.axvline(0, color=SOFT, linewidth=0.6, linestyle=(0, (2, 2)), zorder=0)
    axes.set_xlim(-spans["reach"], spans["reach"])
    axes.set_ylim(0, spans["top"] * 1.28)


def _dress(axes: Axes, released: Released, score: str, group: str, *, first: bool) -> None:
    label = released.about.get(f"score.{score}", score)
    unit = released.about.get(f"unit.{score}", "")
    axes.set_xlabel(f"Change of {label}, {unit}" if unit else f"Change of {label}")
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    if first:
        axes.set_ylabel("Patients")
    row = one(released, "change", endpoint=score, group=group, term="mean_change")
    if row is None:
        axes.set_title(group)
        return
    p_value = p_words(row["p_value"])
    axes.set_title(f"{group}, n = {int(row['n'])}\nmean {interval(row)}\n{p_value}", fontsize=7.5)
    if not math.isnan(row["estimate"]):
        height = axes.get_ylim()[1] * 0.93
        if not math.isnan(row["conf_low"]):
            axes.plot([row["conf_low"], row["conf_high"]], [height] * 2, color=INK, linewidth=1)
        axes.plot([row["estimate"]], [height], "D", color=INK, markersize=3.5)


def _alt(released: Released, score: str) -> str:
    label = released.about.get(f"score.{score}", score)
    told = [f"Bar charts of the change of {label} by diagnosis."]
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
    for term in ("improved", "unchanged", "worsened"):
        row = one(released, "change", endpoint=score, group=group, term=term)
        if row is not None and row["status"] == "ok":
            parts.append(f"{int(row['events'])} {term}")
    return f"; {', '.join(parts)}" if parts else ""
