"""The contents of a drawn figure, for tests that compare it with its twin."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from rtxoutcomes.figures.drawn import Drawn

Point = tuple[float, float]


def need(drawn: Drawn | None) -> Drawn:
    """The figure, which a test expects to be there."""
    assert drawn is not None
    return drawn


def words(axes: Axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


def title(axes: Axes) -> str:
    """The heading of a panel: the words above its frame."""
    return next(t.get_text() for t in axes.texts if t.get_position()[1] > 1)


def sizes(figure: Figure) -> list[float]:
    """The size of every text in points."""
    everywhere = [*figure.texts, *(text for axes in figure.axes for text in axes.texts)]
    return [float(text.get_fontsize()) for text in everywhere]


def segments(axes: Axes) -> list[tuple[Point, Point]]:
    """Ends of every line of data: those of the frame have another coordinate system."""
    found = []
    for collection in axes.collections:
        if isinstance(collection, LineCollection) and collection.get_transform() != axes.transAxes:
            for line in collection.get_segments():
                ends = np.asarray(line, dtype=float)
                found.append(((ends[0][0], ends[0][1]), (ends[-1][0], ends[-1][1])))
    return found
