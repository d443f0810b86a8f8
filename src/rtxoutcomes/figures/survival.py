"""Kaplan-Meier curves by diagnosis, with numbers at risk aligned below."""

import math

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.frame import month_scale, percent_scale
from rtxoutcomes.figures.grid import Panel, Room, abbreviations, grid, heading
from rtxoutcomes.figures.style import FAINT, INK, PALETTE
from rtxoutcomes.presentation.printed import estimate_text, month_text, p_value_text, result_text
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.presentation.words import event_label, time_origin
from rtxoutcomes.results.floors import FEWEST_PATIENTS, fewest_at_risk
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL

KEY = "time_to_relapse"
ROOM = Room(left=17, bottom=15, height=45, top=8, gap=7)


def draw(released: Released) -> Drawn | None:
    """A panel a diagnosis: its curve, its beta product limits, censoring, numbers at risk.

    The curves of the other groups are behind it in grey. A curve ends at the last month with
    enough patients at risk; the numbers below go on. None where relapses were not collected.
    """
    curves = released.curves
    if curves.empty:
        return None
    groups = released.study.codes
    last = float(curves["month"].max())
    with grid(groups, ROOM, released.mark) as drawn:
        for k, panel in enumerate(drawn.panels):
            for other in groups:
                if other != panel.group:
                    line = _step(panel.axes, _of(curves, other), FAINT, 0.8, zorder=1)
                    line.set_gid(f"group-{groups.index(other)}-behind-{k}")
            _curve(panel.axes, _of(curves, panel.group), PALETTE[k % len(PALETTE)], f"group-{k}")
            _dress(panel, released, last)
    return Drawn(KEY, drawn.figure, curves, drawn.width_mm, _caption(released), _alt(released))


def _of(curves: pd.DataFrame, group: str) -> pd.DataFrame:
    """The curve of a group as far as it is drawn: while enough are at risk, or to 0."""
    curve = curves[curves["group"] == group]
    if curve.empty:
        return curve
    enough = curve["at_risk"] >= fewest_at_risk(int(curve["at_risk"].max()))
    ended = (curve["survival"] <= 0).any()
    return curve if ended else curve[enough]


def _row(
    released: Released, group: str, quantity: Quantity, month: float = math.nan
) -> Number | None:
    return index(released).answers(KEY, KEY, month).first(group, quantity)


def _dress(panel: Panel, released: Released, last: float) -> None:
    across = month_scale(
        0, last * 1.02 if last > 0 else 1, last, released.style, time_origin(released.study)
    )
    up = percent_scale(f"Without {event_label(released.study)}, %")
    enrolled = index(released).enrolled.get(panel.group, 0)
    panel.frame(across, up, heading(released.study, panel, enrolled))
    rows = [_row(released, panel.group, Quantity.AT_RISK, month) for month in across.ticks]
    at_risk = {row.month: estimate_text(row) for row in rows if row is not None}
    panel.numbers_below(ROOM, "At risk", across, at_risk)


def _step(axes: Axes, curve: pd.DataFrame, colour: str, width: float, zorder: float) -> Line2D:
    (line,) = axes.step(
        curve["month"], curve["survival"], where="post", color=colour, lw=width, zorder=zorder
    )
    return line


def _curve(axes: Axes, curve: pd.DataFrame, colour: str, gid: str) -> None:
    """The ids let report.html show and hide a group, and find the values of its curve."""
    band = curve.dropna(subset=["band_low", "band_high"])
    edges = (band["month"], band["band_low"], band["band_high"])
    axes.fill_between(
        *edges, step="post", color=colour, alpha=0.2, lw=0, zorder=2, gid=f"{gid}-band"
    )
    _step(axes, curve, colour, 1.6, zorder=4).set_gid(f"{gid}-curve")
    censored = curve[curve["censored"] > 0]
    (ticks,) = axes.plot(
        censored["month"], censored["survival"], "|", color=INK, ms=4, mew=0.6, zorder=5
    )
    ticks.set_gid(f"{gid}-ticks")


def _caption(released: Released) -> str:
    log_rank, event = _row(released, ALL, Quantity.LOG_RANK), event_label(released.study)
    test, groups = "", released.study.group_nouns
    if log_rank is not None and p_value_text(log_rank):
        test = f" Difference between {groups}: {p_value_text(log_rank)} ({log_rank.method})."
    return (
        f"Time to first {event} (Kaplan-Meier). Shaded areas are pointwise 95% beta product "
        "confidence intervals; the lower limit falls as patients leave follow-up even where no "
        f"event occurs. Ticks, end of follow-up; grey, the other {groups}. A curve is drawn while "
        f"{FEWEST_PATIENTS} patients and a tenth of the group are at risk, or until all had the "
        f"{event}. Numbers at risk just before each month.{test}"
        f"{abbreviations(released.study)} {released.mark}."
    )


def _alt(released: Released) -> str:
    event = event_label(released.study)
    sentences = [f"Kaplan-Meier curves of time to first {event} by {released.study.group_noun}."]
    for group in released.study.codes:
        events = _row(released, group, Quantity.EVENTS)
        if events is not None:
            name = released.study.abbreviation(group)
            count = f"{name}: {event} in {estimate_text(events)} of {events.n} patients"
            parts = ", ".join(_survival(released, group))
            sentences.append(f"{count}; without {event} {parts}." if parts else f"{count}.")
    return " ".join(sentences)


def _survival(released: Released, group: str) -> list[str]:
    """The estimate at each declared month."""
    months = index(released).months(KEY, KEY, Quantity.SURVIVAL)
    mark = released.style.numbers.decimal_mark
    rows = filter(None, (_row(released, group, Quantity.SURVIVAL, month) for month in months))
    return [f"{result_text(row)} at {month_text(row.month, mark)} months" for row in rows]
