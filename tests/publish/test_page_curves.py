"""Values of survival curves below the drawing."""

import json
import re
from html import unescape
from typing import Any

import pandas as pd
import pytest

from released import bundled, one_diagnosis_empty
from rtxoutcomes.figures import flow
from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.survival import draw
from rtxoutcomes.publish.page_curves import readout


def curves_of(html: str) -> list[dict[str, Any]]:
    return [json.loads(unescape(data)) for data in re.findall(r'data-curve="([^"]*)"', html)]


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    figure = draw(bundled())
    assert figure is not None
    return figure


def test_each_group_has_a_switch_and_the_values_of_its_curve(drawn: Drawn) -> None:
    html = readout(bundled(), drawn)

    names = re.findall(r'name="(group-\d)"> (\w+)</label>', html)
    assert names == [("group-0", "RRMS"), ("group-1", "SPMS"), ("group-2", "NMOSD")]
    # The risk at 12 months is 12% (4 to 26), and its patients at risk are 38: the relapse of one
    # and the end of two come in that month.
    rrms = curves_of(html)[0]
    assert [step[2:] for step in rrms["steps"] if step[0] == 12] == [["88% (74 to 96)", 38, 35]]
    assert 'name="month" max="30" value="12"' in html


def test_a_value_is_where_the_drawing_has_it(drawn: Drawn) -> None:
    first = curves_of(readout(bundled(), drawn))[0]
    axes = drawn.figure.axes[0]
    box, (low, high) = axes.get_position(), axes.get_xlim()

    month, height = first["steps"][-1][:2]
    survival = float(axes.get_lines()[2].get_ydata()[-1])  # type: ignore[index,arg-type]
    bottom, top = axes.get_ylim()
    assert first["across"][1] == pytest.approx(
        1000 * (box.x0 + box.width * (month - low) / (high - low)), abs=0.1
    )
    assert height == pytest.approx(
        1000 * (1 - box.y0 - box.height * (survival - bottom) / (top - bottom)), abs=0.1
    )


def test_values_end_where_the_curve_does(drawn: Drawn) -> None:
    every = bundled().curves.groupby("group", observed=True)["month"].max()
    for curve, group in zip(curves_of(readout(bundled(), drawn)), ("RRMS", "SPMS"), strict=False):
        assert curve["steps"][-1][0] < every[group]


def test_one_curve_has_no_switch() -> None:
    figure = draw(one_diagnosis_empty())
    assert figure is not None

    html = readout(one_diagnosis_empty(), figure)

    assert len(curves_of(html)) == 1
    assert "checkbox" not in html


def test_a_figure_that_names_no_curves_has_no_values() -> None:
    assert readout(bundled(), flow.draw(bundled())) == ""


def test_bands_and_values_come_from_the_twin_of_the_figure(drawn: Drawn) -> None:
    assert isinstance(drawn.data, pd.DataFrame)
    rows = drawn.data[(drawn.data["group"] == "NMOSD") & (drawn.data["month"] == 12)]
    nmosd = curves_of(readout(bundled(), drawn))[2]
    assert rows.empty
    assert [step[2] for step in nmosd["steps"] if step[0] <= 12][-1] == "93% (66 to >99)"
