"""report.html."""

import base64
import hashlib
import re
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser

import pytest

from released import bundled, nothing, one_diagnosis_empty, small
from rtxoutcomes.disclose import Released
from rtxoutcomes.figures import flow, survival
from rtxoutcomes.figures.style import render
from rtxoutcomes.publish.page import SECTIONS, page
from rtxoutcomes.publish.writing import written
from rtxoutcomes.tables.manuscript import all_tables, is_supplementary
from rtxoutcomes.text.plate import Plate


def made(released: Released) -> str:
    """A page with two figures of the manuscript, as far as the results can fill them."""
    drawn = filter(None, (flow.draw(released), survival.draw(released)))
    plates = [
        Plate(own, render(own.figure, ("svg",)), str(number))
        for number, own in enumerate(drawn, start=1)
    ]
    tables = all_tables(released)
    texts = written(released, tables, {plate.drawn.key: plate.number for plate in plates})
    return page(released, tables, plates, texts)


@cache
def _bundled() -> str:
    return made(bundled())


@pytest.fixture(scope="module")
def html() -> str:
    return _bundled()


def section(html: str, key: str) -> str:
    (own,) = re.findall(rf'<section id="{key}".*?</section>', html, flags=re.DOTALL)
    return str(own)


def test_no_reference_is_left_unfilled(html: str) -> None:
    assert "{{" not in re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)


class Balance(HTMLParser):
    """Open elements and ids of a page."""

    void = frozenset({"meta", "link", "img", "br", "input"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        texts = dict(attrs)
        self.ids += [str(texts["id"])] if "id" in texts else []
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("make", [_bundled, lambda: made(small()), lambda: made(nothing())])
def test_every_element_is_closed_and_every_link_leads_to_an_id_that_stands_once(make) -> None:  # type: ignore[no-untyped-def]
    html, parser = make(), Balance()
    parser.feed(html)

    assert parser.open == []
    assert len(parser.ids) == len(set(parser.ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(parser.ids)
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= set(parser.ids)


def test_it_asks_the_network_for_nothing(html: str) -> None:
    assert re.findall(r'(?:src|href)="(?!data:|#)', html) == []
    assert "@import" not in html
    assert "url(" not in html.split("<body>", maxsplit=1)[0]


def test_the_page_itself_forbids_whatever_is_not_in_it(html: str) -> None:
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', html)
    (script,) = re.findall(r"<script>(.*?)</script>", html, flags=re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()

    assert policy.startswith("default-src 'none'; img-src data:;")
    assert f"script-src 'sha256-{digest}'" in policy
    assert re.findall(r"\son[a-z]+=", html) == []


def test_the_first_section_has_study_results_and_curves(html: str) -> None:
    first = re.sub(r"<[^>]+>", "", section(html, "summary"))

    assert "This single-arm study included 99 patients: 42 with relapsing-remitting MS" in first
    assert "Median follow-up was 18.0 months" in first
    assert "19 of 99 patients (19%)" in first
    assert "\u22120.57 (\u22120.93 to \u22120.22)" in first
    assert "Figure 2. Time to first relapse" in first


def test_sections_stand_in_the_order_of_the_contents(html: str) -> None:
    (contents,) = re.findall(r"<nav .*?</nav>", html)

    assert re.findall(r'href="#(\w+)"', contents) == list(SECTIONS)
    assert re.findall(r'<section id="(\w+)"', html) == list(SECTIONS)


def test_the_results_are_text_with_each_table_and_figure_after_the_section_that_cites_it(
    html: str,
) -> None:
    results = section(html, "results")
    order = re.findall(r'<h3>(?:<[^>]+>)*([^<]+)|id="((?:table|figure)-\w+)"', results)
    names = [heading or place for heading, place in order]

    assert names.index("Participants") < names.index("figure-participant_flow")
    assert names.index("table-baseline_characteristics") == 2
    assert (
        names.index("Relapse")
        < names.index("table-relapse_outcomes")
        < names.index("Change in EDSS")
    )
    assert '<a href="#table-relapse_outcomes">Table 2</a>' in results


def test_every_table_and_figure_stands_once_and_those_of_the_supplement_are_closed(
    html: str,
) -> None:
    supplement = section(html, "supplement")
    for table in all_tables(bundled()):
        assert html.count(f'id="table-{table.key}"') == 1
        assert (f'id="table-{table.key}"' in supplement) == is_supplementary(table)
    closed = re.findall(r"<details><summary>([^<]*)</summary>", supplement)
    assert closed[0] == "Further methods"
    assert len(closed) == 1 + sum(map(is_supplementary, all_tables(bundled())))
    assert html.count('id="figure-time_to_relapse"') == 1


def test_what_is_closed_is_named_as_not_printed(html: str) -> None:
    for key in ("supplement", "checklist", "numbers"):
        assert section(html, key).count('class="printed"') == 1
    assert 'class="printed"' not in section(html, "results")


def test_the_published_figures_stand_in_it(html: str) -> None:
    for text in ("8 (19)", "10 (23)", "1 (7)", "\u22120.32", "\u22120.57"):
        assert text in html


def test_it_names_the_origin_of_the_data_before_its_contents(html: str) -> None:
    assert "Synthetic data" in html.split("<nav", maxsplit=1)[0].split("<body>")[1]


def test_every_row_of_the_results_is_in_it(html: str) -> None:
    places = {int(place) for place in re.findall(r'<tr id="row-(\d+)"', html)}
    assert places == set(range(len(bundled().estimates)))


def test_a_key_leads_past_the_contents(html: str) -> None:
    body = html.split("<body>", maxsplit=1)[1].lstrip()

    assert body.startswith('<a class="skip" href="#main">')


def test_methods_limits_and_checklist_stand_with_their_numbers_linked(html: str) -> None:
    limits = section(html, "limitations")
    assert limits.count("<ul>") == limits.count("</ul>") == 1
    assert re.search(r'quartiles <a href="#row-\d+">15.0</a>', limits)
    methods = section(html, "methods")
    assert "All patients received low-dose rituximab." in methods
    assert "[1] Austin PC." in methods
    assert "Published study: Nabiuni" in methods
    assert "STROBE" in section(html, "checklist")


def test_prompts_to_the_authors_are_not_on_the_page(html: str) -> None:
    assert "[Authors" not in html


def test_a_study_without_a_reference_names_no_published_study() -> None:
    assert "Published study" not in made(small())


def test_the_two_parts_of_the_small_study_are_there_where_one_group_is_empty() -> None:
    html = made(one_diagnosis_empty())

    assert '<form class="readout"' in html
    assert "Relapse" in section(html, "summary")


def test_what_was_not_collected_has_no_tile_and_no_curves() -> None:
    summary = section(made(nothing()), "summary")

    assert 'class="tile"' not in summary
    assert "<figure" not in summary


def test_results_without_a_flow_make_a_page_too() -> None:
    rows = small().estimates
    without = replace(small(), estimates=rows[rows["analysis"] != "flow"].reset_index(drop=True))

    assert "Relapse" in section(made(without), "summary")
