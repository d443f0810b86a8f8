"""The frame of a panel: two lines, ticks and their words, drawn at a third of the usual cost.

Matplotlib's own axes hold five artists a tick, each laid out anew in each file format, and took
most of the time of a report. Here a panel's lines are one collection, and its words are texts at
places given in millimetres.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from rtxoutcomes.figures.lettering import Lettering, fitted, line_mm, width_mm
from rtxoutcomes.figures.style import INK, MM_PER_INCH
from rtxoutcomes.figures.ticks import month_ticks, steps, words_of
from rtxoutcomes.style import Style

TICK_MM = 0.8
LINE_POINTS = 0.6
LABEL_POINTS, NAME_POINTS, TITLE_POINTS = 7.0, 7.5, 7.5
# From the frame to the words of the ticks, and from these to the name of the axis.
TO_LABELS_MM, TO_NAME_MM = 1.36, 1.5
Place = tuple[float, float]
QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """One direction of a panel: its ends, its ticks with their words, and its name.

    Without `labels` ticks are drawn bare, as on a panel whose neighbour has the words.
    """

    low: float
    high: float
    ticks: Sequence[float]
    labels: Sequence[str] = ()
    name: str = ""

    def fraction(self, value: float) -> float:
        """Where a value lies between the ends, from 0 to 1."""
        return (value - self.low) / (self.high - self.low)

    @property
    def bare(self) -> "Scale":
        """The same direction without words."""
        return Scale(self.low, self.high, self.ticks)

    def spaced(self, room_mm: float) -> "Scale":
        """Without every second tick, as often as needed for the words not to touch.

        A tick at 0 stays.
        """
        labels, ticks, zero = list(self.labels), list(self.ticks), 0
        while len(ticks) > 1 and labels and not _apart(self, ticks, labels, room_mm):
            zero = ticks.index(0.0) if 0.0 in ticks else 0
            ticks, labels = ticks[zero % 2 :: 2], labels[zero % 2 :: 2]
        return replace(self, ticks=ticks, labels=labels)


def _apart(scale: Scale, ticks: Sequence[float], labels: Sequence[str], room_mm: float) -> bool:
    places = [abs(scale.fraction(tick)) * room_mm for tick in ticks]
    halves = [width_mm(words, LABEL_POINTS) / 2 for words in labels]
    ends = zip(places, halves, places[1:], halves[1:], strict=False)
    return all(abs(b - a) >= half + other + 1 for a, half, b, other in ends)


def frame(axes: Axes, across: Scale, up: Scale, title: Lettering | None = None) -> None:
    """Give a panel its limits, its frame, and its words."""
    width, height = size_mm(axes)
    frames(axes, across, up, [None])
    left = -TO_LABELS_MM / width
    for value, words in zip(up.ticks, up.labels, strict=False):
        draw_text(axes, (left, up.fraction(value)), words, ha="right", va="center")
    if across.name:
        draw_name_across(axes, across.name, width)
    if up.name:
        name = name_up(up, height)
        draw_lettering(axes, (-_to_name(up) / width, 0.5), name, ha="right", rotation=90)
    _title(axes, title, 0, height)


def _title(axes: Axes, title: Lettering | None, start: float, height: float) -> None:
    if title is not None and title.text:
        draw_lettering(axes, (start, 1 + 1.6 / height), title, va="bottom")


def frames(
    axes: Axes,
    across: Scale,
    up: Scale,
    titles: Sequence[Lettering | None],
    gap_mm: float = 0.0,
) -> float:
    """Panels of equal width side by side on one axes, each with its ticks, words and title.

    A value of the next panel has the place of the same value plus the number that is returned: one
    axes costs as much as all that is drawn on it.
    """
    axes.set_axis_off()
    wide, height = size_mm(axes)
    step = (wide + gap_mm) / len(titles)
    width, span = step - gap_mm, across.high - across.low
    axes.set_xlim(across.low, across.high + (len(titles) - 1) * span * step / width)
    axes.set_ylim(up.low, up.high)
    across = across.spaced(width)
    lines: list[list[Place]] = []
    for k, title in enumerate(titles):
        start = k * step / wide
        lines += _lines(across, up, (start, width / wide), (wide, height))
        for value, words in zip(across.ticks, across.labels, strict=False):
            place = start + across.fraction(value) * width / wide, -TO_LABELS_MM / height
            draw_text(axes, place, words, ha="center", va="top")
        _title(axes, title, start, height)
    drawn = LineCollection(
        lines, colors=INK, lw=LINE_POINTS, transform=axes.transAxes, clip_on=False, zorder=6
    )
    axes.add_collection(drawn, autolim=False)
    return span * step / width


def _lines(across: Scale, up: Scale, part: Place, size: Place) -> list[list[Place]]:
    """The frame of a panel that begins at a place and has a width, both as parts of the axes."""
    (start, wide), (width, height) = part, size
    places_across = [start + across.fraction(value) * wide for value in across.ticks]
    places_up = [up.fraction(value) for value in up.ticks]
    return [
        [(start, 1), (start, 0), (start + wide, 0)],
        *([(place, 0), (place, -TICK_MM / height)] for place in places_across),
        *([(start, place), (start - TICK_MM / width, place)] for place in places_up),
    ]


def draw_name_across(axes: Axes, name: str, room_mm: float, middle: float = 0.5) -> None:
    """The name of the axis across, below its ticks, in lines that fit the room."""
    height = size_mm(axes)[1]
    place = (middle, -NAME_BELOW_MM / height)
    draw_lettering(axes, place, fitted(name, room_mm, NAME_POINTS), ha="center", va="top")


# Where the name of the axis across begins, below the frame.
NAME_BELOW_MM = TO_LABELS_MM + line_mm(LABEL_POINTS) + 0.6


def name_up(up: Scale, room_mm: float) -> Lettering:
    """The name of the upward axis in lines that fit its height."""
    return fitted(up.name, room_mm, NAME_POINTS)


def left_mm(up: Scale, room_mm: float) -> float:
    """The room that the words of the upward axis take at the left of a panel."""
    name = name_up(up, room_mm).height_mm if up.name else 0.0
    return _to_name(up) + name + 0.6


def end_mm(across: Scale) -> float:
    """The room at the right of a panel that the words of its last tick may take."""
    return max((width_mm(words, LABEL_POINTS) / 2 for words in across.labels), default=0.0) + 0.6


def _to_name(up: Scale) -> float:
    """From the frame to the name of the upward axis."""
    widest = max((width_mm(words, LABEL_POINTS) for words in up.labels), default=0.0)
    return TO_LABELS_MM + widest + TO_NAME_MM


def below_mm(across: Scale, room_mm: float) -> float:
    """The room that the words of the axis across take below a panel."""
    name = fitted(across.name, room_mm, NAME_POINTS).height_mm if across.name else -0.6
    return NAME_BELOW_MM + name


def draw_text(
    axes: Axes,
    place: Place,
    words: str,
    points: float = LABEL_POINTS,
    *,
    ha: str = "left",
    va: str = "center",
    rotation: float = 0,
    colour: str = INK,
) -> None:
    """Words at a place given as fractions of the panel; outside of it beyond 0 and 1."""
    axes.text(
        *place,
        words,
        size=points,
        ha=ha,
        va=va,
        rotation=rotation,
        color=colour,
        transform=axes.transAxes,
        multialignment=ha,
    )


def draw_lettering(
    axes: Axes,
    place: Place,
    words: Lettering,
    *,
    ha: str = "left",
    va: str = "center",
    rotation: float = 0,
    colour: str = INK,
) -> None:
    """Words that were fitted to their room, at a place given as fractions of the panel."""
    # Lines of words that run upwards are centred on one another.
    draw_text(axes, place, words.text, words.points, ha=ha, va=va, rotation=rotation, colour=colour)


def size_mm(axes: Axes) -> Place:
    """Width and height of a panel in millimetres."""
    figure = axes.get_figure(root=True)
    if figure is None:
        raise ValueError("the panel belongs to no figure")
    dots_a_mm = figure.dpi / MM_PER_INCH
    box = axes.get_window_extent()
    return float(box.width / dots_a_mm), float(box.height / dots_a_mm)


def linear_scale(low: float, high: float, style: Style, name: str, most: int = 6) -> Scale:
    """A direction with words at round values."""
    ticks = steps(low, high, most)
    return Scale(low, high, ticks, words_of(ticks, style), name)


def scale_around(
    values: Collection[float], style: Style, name: str, *, slack: float = 0.05, most: int = 6
) -> Scale:
    """A direction from the lowest to the highest of the values, with some space at both ends."""
    low, high = float(min(values)), float(max(values))
    space = slack * (high - low) or 1.0
    return linear_scale(low - space, high + space, style, name, most)


def month_scale(low: float, high: float, style: Style, origin: str) -> Scale:
    """Months since the origin of time."""
    ticks = month_ticks(high)
    return Scale(
        low, high, ticks, words_of(ticks, style), f"Months since {origin.removeprefix('the ')}"
    )


def percent_scale(name: str) -> Scale:
    """Proportions from 0 to 1, in percent."""
    return Scale(0, 1.02, QUARTERS, [f"{100 * part:g}" for part in QUARTERS], name)
