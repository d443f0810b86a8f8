"""A line a patient."""

import numpy as np
from matplotlib.collections import LineCollection

from released import bundled, nothing, one_diagnosis_empty, small
from rtxoutcomes.figures.paired import draw


def test_every_pair_is_a_line() -> None:
    drawn = draw(bundled(), "igg")
    assert drawn is not None

    lines = [
        segment
        for collection in drawn.figure.axes[1].collections
        if isinstance(collection, LineCollection)
        for segment in collection.get_segments()
    ]
    told = sorted((float(s[0][1]), float(s[1][1])) for s in lines)
    own = drawn.data[drawn.data["group"] == "SPMS"]
    np.testing.assert_allclose(told, sorted(zip(own["before"], own["after"], strict=True)))


def test_ratio_interval_and_clinical_limits_are_shown() -> None:
    drawn = draw(bundled(), "igg")
    assert drawn is not None

    axes = drawn.figure.axes[1]
    assert "ratio 0.93 (0.89 to 0.97)" in axes.get_title(loc="left")
    dotted = [line for line in axes.lines if line.get_linestyle() != "-"]
    assert {float(np.asarray(line.get_ydata())[0]) for line in dotted} >= {7.0, 4.0}
    assert "SPMS, 43 patients: ratio 0.93" in drawn.alt


def test_a_diagnosis_without_patients_has_an_empty_panel() -> None:
    drawn = draw(one_diagnosis_empty(), "igg")
    assert drawn is not None

    assert "ratio not estimable" in drawn.figure.axes[1].get_title(loc="left")


def test_a_score_without_pairs_has_no_figure() -> None:
    assert draw(nothing(), "igg") is None


def test_a_score_without_a_ratio_is_drawn_without_it() -> None:
    drawn = draw(small(), "edss")
    assert drawn is not None

    assert drawn.figure.axes[0].get_title(loc="left") == "A"
