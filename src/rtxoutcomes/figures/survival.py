"""Kaplan-Meier curves by diagnosis, with numbers at risk aligned below."""

import pandas as pd
from matplotlib.axes import Axes

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.frame import Scale, frame, say
from rtxoutcomes.figures.grid import Cell, Room, codes, grid, heading
from rtxoutcomes.figures.select import diagnoses, enrolled, interval, one, p_words, rows, short
from rtxoutcomes.figures.style import FAINT, INK, PALETTE, SOFT, house_style, mark_origin
from rtxoutcomes.results import ALL

KEY = "time_to_relapse"
ROOM = Room(left=17, bottom=15, height=45, top=8, gap=7)
TICK_MONTHS = 6
PERCENT = (0, 0.25, 0.5, 0.75, 1)


def draw(released: Released) -> Drawn | None:
    """A panel a diagnosis: its curve, log-log limits, beta product band, censoring, at risk.

    The curves of the other diagnoses stand behind it in grey. Nothing is drawn beyond the last
    time at which somebody of the group was at risk. None where relapses were not collected.
    """
    curves = released.curves
    if curves.empty:
        return None
    groups = diagnoses(released)
    with house_style():
        drawn = grid(groups, ROOM)
        last = float(curves["month"].max())
        for k, cell in enumerate(drawn.cells):
            for other in groups:
                if other != cell.group:
                    _step(cell.axes, _of(curves, other), FAINT, 0.8, zorder=1)
            _curve(cell.axes, _of(curves, cell.group), PALETTE[k % len(PALETTE)])
            _dress(cell, released, last)
        mark_origin(drawn.figure, released.mark)
    return Drawn(KEY, drawn.figure, curves, drawn.width_mm, _caption(released), _alt(released))


def _of(curves: pd.DataFrame, group: str) -> pd.DataFrame:
    return curves[curves["group"] == group]


def _dress(cell: Cell, released: Released, last: float) -> None:
    ticks = _ticks(last)
    months = [f"{month:g}" for month in ticks]
    across = Scale(0, last * 1.02 if last > 0 else 1, ticks, months, "Months since first infusion")
    percent = [f"{100 * share:g}" for share in PERCENT] if cell.first else []
    up = Scale(0, 1.02, PERCENT, percent, "Without relapse, %" if cell.first else "")
    frame(cell.axes, across, up, heading(released, cell, enrolled(released, cell.group)))
    _at_risk(cell, released, across)


def _ticks(last: float) -> list[float]:
    step = TICK_MONTHS
    while last / step > 7:
        step *= 2
    return [float(month) for month in range(0, int(last) + 1, step)]


def _step(axes: Axes, curve: pd.DataFrame, colour: str, width: float, zorder: float) -> None:
    axes.step(
        curve["month"],
        curve["survival"],
        where="post",
        color=colour,
        linewidth=width,
        zorder=zorder,
    )


def _curve(axes: Axes, curve: pd.DataFrame, colour: str) -> None:
    band = curve.dropna(subset=["band_low", "band_high"])
    axes.fill_between(
        band["month"],
        band["band_low"],
        band["band_high"],
        step="post",
        color=colour,
        alpha=0.2,
        linewidth=0,
        zorder=2,
    )
    for column in ("conf_low", "conf_high"):
        limits = curve.dropna(subset=[column])
        axes.step(
            limits["month"],
            limits[column],
            where="post",
            color=colour,
            linewidth=0.7,
            linestyle=(0, (3, 1.5)),
            zorder=3,
        )
    _step(axes, curve, colour, 1.6, zorder=4)
    censored = curve[curve["censored"] > 0]
    axes.plot(censored["month"], censored["survival"], "|", color=INK, ms=4, mew=0.6, zorder=5)


def _at_risk(cell: Cell, released: Released, across: Scale) -> None:
    """The numbers stand right below the months they speak of."""
    place = -12.0 / ROOM.height
    if cell.first:
        say(cell.axes, (-3.2 / cell.width_mm, place), "At risk", colour=SOFT, ha="right")
    for month in across.ticks:
        row = one(released, KEY, group=cell.group, term=f"at_risk_{month:g}_months")
        if row is not None:
            say(cell.axes, (across.share(month), place), f"{int(row['estimate'])}", ha="center")


def _caption(released: Released) -> str:
    log_rank = one(released, KEY, group=ALL, term="log_rank")
    test = ""
    if log_rank is not None and log_rank["status"] == "ok":
        p_value = p_words(log_rank["p_value"])
        test = f" Difference between diagnoses: {p_value} ({log_rank['method']})."
    return (
        "Time to first relapse (Kaplan-Meier). Solid line, estimate; dashed, log-log 95 % limits; "
        "shaded, beta product 95 % band; ticks, end of follow-up; grey, the other diagnoses. "
        f"Numbers at risk just before each month.{test}{codes(released)} {released.mark}."
    )


def _alt(released: Released) -> str:
    told = []
    for group in diagnoses(released):
        events = one(released, KEY, group=group, term="events")
        found = rows(released, KEY, group=group)
        fixed_month = found[found["term"].str.fullmatch(r"survival_[\d.]+_months")]
        parts = [
            f"{interval(row, 3)} at {row['term'].split('_')[1]} months"
            for _, row in fixed_month.iterrows()
        ]
        if events is not None:
            count = short(events["estimate"], 0)
            head = f"{group}: {count} of {int(events['n'])} patients relapsed"
            told.append(f"{head}; without relapse {', '.join(parts)}." if parts else f"{head}.")
    return " ".join(["Kaplan-Meier curves of time to first relapse by diagnosis.", *told])
