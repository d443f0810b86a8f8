"""Public figures of one score."""

import pytest
from matplotlib.figure import Figure

from figures.artists import words
from released import bundled
from rtxoutcomes import figures
from rtxoutcomes.style import Numbers, Style


def test_groups_are_drawn_in_the_order_of_the_caller() -> None:
    figure = figures.score_change(bundled(), "edss", groups=["NMOSD", "RRMS"])

    heads = [axes.texts[-1].get_text() if k else words(axes) for k, axes in enumerate(figure.axes)]
    assert len(figure.axes) == 2
    assert any("NMOSD, n = 14" in text for text in heads[0])
    assert "RRMS, n = 42" in heads[1]


def test_numbers_are_printed_in_the_style_of_the_caller() -> None:
    style = Style(numbers=Numbers(decimal_mark="\N{MIDDLE DOT}"))
    figure = figures.score_pairs(bundled(), "edss", style=style)

    assert any("\u22120\u00b732" in text for text in words(figure.axes[0]))


@pytest.mark.parametrize(
    "draw", [figures.score_pairs, figures.score_transitions, figures.oldham_plot]
)
def test_a_part_of_a_figure_is_drawn_on_at_its_size(draw: object) -> None:
    whole = Figure(figsize=(14, 4))
    halves = whole.add_gridspec(1, 2)
    left, right = (whole.add_subfigure(half) for half in (halves[0], halves[1]))

    assert draw(bundled(), "edss", figure=left) is whole  # type: ignore[operator]

    assert len(left.axes) == 3
    assert right.axes == []
    assert any("Synthetic data" in text.get_text() for text in left.texts)


def test_a_palette_and_a_size_are_used() -> None:
    figure = figures.score_over_time(
        bundled(), "edss", palette=["black", "red", "blue"], size=(150, 70)
    )

    assert figure.get_size_inches() * 25.4 == pytest.approx((150, 70))
    colours = {str(line.get_color()) for axes in figure.axes for line in axes.lines}
    assert {"#000000", "#ff0000", "#0000ff"} <= colours
