"""A score over the months: a thin line a patient, the mean with its interval, clinical limits."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.frame import Scale, frame, say, steps, words_of
from rtxoutcomes.figures.grid import Cell, Grid, Room, codes, grid, heading
from rtxoutcomes.figures.select import diagnoses, enrolled, label, limits, with_unit
from rtxoutcomes.figures.style import FAINT, INK, PALETTE, SOFT, house_style, mark_origin

ROOM = Room(left=17, bottom=15, height=45, top=8, right=8)
ANALYSIS = "trajectory"
PATIENT, MEAN = "patient", "mean"
TICK_MONTHS = 6
# The interval of a mean of two would fill the panel and say nothing.
LEAST = 3


def draw(released: Released, score: str) -> Drawn | None:
    """A panel a diagnosis. None where the score was not collected at more than one month.

    Lines of patients are drawn only where the released value holds them; a mean only of three
    patients or more.
    """
    data = _twin(released, score)
    if data.empty or data["month"].nunique() < 2:
        return None
    with house_style():
        drawn = grid(diagnoses(released), ROOM)
        across, up = _across(data), _up(released, score, data)
        for k, cell in enumerate(drawn.cells):
            mine = data[data["group"] == cell.group]
            _lines(cell.axes, mine[mine["kind"] == PATIENT])
            means = mine[mine["kind"] == MEAN].dropna(subset=["conf_low"])
            _means(cell.axes, means, PALETTE[k % len(PALETTE)])
            bare = Scale(up.low, up.high, up.ticks)
            head = heading(released, cell, enrolled(released, cell.group))
            frame(cell.axes, across, up if cell.first else bare, head)
            _counts(cell, mine[mine["kind"] == MEAN], across)
        _limits(drawn, released, score, (across, up))
        mark_origin(drawn.figure, released.mark)
    caption = _caption(released, score, bool((data["kind"] == PATIENT).any()))
    alt = _alt(released, score, data)
    return Drawn(f"{score}_trajectory", drawn.figure, data, drawn.width_mm, caption, alt)


def _twin(released: Released, score: str) -> pd.DataFrame:
    """Lines of patients, then means with their intervals and n."""
    lines = released.trajectories
    lines = lines[lines["endpoint"] == score].assign(kind=PATIENT)
    rows = released.estimates
    rows = rows[(rows["analysis"] == ANALYSIS) & (rows["endpoint"] == score)]
    months = rows["term"].str.removeprefix("mean_").str.removesuffix("_months").astype("float64")
    means = rows.rename(columns={"estimate": "value"}).assign(month=months, kind=MEAN)
    means = means[means["n"] > 0]
    numbers = ["value", "conf_low", "conf_high"]
    means[numbers] = means[numbers].where(means["n"] >= LEAST)
    columns = ["group", "kind", "line", "month", "value", "conf_low", "conf_high", "n"]
    parts = [part.reindex(columns=columns) for part in (lines, means) if not part.empty]
    if not parts:
        return pd.DataFrame(columns=columns)
    types = {"line": "Int64", "n": "Int64", "conf_low": "float64", "conf_high": "float64"}
    return pd.concat([part.astype(types) for part in parts], ignore_index=True)


def _across(data: pd.DataFrame) -> Scale:
    last = float(data["month"].max())
    low = min(0.0, float(data["month"].min()))
    step = TICK_MONTHS
    while last / step > 7:
        step *= 2
    ticks = [float(month) for month in range(0, int(last) + 1, step)]
    return Scale(low - 1, last + 1, ticks, words_of(ticks), "Months since first infusion")


def _up(released: Released, score: str, data: pd.DataFrame) -> Scale:
    values = [*data["value"].dropna(), *limits(released, score)]
    low, high = float(min(values)), float(max(values))
    space = 0.05 * (high - low) or 1.0
    ticks = steps(low - space, high + space)
    return Scale(low - space, high + space, ticks, words_of(ticks), with_unit(released, score))


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
    """How many patients each mean rests on, right below its month."""
    place = -12.0 / ROOM.height
    if cell.first:
        say(cell.axes, (-3.2 / cell.width_mm, place), "Patients", colour=SOFT, ha="right")
    for month, n in zip(means["month"], means["n"], strict=True):
        if month in across.ticks:
            say(cell.axes, (across.share(month), place), f"{n}", ha="center", colour=INK)


def _limits(drawn: Grid, released: Released, score: str, scales: tuple[Scale, Scale]) -> None:
    across, up = scales
    for limit in limits(released, score):
        for cell in drawn.cells:
            cell.axes.plot(
                [across.low, across.high],
                [limit, limit],
                color=SOFT,
                linewidth=0.7,
                linestyle=(0, (1, 1.5)),
                zorder=0,
            )
        say(drawn.cells[-1].axes, (1.02, up.share(limit)), f"< {limit:g}", 6.5, colour=SOFT)


def _caption(released: Released, score: str, individual: bool) -> str:
    lines = " Thin lines, patients." if individual else ""
    limited = " Dotted, clinical limits of the study." if limits(released, score) else ""
    return (
        f"{label(released, score)} over the months.{lines} Points, means of three or more patients "
        "seen within three months of that month, with t 95 % intervals; their number stands below. "
        "Later means speak of fewer and other patients."
        f"{limited}{codes(released)} {released.mark}."
    )


def _alt(released: Released, score: str, data: pd.DataFrame) -> str:
    told = [f"{label(released, score)} over months since the first infusion, by diagnosis."]
    means = data[data["kind"] == MEAN].dropna(subset=["conf_low"])
    for group in diagnoses(released):
        mine = means[means["group"] == group]
        if mine.empty:
            told.append(f"{group}: no mean.")
            continue
        parts = [
            f"{value:.4g} at month {month:g} ({n} patients)"
            for month, value, n in zip(mine["month"], mine["value"], mine["n"], strict=True)
        ]
        told.append(f"{group}: mean {', '.join(parts)}.")
    return " ".join(told)
