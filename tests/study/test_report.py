"""What `[report]` of a study file may name."""

from typing import get_args

import pytest

from rtxoutcomes.figures.gallery import all_figures
from rtxoutcomes.figures.style import house_style
from rtxoutcomes.study.report import FIGURES, TABLES, FigureKind, figure_stems
from rtxoutcomes.tables.by_endpoint import BY_ENDPOINT
from trial import TRIAL, trial_released


def test_the_names_are_those_of_the_tables_and_figures_that_there_are() -> None:
    made = [x.__name__ for own in BY_ENDPOINT.values() for x in (*own.main, *own.supplement)]
    stems = figure_stems(TRIAL.scores).values()
    figures = {*FIGURES, *(f"{stem}_{kind}" for stem in stems for kind in get_args(FigureKind))}

    assert sorted(TABLES) == sorted(made)
    with house_style():
        assert {drawn.key for drawn in all_figures(trial_released())} <= figures


def test_the_default_has_at_most_five_tables_and_four_figures() -> None:
    assert sum(len(own.main) for own in BY_ENDPOINT.values()) <= 5


def test_outcomes_and_report_may_name_only_what_the_study_has() -> None:
    with pytest.raises(ValueError, match="report") as wrong:
        TRIAL.model_copy(
            update={
                "outcomes": [{"endpoint": "dayz", "role": "primary"}],
                "report": {
                    "tables": ["score_chnage"],
                    "figures": ["headache_frequency_chart"],
                    "endpoints": ["hitt", "dayz"],
                    "decimals": {"age_yeers": 1},
                },
            }
        )

    said = str(wrong.value)
    assert "outcomes: 'dayz' is not an outcome of this study, which has days, " in said
    assert "report.tables: 'score_chnage' is not a table of this study, which has score_ch" in said
    assert "report.figures: 'headache_frequency_chart' is not a figure of this study, which" in said
    assert "report.endpoints: 'hitt' is not an endpoint of this study, which has hit, " in said
    assert "report.decimals: 'age_yeers' is not a score or number of this study, which has age" in (
        said
    )


def test_primary_and_secondary_outcomes_cannot_be_left_out_of_the_text() -> None:
    with pytest.raises(
        ValueError, match=r"report\.endpoints: must have 'relapse', a secondary out"
    ):
        TRIAL.model_copy(update={"report": {"endpoints": ["days"]}})
