"""A score on a fine scale before and after: a line a patient, the mean, clinical limits."""

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.select import diagnoses, interval, one, p_words, rows
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
BOTTOM, HEIGHT, TOP = 13.0, 48.0, 17.0


def draw(released: Released, score: str) -> Drawn | None:
    """A panel a diagnosis: thin lines join the two values of a patient, a thick one the means.

    Lines that fall are drawn solid, lines that rise dashed. None where the score has no pairs.
    """
    pairs = released.distributions
    data = pairs[pairs["endpoint"] == score].reset_index(drop=True)
    if data.empty:
        return None
    groups = diagnoses(released)
    with house_style():
        figure = canvas(TWO_COLUMNS_MM, BOTTOM + HEIGHT + TOP)
        width = (TWO_COLUMNS_MM - LEFT - RIGHT - GAP * (len(groups) - 1)) / len(groups)
        high = float(data[["before", "after"]].max().max()) * 1.06
        for k, group in enumerate(groups):
            axes = panel(figure, LEFT + k * (width + GAP), BOTTOM, width, HEIGHT)
            axes.set_ylim(0, high)
            _lines(axes, data[data["group"] == group])
            _means(axes, released, score, group)
            _dress(axes, released, score, group, first=k == 0)
        mark_origin(figure, released.mark)
    label = released.about.get(f"score.{score}", score)
    caption = (
        f"{label} at baseline and at the last visit: thin lines, patients (solid where it fell, "
        "dashed where it rose or stayed); diamonds, means; dotted, clinical limits of the study. "
        f"Ratio, geometric mean of after to before with its 95 % interval. {released.mark}."
    )
    return Drawn(f"{score}_change", figure, data, TWO_COLUMNS_MM, caption, _alt(released, score))


def _lines(axes: Axes, data: pd.DataFrame) -> None:
    fell = data["after"] < data["before"]
    for chosen, style, colour in (
        (data[fell], "-", PALETTE[0]),
        (data[~fell], (0, (3, 1.5)), PALETTE[1]),
    ):
        segments = [
            [(0.0, float(before)), (1.0, float(after))]
            for before, after in zip(chosen["before"], chosen["after"], strict=True)
        ]
        axes.add_collection(
            LineCollection(segments, colors=colour, linewidths=0.55, linestyles=[style], alpha=0.75)
        )


def _means(axes: Axes, released: Released, score: str, group: str) -> None:
    values = []
    for term in ("baseline_mean", "follow_up_mean"):
        row = one(released, "change", endpoint=score, group=group, term=term)
        if row is None or math.isnan(row["estimate"]):
            return
        values.append(float(row["estimate"]))
    axes.plot([0, 1], values, "-D", color=INK, linewidth=1.8, markersize=4, zorder=5)


def _dress(axes: Axes, released: Released, score: str, group: str, *, first: bool) -> None:
    axes.set_xlim(-0.18, 1.18)
    axes.set_xticks([0, 1], labels=["baseline", "last visit"])
    for limit in _limits(released, score):
        axes.axhline(limit, color=SOFT, linewidth=0.7, linestyle=(0, (1, 1.5)), zorder=0)
    if first:
        label = released.about.get(f"score.{score}", score)
        unit = released.about.get(f"unit.{score}", "")
        axes.set_ylabel(f"{label}, {unit}" if unit else label)
    else:
        axes.tick_params(labelleft=False)
    row = one(released, "change", endpoint=score, group=group, term="ratio")
    if row is None:
        axes.set_title(group)
        return
    p_value = p_words(row["p_value"])
    axes.set_title(f"{group}, n = {int(row['n'])}\nratio {interval(row)}\n{p_value}", fontsize=7.5)


def _limits(released: Released, score: str) -> list[float]:
    found = rows(released, "change", endpoint=score)
    terms = found.loc[found["term"].str.startswith("below_"), "term"].unique()
    return [float(term.removeprefix("below_")) for term in terms]


def _alt(released: Released, score: str) -> str:
    label = released.about.get(f"score.{score}", score)
    told = [f"{label} of each patient at baseline and at the last visit, by diagnosis."]
    for group in diagnoses(released):
        row = one(released, "change", endpoint=score, group=group, term="ratio")
        if row is not None and not math.isnan(row["estimate"]):
            told.append(f"{group}, {int(row['n'])} patients: ratio {interval(row)}.")
    return " ".join(told)
