"""The forest of the primary models of engagement."""

from dataclasses import replace

import numpy as np
import pandas as pd

from cohorts import study
from figures.artists import need
from released import bundled, nothing, small
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.engagement_forest import draw


def words(plot: Drawn) -> list[str]:
    return [text.get_text() for axes in plot.figure.axes for text in axes.texts]


def test_each_primary_model_has_a_line_with_its_counts_and_estimate() -> None:
    plot = need(draw(bundled()))

    assert set(plot.data["role"]) == {"reported"}
    assert len(plot.data) == 9
    shown = words(plot)
    assert shown.count("96") == 3
    assert shown.count("16") == 3
    assert "0.88 (0.51 to 1.52)" in shown
    assert "Estimate (95% CI)" in shown
    assert shown.count("Skype sessions") == 3


def test_each_side_of_no_effect_says_what_it_means() -> None:
    shown = words(need(draw(bundled())))

    assert "\u2190 Fewer relapses with more engagement" in shown
    assert "More relapses with more engagement \u2192" in shown
    assert "\u2190 Lower EDSS with more engagement" in shown
    assert "Higher serum IgG with more engagement \u2192" in shown


def test_a_single_exposure_is_named_and_the_event_is_called_as_the_study_calls_it() -> None:
    plan = study(relapse={"label": "Exacerbation"})
    shown = words(need(draw(replace(small(), study=plan))))

    assert "\u2190 Fewer exacerbations with more chat messages" in shown
    assert not [text for text in shown if "relapse" in text.lower()]


def test_markers_lie_at_the_estimates_of_the_twin() -> None:
    plot = need(draw(bundled()))

    squares = [
        float(x)
        for axes in plot.figure.axes
        for line in axes.lines
        if line.get_marker() == "s"
        for x in np.asarray(line.get_xdata(), dtype=float)
    ]
    assert len(squares) == len(plot.data)
    edss = plot.data.loc[plot.data["outcome"] == "edss", "estimate"]
    assert set(edss) <= set(squares)


def test_an_effect_that_cannot_be_separated_says_so_in_words() -> None:
    plot = need(draw(bundled()))

    assert "No patient is known to have begun treatment before engagement" in plot.caption
    assert "not identifiable" in plot.alt
    assert "known to have begun" not in need(draw(small())).caption


def test_an_interval_without_an_end_ends_in_an_arrow() -> None:
    rows = small().estimates
    mine = (rows["analysis"] == "engagement") & rows["estimate"].notna()
    open_ = rows.assign(conf_high=rows["conf_high"].mask(mine, float("nan")))
    plot = need(draw(replace(small(), estimates=open_)))

    markers = [line.get_marker() for axes in plot.figure.axes for line in axes.lines]
    assert ">" in markers
    assert pd.isna(plot.data["conf_high"]).all()


def test_without_any_effect_there_is_no_figure() -> None:
    assert draw(nothing()) is None
