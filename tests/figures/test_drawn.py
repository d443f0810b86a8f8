"""A figure travels with its data, caption and words."""

import pandas as pd
from matplotlib.figure import Figure

from rtxoutcomes.figures.drawn import Drawn


def test_what_travels_with_a_figure_has_a_name() -> None:
    drawn = Drawn("key", Figure(), pd.DataFrame({"x": [1]}), 85.0, "Caption.", "Alternative.")

    assert (drawn.key, drawn.width_mm, drawn.caption, drawn.alt) == (
        "key",
        85.0,
        "Caption.",
        "Alternative.",
    )
