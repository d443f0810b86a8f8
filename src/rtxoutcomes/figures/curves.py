"""A Kaplan-Meier curve with its limits, its end-of-follow-up marks and its name at its end."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.at_risk import drawn_part
from rtxoutcomes.figures.frame import Scale, draw_lettering
from rtxoutcomes.figures.grid import Panel
from rtxoutcomes.figures.lettering import Lettering, fitted, isolated, spread, width_mm
from rtxoutcomes.figures.look import Look, dash_of, group_name, marker_of
from rtxoutcomes.presentation.rows import Index, index
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.study import Study

KEY, CONFIRMED = "time_to_relapse", "confirmed"
# The axis across and the upward one.
Scales = tuple[Scale, Scale]
# Between the bars of two groups at one month; from a frame to the names of the curves.
BESIDE_MM, TO_NAMES_MM = 1.6, 6.0
NAME_POINTS, MOST_NAME_MM = 7.5, 38.0
CURVE_POINTS, BAND = 1.5, 0.16


@dataclass(frozen=True, slots=True, eq=False)
class Curves:
    """The curves to draw: their groups, and whether their limits are bands or bars.

    `endpoint` is the time to the event, or a confirmed change.
    """

    released: Released
    look: Look
    frame: pd.DataFrame
    groups: Sequence[str]
    as_bands: bool
    endpoint: str = KEY

    @property
    def study(self) -> Study:
        return self.released.study

    @property
    def last_month(self) -> float:
        """The last month to which any curve is drawn."""
        return max(float(self.part(group)["month"].max()) for group in self.groups)

    def whole(self, group: str) -> pd.DataFrame:
        return self.frame[self.frame["group"] == group]

    def part(self, group: str) -> pd.DataFrame:
        return drawn_part(self.whole(group))


def months_of(rows: Index, endpoint: str = KEY) -> tuple[float, ...]:
    """The months at which the study declares its survival estimates."""
    return rows.months(analysis_of(endpoint), endpoint, _quantity(endpoint))


def survival_at(released: Released, group: str, month: float, endpoint: str = KEY) -> Number | None:
    """The estimate at a month: survival, or of a confirmed change its risk."""
    answers = index(released).answers(analysis_of(endpoint), endpoint, month)
    return answers.first(group, _quantity(endpoint))


def analysis_of(endpoint: str) -> str:
    """The analysis that has the rows of the curves of an endpoint."""
    return KEY if endpoint == KEY else CONFIRMED


def _quantity(endpoint: str) -> Quantity:
    return Quantity.SURVIVAL if endpoint == KEY else Quantity.RISK


def gid_of(made: Curves, group: str, part: str) -> str:
    """What report.html shows and hides with a group, and whose curve it is."""
    return f"group-{made.study.codes.index(group)}-{part}"


def draw_curves(own: Panel, made: Curves, groups: Sequence[str], across: Scale) -> None:
    """The curves of these groups in one panel."""
    for k, group in enumerate(groups):
        part, colour = made.part(group), made.look.colour(made.study, group)
        if made.as_bands:
            _band(own.axes, part, colour, gid_of(made, group, "band"))
        else:
            shift = (k - (len(groups) - 1) / 2) * BESIDE_MM / own.width_mm
            _bars(own.axes, made, group, shift * (across.high - across.low))
        _curve(own.axes, part, colour, made, group)


def _curve(axes: Axes, part: pd.DataFrame, colour: str, made: Curves, group: str) -> None:
    months, survival = part["month"], part["survival"]
    dash = dash_of(made.study, group)
    axes.step(
        months,
        survival,
        where="post",
        color=colour,
        lw=CURVE_POINTS,
        ls=dash,
        zorder=4,
        gid=gid_of(made, group, "curve"),
    )
    censored = part[part["censored"] > 0]
    axes.plot(
        censored["month"],
        censored["survival"],
        "|",
        color=colour,
        ms=5,
        mew=0.7,
        zorder=5,
        gid=gid_of(made, group, "ticks"),
    )


def _band(axes: Axes, part: pd.DataFrame, colour: str, gid: str) -> None:
    band = part.dropna(subset=["band_low", "band_high"])
    edges = (band["month"], band["band_low"], band["band_high"])
    axes.fill_between(*edges, step="post", color=colour, alpha=BAND, lw=0, zorder=2, gid=gid)


def _bars(axes: Axes, made: Curves, group: str, shift: float) -> None:
    """The interval at each declared month, next to those of the other groups."""
    months = months_of(index(made.released), made.endpoint)
    found = [survival_at(made.released, group, month, made.endpoint) for month in months]
    rows = [row for row in found if row is not None and row.conf_low == row.conf_low]
    if not rows:
        return
    colour = made.look.colour(made.study, group)
    places = [row.month + shift for row in rows]
    lows, highs = ([_free(row, end) for row in rows] for end in ("conf_low", "conf_high"))
    axes.vlines(
        places, lows, highs, colors=colour, lw=1.0, zorder=5, gid=gid_of(made, group, "limits")
    )
    marker, middles = marker_of(made.study, group), [_free(row, "estimate") for row in rows]
    axes.plot(
        places,
        middles,
        marker,
        color=colour,
        ms=4.0,
        mec="white",
        mew=0.5,
        zorder=6,
        gid=gid_of(made, group, "means"),
    )


def _free(row: Number, what: str) -> float:
    """An estimate or a limit as the proportion without the event."""
    value = float(getattr(row, what))
    return 1 - value if row.quantity is Quantity.RISK else value


def names_of(made: Curves) -> list[Lettering]:
    """The names of the groups, as printed next to their curves."""
    names = [isolated(group_name(made.study, group)) for group in made.groups]
    return [fitted(name, MOST_NAME_MM, NAME_POINTS) for name in names]


def names_mm(names: Sequence[Lettering]) -> float:
    """The room that the names take at the right of the frame."""
    return TO_NAMES_MM + max(width_mm(name.text, name.points) for name in names) + 1.5


def draw_names(own: Panel, made: Curves, names: Sequence[Lettering], scales: Scales) -> None:
    """Each name next to the end of its curve, moved until none overlap, with a line to it."""
    across, up = scales
    ends = [made.part(group).iloc[-1] for group in made.groups]
    levels = [up.fraction(float(end["survival"])) * own.height_mm for end in ends]
    places = spread(levels, [name.height_mm for name in names], own.height_mm)
    for group, name, end, place in zip(made.groups, names, ends, places, strict=True):
        middle = place / own.height_mm
        start = (across.fraction(float(end["month"])), up.fraction(float(end["survival"])))
        stops = [start, (1.0, start[1]), (1 + (TO_NAMES_MM - 1) / own.width_mm, middle)]
        own.axes.plot(
            *zip(*stops, strict=True),
            color=made.look.colour(made.study, group),
            lw=0.6,
            ls=(0, (1, 2)),
            transform=own.axes.transAxes,
            clip_on=False,
            zorder=3,
            gid=gid_of(made, group, "name"),
        )
        begin = (1 + TO_NAMES_MM / own.width_mm, middle)
        draw_lettering(own.axes, begin, name, colour=made.look.ink(made.study, group))
