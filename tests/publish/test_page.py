"""report.html."""

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from released import bundled, small
from rtxoutcomes.figures.style import render
from rtxoutcomes.figures.survival import draw
from rtxoutcomes.publish.page import LONG, introduction, page
from rtxoutcomes.publish.writing import written
from rtxoutcomes.tables.manuscript import all_tables
from rtxoutcomes.text.plate import Plate


@pytest.fixture(scope="module")
def html() -> str:
    drawn = draw(bundled())
    assert drawn is not None
    tables = all_tables(bundled())
    texts = written(bundled(), tables, {drawn.key: "2"})
    return page(bundled(), tables, [Plate(drawn, render(drawn.figure, ("svg",)), "2")], texts)


class Balance(HTMLParser):
    """Open elements, ids and images of a page."""

    void = frozenset({"meta", "link", "img", "br", "input"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.images: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        texts = dict(attrs)
        self.ids += [str(texts["id"])] if "id" in texts else []
        self.images += [texts] if tag == "img" else []
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_every_element_is_closed_and_every_id_stands_once(html: str) -> None:
    parser = Balance()
    parser.feed(html)

    assert parser.open == []
    assert len(parser.ids) == len(set(parser.ids))


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


def test_every_image_has_words_and_stands_in_the_page_itself(html: str) -> None:
    parser = Balance()
    parser.feed(html)

    assert len(parser.images) == 1
    assert "RRMS" in str(parser.images[0]["alt"])
    assert str(parser.images[0]["src"]).startswith("data:image/svg+xml;base64,")


def test_an_image_is_a_quarter_wider_than_in_print(html: str) -> None:
    parser = Balance()
    parser.feed(html)
    drawn = draw(bundled())
    assert drawn is not None

    width = int(str(parser.images[0]["width"]))

    # 96 CSS pixels are an inch, 25.4 mm.
    assert width == round(1.25 * 96 * drawn.width_mm / 25.4)


def test_the_published_figures_stand_in_it(html: str) -> None:
    for text in ("8 (19)", "10 (23)", "1 (7)", "\u22120.32", "\u22120.57"):
        assert text in html


def test_it_says_where_the_data_come_from(html: str) -> None:
    assert "Synthetic data" in html.split("<main>", maxsplit=1)[0]


def test_every_row_of_the_results_is_in_it(html: str) -> None:
    ids = re.findall(r'<tr id="row-(\d+)"', html)
    assert ids == [str(k) for k in range(len(bundled().estimates))]


def test_every_link_leads_somewhere_in_the_page(html: str) -> None:
    parser = Balance()
    parser.feed(html)

    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(parser.ids) | {""}


def test_a_key_leads_past_the_contents(html: str) -> None:
    body = html.split("<body>", maxsplit=1)[1].lstrip()

    assert body.startswith('<a class="skip" href="#main">')


def test_a_long_table_may_be_split_between_printed_pages(html: str) -> None:
    tables = {t.key: t for t in all_tables(bundled())}
    for key, table in tables.items():
        (kind,) = re.findall(rf'id="table-{key}"[^>]*><table class="(rtx-table[^"]*)"', html)
        assert ("long" in kind) == (len(table.rows) > LONG), key


def test_a_table_is_long_from_a_row_more_than_fit_on_a_printed_page() -> None:
    longest = max(all_tables(bundled()), key=lambda table: len(table.rows))
    tables = [
        replace(longest, key=f"rows_{n}", rows=longest.rows[:n], sources=(), marks=())
        for n in (LONG, LONG + 1)
    ]

    html = page(bundled(), tables, [], written(bundled(), tables, {}))

    kinds = re.findall(r'id="table-rows_[^>]*><table class="([^"]*)"', html)
    assert ["long" in kind for kind in kinds] == [False, True]


def test_methods_limits_and_checklist_stand_with_their_numbers_linked(html: str) -> None:
    for key in ("methods", "limitations", "checklist"):
        assert f'<section id="{key}"' in html
    limits = html.split('<section id="limitations"')[1].split("</section>", maxsplit=1)[0]
    assert limits.count("<ul>") == limits.count("</ul>") == 1
    assert re.search(r'quartiles <a href="#row-\d+">15.0</a>', limits)
    methods = html.split('<section id="methods"')[1].split("</section>", maxsplit=1)[0]
    assert "<strong>Relapse.</strong>" in methods
    assert "[1] Austin PC." in methods
    assert "STROBE" in html.split('<section id="checklist"')[1]


def test_the_introduction_tells_study_patients_and_origin() -> None:
    texts = " ".join(introduction(bundled()))

    assert "Synthetic data" in texts
    assert "99 patients (relapsing-remitting MS 42" in texts
    assert "rituximab" in texts
    assert "Published study: Nabiuni" in texts


def test_a_study_without_a_reference_has_no_such_sentence() -> None:
    assert "Published study" not in " ".join(introduction(small()))


def test_results_without_a_flow_are_still_introduced() -> None:
    rows = small().estimates
    without = replace(small(), estimates=rows[rows["analysis"] != "flow"])

    assert introduction(without)[1] == "A single-arm study of a drug."
