"""Values of survival curves at every month, and a switch for each group, below the drawing.

A figure says which of its curves is whose by `gid`: `group-0-curve` is the curve of the first group
of the study, and whatever else has a `gid` that begins with `group-0-` is hidden with it. Below a
figure without them nothing is offered.
"""

import json
import math
from collections.abc import Hashable, Mapping
from html import escape
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.presentation.multiverse import curve_event
from rtxoutcomes.publish.page_text import text
from rtxoutcomes.rounding import interval, percent
from rtxoutcomes.style import Style

CURVE = "group-{}-curve"


class Curve(NamedTuple):
    """The drawn line of a group, and its rows of `Released.curves` as far as it is drawn."""

    name: str
    group: str
    line: Line2D
    rows: pd.DataFrame


def readout(released: Released, drawn: Drawn) -> str:
    """A slider through the months, and a line a group: its switch, its value, those at risk.

    Empty for a figure that has no curves. Hidden until the script that fills it has run.
    """
    curves = _curves(released, drawn)
    if not curves:
        return ""
    last = math.floor(max(float(curve.rows["month"].max()) for curve in curves))
    sign = released.style.percentages.sign
    endpoint = str(drawn.data["endpoint"].iloc[0])
    free = text(f"Free of {curve_event(released.study, endpoint)} (95{sign} CI)")
    names = [text(curve.name) if len(curves) == 1 else _switch(curve) for curve in curves]
    lines = "".join(
        f'<tr data-curve="{_data(curve, drawn.figure, released.style)}">'
        f'<th scope="row">{name}</th><td></td><td></td></tr>'
        for curve, name in zip(curves, names, strict=True)
    )
    start = min(last, math.floor(released.study.relapse.risk_months))
    return (
        '<form class="readout" hidden>'
        f'<label>Month <input type="range" name="month" max="{last}" '
        f'value="{start}"><output></output></label>'
        f'<table><thead><tr><th scope="col">Group</th><th scope="col">{free}</th>'
        f'<th scope="col">At risk</th></tr></thead><tbody>{lines}</tbody></table></form>'
    )


def _curves(released: Released, drawn: Drawn) -> list[Curve]:
    lines = {
        str(artist.get_gid()): artist
        for axes in drawn.figure.axes
        for artist in axes.get_lines()
        if artist.get_gid()
    }
    found = []
    for place, group in enumerate(released.study.codes):
        line = lines.get(CURVE.format(place))
        if line is not None and len(_numbers(line)[0]):
            rows = drawn.data[drawn.data["group"] == group]
            drawn_rows = rows[rows["month"] <= float(np.max(_numbers(line)[0]))]
            name = released.study.abbreviation(group)
            found.append(Curve(name, f"group-{place}", line, drawn_rows))
    return found


def _numbers(line: Line2D) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The months and heights of a drawn line."""
    return np.asarray(line.get_xdata(), dtype=float), np.asarray(line.get_ydata(), dtype=float)


def _switch(curve: Curve) -> str:
    """The name of a group as a switch that shows and hides it."""
    box = f'<input type="checkbox" checked name="{curve.group}">'
    return f"<label>{box} {text(curve.name)}</label>"


def _data(curve: Curve, figure: Figure, style: Style) -> str:
    """Where the curve begins and ends in the drawing, and its steps."""
    n = int(curve.rows["at_risk"].max())
    steps = [_step(curve, figure, style, n, row) for row in curve.rows.to_dict("records")]
    across = [_place(curve, figure, month)[0] for month in (0.0, float(curve.rows["month"].max()))]
    data = {"across": across, "steps": steps}
    return escape(json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def _step(
    curve: Curve, figure: Figure, style: Style, n: int, row: Mapping[Hashable, Any]
) -> list[object]:
    """Month, height in the drawing, value, and patients at risk up to that month and after it."""
    month, at_risk, gone = row["month"], row["at_risk"], row["events"] + row["censored"]
    limits = interval(
        row["band_low"], row["band_high"], lambda value: percent(value, n, style), style=style
    )
    value = f"{percent(row['survival'], n, style)}{style.percentages.sign} ({limits})"
    return [float(month), _place(curve, figure, month)[1], value, int(at_risk), int(at_risk - gone)]


def _place(curve: Curve, figure: Figure, month: float) -> tuple[float, float]:
    """Where a curve is at a month, from the upper left corner in thousandths of the figure."""
    months, heights = _numbers(curve.line)
    height = heights[np.searchsorted(months, month, side="right") - 1]
    dots = curve.line.get_transform().transform((month, height))
    x, y = figure.transFigure.inverted().transform(dots)
    return _thousandths(x), _thousandths(1 - y)


def _thousandths(part: float) -> float:
    # The last bit of a sum of lengths differs between builds, and a half may lie there.
    return round(round(1000 * float(part), 6), 1)
