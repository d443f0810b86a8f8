"""Effects of engagement: every pre-specified model, a column an exposure, a block an outcome."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from numpy.typing import NDArray

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.exposures import exposure_words, exposures, model_words, split
from rtxoutcomes.figures.frame import Scale, frame, say, size_mm, steps, words_of
from rtxoutcomes.figures.select import interval, short
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

Floats = NDArray[np.float64]
KEY = "engagement"
LABELS_MM, RIGHT, GAP = 46.0, 3.0, 5.0
ROW_MM, AXIS_MM, TITLE_MM, FOOT_MM = 3.4, 11.0, 6.0, 4.0
PREFIX = "engagement_"
# Wider intervals than this are cut off at the edge, or the others could not be told apart.
WIDEST = 16.0
WIDE = (0.0625, 0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
FINE = (0.8, 0.85, 0.9, 0.95, 1.0, 1.05, 1.1, 1.15, 1.2)


@dataclass(frozen=True, slots=True)
class Look:
    """How the effects of one role are drawn."""

    colour: str
    face: str
    marker: str
    size: float
    width: float


FULL = Look(PALETTE[0], PALETTE[0], "s", 3.8, 1.5)
OPEN = Look(SOFT, "white", "o", 3.0, 0.8)


def draw(released: Released) -> Drawn | None:
    """A block of panels an outcome, in it a line a model; open markers are sensitivity analyses.

    None where no effect could be estimated.
    """
    data = _twin(released)
    if data.empty:
        return None
    columns = list(dict.fromkeys(data["exposure"]))
    blocks = {
        outcome: list(dict.fromkeys(data.loc[data["outcome"] == outcome, "model"]))
        for outcome in dict.fromkeys(data["outcome"])
    }
    heights = {outcome: len(models) * ROW_MM for outcome, models in blocks.items()}
    total = FOOT_MM + sum(h + AXIS_MM + TITLE_MM for h in heights.values())
    width = (TWO_COLUMNS_MM - LABELS_MM - RIGHT - GAP * (len(columns) - 1)) / len(columns)
    with house_style():
        figure = canvas(TWO_COLUMNS_MM, total)
        top = total
        for outcome, models in blocks.items():
            own = data[data["outcome"] == outcome]
            top -= TITLE_MM + heights[outcome]
            across = _across(own)
            for k, exposure in enumerate(columns):
                left = LABELS_MM + k * (width + GAP)
                axes = panel(figure, left, top, width, heights[outcome])
                up = Scale(len(models) - 0.4, -0.6, [], [])
                frame(axes, across, up, exposure_words(released, exposure))
                _effects(axes, own[own["exposure"] == exposure], models, across)
                if k == 0:
                    _labels(axes, released, outcome, models, up)
            top -= AXIS_MM
        mark_origin(figure, released.mark)
    return Drawn(KEY, figure, data, TWO_COLUMNS_MM, _caption(released, data), _alt(released, data))


def _twin(released: Released) -> pd.DataFrame:
    rows = released.estimates
    rows = rows[(rows["analysis"] == "engagement") & rows["role"].isin(["reported", "sensitivity"])]
    rows = rows[rows["estimate"].notna()]
    known = exposures(released)
    parts = [split(str(term), known) for term in rows["term"]]
    models = [
        model_words(released, ending, str(method))
        for (_, ending), method in zip(parts, rows["method"], strict=True)
    ]
    columns = ["term", "role", "unit", "n", "events", "estimate", "conf_low", "conf_high"]
    return (
        rows[[*columns, "method", "note"]]
        .assign(
            outcome=rows["endpoint"].str.removeprefix(PREFIX),
            exposure=[exposure for exposure, _ in parts],
            model=models,
        )
        .reset_index(drop=True)
    )


def _is_ratio(data: pd.DataFrame) -> bool:
    return bool(data["unit"].str.contains("ratio").all())


def _place(data: pd.DataFrame, column: str) -> Floats:
    """Where numbers stand on the axis: ratios by their logarithm to the base of 2."""
    values = data[column].to_numpy("float64")
    return np.asarray(np.log2(values)) if _is_ratio(data) else values


def _across(data: pd.DataFrame) -> Scale:
    """The axis that all exposures of an outcome share, the null on it."""
    places = np.concatenate([_place(data, c) for c in ("conf_low", "estimate", "conf_high")])
    low, high = min(0.0, float(np.nanmin(places))), max(0.0, float(np.nanmax(places)))
    if _is_ratio(data):
        edge = math.log2(WIDEST)
        low, high = max(low, -edge), min(high, edge)
    slack = 0.04 * (high - low) or 1.0
    low, high = low - slack, high + slack
    if not _is_ratio(data):
        ticks = steps(low, high, 4)
        unit = str(data["unit"].iloc[0]).split(" per ")[0].capitalize()
        return Scale(low, high, ticks, words_of(ticks), f"{unit} per doubling")
    ratios = _ratio_ticks(2**low, 2**high)
    ticks = [math.log2(ratio) for ratio in ratios]
    return Scale(low, high, ticks, words_of(ratios), "Ratio per doubling")


def _effects(axes: Axes, data: pd.DataFrame, models: list[str], across: Scale) -> None:
    """Markers and intervals; an interval without an end goes on to the edge."""
    row = np.array([models.index(model) for model in data["model"]], dtype=np.float64)
    primary = (data["role"] == "reported").to_numpy(bool)
    low, estimate, high = (_place(data, c) for c in ("conf_low", "estimate", "conf_high"))
    low = np.clip(np.where(np.isnan(low), across.low, low), across.low, across.high)
    high = np.clip(np.where(np.isnan(high), across.high, high), across.low, across.high)
    axes.vlines(0, len(models) - 0.4, -0.6, color=INK, linewidth=0.6, linestyles=(0, (2, 2)))
    for mine, look in ((~primary, OPEN), (primary, FULL)):
        if mine.any():
            axes.hlines(row[mine], low[mine], high[mine], colors=look.colour, linewidth=look.width)
            axes.plot(
                estimate[mine],
                row[mine],
                marker=look.marker,
                markersize=look.size,
                markerfacecolor=look.face,
                markeredgecolor=look.colour,
                linestyle="none",
            )


def _labels(axes: Axes, released: Released, outcome: str, models: list[str], up: Scale) -> None:
    """The names of the models, and above them that of the outcome."""
    width, height = size_mm(axes)
    for row, model in enumerate(models):
        say(axes, (-1.5 / width, up.share(row)), model, 6.5, ha="right")
    label = released.about.get(f"score.{outcome}", released.about.get(outcome, outcome))
    words = label if outcome == "relapse" else f"Change of {label}"
    say(axes, (-(LABELS_MM - 1) / width, 1 + 2.8 / height), words, 8.0)


def _ratio_ticks(low: float, high: float) -> list[float]:
    for chosen in (WIDE, FINE):
        inside = [tick for tick in chosen if low <= tick <= high]
        if len(inside) > 2:
            return inside
    return inside if len(inside) > 1 else [1.0]


def _caption(released: Released, data: pd.DataFrame) -> str:
    warning = ""
    if (data["note"] == "not_identifiable").any():
        warning = (
            " Drug and groups began together for all patients: what either did alone is not "
            "identifiable."
        )
    return (
        "Engagement and later outcome, one channel and activity at a time, per doubling of (1 + "
        "count): every model of the plan. Square, the primary model (exposure up to the landmark); "
        "circles, sensitivity analyses. Relapse: hazard ratios of Firth Cox models with profile "
        "likelihood 95 % intervals, the rate ratio of the number of attacks (HC3), and the odds "
        "ratio of a relapse by the horizon; scores: linear models, HC3 95 % intervals. Unadjusted "
        f"for multiplicity.{warning} {released.mark}."
    )


def _alt(released: Released, data: pd.DataFrame) -> str:
    told = ["Forest plot of engagement against outcome, every model of the plan."]
    for _, row in data[data["role"] == "reported"].iterrows():
        label = released.about.get(f"score.{row['outcome']}", row["outcome"])
        words = exposure_words(released, row["exposure"])
        others = data[(data["outcome"] == row["outcome"]) & (data["exposure"] == row["exposure"])]
        ends = [short(others["estimate"].agg(which)) for which in ("min", "max")]
        told.append(
            f"{words}, {label}: {interval(row)}; all {len(others)} models {ends[0]} to {ends[1]}."
        )
    if (data["note"] == "not_identifiable").any():
        told.append("Effects are not identifiable.")
    return " ".join(told)
