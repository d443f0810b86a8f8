"""The frame of a panel: two lines, ticks and their words, drawn at a third of the usual cost.

Matplotlib's own axes hold five artists a tick, each laid out anew in each file format, and took
most of the time of a report. Here a panel's lines are one collection, and its words are texts at
places given in millimetres.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.ticker import MaxNLocator

from rtxoutcomes.figures.style import INK, MM_PER_INCH

TICK_MM = 0.8
LINE_POINTS = 0.6
LABEL_POINTS, NAME_POINTS, TITLE_POINTS = 7.0, 7.5, 7.5
Place = tuple[float, float]


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

    def share(self, value: float) -> float:
        """Where a value lies between the ends, from 0 to 1."""
        return (value - self.low) / (self.high - self.low)


def frame(axes: Axes, across: Scale, up: Scale, title: str = "") -> None:
    """Give a panel its limits, its frame, and its words."""
    axes.set_axis_off()
    axes.set_xlim(across.low, across.high)
    axes.set_ylim(up.low, up.high)
    width, height = size_mm(axes)
    tick = (TICK_MM / width, TICK_MM / height)
    shares_across = [across.share(value) for value in across.ticks]
    shares_up = [up.share(value) for value in up.ticks]
    lines: list[list[Place]] = [[(0, 1), (0, 0), (1, 0)]]
    lines += [[(share, 0), (share, -tick[1])] for share in shares_across]
    lines += [[(0, share), (-tick[0], share)] for share in shares_up]
    axes.add_collection(
        LineCollection(
            lines,
            colors=INK,
            linewidths=LINE_POINTS,
            transform=axes.transAxes,
            clip_on=False,
            zorder=6,
        ),
        autolim=False,
    )
    for share, words in zip(shares_across, across.labels, strict=False):
        say(axes, (share, -1.7 * tick[1]), words, ha="center", va="top")
    for share, words in zip(shares_up, up.labels, strict=False):
        say(axes, (-1.7 * tick[0], share), words, ha="right", va="center")
    if across.name:
        say(axes, (0.5, -5.2 / height), across.name, NAME_POINTS, ha="center", va="top")
    if up.name:
        room = 3.0 + 1.3 * max((len(words) for words in up.labels), default=0)
        place = (-room / width, 0.5)
        say(axes, place, up.name, NAME_POINTS, ha="right", va="center", rotation=90)
    if title:
        say(axes, (0, 1 + 1.6 / height), title, TITLE_POINTS, ha="left", va="bottom")


def say(
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
    """Words at a place given as shares of the panel; outside of it beyond 0 and 1."""
    axes.text(
        *place,
        words,
        fontsize=points,
        ha=ha,
        va=va,
        rotation=rotation,
        color=colour,
        transform=axes.transAxes,
    )


def size_mm(axes: Axes) -> Place:
    """Width and height of a panel in millimetres."""
    box = axes.get_position()
    figure = axes.get_figure(root=True)
    if figure is None:
        raise ValueError("the panel stands in no figure")
    width, height = figure.get_size_inches() * MM_PER_INCH
    return float(box.width * width), float(box.height * height)


def steps(low: float, high: float, most: int = 6) -> list[float]:
    """Round values between the ends, about `most` of them, equally far apart."""
    places = MaxNLocator(nbins=most, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
    slack = 1e-9 * (high - low)
    return [round(float(p), 10) for p in places if low - slack <= p <= high + slack]


def words_of(values: Sequence[float]) -> list[str]:
    """Numbers for an axis, with a true minus sign."""
    return [f"{value:g}".replace("-", "\N{MINUS SIGN}") for value in values]
