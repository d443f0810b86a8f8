"""The frame of a panel."""

import pytest
from matplotlib.collections import LineCollection

from figures.artists import words
from rtxoutcomes.figures.frame import (
    Scale,
    below_mm,
    end_mm,
    frame,
    left_mm,
    scale_around,
    size_mm,
)
from rtxoutcomes.figures.lettering import Lettering
from rtxoutcomes.figures.style import canvas, house_style, panel
from rtxoutcomes.figures.ticks import words_of
from rtxoutcomes.style import DEFAULT


def test_ticks_stand_at_their_values_and_words_beside_them() -> None:
    with house_style():
        axes = panel(canvas(100, 60), 20, 15, 50, 40)
        across = Scale(0, 10, (0, 5, 10), ("0", "5", "10"), "Months")
        frame(
            axes,
            across,
            Scale(-2, 2, (-1, 1), words_of((-1, 1), DEFAULT), "Change"),
            Lettering("A title", 7.5),
        )

    assert (axes.get_xlim(), axes.get_ylim()) == ((0, 10), (-2, 2))
    assert words(axes) == ["0", "5", "10", "\u22121", "1", "Months", "Change", "A title"]
    (collection,) = axes.collections
    assert isinstance(collection, LineCollection)
    starts = [tuple(line[0]) for line in collection.get_segments()[1:]]
    assert starts == [(0, 0), (0.5, 0), (1, 0), (0, 0.25), (0, 0.75)]
    assert [text.get_position()[0] for text in axes.texts[:3]] == [0, 0.5, 1]
    rotations = {text.get_text(): text.get_rotation() for text in axes.texts}
    assert rotations == dict.fromkeys(words(axes), 0) | {"Change": 90}


def test_a_panel_without_words_keeps_its_ticks() -> None:
    with house_style():
        axes = panel(canvas(100, 60), 20, 15, 50, 40)
        frame(axes, Scale(0, 1, (0, 1)), Scale(0, 1, (0, 1)))

    assert words(axes) == []
    assert len(axes.collections) == 1


def test_a_panel_knows_its_size_in_millimetres() -> None:
    assert size_mm(panel(canvas(100, 60), 20, 15, 50, 40)) == pytest.approx((50, 40))


def test_a_panel_of_no_figure_has_no_size() -> None:
    axes = panel(canvas(100, 60), 20, 15, 50, 40)
    axes.remove()

    with pytest.raises(ValueError, match=r"^the panel belongs to no figure"):
        size_mm(axes)


def test_a_scale_around_values_has_some_space_at_both_ends() -> None:
    scale = scale_around((2, 12), DEFAULT, "Score", slack=0.1)

    assert (scale.low, scale.high, scale.name) == (1.0, 13.0, "Score")
    assert (scale.ticks, scale.labels) == ([2, 4, 6, 8, 10, 12], ["2", "4", "6", "8", "10", "12"])
    assert scale.bare == Scale(1.0, 13.0, [2, 4, 6, 8, 10, 12])
    one_value = scale_around((3,), DEFAULT, "Score")
    assert (one_value.low, one_value.high) == (2.0, 4.0)


def test_ticks_whose_words_would_touch_give_way_and_the_one_at_zero_stays() -> None:
    values = [-0.75, -0.5, -0.25, 0.0, 0.25, 0.5]
    scale = Scale(-1, 1, values, words_of(values, DEFAULT))

    assert scale.spaced(200.0).ticks == values
    assert scale.spaced(25.0).ticks == [-0.5, 0.0, 0.5]
    assert scale.spaced(25.0).labels == words_of([-0.5, 0.0, 0.5], DEFAULT)
    assert scale.spaced(1.0).ticks == [0.0]


def test_a_long_name_of_an_axis_takes_lines_and_their_room() -> None:
    short = Scale(0, 1, (0, 1), ("0", "1"), "Score")
    long = Scale(0, 1, (0, 1), ("0", "1"), "A score whose name is longer than its axis is high")

    assert left_mm(short, 40.0) < left_mm(long, 40.0)
    assert below_mm(short, 30.0) < below_mm(long, 30.0)
    assert below_mm(short.bare, 30.0) < below_mm(short, 30.0)


def test_the_last_tick_has_room_for_half_of_its_words() -> None:
    assert end_mm(Scale(0, 1, (1,), ("1",))) < end_mm(Scale(0, 1, (1,), ("1.0002",)))
    assert end_mm(Scale(0, 1, (1,))) < 1
