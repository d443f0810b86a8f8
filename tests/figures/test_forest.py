"""A forest of any estimates."""

from dataclasses import replace

import numpy as np
import pytest

from figures.text_boxes import overlapping
from released import small
from rtxoutcomes.figures.effects import effects
from rtxoutcomes.figures.forest import Block, Line, draw_forest
from rtxoutcomes.figures.look import Look


def block(events: int | None) -> Block:
    row = replace(effects(small())[0], events=events, n=40)
    return Block("Outcome", [Line("First", row), Line("Second", row)], "Ratio", "Less", "More")


@pytest.mark.parametrize(("events", "heads"), [(7, ["n", "Events"]), (None, ["n"])])
def test_the_column_of_events_is_there_only_where_events_were_counted(
    events: int | None, heads: list[str]
) -> None:
    figure, width_mm = draw_forest([block(events)], "Key.", "Synthetic data", Look())

    texts = [text.get_text() for text in figure.axes[0].texts]
    assert texts[: len(heads)] == heads
    assert texts.count("7") == (2 if events else 0)
    assert texts.count("40") == 2
    assert width_mm == 180.0


def test_each_marker_is_level_with_its_name() -> None:
    figure, _ = draw_forest([block(7)], "Key.", "Synthetic data", Look())

    whole, panel = figure.axes
    names = {t.get_text(): t.get_position()[1] for t in whole.texts}
    squares = [line for line in panel.lines if line.get_marker() == "s"]
    box = panel.get_position()
    height = figure.get_size_inches()[1] * 25.4
    levels = [
        (box.y0 + float(y) * box.height) * height
        for square in squares
        for y in np.asarray(square.get_ydata(), dtype=float)
    ]
    assert levels == pytest.approx([names["First"], names["Second"]])
    assert overlapping(figure) == []
