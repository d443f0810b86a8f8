"""Effects of engagement."""

from dataclasses import replace

import numpy as np

from released import bundled, nothing, small
from rtxoutcomes.figures.forest import draw


def test_every_estimate_of_the_twin_has_its_marker_and_interval() -> None:
    drawn = draw(bundled())
    assert drawn is not None

    axes = drawn.figure.axes[0]
    own = drawn.data[drawn.data["outcome"] == "relapse"]
    drawn_x = [(x.get_marker(), np.asarray(x.get_xdata(), dtype=float)) for x in axes.lines]
    points = [x[0] for marker, x in drawn_x if marker in ("s", "o")]
    # The last line without a marker is the one that stands for no effect.
    ends = [tuple(x.tolist()) for marker, x in drawn_x if marker == "None"][:-1]
    np.testing.assert_allclose(sorted(points), sorted(own["estimate"]))
    assert sorted(ends) == sorted(zip(own["conf_low"], own["conf_high"], strict=True))


def test_primary_landmarks_are_squares_and_others_open_circles() -> None:
    drawn = draw(bundled())
    assert drawn is not None

    markers = [x.get_marker() for x in drawn.figure.axes[0].lines]
    assert (markers.count("s"), markers.count("o")) == (3, 6)


def test_an_effect_that_cannot_be_identified_says_so_in_words() -> None:
    drawn = draw(bundled())
    assert drawn is not None

    assert "not identifiable" in drawn.caption
    assert "not identifiable" in drawn.alt
    assert "not identifiable" not in draw(small()).caption  # type: ignore[union-attr]


def test_ratios_stand_on_a_log_axis_and_changes_do_not() -> None:
    drawn = draw(bundled())
    assert drawn is not None

    assert [axes.get_xscale() for axes in drawn.figure.axes] == ["log", "linear", "log"]
    labels = [t.get_text() for t in drawn.figure.axes[0].get_yticklabels()]
    assert labels[:2] == ["Skype sessions", "Skype sessions, month 1"]


def test_without_any_effect_there_is_no_figure() -> None:
    assert draw(nothing()) is None


def test_one_tick_is_left_where_all_effects_are_alike() -> None:
    rows = small().estimates
    mine = rows["analysis"] == "engagement"
    alike = rows.assign(
        **{c: rows[c].mask(mine, 1.3) for c in ("estimate", "conf_low", "conf_high")}
    )

    drawn = draw(replace(small(), estimates=alike))

    assert drawn is not None
    assert [t.get_text() for t in drawn.figure.axes[0].get_xticklabels()] == ["1"]
