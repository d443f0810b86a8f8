"""Curves with their names."""

import numpy as np

from figures.artists import need
from released import bundled, small
from rtxoutcomes.figures.curves import months_of, survival_at
from rtxoutcomes.figures.look import Look
from rtxoutcomes.figures.survival import draw
from rtxoutcomes.presentation.rows import index


def test_the_declared_months_are_those_of_the_study() -> None:
    assert months_of(index(bundled())) == (12.0, 24.0)
    row = survival_at(bundled(), "RRMS", 12.0)
    assert row is not None
    assert round(row.estimate, 2) == 0.88
    assert survival_at(small(), "RRMS", 12.0) is None


def test_curves_take_the_colours_of_the_caller_and_their_marks_too() -> None:
    look = Look(palette={"RRMS": "black", "SPMS": "red", "NMOSD": "blue"})
    (axes,) = need(draw(bundled(), look)).figure.axes

    assert {str(line.get_color()) for line in axes.lines} == {"#000000", "#ff0000", "#0000ff"}


def test_marks_of_ended_follow_up_lie_on_the_curve() -> None:
    drawn = need(draw(bundled()))
    (axes,) = drawn.figure.axes

    ticks = [line for line in axes.lines if line.get_marker() == "|"]
    assert len(ticks) == 3
    known = set(zip(drawn.data["month"], drawn.data["survival"], strict=True))
    for line in ticks:
        for month, survival in np.asarray(line.get_xydata(), dtype=float):
            assert (month, survival) in known
