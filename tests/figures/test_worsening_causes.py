"""Worsening with and without relapses, each competing with the other."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.lines import Line2D

from figures.artists import need
from figures.text_boxes import cut_off, overlapping
from released import bundled, small
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.worsening_causes import LINE_POINTS, draw
from rtxoutcomes.study import Confirmed


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    return need(draw(bundled(), bundled().study.confirmed[0]))


def curves(plot: Drawn) -> list[Line2D]:
    lines = [line for axes in plot.figure.axes for line in axes.lines]
    return [line for line in lines if line.get_linewidth() == LINE_POINTS]


def test_each_group_has_a_curve_of_each_kind_as_far_as_enough_are_at_risk(drawn: Drawn) -> None:
    data = drawn.data
    pairs = [(g, c) for g in ("RRMS", "SPMS") for c in ("PIRA", "RAW")]

    for line, (group, cause) in zip(curves(drawn), pairs, strict=True):
        part = data[(data["group"] == group) & (data["cause"] == cause)]
        part = part[part["at_risk"] >= 5]
        np.testing.assert_array_equal(line.get_xdata(), part["month"])
        np.testing.assert_array_equal(line.get_ydata(), part["incidence"])


def test_the_curves_are_the_estimates_worked_by_hand(drawn: Drawn) -> None:
    data = drawn.data
    pira = data[(data["group"] == "SPMS") & (data["cause"] == "PIRA")]
    incidence = dict(zip(pira["month"].tolist(), pira["incidence"].tolist(), strict=True))

    # 4 of 43 worsened at month 6, with one RAW; then 4 of the 38 that were left.
    assert incidence[6.0] == pytest.approx(4 / 43)
    assert incidence[12.0] == pytest.approx(4 / 43 + (38 / 43) * 4 / 38)
    assert "SPMS, RAW: 1 of 43 patients; 2% (<1% to 11%) at 12 months" in drawn.alt


def test_both_kinds_and_no_worsening_sum_to_one() -> None:
    frame = bundled().curves
    name = "worsening_12_weeks"
    of = {
        end: frame[(frame["endpoint"] == f"{name}{end}") & (frame["group"] == "RRMS")]
        for end in ("", ":PIRA", ":RAW")
    }

    free = of[""]["survival"].to_numpy(float)
    both = sum(1 - of[end]["survival"].to_numpy(float) for end in (":PIRA", ":RAW"))
    np.testing.assert_allclose(free + both, 1.0)
    np.testing.assert_array_equal(of[""]["at_risk"], of[":PIRA"]["at_risk"])


def test_the_words_name_the_competing_event_and_the_counts(drawn: Drawn) -> None:
    assert "with every other worsening as a competing event" in drawn.caption
    assert "42 (2)" in [text.get_text() for text in drawn.figure.axes[0].texts]
    assert not cut_off(drawn.figure)
    assert not overlapping(drawn.figure)


def test_without_relapses_or_for_an_improvement_there_is_no_figure() -> None:
    block = Confirmed(name="w", label="W", score="edss")
    frame = bundled().curves
    kept = frame[~frame["endpoint"].str.contains(":")].reset_index(drop=True)

    assert draw(small(), block) is None
    assert draw(replace(bundled(), curves=kept), bundled().study.confirmed[0]) is None
