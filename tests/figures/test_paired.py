"""A line a pair of values."""

import numpy as np
import pytest

from figures.artists import need, segments, title, words
from released import bundled, nothing, one_diagnosis_empty, small
from rtxoutcomes.figures.paired import draw


@pytest.mark.parametrize("score", ["edss", "igg"])
def test_every_pair_of_the_twin_is_a_line_as_thick_as_its_patients(score: str) -> None:
    drawn = need(draw(bundled(), score))

    expected = sorted((start[1], end[1]) for start, end in segments(drawn.figure.axes[1]))
    part = drawn.data[drawn.data["group"] == "SPMS"]
    np.testing.assert_allclose(expected, sorted(zip(part["before"], part["after"], strict=True)))
    widths = [
        w for c in drawn.figure.axes[1].collections[:-1] for w in np.atleast_1d(c.get_linewidth())
    ]
    assert sorted(widths) == pytest.approx(sorted(0.55 + 0.45 * (part["count"] - 1)))


def test_better_and_worse_differ_in_dash_as_well_as_in_colour() -> None:
    drawn = need(draw(bundled(), "edss"))

    looks = [
        (str(c.get_linestyle()), str(c.get_color()))  # type: ignore[attr-defined]
        for c in drawn.figure.axes[0].collections[:-1]
    ]
    assert len({dash for dash, _ in looks}) == len({colour for _, colour in looks}) == 3


def test_ratio_interval_and_clinical_limits_are_shown() -> None:
    drawn = need(draw(bundled(), "igg"))

    axes = drawn.figure.axes[2]
    assert "ratio 0.90 (0.84 to 0.97)" in title(axes)
    assert {"< 7", "< 4"} <= set(words(axes))
    dotted = [line for line in axes.lines if line.get_linestyle() != "-"]
    assert {float(np.asarray(line.get_ydata())[0]) for line in dotted} == {7.0, 4.0}
    assert "SPMS, 43 patients: mean 11.00 before and 10.30 after, ratio 0.93" in drawn.alt
    assert drawn.key == "serum_igg_change"


def test_a_score_that_is_no_ratio_shows_its_mean_change() -> None:
    drawn = need(draw(bundled(), "edss"))

    assert "change \u22120.57 (\u22120.93 to \u22120.22)" in title(drawn.figure.axes[2])
    assert drawn.key == "edss_paired"
    assert "clinical limits" not in drawn.caption


def test_a_diagnosis_without_patients_has_an_empty_panel() -> None:
    drawn = need(draw(one_diagnosis_empty(), "igg"))

    assert title(drawn.figure.axes[1]) == "Second, n = 0"
    assert segments(drawn.figure.axes[1]) == []
    assert "B: no pairs." in drawn.alt


def test_a_score_without_pairs_has_no_figure() -> None:
    assert draw(nothing(), "igg") is None


def test_a_score_at_the_fixed_time_says_so() -> None:
    drawn = need(draw(small(), "edss", 12.0))

    assert drawn.key == "edss_paired_12_months"
    assert drawn.caption.startswith("EDSS at baseline and at the fixed time.")
    assert "fixed time" in words(drawn.figure.axes[0])
