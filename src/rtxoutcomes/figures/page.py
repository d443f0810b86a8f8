"""The page that a figure is drawn on, with a key and the origin of the data at its foot."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure, SubFigure

from rtxoutcomes.figures.lettering import Lettering, fitted
from rtxoutcomes.figures.look import Look
from rtxoutcomes.figures.style import SOFT, canvas, house_style, page_mm

EDGE_MM = 1.2
KEY_POINTS = 6.5


class Page(NamedTuple):
    """A figure with its size; nothing is drawn below `foot_mm` but the key and the origin."""

    figure: Figure | SubFigure
    width_mm: float
    height_mm: float
    foot_mm: float


def root_of(artist: Figure | SubFigure | Axes) -> Figure:
    """The figure itself, of which a caller may have given a part."""
    root = artist.get_figure(root=True)
    if root is None:
        raise ValueError("the axes belong to no figure")
    return root


def width_of(look: Look, usual: float) -> float:
    """The width that the caller chose, else the usual one."""
    return _chosen(look, 0, usual)


def height_of(look: Look, usual: float, least: float | None = None) -> float:
    """The height that the caller chose, else the usual one.

    Raises
    ------
    ValueError
        It is less than the least that the figure needs; by default the usual one.
    """
    height, needed = _chosen(look, 1, usual), usual if least is None else least
    if height < needed - 0.1:
        raise ValueError(f"the figure is {height:.0f} mm high and needs {needed:.0f} mm")
    return height


def _chosen(look: Look, side: int, usual: float) -> float:
    if look.figure is not None:
        return page_mm(look.figure)[side]
    return usual if look.size is None else look.size[side]


def foot_of(key: str, mark: str, width_mm: float) -> Lettering:
    """The words at the foot: the key, and below it the origin of the data."""
    words = f"{key}\n{mark}" if key else mark
    return fitted(words, width_mm - 2 * EDGE_MM, KEY_POINTS, lines=9)


@contextmanager
def page(look: Look, width_mm: float, height_mm: float, foot: Lettering) -> Iterator[Page]:
    """A page to draw on in house style, with the words at its foot."""
    with house_style():
        figure = canvas(width_mm, height_mm) if look.figure is None else look.figure
        yield Page(figure, width_mm, height_mm, foot.height_mm + EDGE_MM)
        place = EDGE_MM / width_mm, EDGE_MM / height_mm
        figure.text(*place, foot.text, fontsize=foot.points, color=SOFT, ha="left", va="bottom")
