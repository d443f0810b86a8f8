"""Worsening independent of relapse activity, and associated with a relapse: a panel a group."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.at_risk import (
    Row,
    counts_mm,
    draw_below,
    drawn_part,
    height_mm,
    row_of,
    spaced_for,
)
from rtxoutcomes.figures.curves import CONFIRMED
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.frame import Scale, linear_scale, month_scale
from rtxoutcomes.figures.grid import Panel, Room, Words, abbreviations, grid, heading, panel_mm
from rtxoutcomes.figures.lettering import fitted
from rtxoutcomes.figures.look import Look
from rtxoutcomes.figures.style import INK, SOFT, Dash
from rtxoutcomes.figures.ticks import words_of
from rtxoutcomes.presentation.printed import month_text, result_text
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.results.floors import FEWEST_PATIENTS
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.study import Confirmed, Study

KEY = "pira_and_raw"
# Each cause with its colour, its dash and how far its intervals are moved, in millimetres.
CAUSES: dict[str, tuple[str, Dash, float]] = {
    "PIRA": (INK, "-", -0.8),
    "RAW": (SOFT, (0, (4, 2)), 0.8),
}
PANEL, POINTS, LINE_POINTS, POINT_SIZE = Room(42.0), 7.0, 1.4, 2.8
# The least height of the axis, so that one patient is not drawn as a cliff.
LEAST = 0.2


class Incidence(NamedTuple):
    """The curves of one confirmed worsening, and its estimates at the months of the study."""

    released: Released
    block: Confirmed
    frame: pd.DataFrame
    rows: Sequence[Number]
    groups: Sequence[str]

    @property
    def study(self) -> Study:
        return self.released.study

    def whole(self, group: str, cause: str) -> pd.DataFrame:
        own = (self.frame["group"] == group) & (self.frame["cause"] == cause)
        return self.frame[own]

    def part(self, group: str, cause: str) -> pd.DataFrame:
        return drawn_part(self.whole(group, cause))


def draw(released: Released, block: Confirmed, look: Look | None = None) -> Drawn | None:
    """Cumulative incidence of the first worsening of each kind, with the other competing.

    None where relapses were not recorded, or no group has enough patients for a curve.
    """
    look = look or Look()
    made = _incidence(released, block, look)
    if not made.groups:
        return None
    last = max(float(made.part(g, c)["month"].max()) for g in made.groups for c in CAUSES)
    across = month_scale(0, last * 1.02 if last else 1, released.style, "the reference visit")
    up, heads = _up(made), {g: heading(made.study, g, _n(made, g)) for g in made.groups}
    rows = {group: _counts(made, group, across) for group in made.groups}
    every = [row for own in rows.values() for row in own]
    room = PANEL._replace(gap=counts_mm(every) + 2)
    width = panel_mm(room, Words(across, up, heads), look)
    across = spaced_for(every, across, width)
    title = fitted("Number at risk (cumulative events): PIRA above, RAW below", width, POINTS)
    room = room._replace(below=height_mm(title, every[: len(CAUSES)]))
    with grid(room, Words(across, up, heads, _key(made)), released.mark, look) as drawn:
        for own in drawn.panels:
            _fill(own, made, across)
            draw_below(own, title, rows[own.group], across, 0.0)
    words = _caption(made), _alt(made)
    return Drawn(KEY, drawn.figure, made.frame, drawn.width_mm, *words)


def _incidence(released: Released, block: Confirmed, look: Look) -> Incidence:
    curves, codes = released.curves, look.codes(released.study)
    names = {f"{block.name}:{cause}": cause for cause in CAUSES}
    data = curves[curves["endpoint"].isin(names) & curves["group"].isin(codes)]
    data = data.assign(
        endpoint=block.name,
        cause=data["endpoint"].map(names),
        incidence=(1 - data["survival"].astype("float64")).round(10),
    )
    columns = ["endpoint", "group", "cause", "month", "at_risk", "events", "incidence", "survival"]
    rows = [
        row
        for row in index(released).of(CONFIRMED)
        if (row.endpoint, row.quantity) == (block.name, Quantity.EVENT_INCIDENCE)
    ]
    frame = data[columns].reset_index(drop=True)
    shown = [g for g in codes if not drawn_part(frame[frame["group"] == g]).empty]
    return Incidence(released, block, frame, rows, shown)


def _n(made: Incidence, group: str) -> int:
    return int(made.whole(group, "PIRA")["at_risk"].max())


def _up(made: Incidence) -> Scale:
    highs = [row.conf_high for row in made.rows if row.group in made.groups and _drawn(row)]
    ends = [1 - float(made.part(g, c)["survival"].min()) for g in made.groups for c in CAUSES]
    top = max(LEAST, 1.04 * max([*highs, *ends]))
    scale = linear_scale(0.0, min(top, 1.02), made.released.style, "Cumulative incidence (%)", 5)
    percent = words_of([100 * tick for tick in scale.ticks], made.released.style)
    return Scale(scale.low, scale.high, scale.ticks, percent, scale.name)


def _drawn(row: Number) -> bool:
    """Whether a row has an interval to draw; one of too few patients at risk has none drawn."""
    return row.conf_high == row.conf_high and row.note != "few_at_risk"


def _counts(made: Incidence, group: str, across: Scale) -> list[Row]:
    return [
        row_of("", CAUSES[cause][0], made.whole(group, cause), across.ticks) for cause in CAUSES
    ]


def _fill(own: Panel, made: Incidence, across: Scale) -> None:
    """The two curves of a group, each with its intervals at the months of the study."""
    for cause, (colour, dash, shift) in CAUSES.items():
        part = made.part(own.group, cause)
        own.axes.step(
            part["month"], part["incidence"], where="post", color=colour, lw=LINE_POINTS, ls=dash
        )
        found = [r for r in made.rows if (r.group, r.level) == (own.group, cause) and _drawn(r)]
        moved = shift / own.width_mm * (across.high - across.low)
        places = [row.month + moved for row in found]
        lows, highs = ([getattr(row, end) for row in found] for end in ("conf_low", "conf_high"))
        own.axes.vlines(places, lows, highs, colors=colour, lw=0.9)
        # Near a step a bar alone would be read from the level of the curve next to it.
        estimates = [row.estimate for row in found]
        own.axes.plot(places, estimates, "o", color=colour, ms=POINT_SIZE)


def _key(made: Incidence) -> str:
    bars = (
        "; points with bars, estimates with 95% confidence intervals"
        if any(map(_drawn, made.rows))
        else ""
    )
    return (
        "Solid, worsening independent of relapse activity (PIRA); dashed, worsening associated "
        f"with a {made.study.relapse.in_text} (RAW){bars}."
    )


def _caption(made: Incidence) -> str:
    return (
        f"{made.block.label}: cumulative incidence of a first worsening that is independent of "
        "relapse activity (PIRA) or associated with a "
        f"{made.study.relapse.in_text} (RAW), by the Aalen-Johansen estimate with every other "
        f"worsening as a competing event. A curve ends when fewer than {FEWEST_PATIENTS} patients "
        "or fewer than a tenth of the group remain at risk. Below, patients at risk just before "
        "each month and, in brackets, cumulative events of PIRA (above) and RAW (below)."
        f"{abbreviations(made.study)} {made.released.mark}."
    )


def _alt(made: Incidence) -> str:
    mark = made.released.style.numbers.decimal_mark
    sentences = ["Cumulative incidence of worsening by its relation to relapses, by group."]
    for group in made.groups:
        for cause in CAUSES:
            events = int(made.whole(group, cause)["events"].sum())
            at = ", ".join(
                f"{result_text(row)} at {month_text(row.month, mark)} months"
                for row in made.rows
                if (row.group, row.level) == (group, cause)
            )
            name = made.study.abbreviation(group)
            sentences.append(f"{name}, {cause}: {events} of {_n(made, group)} patients; {at}.")
    return " ".join(sentences)
