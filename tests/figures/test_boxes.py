"""Boxes of a flow diagram."""

import pytest
from matplotlib.figure import Figure

from figures.text_boxes import cut_off, overlapping
from rtxoutcomes.figures.boxes import Box, Line, draw_flow
from rtxoutcomes.figures.look import Look

LONG = "Patients whose diagnosis was revised before the first infusion, at any centre"


def frames(figure: Figure) -> list[tuple[float, float, float, float]]:
    boxes = figure.axes[0].collections[0].get_paths()
    return [path.get_extents().extents for path in boxes]


@pytest.mark.parametrize("groups", [1, 3, 4, 5, 9])
@pytest.mark.parametrize("excluded", [True, False])
def test_boxes_lie_inside_and_apart_with_their_words_in_them(groups: int, excluded: bool) -> None:
    top = [Box(Line("Patients enrolled", 120))]
    if excluded:
        top += [Box(Line("Excluded", 21), (Line(LONG, 21),)), Box(Line("Patients analysed", 99))]
    columns = [
        [Box(Line(LONG, 33)), Box(Line("Analysed", None), (Line(LONG, 30), Line(LONG, 3, True)))]
        for _ in range(groups)
    ]

    figure, width_mm = draw_flow(top, columns, "Synthetic data", Look())

    assert cut_off(figure) == []
    assert overlapping(figure) == []
    found = frames(figure)
    assert len(found) == len(top) + 2 * groups
    assert all(left >= 0 and right <= width_mm for left, _, right, _ in found)
    for k, (a, b, c, d) in enumerate(found):
        for e, f, g, h in found[k + 1 :]:
            assert min(c, g) <= max(a, e) or min(d, h) <= max(b, f)
