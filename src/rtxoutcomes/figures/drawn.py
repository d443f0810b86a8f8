"""A figure with what must travel with it: its data, its caption and words for the picture."""

from dataclasses import dataclass

import pandas as pd
from matplotlib.figure import Figure


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
