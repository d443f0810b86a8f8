"""A figure with what must travel with it: its data, its caption and words for the picture."""

from dataclasses import dataclass, replace

import pandas as pd
from matplotlib.figure import Figure

from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.typefaces import write_for
from rtxoutcomes.style import Style


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawn figure. `key` names its files; `data` is the twin: exactly what is drawn.

    `alt` describes in words, from the numbers, what a reader sees; `width_mm` is the width in
    print.
    """

    key: str
    figure: Figure
    data: pd.DataFrame
    width_mm: float
    caption: str
    alt: str


def figure_of(drawn: Drawn | None, missing: str) -> Figure:
    """The figure; raises ValueError with what is missing where there is none."""
    if drawn is None:
        raise ValueError(missing)
    return drawn.figure


def styled(released: Released, style: Style | None) -> Released:
    """Released results in another style of numbers; in their own without one.

    From here on, figures are written with the fonts of their study.
    """
    write_for(released.study)
    return released if style is None else replace(released, style=style)
