"""The drawing of the distributions with a printed mean."""

import re

from rtxoutcomes.claims.p_findings import Picture
from rtxoutcomes.claims.p_values import Spread
from rtxoutcomes.publish.audit_figure import figure


def heights(drawing: str, kind: str) -> list[float]:
    return [float(h) for h in re.findall(rf'class="{kind}"[^>]*height="([0-9.]+)"', drawing)]


def test_bars_are_as_high_as_their_counts() -> None:
    spreads = (Spread(0.5, 10, 0), Spread(0.6, 40, 20), Spread(0.8, 20, 0))

    drawing = figure(Picture("edss.A.mean_change", "0.004", spreads, "values from 0 to 1"))

    low, high, middle = heights(drawing, "all")
    assert (round(high / low), round(high / middle)) == (4, 2)
    assert heights(drawing, "printing") == [high / 2]
    assert "70 distributions of values from 0 to 1 have the printed mean" in drawing
    assert "the 20 whose paired t test prints P 0.004" in drawing


def test_one_standard_deviation_is_drawn_in_the_middle() -> None:
    drawing = figure(Picture("a", "1.0", (Spread(0.0, 1, 0),), "values"))

    assert len(heights(drawing, "all")) == 1
    assert "nan" not in drawing
