"""Figures by their public names."""

import pytest
from matplotlib.figure import Figure

from released import bundled, nothing
from rtxoutcomes import figures


def test_each_public_name_gives_a_figure() -> None:
    drawn = [
        figures.participant_flow(bundled()),
        figures.time_to_relapse(bundled()),
        figures.score_change(bundled(), "edss"),
        figures.score_pairs(bundled(), "edss"),
        figures.score_transitions(bundled(), "igg"),
        figures.oldham_plot(bundled(), "edss"),
        figures.score_over_time(bundled(), "edss"),
        figures.score_change(bundled(), "edss", month=12),
        figures.engagement(bundled()),
        figures.engagement_over_time(bundled()),
    ]

    assert all(isinstance(figure, Figure) for figure in drawn)


def test_a_figure_that_cannot_be_drawn_says_why() -> None:
    with pytest.raises(ValueError, match="relapses were not collected"):
        figures.time_to_relapse(nothing())
    with pytest.raises(ValueError, match="no score 'sdmt'; the study has edss, igg"):
        figures.score_change(bundled(), "sdmt")
    with pytest.raises(TypeError, match="score must be one of edss, igg, not DataFrame"):
        figures.score_pairs(bundled(), bundled().trajectories)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="the data of score 'edss' cannot fill this figure"):
        figures.score_pairs(nothing(), "edss")
    with pytest.raises(ValueError, match="no effect of engagement"):
        figures.engagement(nothing())
    with pytest.raises(ValueError, match="not recorded by month"):
        figures.engagement_over_time(nothing())
