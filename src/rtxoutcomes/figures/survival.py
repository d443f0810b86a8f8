"""Kaplan-Meier curves of all groups in one panel, with numbers at risk and events below."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.at_risk import (
    Row,
    counts_mm,
    draw_below,
    drawn_part,
    height_mm,
    names_mm,
    row_of,
    spaced_for,
)
from rtxoutcomes.figures.curves import KEY, Curves, Scales, draw_curves, draw_names, names_of
from rtxoutcomes.figures.curves import names_mm as curve_names_mm
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.frame import (
    Scale,
    below_mm,
    draw_lettering,
    frame,
    left_mm,
    month_scale,
    percent_scale,
    size_mm,
)
from rtxoutcomes.figures.grid import Panel, Room, Words, grid, heading, panel_mm
from rtxoutcomes.figures.lettering import Lettering, isolated
from rtxoutcomes.figures.look import Look, group_name
from rtxoutcomes.figures.page import EDGE_MM, foot_of, root_of, width_of
from rtxoutcomes.figures.style import SOFT, TWO_COLUMNS_MM, house_style
from rtxoutcomes.figures.survival_words import alt, caption, key_words, table_title
from rtxoutcomes.presentation.multiverse import curve_event
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.presentation.words import time_origin

# Bands of more curves than this would hide one another.
MOST_BANDS = 2
CHANGE_KEY = "confirmed_change"
HEIGHT_MM = 62.0
PANEL = Room(45.0)


def draw(
    released: Released, look: Look | None = None, *, panels: bool = False, endpoint: str = KEY
) -> Drawn | None:
    """One panel with the curve of every group, or a panel a group.

    With at most two groups, or in panels, the limits are bands, otherwise bars at the declared
    months. `endpoint` is the time to the event or the name of a confirmed change. A curve ends at
    the last month with enough patients at risk; the numbers below go on. None where the endpoint
    was not collected, or no group has enough patients for a curve.
    """
    look = look or Look()
    made = _curves(released, look, endpoint, panels=panels)
    if not made.groups:
        return None
    with house_style():
        if look.ax is not None:
            figure, width_mm = _on(made, look.ax)
        else:
            figure, width_mm = _panels(made) if panels else _overlaid(made)
    words = caption(made), alt(made, look.codes(made.study))
    return Drawn(KEY if endpoint == KEY else CHANGE_KEY, figure, made.frame, width_mm, *words)


def _curves(released: Released, look: Look, endpoint: str, *, panels: bool) -> Curves:
    codes, every = look.codes(released.study), released.curves
    own = every["group"].isin(codes) & (every["endpoint"] == endpoint)
    data = every[own].reset_index(drop=True)
    drawn = [code for code in codes if not drawn_part(data[data["group"] == code]).empty]
    return Curves(released, look, data, drawn, panels or len(drawn) <= MOST_BANDS, endpoint)


def _scales(made: Curves) -> tuple[Scale, Scale]:
    last = made.last_month
    # A confirmed change is timed from the visit that is its reference.
    origin = time_origin(made.study) if made.endpoint == KEY else "the reference visit"
    across = month_scale(0, last * 1.02 if last > 0 else 1, made.released.style, origin)
    event = isolated(curve_event(made.study, made.endpoint))
    return across, percent_scale(f"Patients free of {event} (%)")


def _rows(made: Curves, groups: Sequence[str], across: Scale, *, named: bool) -> list[Row]:
    """The rows of the table below: so too of groups of too few patients for a curve."""
    return [
        row_of(
            group_name(made.study, group) if named else "",
            made.look.ink(made.study, group),
            made.whole(group),
            across.ticks,
        )
        for group in groups
        if not made.whole(group).empty
    ]


def _overlaid(made: Curves) -> tuple[Figure, float]:
    across, up = _scales(made)
    rows = _rows(made, made.look.codes(made.study), across, named=True)
    names = names_of(made)
    left, right = max(left_mm(up, HEIGHT_MM), names_mm(rows)), curve_names_mm(names)
    width = width_of(made.look, TWO_COLUMNS_MM) - left - right
    across, title = (
        spaced_for(rows, across, width),
        table_title(made.study, left + width, made.endpoint),
    )
    room = Room(HEIGHT_MM, left, right, below=height_mm(title, rows), wide=True)
    words = Words(across, up, {"": ""}, key_words(made))
    with grid(room, words, made.released.mark, made.look) as drawn:
        _fill(drawn.panels[0], made, (across, up), names)
        draw_below(drawn.panels[0], title, rows, across, left - EDGE_MM)
    return drawn.figure, drawn.width_mm


def _fill(own: Panel, made: Curves, scales: Scales, names: Sequence[Lettering]) -> None:
    draw_curves(own, made, made.groups, scales[0])
    draw_names(own, made, names, scales)


def _panels(made: Curves) -> tuple[Figure, float]:
    across, up = _scales(made)
    enrolled = index(made.released).enrolled
    heads = {g: heading(made.study, g, enrolled.get(g, 0)) for g in made.groups}
    rows = {g: _rows(made, [g], across, named=False) for g in made.groups}
    every = [row for own in rows.values() for row in own]
    room = PANEL._replace(gap=counts_mm(every) + 2)
    width = panel_mm(room, Words(across, up, heads), made.look)
    across, title = spaced_for(every, across, width), table_title(made.study, width, made.endpoint)
    room = room._replace(below=height_mm(title, rows[made.groups[0]]))
    words = Words(across, up, heads, key_words(made))
    with grid(room, words, made.released.mark, made.look) as drawn:
        for own in drawn.panels:
            draw_curves(own, made, [own.group], across)
            draw_below(own, title, rows[own.group], across, 0.0)
    return drawn.figure, drawn.width_mm


def _on(made: Curves, axes: Axes) -> tuple[Figure, float]:
    """The curves on axes of the caller, with all that belongs to them around it."""
    across, up = _scales(made)
    width, height = size_mm(axes)
    rows = _rows(made, made.look.codes(made.study), across, named=True)
    across, title = spaced_for(rows, across, width), table_title(made.study, width, made.endpoint)
    own = Panel("", axes, first=True, width_mm=width, height_mm=height)
    own = own._replace(below_mm=below_mm(across, width))
    _fill(own, made, (across, up), names_of(made))
    frame(axes, across, up)
    draw_below(own, title, rows, across, max(left_mm(up, height), names_mm(rows)))
    foot = foot_of(key_words(made), made.released.mark, width)
    level = own.below_mm + height_mm(title, rows) + EDGE_MM
    draw_lettering(axes, (0, -level / height), foot, va="top", colour=SOFT)
    return root_of(axes), width
