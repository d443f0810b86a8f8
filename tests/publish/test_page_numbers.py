"""The results section of the page."""

import dataclasses
import json
import re
from html.parser import HTMLParser

import pandas as pd
import pytest

from released import bundled
from rtxoutcomes.presentation.definitions import definition
from rtxoutcomes.presentation.words import group_label
from rtxoutcomes.publish.page_numbers import COLUMNS, FILTERS, numbers
from rtxoutcomes.publish.page_text import ROW
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.text.draft import draft
from rtxoutcomes.text.references import references


class Rows(HTMLParser):
    """Cells of the rows of the results table."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.options: list[str] = []
        self.places: list[int] = []
        self.more: list[dict[str, str]] = []
        self.lines: list[str] = []
        self.open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        texts = {name: str(value) for name, value in attrs}
        if tag == "table":
            self.lines = json.loads(texts["data-more"])
        if tag == "tr" and "id" in texts:
            self.rows.append([])
            self.places.append(int(texts["id"].removeprefix(ROW)))
            lines = (self.lines[int(place)] for place in texts["data-more"].split())
            self.more.append(dict(line.split(": ", maxsplit=1) for line in lines))
            self.more[-1]["Reference"] = texts["data-reference"]
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


def cells(parsed: Rows) -> list[dict[str, str]]:
    """Each row: what its columns show, and what its panel adds."""
    rows = zip(parsed.rows, parsed.more, strict=True)
    return [dict(zip(COLUMNS, row, strict=True)) | more for row, more in rows]


def test_every_row_stands_with_all_that_makes_it_readable(parsed: Rows) -> None:
    rows = bundled().estimates.reset_index(drop=True)

    assert sorted(parsed.places) == list(range(len(rows)))
    for place, printed in list(zip(parsed.places, cells(parsed), strict=True))[::37]:
        row = rows.loc[place]
        assert printed["Method"] == row["method"]
        assert printed["n"] == str(row["n"])
        assert printed["Excluded"] == str(row["dropped"])
        assert printed["Planned"] == "no plan was recorded"
        estimate: str = "" if pd.isna(row["estimate"]) else f"{row['estimate']:.4g}"
        assert printed["Estimate"] == estimate


def test_reported_rows_come_first_and_otherwise_the_order_is_that_of_the_file(
    parsed: Rows,
) -> None:
    roles = [printed["Role"] for printed in cells(parsed)]

    assert list(dict.fromkeys(roles)) == ["Reported", "Alternative", "Sensitivity"]
    assert roles == sorted(roles, key=["Reported", "Alternative", "Sensitivity"].index)
    reported = parsed.places[: roles.count("Reported")]
    assert reported == sorted(reported)


def test_an_interval_has_both_limits(parsed: Rows) -> None:
    rate = next(c for c in cells(parsed) if c.get("Reference") == "relapse.RRMS.rate")

    assert rate["Interval"] == "0.07404 to 0.3146"


def test_the_reference_of_each_row_prints_that_row(parsed: Rows) -> None:
    known = draft(bundled())
    words = references(bundled(), known.named)
    printed = [
        (p, m["Reference"])
        for p, m in zip(parsed.places, parsed.more, strict=True)
        if m["Reference"]
    ]

    for place, reference in printed[::37]:
        assert words.find(f"{reference}.n").sources == (place,)
    # Tests of no declared family are in the list, and no text can print them.
    named = {place for place, _ in printed}
    without = {known.index.all_rows[k].name for k in set(parsed.places) - named}
    assert "edss.NMOSD.signed_rank" in without
    assert without <= words.undeclared


def test_filters_offer_what_the_rows_hold_in_words(parsed: Rows) -> None:
    assert {group_label(bundled().study, code) for code in ("RRMS", "all")} <= set(parsed.options)
    assert {"Reported", "Alternative", "Sensitivity"} <= set(parsed.options)
    shown = {printed[name] for printed in cells(parsed) for name in FILTERS.values()}
    assert shown == set(parsed.options) - {"all"}


def test_names_of_the_study_are_printed_in_references_only(parsed: Rows) -> None:
    printed = {value for row in cells(parsed) for name, value in row.items() if name != "Reference"}

    assert not printed & {"edss", "igg", "skype", "whatsapp", "not_identifiable", "mean_change"}
    assert {"EDSS, points", "Skype session", "Mean change"} <= printed


def test_a_contrast_names_both_groups_and_a_transition_both_bands(parsed: Rows) -> None:
    contrast = next(c for c in cells(parsed) if c["Quantity"] == "Adjusted difference")
    assert contrast["Group"] == "SPMS minus RRMS"
    transition = next(c for c in cells(parsed) if c["Quantity"] == "Transition: 1-5 to 5.5-10")
    assert transition["Group"] == "Relapsing-remitting MS"


def test_the_quantity_of_a_row_leads_to_what_it_means(html: str) -> None:
    (place,) = set(re.findall(r'<a href="#(means-\d+)">Mean change</a>', html))
    words = definition(bundled().study, "change", Quantity.MEAN_CHANGE)
    (found,) = re.findall(rf'<dt id="{place}">[^<]*</dt><dd>([^<]*)', html)
    assert found == words
    assert "<dt>Hazard after censoring multiplied by ...</dt>" in html


def test_every_definition_is_under_the_first_analysis_that_needs_it(html: str) -> None:
    headings = re.findall(r'<dt id="means-\d+">([^<]*: (?:Median|Hazard ratio))</dt>', html)

    assert headings == [
        *("Baseline: Median", "Time to first relapse: Median", "Between diagnoses: Hazard ratio"),
        *("Participation: Median", "Engagement: Hazard ratio"),
    ]


def test_results_without_choices_or_notes_are_numbers_too() -> None:
    rows = bundled().estimates.head(1)

    assert "There are no alternative choices." in numbers(
        dataclasses.replace(bundled(), estimates=rows)
    )


def test_what_a_cell_holds_is_text() -> None:
    rows = bundled().estimates.head(1).assign(method="<b>a & b</b>", endpoint="<i>")

    html = numbers(dataclasses.replace(bundled(), estimates=rows))

    assert "&lt;b&gt;a &amp; b&lt;/b&gt;" in html
    assert "<i>" not in html
