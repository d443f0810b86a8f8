"""A score over the months: a thin line a patient, the mean with its interval, clinical limits."""

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.frame import MONTHS, Scale, draw_text, frame, month_ticks, steps, words_of
from rtxoutcomes.figures.grid import Cell, Room, abbreviations, grid, heading, limit_lines
from rtxoutcomes.figures.style import FAINT, INK, PALETTE, SOFT, house_style, mark_origin
from rtxoutcomes.presentation.printed import estimate_text, month_text
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.presentation.words import figure_key, outcome_label
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.study import Score

ROOM = Room(left=17, bottom=15, height=45, top=8, right=8)
ANALYSIS = "trajectory"
PATIENT, MEAN = "patient", "mean"
# The interval of a mean of two would fill the panel and show nothing.
FEWEST = 3
COLUMNS = ("group", "kind", "line", "month", "value", "conf_low", "conf_high", "n")


def draw(released: Released, score: str) -> Drawn | None:
    """A panel a diagnosis. None where the score was not collected at more than one month.

    Lines of patients are drawn only where the released value holds them; a mean only of three
    patients or more.
    """
    study, what = released.study, released.study.score(score)
    rows = _mean_rows(released, score)
    data = _twin(released, score, rows)
    if data.empty or data["month"].nunique() < 2:
        return None
    with house_style():
        drawn = grid(study.codes, ROOM)
        across, up = _across(released, data), _up(released, what, data)
        bare = Scale(up.low, up.high, up.ticks)
        for k, cell in enumerate(drawn.cells):
            of_group = data[data["group"] == cell.group]
            means = of_group[of_group["kind"] == MEAN]
            _lines(cell.axes, of_group[of_group["kind"] == PATIENT])
            _means(cell.axes, means.dropna(subset=["conf_low"]), PALETTE[k % len(PALETTE)])
            head = heading(study, cell, index(released).enrolled.get(cell.group, 0))
            frame(cell.axes, across, up if cell.first else bare, head)
            _counts(cell, means, across)
        limit_lines(drawn, what.low, (across, up), released.style)
        mark_origin(drawn.figure, released.mark)
    caption = _caption(released, what, individual=bool((data["kind"] == PATIENT).any()))
    alt = _alt(released, what, rows)
    key = figure_key(released.study, score, "trajectory")
    return Drawn(key, drawn.figure, data, drawn.width_mm, caption, alt)


def _mean_rows(released: Released, score: str) -> list[Number]:
    """The mean of each group at each month at which somebody of it was seen."""
    return [
        row
        for row in index(released).of(ANALYSIS)
        if row.endpoint == score and row.quantity is Quantity.MEAN and row.n > 0
    ]


def _twin(released: Released, score: str, rows: list[Number]) -> pd.DataFrame:
    """Lines of patients, then means with their intervals and n."""
    lines = released.trajectories
    lines = lines[lines["endpoint"] == score].assign(kind=PATIENT)
    means = pd.DataFrame([_record(row) for row in rows])
    parts = [part.reindex(columns=list(COLUMNS)) for part in (lines, means) if not part.empty]
    if not parts:
        return pd.DataFrame(columns=list(COLUMNS))
    types = {"line": "Int64", "n": "Int64", "conf_low": "float64", "conf_high": "float64"}
    return pd.concat([part.astype(types) for part in parts], ignore_index=True)


def _record(row: Number) -> dict[str, object]:
    numbers = (row.estimate, row.conf_low, row.conf_high)
    value, low, high = numbers if row.n >= FEWEST else (math.nan, math.nan, math.nan)
    record = {"group": row.group, "kind": MEAN, "month": row.month, "n": row.n}
    return record | {"value": value, "conf_low": low, "conf_high": high}


def _across(released: Released, data: pd.DataFrame) -> Scale:
    last, low = float(data["month"].max()), min(0.0, float(data["month"].min()))
    ticks = month_ticks(last)
    return Scale(low - 1, last + 1, ticks, words_of(ticks, released.style), MONTHS)


def _up(released: Released, score: Score, data: pd.DataFrame) -> Scale:
    values = [*data["value"].dropna(), *score.low]
    low, high = float(min(values)), float(max(values))
    space = 0.05 * (high - low) or 1.0
    ticks = steps(low - space, high + space)
    name = outcome_label(released.study, score.name)
    return Scale(low - space, high + space, ticks, words_of(ticks, released.style), name)


def _lines(axes: Axes, data: pd.DataFrame) -> None:
    segments = [
        list(zip(line["month"], line["value"], strict=True))
        for _, line in data.groupby("line", sort=True)
    ]
    axes.add_collection(LineCollection(segments, colors=FAINT, linewidths=0.5, zorder=1))


def _means(axes: Axes, means: pd.DataFrame, colour: str) -> None:
    axes.vlines(
        means["month"], means["conf_low"], means["conf_high"], color=colour, linewidth=1.0, zorder=3
    )
    axes.plot(means["month"], means["value"], "-o", color=colour, lw=1.5, ms=3.2, zorder=4)


def _counts(cell: Cell, means: pd.DataFrame, across: Scale) -> None:
    """The number of patients of each mean, right below its month."""
    place = -12.0 / ROOM.height
    if cell.first:
        draw_text(cell.axes, (-3.2 / cell.width_mm, place), "Patients", colour=SOFT, ha="right")
    for month, n in zip(means["month"], means["n"], strict=True):
        if month in across.ticks:
            draw_text(cell.axes, (across.fraction(month), place), f"{n}", ha="center", colour=INK)


def _caption(released: Released, score: Score, *, individual: bool) -> str:
    lines = " Thin lines, patients." if individual else ""
    limits = " Dotted, clinical limits of the study." if score.low else ""
    return (
        f"{score.label} over the months.{lines} Points, means of three or more patients seen "
        "within three months of that month, with t 95% intervals; numbers of patients below. Means "
        f"at later months are based on fewer patients.{limits}{abbreviations(released.study)} "
        f"{released.mark}."
    )


def _alt(released: Released, score: Score, rows: list[Number]) -> str:
    sentences = [f"{score.label} over months since the first infusion, by diagnosis."]
    mark = released.style.numbers.decimal_mark
    for group in released.study.codes:
        name = released.study.abbreviation(group)
        means = [
            f"{estimate_text(row)} at month {month_text(row.month, mark)} ({row.n} patients)"
            for row in rows
            if row.group == group and row.n >= FEWEST and not math.isnan(row.conf_low)
        ]
        sentences.append(f"{name}: mean {', '.join(means)}." if means else f"{name}: no mean.")
    return " ".join(sentences)
