"""A confirmed change under every declared definition, in the specification curve."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from matplotlib.axes import Axes

from figures.artists import need
from released import bundled
from rtxoutcomes.disclose import Released
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.specification import draw
from rtxoutcomes.presentation.multiverse import choices_of, definitions_of


def without(released: Released, *analyses: str, first: bool = False) -> Released:
    """The same results without the rows of some analyses, or of the first definitions."""
    rows = released.estimates
    drop = rows["analysis"].isin(analyses)
    if first:
        drop |= (rows["choice"] == "definition") & rows["level"].isin(["1", "2", "3", "4"])
    return replace(released, estimates=rows[~drop].reset_index(drop=True))


@cache
def drawn() -> Drawn:
    """The definitions alone: no model of engagement was fitted."""
    return need(draw(without(bundled(), "engagement")))


def points(axes: Axes, marker: str) -> list[tuple[float, float]]:
    lines = [x for x in axes.lines if x.get_marker() == marker]
    return [tuple(each) for x in lines for each in np.asarray(x.get_xydata(), float).tolist()]


def test_every_definition_has_a_square_and_every_definition_of_pira_a_circle() -> None:
    plot = drawn()
    had, independent = (
        plot.data[plot.data["quantity"] == each] for each in ("proportion", "pira_proportion")
    )

    assert len(points(plot.figure.axes[0], "s")) == len(had) == 2 * 32
    assert len(points(plot.figure.axes[0], "o")) == len(independent) == 2 * 128
    drawn_levels = sorted(level for _, level in points(plot.figure.axes[0], "s"))
    assert drawn_levels == pytest.approx(sorted(had["estimate"]))


def test_definitions_are_in_the_order_of_their_proportions() -> None:
    data = drawn().data
    had = data[data["quantity"] == "proportion"]

    levels = [level for _, level in sorted(points(drawn().figure.axes[0], "s"))]

    # A panel a group, each with the columns in the same order.
    columns = np.array(levels).reshape(2, 32).sum(axis=0)
    assert columns.tolist() == pytest.approx(sorted(had.groupby("level")["estimate"].sum()))


def test_below_each_definition_are_the_values_that_it_has() -> None:
    matrix = drawn().figure.axes[1]
    lines = dict(choices_of(definitions_of(bundled().study, "worsening_12_weeks")[::4], "."))

    assert [text.get_text() for text in matrix.texts] == list(lines)
    assert {"sustained", "not sustained", "every visit used", "roving reference"} <= set(lines)
    assert "steps 0: 1.5, 1-5.5: 1, 6-10: 0.5" in lines
    assert len(points(matrix, "s")) == 2 * sum(sum(having) for having in lines.values())


def test_the_words_give_the_range_and_what_it_is_not() -> None:
    words = (
        "EDSS worsening confirmed at 12 weeks: the proportion with an event ranged over 32 "
        "definitions (RRMS, 5% to 12%; SPMS, 23% to 30%); this is not a confidence interval."
    )

    assert words in drawn().caption
    assert words in drawn().alt
    assert "engagement" not in drawn().caption
    assert "declared definition" in drawn().caption


def test_the_twin_names_each_definition() -> None:
    data = drawn().data
    own = data[(data["level"] == "1") & (data["group"] == "RRMS")]

    assert set(own["definition"]) == {"the definition of the study"}
    assert set(data["outcome"]) == {"worsening_12_weeks"}


def test_the_definition_of_the_study_may_be_withheld() -> None:
    kept = need(draw(without(bundled(), "engagement", first=True)))

    assert len(points(kept.figure.axes[0], "s")) == 2 * 31


def test_without_definitions_and_models_there_is_no_figure() -> None:
    assert draw(without(bundled(), "engagement", "sensitivity")) is None
