"""The results section of the page."""

import dataclasses
import re
from html.parser import HTMLParser

import pandas as pd
import pytest

from released import bundled
from rtxoutcomes.publish.definitions import definition
from rtxoutcomes.publish.page_numbers import SHOWN, numbers


class Rows(HTMLParser):
    """Cells of the rows of the results table."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.options: list[str] = []
        self.open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr" and "id" in dict(attrs):
            self.rows.append([])
        if tag in ("td", "th") and self.rows:
            self.rows[-1].append("")
            self.open = tag
        if tag == "option":
            self.open = tag
            self.options.append("")

    def handle_endtag(self, tag: str) -> None:
        self.open = "" if tag == self.open else self.open

    def handle_data(self, data: str) -> None:
        if self.open in ("td", "th") and self.rows:
            self.rows[-1][-1] += data
        elif self.open == "option":
            self.options[-1] += data


@pytest.fixture(scope="module")
def html() -> str:
    return numbers(bundled())


@pytest.fixture(scope="module")
def parsed(html: str) -> Rows:
    parser = Rows()
    parser.feed(html.split("</table>", maxsplit=1)[0])
    return parser


def test_every_row_stands_with_all_that_makes_it_readable(parsed: Rows) -> None:
    rows = bundled().estimates.reset_index(drop=True)

    assert len(parsed.rows) == len(rows)
    for place in range(0, len(rows), 37):
        told = dict(zip(SHOWN, parsed.rows[place], strict=True))
        row = rows.loc[place]
        assert told["method"] == row["method"]
        assert told["n"] == str(row["n"])
        shown: str = "" if pd.isna(row["estimate"]) else f"{row['estimate']:.4g}"
        assert told["estimate"] == shown


def test_filters_offer_what_the_rows_hold(parsed: Rows) -> None:
    for column in ("analysis", "group", "role", "status"):
        assert set(bundled().estimates[column]) <= set(parsed.options)


def test_the_term_of_a_row_leads_to_what_it_means(html: str) -> None:
    told = definition("change", "mean_change")
    assert told is not None

    assert f'<a href="#{told.key}">mean_change</a>' in html
    (words,) = re.findall(rf'<dt id="{told.key}">[^<]*mean_change[^<]*</dt><dd>([^<]*)', html)
    assert words == told.words


def test_a_term_without_a_definition_stands_without_a_link() -> None:
    rows = bundled().estimates.head(1).assign(analysis="unheard", term="of")

    told = numbers(dataclasses.replace(bundled(), estimates=rows))

    assert "<td>of</td>" in told
    assert "No row carries a note." in told


def test_what_a_cell_holds_is_text() -> None:
    rows = bundled().estimates.head(1).assign(method="<b>a & b</b>")

    told = numbers(dataclasses.replace(bundled(), estimates=rows))

    assert "&lt;b&gt;a &amp; b&lt;/b&gt;" in told
