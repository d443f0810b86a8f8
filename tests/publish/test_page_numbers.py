"""The results section of the page."""

import dataclasses
import re
from html.parser import HTMLParser

import pandas as pd
import pytest

from released import bundled
from rtxoutcomes.presentation.definitions import definition
from rtxoutcomes.presentation.words import endpoint_words, group_label
from rtxoutcomes.publish.page_numbers import COLUMNS, numbers
from rtxoutcomes.results.endpoints import endpoint_of
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.text.draft import draft
from rtxoutcomes.text.references import references


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
        printed = dict(zip((*COLUMNS, "Reference"), parsed.rows[place], strict=True))
        row = rows.loc[place]
        assert printed["Method"] == row["method"]
        assert printed["n"] == str(row["n"])
        estimate: str = "" if pd.isna(row["estimate"]) else f"{row['estimate']:.4g}"
        assert printed["Estimate"] == estimate


def test_the_reference_of_each_row_prints_that_row(parsed: Rows) -> None:
    known = draft(bundled())
    words = references(bundled(), known.named)
    printed = [place for place in range(len(parsed.rows)) if parsed.rows[place][-1]]

    for place in printed[::37]:
        assert words.find(f"{parsed.rows[place][-1]}.n").sources == (place,)
    # Tests of no declared family are in the list, and no text can print them.
    without = {known.index.all_rows[k].name for k in set(range(len(parsed.rows))) - {*printed}}
    assert "edss.NMOSD.signed_rank" in without
    assert without <= words.undeclared


def test_filters_offer_what_the_rows_hold_in_words(parsed: Rows) -> None:
    rows, study = bundled().estimates, bundled().study

    names = {endpoint_words(study, endpoint_of(key).words) for key in rows["analysis"]}
    assert names <= set(parsed.options)
    assert {group_label(bundled().study, code) for code in rows["group"]} <= set(parsed.options)
    assert {"Reported", "Alternative", "Sensitivity", "Not attempted"} <= set(parsed.options)


def test_names_of_the_study_are_printed_in_references_only(parsed: Rows) -> None:
    printed = {cell for row in parsed.rows for cell in row[:-1]}

    assert not printed & {"edss", "igg", "skype", "whatsapp", "not_identifiable", "mean_change"}
    assert {"EDSS, points", "Skype session", "Mean change"} <= printed


def test_a_contrast_names_both_groups_and_a_transition_both_bands(parsed: Rows) -> None:
    cells = [dict(zip((*COLUMNS, "Reference"), row, strict=True)) for row in parsed.rows]

    contrast = next(c for c in cells if c["Quantity"] == "Adjusted difference")
    assert (contrast["Group"], contrast["Compared with"]) == ("SPMS", "RRMS")
    transition = next(c for c in cells if c["Quantity"] == "Transition: 1-5 to 5.5-10")
    assert transition["Compared with"] == ""


def test_the_quantity_of_a_row_leads_to_what_it_means(html: str) -> None:
    assert '<a href="#means-mean_change-any">Mean change</a>' in html
    words = definition(bundled().study, "change", Quantity.MEAN_CHANGE)
    (found,) = re.findall(r'<dt id="means-mean_change-any">[^<]*</dt><dd>([^<]*)', html)
    assert found == words
    assert "<dt>Hazard after censoring multiplied by ...</dt>" in html


def test_every_definition_is_under_the_first_analysis_that_needs_it(html: str) -> None:
    headings = re.findall(r'<dt id="means-(?:median|hazard_ratio)-\w+">([^<]*)</dt>', html)

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
    rows = bundled().estimates.head(1).assign(method="<b>a & b</b>")

    assert "&lt;b&gt;a &amp; b&lt;/b&gt;" in numbers(dataclasses.replace(bundled(), estimates=rows))
