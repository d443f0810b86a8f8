"""The frame of a panel: two lines, ticks and their words, drawn at a third of the usual cost.

Matplotlib's own axes hold five artists a tick, each laid out anew in each file format, and took
most of the time of a report. Here a panel's lines are one collection, and its words are texts at
places given in millimetres.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.ticker import MaxNLocator

from rtxoutcomes.figures.style import INK, MM_PER_INCH
from rtxoutcomes.rounding import written_number
from rtxoutcomes.style import Style

TICK_MM = 0.8
LINE_POINTS = 0.6
LABEL_POINTS, NAME_POINTS, TITLE_POINTS = 7.0, 7.5, 7.5
Place = tuple[float, float]
TICK_MONTHS, MOST_MONTHS = 6, 7
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


def frame(axes: Axes, across: Scale, up: Scale, title: str = "") -> None:
    """Give a panel its limits, its frame, and its words."""
    axes.set_axis_off()
    axes.set_xlim(across.low, across.high)
    axes.set_ylim(up.low, up.high)
    width, height = size_mm(axes)
    tick = (TICK_MM / width, TICK_MM / height)
    places_across = [across.fraction(value) for value in across.ticks]
    places_up = [up.fraction(value) for value in up.ticks]
    lines: list[list[Place]] = [[(0, 1), (0, 0), (1, 0)]]
    lines += [[(place, 0), (place, -tick[1])] for place in places_across]
    lines += [[(0, place), (-tick[0], place)] for place in places_up]
    drawn = LineCollection(
        lines, colors=INK, lw=LINE_POINTS, transform=axes.transAxes, clip_on=False, zorder=6
    )
    axes.add_collection(drawn, autolim=False)
    for place, words in zip(places_across, across.labels, strict=False):
        draw_text(axes, (place, -1.7 * tick[1]), words, ha="center", va="top")
    for place, words in zip(places_up, up.labels, strict=False):
        draw_text(axes, (-1.7 * tick[0], place), words, ha="right", va="center")
    if across.name:
        draw_text(axes, (0.5, -5.2 / height), across.name, NAME_POINTS, ha="center", va="top")
    if up.name:
        room = 3.0 + 1.3 * max((len(words) for words in up.labels), default=0)
        left = (-room / width, 0.5)
        draw_text(axes, left, up.name, NAME_POINTS, ha="right", va="center", rotation=90)
    if title:
        draw_text(axes, (0, 1 + 1.6 / height), title, TITLE_POINTS, ha="left", va="bottom")


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
    inside = axes.transAxes
    axes.text(
        *place, words, size=points, ha=ha, va=va, rotation=rotation, color=colour, transform=inside
    )


def size_mm(axes: Axes) -> Place:
    """Width and height of a panel in millimetres."""
    box = axes.get_position()
    figure = axes.get_figure(root=True)
    if figure is None:
        raise ValueError("the panel belongs to no figure")
    width, height = figure.get_size_inches() * MM_PER_INCH
    return float(box.width * width), float(box.height * height)


def steps(low: float, high: float, most: int = 6) -> list[float]:
    """Round values between the ends, about `most` of them, equally far apart.

    Which ones depends on matplotlib's settings: to be called in house style.
    """
    places = MaxNLocator(nbins=most, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    slack = 1e-9 * (high - low)
    return [round(float(p), 10) for p in places if low - slack <= p <= high + slack]


def month_ticks(last: float) -> list[float]:
    """Months from 0 to `last`: every sixth, or half as many until no more than eight are left."""
    step = TICK_MONTHS
    while last / step > MOST_MONTHS:
        step *= 2
    return [float(month) for month in range(0, int(last) + 1, step)]


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


def month_scale(low: float, high: float, last: float, style: Style, origin: str) -> Scale:
    """Months since the origin of time, with words up to the last one."""
    ticks = month_ticks(last)
    return Scale(
        low, high, ticks, words_of(ticks, style), f"Months since {origin.removeprefix('the ')}"
    )


def percent_scale(name: str) -> Scale:
    """Proportions from 0 to 1, in percent."""
    return Scale(0, 1.02, QUARTERS, [f"{100 * part:g}" for part in QUARTERS], name)


def number_words(value: float, style: Style, digits: int = 6) -> str:
    """A number with as many digits as it needs, up to `digits`, in the signs of the style."""
    # Without an exponent, which `g` writes for a million.
    written = written_number(f"{Decimal(f'{abs(value):.{digits}g}'):f}", style)
    return f"{style.numbers.minus}{written}" if value < 0 else written


def words_of(values: Sequence[float], style: Style) -> list[str]:
    """Numbers for the ticks of an axis."""
    return [number_words(value, style) for value in values]
