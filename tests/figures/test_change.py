"""Bars of change."""

import pytest
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from figures.artists import title
from released import bundled, nothing, one_diagnosis_empty, small
from rtxoutcomes.figures.change import draw


def bars(axes: Axes) -> list[Rectangle]:
    return [patch for patch in axes.patches if isinstance(patch, Rectangle)]


def test_bars_are_as_high_as_the_twin_says() -> None:
    drawn = draw(bundled(), "edss")
    assert drawn is not None

    heights = sorted(
        (round(bar.get_x() + bar.get_width() / 2, 6), bar.get_height())
        for bar in bars(drawn.figure.axes[0])
    )
    own = drawn.data[drawn.data["group"] == "RRMS"]
    assert heights == sorted(zip(own["change"], own["count"], strict=True))


def test_worse_is_hatched_and_better_is_not() -> None:
    drawn = draw(bundled(), "edss")
    assert drawn is not None

    for bar in bars(drawn.figure.axes[0]):
        middle = bar.get_x() + bar.get_width() / 2
        assert bool(bar.get_hatch()) == (middle > 0.01)


def test_mean_interval_and_p_stand_above_the_bars() -> None:
    drawn = draw(bundled(), "edss")
    assert drawn is not None

    told = title(drawn.figure.axes[2])
    assert "n = 14" in told
    assert "mean \u22120.57 (\u22120.93 to \u22120.22)" in told
    assert "P = 0.004" in told
    assert "9 improved, 3 unchanged, 2 worsened" in drawn.alt


def test_a_diagnosis_without_patients_has_an_empty_panel() -> None:
    drawn = draw(one_diagnosis_empty(), "edss")
    assert drawn is not None

    assert len(drawn.figure.axes[1].patches) == 0
    assert "B: no mean change." in drawn.alt


def test_a_score_without_pairs_has_no_figure() -> None:
    assert draw(nothing(), "edss") is None
    assert draw(small(), "sdmt") is None


def test_a_score_without_a_unit_or_row_is_still_drawn() -> None:
    drawn = draw(small(), "igg_fixed_time")
    if drawn is not None:
        pytest.fail("the small study names no fixed time for this score")
    beside = draw(small(), "edss_fixed_time")
    assert beside is not None
    assert beside.key == "edss_fixed_time_change"
    assert "mean change" in draw(small(), "igg").alt  # type: ignore[union-attr]
