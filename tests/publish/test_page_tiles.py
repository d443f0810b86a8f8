"""Tiles as markup."""

import math
import re
from dataclasses import replace

import pytest

from released import bundled
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.publish.page_summary import Line, Tile
from rtxoutcomes.publish.page_tiles import intervals, tiles_html
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.text.draft import draft
from rtxoutcomes.text.references import References, references


@pytest.fixture(scope="module")
def known() -> References:
    return references(bundled(), draft(bundled()).named)


def changes() -> list[Number]:
    answers = index(bundled()).answers("change", "edss")
    rows = [answers.first(group, Quantity.MEAN_CHANGE) for group in bundled().study.codes]
    return [row for row in rows if row is not None]


def numbers(svg: str) -> list[float]:
    return [float(text) for text in re.findall(r'(?<=[MH"])[\d.]+(?= |V|"|H)', svg)]


def test_a_number_of_a_tile_leads_to_its_row(known: References) -> None:
    tile = Tile("{{ score.edss }}", "{{ edss.RRMS.mean_change }}", "")

    html = tiles_html([tile], known)

    assert re.search(r'<p class="main"><a href="#row-\d+">\u22120.32</a></p>', html)


def test_intervals_stand_on_one_axis_with_no_change() -> None:
    drawn = intervals(changes())

    nulls = {re.findall(r'class="null" d="M([\d.]+) ', svg)[0] for svg in drawn}
    assert len(nulls) == 1
    null = float(nulls.pop())
    limits = [tuple(map(float, re.findall(r"M([\d.]+) 6H([\d.]+)", svg)[0])) for svg in drawn]
    # RRMS and SPMS include no change, NMOSD is below it and reaches the left end.
    assert [low < null < high for low, high in limits] == [True, True, False]
    assert limits[2][0] == 4
    assert limits[2][1] < null


def test_a_row_without_an_interval_is_not_drawn() -> None:
    rows = changes()
    without = replace(rows[0], conf_low=math.nan, conf_high=math.nan)

    assert intervals([without, None, rows[1]])[:2] == ["", ""]
    assert intervals([without]) == [""]


def test_a_ratio_is_drawn_on_a_logarithmic_axis() -> None:
    answers = index(bundled()).answers("change", "igg")
    row = answers.first("SPMS", Quantity.GEOMETRIC_MEAN_RATIO)
    assert row is not None
    half = replace(row, conf_low=0.25, conf_high=1.0, estimate=0.5)

    (svg,) = intervals([half])

    assert 'cx="50"' in svg


def test_a_long_name_stands_above_its_values(known: References) -> None:
    def html(name: str) -> str:
        tile = Tile("x", "", "", ("n",), (Line(name, ("12",)),))
        return tiles_html([tile], known)

    assert '<th scope="row">RRMS</th><td>12</td>' in html("RRMS")
    assert (
        '<tr class="name"><th scope="rowgroup" colspan="2">a very long name</th></tr>'
        "<tr><td></td><td>12</td></tr>" in html("a very long name")
    )
