"""Bars of change."""

import dataclasses

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from figures.artists import need, title
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
    rrms = drawn.data[drawn.data["group"] == "RRMS"]
    assert heights == sorted(zip(rrms["change"], rrms["count"], strict=True))


def test_worse_is_hatched_and_better_is_not() -> None:
    drawn = draw(bundled(), "edss")
    assert drawn is not None

    for bar in bars(drawn.figure.axes[0]):
        middle = bar.get_x() + bar.get_width() / 2
        assert bool(bar.get_hatch()) == (middle > 0.01)


def test_mean_interval_and_p_stand_above_the_bars() -> None:
    drawn = draw(bundled(), "edss")
    assert drawn is not None

    heading = title(drawn.figure.axes[2])
    assert "n = 14" in heading
    assert "mean \u22120.57 (\u22120.93 to \u22120.22)" in heading
    assert "P = 0.004" in heading
    assert "9 lower, 3 unchanged, 2 higher" in drawn.alt


def test_a_diagnosis_without_patients_has_an_empty_panel() -> None:
    drawn = draw(one_diagnosis_empty(), "edss")
    assert drawn is not None

    assert len(drawn.figure.axes[1].patches) == 0
    assert "B: no mean change." in drawn.alt


def test_a_score_without_pairs_has_no_figure() -> None:
    assert draw(nothing(), "edss") is None


def test_a_score_analysed_as_a_ratio_has_bars_of_its_differences_too() -> None:
    drawn = need(draw(small(), "igg"))

    assert "A, 12 patients: mean change" in drawn.alt
    assert "12 lower, 0 unchanged, 0 higher" in drawn.alt


def test_another_visit_is_found_by_its_month() -> None:
    drawn = need(draw(small(), "edss", 12.0))
    counts = small().distributions
    counts = counts[(counts["endpoint"] == "edss") & (counts["month"] == 12.0)]

    assert drawn.key == "edss_change_12_months"
    assert "from baseline to the fixed time" in drawn.caption
    assert drawn.data["count"].sum() == counts["count"].sum()
    assert draw(small(), "igg", 12.0) is None


def test_without_rows_the_bars_stand_below_the_abbreviation() -> None:
    rows = small().estimates
    bare = dataclasses.replace(small(), estimates=rows[rows["analysis"] != "change"])

    assert title(need(draw(bare, "edss")).figure.axes[0]) == "A"
