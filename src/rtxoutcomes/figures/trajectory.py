"""A score over the months: a thin line a patient, the mean with its interval, clinical limits."""

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.frame import month_scale, scale_around
from rtxoutcomes.figures.grid import Room, abbreviations, grid, heading, limit_lines
from rtxoutcomes.figures.style import FAINT, PALETTE
from rtxoutcomes.presentation.printed import estimate_text, month_text
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.presentation.words import figure_key, outcome_label, time_origin
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.study import Score

ROOM = Room(left=17, bottom=15, height=45, top=8, right=8)
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
    first, last = min(0.0, float(data["month"].min())), float(data["month"].max())
    across = month_scale(first - 1, last + 1, last, released.style, time_origin(released.study))
    values = [*data["value"].dropna(), *what.low]
    with grid(study.codes, ROOM, released.mark) as drawn:
        up = scale_around(values, released.style, outcome_label(study, score))
        for k, panel in enumerate(drawn.panels):
            of_group = data[data["group"] == panel.group]
            means = of_group[of_group["kind"] == MEAN]
            _lines(panel.axes, of_group[of_group["kind"] == PATIENT])
            _means(panel.axes, means.dropna(subset=["conf_low"]), PALETTE[k % len(PALETTE)])
            head = heading(study, panel, index(released).enrolled.get(panel.group, 0))
            panel.frame(across, up, head)
            counts = zip(means["month"], means["n"], strict=True)
            below = {month: f"{n}" for month, n in counts if month in across.ticks}
            panel.numbers_below(ROOM, "Patients", across, below)
        limit_lines(drawn, what.low, (across, up), released.style)
    caption = _caption(released, what, individual=bool((data["kind"] == PATIENT).any()))
    alt = _alt(released, what, rows)
    key = figure_key(released.study, score, "trajectory")
    return Drawn(key, drawn.figure, data, drawn.width_mm, caption, alt)


def _mean_rows(released: Released, score: str) -> list[Number]:
    """The mean of each group at each month at which somebody of it was seen."""
    return [
        row
        for row in index(released).of("trajectory")
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


def _lines(axes: Axes, data: pd.DataFrame) -> None:
    by_patient = (line for _, line in data.groupby("line", sort=True))
    segments = [list(zip(line["month"], line["value"], strict=True)) for line in by_patient]
    axes.add_collection(LineCollection(segments, colors=FAINT, linewidths=0.5, zorder=1))


def _means(axes: Axes, means: pd.DataFrame, colour: str) -> None:
    months = means["month"]
    axes.vlines(months, means["conf_low"], means["conf_high"], color=colour, lw=1.0, zorder=3)
    axes.plot(months, means["value"], "-o", color=colour, lw=1.5, ms=3.2, zorder=4)


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
    since, noun = time_origin(released.study), released.study.group_noun
    sentences = [f"{score.label} over months since {since}, by {noun}."]
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
