"""The forest of subgroups."""

import numpy as np
import pytest

from figures.artists import need, words
from figures.text_boxes import cut_off, overlapping
from released import nothing
from rtxoutcomes import figures
from rtxoutcomes.figures.gallery import figure_numbers
from rtxoutcomes.figures.subgroup_forest import draw
from tables.test_subgroups import released


def test_each_level_and_interaction_has_its_line_and_its_axis() -> None:
    plot = need(draw(released()))

    whole, risks, hazards, changes, _ = plot.figure.axes
    for text in ("AQP4-IgG: Relapse", "AQP4-IgG: Relapse, interaction"):
        assert text in words(whole)
    squares = [[x for x in axes.lines if x.get_marker() == "s"] for axes in (risks, changes)]
    data = plot.data[plot.data["quantity"] != "interaction"]
    for drawn, endpoint in zip(squares, ("relapse", "edss"), strict=True):
        own = data[data["endpoint"] == endpoint]["estimate"]
        places = [float(x) for one in drawn for x in np.asarray(one.get_xdata(), dtype=float)]
        np.testing.assert_allclose(places, own)
    assert "Risk at 12 months (%)" in words(risks)
    assert "20" in words(risks)
    assert "Ratio of hazard ratios" in words(hazards)
    assert not any("\N{LEFTWARDS ARROW}" in text for text in (*words(risks), *words(hazards)))
    assert "\N{LEFTWARDS ARROW} Lower" in words(changes)


def test_no_word_of_it_is_cut_off_or_meets_another() -> None:
    figure = figures.subgroups(released())

    assert cut_off(figure) == []
    assert overlapping(figure) == []


def test_it_belongs_to_the_supplement_and_says_that_it_is_exploratory() -> None:
    plot = need(draw(released()))

    assert figure_numbers(released().study, [plot.key]) == {"subgroups": "S1"}
    assert "Exploratory; no P values were computed." in plot.caption
    assert plot.alt.startswith("Forest plot of subgroups. Relapse, ")


def test_without_subgroups_there_is_none() -> None:
    assert draw(nothing()) is None
    with pytest.raises(ValueError, match="no subgroup is declared"):
        figures.subgroups(nothing())
