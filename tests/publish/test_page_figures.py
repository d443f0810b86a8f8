"""Figures of the page."""

import re
from importlib import resources

import pytest

from released import bundled, small
from rtxoutcomes.figures import engagement_forest
from rtxoutcomes.figures.effects import effects, is_primary
from rtxoutcomes.figures.look import darker
from rtxoutcomes.figures.style import INK, PALETTE, render
from rtxoutcomes.figures.survival import draw
from rtxoutcomes.publish.page_figures import Drawing, drawing, figure, letters, value_words
from rtxoutcomes.text.plate import Plate


@pytest.fixture(scope="module")
def plate() -> Plate:
    drawn = draw(bundled())
    assert drawn is not None
    return Plate(drawn, render(drawn.figure, ("svg",)), "2")


@pytest.fixture(scope="module")
def own(plate: Plate) -> Drawing:
    return drawing(plate.files["svg"], "f1")


def test_names_of_groups_are_as_light_as_their_curves_on_a_dark_page(own: Drawing) -> None:
    css = resources.files("rtxoutcomes.publish").joinpath("page.css").read_text(encoding="utf-8")

    for place, colour in enumerate(PALETTE):
        assert f"--name-{place}: {colour};" in css
    assert f"fill: var(--name-0, {darker(PALETTE[0])})" in own.markup


def test_a_drawing_is_half_as_long_as_its_file(plate: Plate, own: Drawing) -> None:
    assert len(own.markup) < 0.6 * len(plate.files["svg"])


def test_its_colours_are_those_of_the_page(own: Drawing) -> None:
    assert INK not in own.markup
    assert "stroke: var(--ink)" in own.markup
    assert "#ffffff" not in own.markup


def test_the_ids_of_two_figures_differ_and_each_is_used(plate: Plate) -> None:
    ids = [
        set(re.findall(r' id="([^"]+)"', drawing(plate.files["svg"], prefix).markup))
        for prefix in ("f1", "f2")
    ]

    assert ids[0]
    assert not ids[0] & ids[1]


def test_what_belongs_to_a_group_is_marked_with_it(own: Drawing) -> None:
    classes = re.findall(r'class="(group-\d)"', own.markup)

    # A curve, its band and its ticks, and the grey curve in two other panels.
    assert {name: classes.count(name) for name in set(classes)} == {
        f"group-{k}": 5 for k in range(3)
    }


def test_letters_are_drawn_once_for_all_figures(own: Drawing) -> None:
    html = letters([own, own])

    used = set(re.findall(r'<use href="#(t-[0-9a-f]+)"', own.markup))
    assert used
    assert used <= set(re.findall(r'<path id="([^"]+)"', html))
    assert html.count("<path") == len(own.letters)


def test_places_keep_two_decimals_and_scales_all(own: Drawing) -> None:
    assert not re.search(r'd="[^"]*\d\.\d{3}', own.markup)
    assert all("scale(0.015625)" in path for path in own.letters.values())


def test_a_figure_has_words_and_is_a_quarter_wider_than_in_print(
    plate: Plate, own: Drawing
) -> None:
    html = figure(plate, own)

    (width,) = re.findall(r'<svg role="img" aria-label="[^"]*RRMS[^"]*" width="(\d+)"', html)
    # 96 CSS pixels are an inch, 25.4 mm.
    assert int(width) == round(1.25 * 96 * plate.drawn.width_mm / 25.4)
    assert "<figcaption>Figure 2. Time to first relapse" in html


def test_the_marker_of_an_estimate_has_its_value_and_leads_to_its_row() -> None:
    drawn = engagement_forest.draw(small())
    assert drawn is not None
    shown = Plate(drawn, render(drawn.figure, ("svg",)), "4")
    rows = [row for row in effects(small()) if is_primary(row)]
    values = {row.place: value_words(row) for row in rows[1:]}

    own = drawing(shown.files["svg"], "f1", values)

    for place, words in values.items():
        (link,) = re.findall(rf'<a href="#row-{place}" data-rows="{place}">(.*?)</a>', own.markup)
        assert link.startswith(f"<title>{words}</title>")
        assert re.search(r"; n = \d+", words)
    assert f"row-{rows[0].place}" not in own.markup
    assert '<svg role="group"' in figure(shown, own)
    assert own.markup.count("<g") == own.markup.count("</g>")
