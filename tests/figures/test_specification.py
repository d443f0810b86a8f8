"""Every planned model of engagement."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from numpy.typing import NDArray

from cohorts import study
from figures.artists import need, segments
from released import bundled, nothing, small
from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.specification import draw

Floats = NDArray[np.float64]


def drawn(released: Released) -> Drawn:
    return need(draw(released))


def words(plot: Drawn, panel: int = 0) -> list[str]:
    return [text.get_text() for text in plot.figure.axes[panel].texts]


def changed(**columns: object) -> Released:
    """The small cohort with other numbers in every row of engagement."""
    rows = small().estimates
    mine = rows["analysis"] == "engagement"
    changes = {c: rows[c].mask(mine & rows["estimate"].notna(), v) for c, v in columns.items()}  # type: ignore[call-overload]
    return replace(small(), estimates=rows.assign(**changes))


def lines_of(axes: Axes, *, across: bool) -> Floats:
    """Ends of the lines of data in one direction, a row a line."""
    ends = [np.array([start, end]) for start, end in segments(axes)]
    return np.array([e for e in ends if (e[0, 1] == e[1, 1]) == across])


def test_every_estimate_of_the_twin_has_its_marker_and_interval() -> None:
    plot = drawn(bundled())
    axes, data = plot.figure.axes[0], plot.data
    points = np.concatenate([np.asarray(x.get_xydata(), dtype=float) for x in axes.lines])
    intervals, nulls = lines_of(axes, across=True), lines_of(axes, across=False)[:, 0, 0]

    for null, activity in zip(np.sort(nulls), ["session", "message", "question"], strict=True):
        part = data[(data["outcome"] == "relapse") & (data["activity"] == activity)]
        expected = null + np.log2(part[["conf_low", "estimate", "conf_high"]].to_numpy(float))
        inside = (points[:, 0] >= expected.min()) & (points[:, 0] <= expected.max())
        np.testing.assert_allclose(np.sort(points[inside, 0]), np.sort(expected[:, 1]))
        for low, _, high in expected:
            assert any(np.allclose(ends[:, 0], (low, high)) for ends in intervals)


def test_a_column_an_exposure_and_a_block_an_outcome() -> None:
    plot = drawn(bundled())

    assert len(plot.figure.axes) == 5
    assert {"Skype sessions", "WhatsApp questions", "Relapse"} <= set(words(plot, 0))
    assert "Change in EDSS, points" in words(plot, 1)
    assert "Change in serum IgG" in words(plot, 2)
    assert "Ratio per doubling" in words(plot, 0)
    assert "Difference per doubling" in words(plot, 1)


def test_every_model_of_the_plan_has_its_line() -> None:
    plot = drawn(bundled())

    data = bundled().estimates
    rows = data[(data["analysis"] == "engagement") & data["role"].isin(["reported", "sensitivity"])]
    assert int((plot.data["definition"] == "").sum()) == len(rows)
    labels = words(plot, 0)
    for label in ("Landmark, month 3", "MS only", "Recent exposure, lag 0", "Adjusted for age"):
        assert label in labels


def test_primary_models_are_full_squares_and_others_open_circles() -> None:
    markers = {
        x.get_marker(): len(np.asarray(x.get_xdata()))
        for x in drawn(bundled()).figure.axes[0].lines
    }

    assert markers == {"o": 54, "s": 3}


def test_the_words_give_the_range_of_all_models() -> None:
    plot = drawn(bundled())

    part = plot.data[(plot.data["outcome"] == "relapse") & (plot.data["channel"] == "skype")]
    low, high = part["estimate"].min(), part["estimate"].max()
    assert f"all 19 models {low:.2f} to {high:.2f}" in plot.alt


def test_without_any_effect_there_is_no_figure() -> None:
    assert draw(nothing()) is None


def test_where_only_primary_models_were_fitted_there_is_no_figure() -> None:
    rows = small().estimates
    primary = rows[(rows["analysis"] != "engagement") | (rows["role"] == "reported")]

    assert draw(replace(small(), estimates=primary.reset_index(drop=True))) is None


def test_alike_effects_have_an_axis_of_round_ratios() -> None:
    plot = drawn(changed(estimate=1.01, conf_low=1.0, conf_high=1.02, measure="ratio"))

    ticks = [float(w) for w in words(plot) if w.replace(".", "").isdigit()]
    assert 1.0 in ticks
    assert len(ticks) >= 3
    assert max(ticks) <= 1.03


def test_the_axis_runs_from_half_to_twice_where_there_is_no_effect_at_all() -> None:
    plot = drawn(changed(estimate=1.0, conf_low=1.0, conf_high=1.0, measure="ratio"))

    ticks = [w for w in words(plot) if w.replace(".", "").isdigit()]
    assert ticks == ["0.5", "1", "2"]


def test_an_interval_without_an_end_goes_on_to_the_edge() -> None:
    plot = drawn(changed(conf_high=np.nan))

    axes = plot.figure.axes[0]
    ends = lines_of(axes, across=True)[:, 1, 0]
    assert max(ends) == pytest.approx(axes.get_xlim()[1])
    assert pd.isna(plot.data["conf_high"]).all()


def test_intervals_beyond_all_reason_are_cut_off() -> None:
    plot = drawn(changed(conf_high=1e9, measure="ratio"))

    assert plot.figure.axes[0].get_xlim()[1] < 4.5


def test_the_twin_has_a_column_for_each_part_of_an_effect() -> None:
    data = drawn(bundled()).data

    parts = ["outcome", "channel", "activity", "model", "month", "level"]
    assert list(data.columns[:6]) == parts
    assert not data[data["definition"] == ""].duplicated(parts).any()
    adjusted = data[data["model"] == "landmark_adjusted"]
    assert set(adjusted["level"]) == {"relapses_prior_year", "edss", "age_years"}


def test_a_long_name_of_a_model_narrows_the_panels() -> None:
    name = "Number of moderate or severe clinical exacerbations"
    plan = study(relapse={"label": "Moderate or severe clinical exacerbation"})

    usual, narrowed = (drawn(r) for r in (small(), replace(small(), study=plan)))

    assert name in words(narrowed)
    left = [plot.figure.axes[0].get_position().x0 * 180 for plot in (usual, narrowed)]
    assert left[0] < left[1]


def test_the_caption_has_only_outcomes_that_are_drawn() -> None:
    rows = small().estimates
    scores_only = rows[(rows["analysis"] == "engagement") & (rows["endpoint"] != "relapse")]

    caption = drawn(replace(small(), estimates=scores_only.reset_index(drop=True))).caption

    assert "hazard ratios" not in caption
    assert "linear models" in caption
    assert "Relapse: hazard ratios" in drawn(small()).caption


def test_a_long_name_of_a_model_makes_its_own_line_higher_and_no_other() -> None:
    plan = bundled().study
    first, *others = plan.scores
    long = first.model_copy(update={"label": " ".join(["neurologist-assessed"] * 5)})
    changed_study = plan.model_copy(update={"scores": (long, *others)})

    axes = drawn(replace(bundled(), study=changed_study)).figure.axes[0]

    heights = np.unique(np.concatenate([np.asarray(line.get_ydata()) for line in axes.lines]))
    gaps = np.diff(heights)
    assert np.isclose(gaps, gaps.min()).sum() > len(gaps) / 2
    assert gaps.max() > 1.2 * gaps.min()
