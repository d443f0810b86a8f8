"""The frame of a panel."""

import itertools

import pytest
from matplotlib.collections import LineCollection

from figures.artists import words
from rtxoutcomes.figures.frame import (
    Scale,
    frame,
    month_ticks,
    number_words,
    scale_around,
    size_mm,
    steps,
    words_of,
)
from rtxoutcomes.figures.style import canvas, house_style, panel
from rtxoutcomes.style import DEFAULT, Numbers, Style


def test_ticks_stand_at_their_values_and_words_beside_them() -> None:
    with house_style():
        axes = panel(canvas(100, 60), 20, 15, 50, 40)
        across = Scale(0, 10, (0, 5, 10), ("0", "5", "10"), "Months")
        frame(axes, across, Scale(-2, 2, (-1, 1), words_of((-1, 1), DEFAULT), "Change"), "A title")

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


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 10, [0, 2, 4, 6, 8, 10]),
        (-3, 3, [-3, -2, -1, 0, 1, 2, 3]),
        (6, 18, [6, 8, 10, 12, 14, 16, 18]),
        (0, 0.02, [0, 0.004, 0.008, 0.012, 0.016, 0.02]),
    ],
)
def test_steps_are_round_and_stay_between_the_ends(
    low: float, high: float, expected: list[float]
) -> None:
    found = steps(low, high)

    assert all(low - 1e-12 <= place <= high + 1e-12 for place in found)
    assert 3 <= len(found) <= 8
    gaps = {round(b - a, 9) for a, b in itertools.pairwise(found)}
    assert len(gaps) == 1
    assert len(found) <= len(expected) + 1


@pytest.mark.parametrize(
    ("last", "ticks"),
    [
        (0.0, [0]),
        (13.0, [0, 6, 12]),
        (42.0, [0, 6, 12, 18, 24, 30, 36, 42]),
        (43.0, [0, 12, 24, 36]),
    ],
)
def test_months_have_no_more_than_eight_ticks(last: float, ticks: list[int]) -> None:
    assert month_ticks(last) == ticks


def test_numbers_of_an_axis_are_written_in_the_style() -> None:
    style = Style(numbers=Numbers(decimal_mark=",", minus="-"))

    assert words_of((-0.5, 2), DEFAULT) == ["\u22120.5", "2"]
    assert words_of((-0.5, 2), style) == ["-0,5", "2"]
    assert number_words(11.456, DEFAULT, 3) == "11.5"
