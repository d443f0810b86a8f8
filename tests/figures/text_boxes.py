"""Where the words of a figure lie, in dots: for tests that none is cut off or meets another."""

import itertools
from collections.abc import Iterator
from functools import lru_cache

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from rtxoutcomes.figures.style import house_style

# Letters may touch the edge of their box by a part of a dot.
SLACK = 0.5
DPI = 200


@lru_cache(maxsize=1)
def text_boxes(figure: Figure) -> list[tuple[str, Bbox]]:
    """Every text with its box; lines of one text have a box each where it is not turned."""
    figure.set_dpi(DPI)
    renderer = FigureCanvasAgg(figure).get_renderer()  # type: ignore[no-untyped-call]
    with house_style():
        texts = [*figure.texts, *(t for axes in figure.axes for t in axes.texts)]
        return [(t.get_text(), box) for t in texts if t.get_text() for box in _boxes(t, renderer)]


def _boxes(text: Text, renderer: object) -> Iterator[Bbox]:
    yield text.get_window_extent(renderer)  # type: ignore[arg-type]


def cut_off(figure: Figure) -> list[str]:
    """Texts that reach beyond the edge of the figure."""
    boxes, edge = text_boxes(figure), figure.bbox
    return [
        words
        for words, box in boxes
        if box.x0 < -SLACK
        or box.y0 < -SLACK
        or box.x1 > edge.x1 + SLACK
        or box.y1 > edge.y1 + SLACK
    ]


def overlapping(figure: Figure) -> list[tuple[str, str]]:
    """Pairs of texts whose boxes meet."""
    pairs = itertools.combinations(text_boxes(figure), 2)
    return [(a, b) for (a, one), (b, other) in pairs if _meet(one, other)]


def _meet(one: Bbox, other: Bbox) -> bool:
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    up = min(one.y1, other.y1) - max(one.y0, other.y0)
    return bool(across > SLACK and up > SLACK)
