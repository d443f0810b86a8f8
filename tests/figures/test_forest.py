"""Effects of engagement."""

from dataclasses import replace

import numpy as np
import pandas as pd
from matplotlib.collections import LineCollection

from released import bundled, nothing, small
from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.forest import draw


def drawn(released: Released) -> Drawn:
    told = draw(released)
    assert told is not None
    return told


def words(told: Drawn, panel: int = 0) -> list[str]:
    return [text.get_text() for text in told.figure.axes[panel].texts]


def changed(**columns: object) -> Released:
    """The small cohort with other numbers in every row of engagement."""
    rows = small().estimates
    mine = rows["analysis"] == "engagement"
    told = {c: rows[c].mask(mine & rows["estimate"].notna(), v) for c, v in columns.items()}  # type: ignore[call-overload]
    return replace(small(), estimates=rows.assign(**told))


def test_every_estimate_of_the_twin_has_its_marker_and_interval() -> None:
    told = drawn(bundled())

    for panel, exposure in enumerate(["skype_session", "whatsapp_message", "whatsapp_question"]):
        axes = told.figure.axes[panel]
        data = told.data
        own = data[(data["outcome"] == "relapse") & (data["exposure"] == exposure)]
        points = np.concatenate([np.asarray(x.get_xdata(), dtype=float) for x in axes.lines])
        np.testing.assert_allclose(np.sort(points), np.sort(np.log2(own["estimate"])))
        ends = [
            segment[:, 0]
            for lines in axes.collections
            if isinstance(lines, LineCollection)
            for segment in lines.get_segments()
            if len(segment) == 2 and segment[0, 1] == segment[1, 1] and segment[0, 1] % 1 == 0
        ]
        inside = [tuple(end) for end in ends if tuple(end) not in {(0.0, 1.0)}]
        for low, high in np.log2(own[["conf_low", "conf_high"]].to_numpy(float)):
            assert any(np.allclose(end, (low, high)) for end in inside)


def test_a_column_an_exposure_and_a_block_an_outcome() -> None:
    told = drawn(bundled())

    assert len(told.figure.axes) == 9
    assert "Skype sessions" in words(told, 0)
    assert "WhatsApp questions" in words(told, 2)
    assert "Relapse" in words(told, 0)
    assert "Change of EDSS" in words(told, 3)
    assert "Ratio per doubling" in words(told, 0)
    assert "Points per doubling" in words(told, 3)


def test_every_model_of_the_plan_has_its_line() -> None:
    told = drawn(bundled())

    data = bundled().estimates
    rows = data[(data["analysis"] == "engagement") & data["role"].isin(["reported", "sensitivity"])]
    assert len(told.data) == len(rows)
    labels = words(told, 0)
    for label in ("Landmark, month 3", "MS only", "Recent, lag 0", "Adjusted for age"):
        assert label in labels


def test_primary_models_are_full_squares_and_others_open_circles() -> None:
    markers = {
        x.get_marker(): len(np.asarray(x.get_xdata()))
        for x in drawn(bundled()).figure.axes[0].lines
    }

    assert markers == {"o": 18, "s": 1}


def test_an_effect_that_cannot_be_identified_says_so_in_words() -> None:
    told = drawn(bundled())

    assert "not identifiable" in told.caption
    assert "not identifiable" in told.alt
    assert "not identifiable" not in drawn(small()).caption


def test_the_words_tell_the_primary_effect_and_the_range_of_all() -> None:
    told = drawn(bundled())

    own = told.data[
        (told.data["outcome"] == "relapse") & (told.data["exposure"] == "skype_session")
    ]
    low, high = own["estimate"].min(), own["estimate"].max()
    assert f"all 19 models {low:.2f} to {high:.2f}" in told.alt


def test_without_any_effect_there_is_no_figure() -> None:
    assert draw(nothing()) is None


def test_one_tick_is_left_where_all_effects_are_alike() -> None:
    told = drawn(changed(estimate=1.01, conf_low=1.0, conf_high=1.02, unit="ratio per doubling"))

    ticks = [w for w in words(told) if w.replace(".", "").isdigit()]
    assert ticks == ["1"]


def test_an_interval_without_an_end_goes_on_to_the_edge() -> None:
    told = drawn(changed(conf_high=np.nan))

    axes = told.figure.axes[0]
    ends = [
        s[1, 0]
        for c in axes.collections
        if isinstance(c, LineCollection)
        for s in c.get_segments()
        if len(s) == 2 and s[0, 1] == s[1, 1]
    ]
    assert max(ends) == axes.get_xlim()[1]
    assert pd.isna(told.data["conf_high"]).all()


def test_intervals_beyond_all_reason_are_cut_off() -> None:
    told = drawn(changed(conf_high=1e9, unit="ratio per doubling"))

    assert told.figure.axes[0].get_xlim()[1] < 4.5
