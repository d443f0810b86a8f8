"""A score over the months: a thin line a patient, the mean with its interval, clinical limits."""

import math
from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.frame import month_scale, scale_around
from rtxoutcomes.figures.grid import (
    Room,
    Words,
    abbreviations,
    grid,
    heading,
    limit_lines,
    limits_mm,
)
from rtxoutcomes.figures.look import Look
from rtxoutcomes.figures.style import FAINT
from rtxoutcomes.presentation.printed import estimate_text, month_text
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.presentation.words import figure_key, outcome_label, time_origin
from rtxoutcomes.results.floors import FEWEST_PATIENTS
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.study import Score

ROOM = Room(45.0, left=15.0, below=5.0)
PATIENT, MEAN = "patient", "mean"
# A visit belongs to a month of the means if it is no further away.
WITHIN_MONTHS = 3.0
COLUMNS = ("group", "kind", "line", "month", "value", "conf_low", "conf_high", "n")


def draw(released: Released, score: str, look: Look | None = None) -> Drawn | None:
    """A panel a group. None where the score was not collected at more than one month.

    Lines of patients are drawn only where the released value holds them; a mean only of five
    patients or more, and nothing of a group after the last month that has a mean.
    """
    look, study, what = look or Look(), released.study, released.study.score(score)
    groups = look.codes(study)
    rows = _mean_rows(released, score, groups)
    data = _twin(released, score, rows, groups)
    if data.empty or data.loc[data["value"].notna(), "month"].nunique() < 2:
        return None
    shown = data.loc[data["value"].notna(), "month"]
    first, last = min(0.0, float(shown.min())), float(shown.max())
    across = month_scale(first - 1, last + 1, released.style, time_origin(released.study))
    values = [*data["value"].dropna(), *what.low]
    up = scale_around(values, released.style, outcome_label(study, score))
    individual = bool((data["kind"] == PATIENT).any())
    enrolled = index(released).enrolled
    heads = {group: heading(study, group, enrolled.get(group, 0)) for group in groups}
    words = Words(across, up, heads, _key(what, individual=individual))
    room = ROOM._replace(right=limits_mm(what.low, released.style))
    with grid(room, words, released.mark, look) as drawn:
        for panel in drawn.panels:
            of_group = data[data["group"] == panel.group]
            means = of_group[of_group["kind"] == MEAN]
            _lines(panel.axes, of_group[of_group["kind"] == PATIENT])
            _means(panel.axes, means.dropna(subset=["conf_low"]), look.colour(study, panel.group))
            counts = zip(means["month"], means["n"], strict=True)
            panel.numbers_below("Patients", across, {month: f"{n}" for month, n in counts})
        limit_lines(drawn, what.low, (across, up), released.style)
    caption = _caption(released, what, individual=individual)
    alt = _alt(released, what, rows, groups)
    key = figure_key(released.study, score, "trajectory")
    return Drawn(key, drawn.figure, data, drawn.width_mm, caption, alt)


def _mean_rows(released: Released, score: str, groups: Sequence[str]) -> list[Number]:
    """The mean of each group at each month at which somebody of it was seen."""
    return [
        row
        for row in index(released).of("trajectory")
        if row.endpoint == score
        and row.quantity is Quantity.MEAN
        and row.n > 0
        and row.group in groups
    ]


def _twin(
    released: Released, score: str, rows: list[Number], groups: Sequence[str]
) -> pd.DataFrame:
    """Lines of patients, then means with their intervals and n."""
    lines = released.trajectories
    lines = lines[(lines["endpoint"] == score) & lines["group"].isin(groups)].assign(kind=PATIENT)
    lines = _ended(lines, rows)
    means = pd.DataFrame([_record(row) for row in rows])
    parts = [part.reindex(columns=list(COLUMNS)) for part in (lines, means) if not part.empty]
    if not parts:
        return pd.DataFrame(columns=list(COLUMNS))
    types = {"line": "Int64", "n": "Int64", "conf_low": "float64", "conf_high": "float64"}
    return pd.concat([part.astype(types) for part in parts], ignore_index=True)


def _ended(lines: pd.DataFrame, rows: list[Number]) -> pd.DataFrame:
    """The lines of each group up to the last month with a mean, or as they are without any.

    A visit counts for a month up to half an interval of the months away.
    """
    last: dict[str, float] = {}
    for row in rows:
        if row.n >= FEWEST_PATIENTS:
            last[row.group] = max(last.get(row.group, row.month), row.month)
    if not last:
        return lines
    ends = lines["group"].map(last).fillna(-math.inf) + WITHIN_MONTHS
    return lines[lines["month"] <= ends]


def _record(row: Number) -> dict[str, object]:
    numbers = (row.estimate, row.conf_low, row.conf_high)
    value, low, high = numbers if row.n >= FEWEST_PATIENTS else (math.nan, math.nan, math.nan)
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


def _key(score: Score, *, individual: bool) -> str:
    lines = "Thin lines, patients; points" if individual else "Points"
    limits = "; dotted, clinical limits" if score.low else ""
    return f"{lines} and bars, means with 95% confidence intervals{limits}."


def _caption(released: Released, score: Score, *, individual: bool) -> str:
    lines = " Thin lines, patients." if individual else ""
    limits = " Dotted, clinical limits of the study." if score.low else ""
    return (
        f"{score.label} over the months.{lines} Points, means of {FEWEST_PATIENTS} or more "
        "patients seen within three months of that month, with t 95% confidence intervals; below, "
        "numbers of patients. Lines end with the last such mean; means at later months are based "
        f"on fewer patients.{limits}{abbreviations(released.study)} {released.mark}."
    )


def _alt(released: Released, score: Score, rows: list[Number], groups: Sequence[str]) -> str:
    sentences = [
        f"{score.label} over months since {time_origin(released.study)}, "
        f"by {released.study.group_noun}."
    ]
    mark = released.style.numbers.decimal_mark
    for group in groups:
        name = released.study.abbreviation(group)
        means = [
            f"{estimate_text(row)} at month {month_text(row.month, mark)} ({row.n} patients)"
            for row in rows
            if row.group == group and row.n >= FEWEST_PATIENTS and not math.isnan(row.conf_low)
        ]
        sentences.append(f"{name}: mean {', '.join(means)}." if means else f"{name}: no mean.")
    return " ".join(sentences)
