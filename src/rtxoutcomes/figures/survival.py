"""Kaplan-Meier curves by diagnosis, with numbers at risk aligned below."""

import pandas as pd
from matplotlib.axes import Axes

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.select import diagnoses, enrolled, interval, one, p_words, rows, short
from rtxoutcomes.figures.style import (
    FAINT,
    INK,
    PALETTE,
    SOFT,
    TWO_COLUMNS_MM,
    canvas,
    house_style,
    mark_origin,
    panel,
)
from rtxoutcomes.results import ALL

KEY = "time_to_relapse"
LEFT, RIGHT, GAP = 16.0, 3.0, 7.0
BOTTOM, HEIGHT, TOP = 26.0, 46.0, 8.0
TICK_MONTHS = 6


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
        figure = canvas(TWO_COLUMNS_MM, BOTTOM + HEIGHT + TOP)
        width = (TWO_COLUMNS_MM - LEFT - RIGHT - GAP * (len(groups) - 1)) / len(groups)
        last = float(curves["month"].max())
        for k, group in enumerate(groups):
            axes = panel(figure, LEFT + k * (width + GAP), BOTTOM, width, HEIGHT)
            _axes(axes, released, group, last, first=k == 0)
            for other in groups:
                if other != group:
                    _step(axes, _of(curves, other), FAINT, 0.8, zorder=1)
            _curve(axes, _of(curves, group), PALETTE[k % len(PALETTE)])
            _at_risk(axes, released, group, last, first=k == 0)
        mark_origin(figure, released.mark)
    return Drawn(KEY, figure, curves, TWO_COLUMNS_MM, _caption(released), _alt(released))


def _of(curves: pd.DataFrame, group: str) -> pd.DataFrame:
    return curves[curves["group"] == group]


def _axes(axes: Axes, released: Released, group: str, last: float, *, first: bool) -> None:
    label = released.about.get(f"diagnosis.{group}", group)
    count = enrolled(released, group)
    axes.set_title(f"{group}, n = {count}" if len(label) > 30 else f"{label}, n = {count}")
    axes.title.set_fontsize(7.5)
    axes.set_xlim(0, last * 1.02 if last > 0 else 1)
    axes.set_ylim(0, 1.02)
    axes.set_xticks(_ticks(last))
    axes.set_xlabel("Months since first infusion")
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1], labels=["0", "25", "50", "75", "100"])
    if first:
        axes.set_ylabel("Without relapse, %")
    else:
        axes.tick_params(labelleft=False)


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


def _at_risk(axes: Axes, released: Released, group: str, last: float, *, first: bool) -> None:
    """The numbers stand right below the months they speak of."""
    place = axes.get_xaxis_transform()
    if first:
        axes.text(
            0, -0.30, "At risk", transform=place, fontsize=7, color=SOFT, ha="left", va="center"
        )
    for month in _ticks(last):
        row = one(released, KEY, group=group, term=f"at_risk_{month:g}_months")
        if row is not None:
            count = f"{int(row['estimate'])}"
            axes.text(month, -0.38, count, transform=place, fontsize=7, ha="center", va="center")


def _caption(released: Released) -> str:
    log_rank = one(released, KEY, group=ALL, term="log_rank")
    test = ""
    if log_rank is not None and log_rank["status"] == "ok":
        p_value = p_words(log_rank["p_value"])
        test = f" Difference between diagnoses: {p_value} ({log_rank['method']})."
    return (
        "Time to first relapse (Kaplan-Meier). Solid line, estimate; dashed, log-log 95 % limits; "
        "shaded, beta product 95 % band; ticks, end of follow-up; grey, the other diagnoses. "
        f"Numbers at risk just before each month.{test} {released.mark}."
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
