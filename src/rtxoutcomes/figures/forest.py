"""Effects of engagement: every pre-specified model, one panel an outcome."""

import math

import pandas as pd
from matplotlib.axes import Axes

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.select import interval
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

KEY = "engagement"
LABELS_MM, RIGHT, GAP = 40.0, 3.0, 8.0
ROW_MM, BOTTOM, TOP = 4.6, 18.0, 9.0
PREFIX = "engagement_"
RATIO_METHODS = ("Cox", "as a ratio")


def draw(released: Released) -> Drawn | None:
    """A panel an outcome, a row an exposure and landmark; open markers are sensitivity analyses.

    None where no effect could be estimated.
    """
    data = _twin(released)
    if data.empty:
        return None
    outcomes = list(dict.fromkeys(data["outcome"]))
    terms = list(dict.fromkeys(data["term"]))
    height = len(terms) * ROW_MM
    with house_style():
        figure = canvas(TWO_COLUMNS_MM, BOTTOM + height + TOP)
        width = (TWO_COLUMNS_MM - LABELS_MM - RIGHT - GAP * (len(outcomes) - 1)) / len(outcomes)
        for k, outcome in enumerate(outcomes):
            axes = panel(figure, LABELS_MM + k * (width + GAP), BOTTOM, width, height)
            _effects(axes, data[data["outcome"] == outcome], terms)
            _dress(axes, released, data[data["outcome"] == outcome], outcome)
            labels = [_words(released, term) for term in terms] if k == 0 else []
            axes.set_yticks(range(len(terms)), labels=labels or [""] * len(terms))
            axes.tick_params(axis="y", length=0)
        mark_origin(figure, released.mark)
    return Drawn(KEY, figure, data, TWO_COLUMNS_MM, _caption(released, data), _alt(released, data))


def _twin(released: Released) -> pd.DataFrame:
    rows = released.estimates
    rows = rows[(rows["analysis"] == "engagement") & rows["role"].isin(["reported", "sensitivity"])]
    rows = rows[rows["estimate"].notna()]
    outcome = rows["endpoint"].str.removeprefix(PREFIX)
    columns = ["term", "role", "n", "events", "estimate", "conf_low", "conf_high", "method", "note"]
    return rows[columns].assign(outcome=outcome).reset_index(drop=True)


def _is_ratio(data: pd.DataFrame) -> bool:
    return bool(data["method"].str.contains("|".join(RATIO_METHODS)).all())


def _effects(axes: Axes, data: pd.DataFrame, terms: list[str]) -> None:
    for row in data.itertuples(index=False):
        place = terms.index(str(row.term))
        primary = row.role == "reported"
        colour = PALETTE[0] if primary else SOFT
        low, high = float(str(row.conf_low)), float(str(row.conf_high))
        if not math.isnan(low) and not math.isnan(high):
            axes.plot([low, high], [place, place], color=colour, linewidth=1.4 if primary else 0.8)
        axes.plot(
            [float(str(row.estimate))],
            [place],
            marker="s" if primary else "o",
            markersize=4 if primary else 3.4,
            markerfacecolor=colour if primary else "white",
            markeredgecolor=colour,
            linestyle="none",
        )
    axes.set_ylim(len(terms) - 0.4, -0.6)


def _dress(axes: Axes, released: Released, data: pd.DataFrame, outcome: str) -> None:
    ratio = _is_ratio(data)
    axes.axvline(1 if ratio else 0, color=INK, linewidth=0.6, linestyle=(0, (2, 2)), zorder=0)
    label = released.about.get(f"score.{outcome}", released.about.get("relapse", outcome))
    axes.set_title(label if outcome != "relapse" else released.about.get("relapse", "Relapse"))
    if not ratio:
        unit = released.about.get(f"unit.{outcome}", "")
        axes.set_xlabel(f"Change, {unit},\nper doubling of (1 + count)")
        return
    axes.set_xscale("log")
    ticks = _ratio_ticks(data)
    axes.set_xticks(ticks, labels=[f"{tick:g}" for tick in ticks])
    axes.set_xticks([], minor=True)
    kind = "Hazard ratio" if outcome == "relapse" else "Ratio"
    axes.set_xlabel(f"{kind}\nper doubling of (1 + count)")


def _ratio_ticks(data: pd.DataFrame) -> list[float]:
    low = float(data[["conf_low", "estimate"]].min().min())
    high = float(data[["conf_high", "estimate"]].max().max())
    fine = [0.9, 0.95, 1.0, 1.05, 1.1]
    wide = [0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0]
    chosen = fine if low > 0.85 and high < 1.18 else wide
    inside = [tick for tick in chosen if low * 0.95 <= tick <= high * 1.05]
    return inside if len(inside) > 1 else [1.0]


def _words(released: Released, term: str) -> str:
    """`whatsapp_message_landmark_1` as `WhatsApp message, landmark 1`."""
    exposure, _, landmark = term.partition("_landmark_")
    channel, _, activity = exposure.partition("_")
    for key, label in released.about.items():
        name = key.removeprefix("channel.")
        if key.startswith("channel.") and exposure.startswith(f"{name}_"):
            channel, activity = label, exposure.removeprefix(f"{name}_")
    words = f"{channel} {activity.replace('_', ' ')}s"
    return f"{words}, month {landmark}" if landmark else words


def _caption(released: Released, data: pd.DataFrame) -> str:
    warning = ""
    if (data["note"] == "not_identifiable").any():
        warning = (
            " Drug and groups began together for all patients: what either did alone is not "
            "identifiable."
        )
    return (
        "Engagement up to the landmark and later outcome, one channel and activity at a time. "
        "Squares, pre-specified landmark; circles, sensitivity landmarks. Relapse: Firth Cox, "
        "profile likelihood 95 % intervals; scores: linear model, HC3 95 % intervals. "
        f"Unadjusted for multiplicity.{warning} {released.mark}."
    )


def _alt(released: Released, data: pd.DataFrame) -> str:
    told = ["Forest plot of engagement against outcome."]
    for _, row in data[data["role"] == "reported"].iterrows():
        label = released.about.get(f"score.{row['outcome']}", row["outcome"])
        told.append(f"{_words(released, row['term'])}, {label}: {interval(row)}.")
    if (data["note"] == "not_identifiable").any():
        told.append("Effects are not identifiable.")
    return " ".join(told)
