"""manuscript.pdf."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

import pdf_boxes
from long_labels import LONG, named
from publish.books import book
from released import bundled
from rtxoutcomes.disclose import Released
from rtxoutcomes.publish.writing import Written, written
from rtxoutcomes.style import DEFAULT, Manuscript
from rtxoutcomes.tables.manuscript import all_tables
from rtxoutcomes.tables.model import Table
from rtxoutcomes.text.typst import manuscript_typst

pytest.importorskip("typst", reason="the extra pdf is not installed")

from rtxoutcomes.publish.pdf import manuscript_pdf

FONTS = DEFAULT.fonts
# At the sides of a page, and above and below its text and page number, in points.
MARGINS = 42.5, 20.0


@pytest.fixture(scope="module")
def made() -> bytes:
    return manuscript_pdf(manuscript_typst(book(), FONTS))


def test_it_is_a_tagged_pdf_that_claims_to_be_read_by_ear(made: bytes) -> None:
    assert made.startswith(b"%PDF-")
    assert b"/MarkInfo" in made
    assert b"pdfuaid:part" in made or b"/StructTreeRoot" in made


def test_setting_it_again_gives_the_same_bytes(made: bytes) -> None:
    assert manuscript_pdf(manuscript_typst(book(), FONTS)) == made


def test_it_names_no_clock(made: bytes) -> None:
    dates = re.findall(rb"D:(\d{8})", made)

    assert set(dates) <= {b"20000101", b"19700101"}


def test_what_is_no_typst_is_refused() -> None:
    with pytest.raises(Exception, match="unclosed delimiter"):
        manuscript_pdf("#figure(")


def test_lines_are_numbered_and_spaced_where_the_style_asks_for_it(made: bytes) -> None:
    layout = Manuscript(line_numbers=True, double_spacing=True)
    source = manuscript_typst(replace(book(), layout=layout), FONTS)

    assert 'par.line(numbering: "1")' in source
    assert pages(manuscript_pdf(source)) > pages(made)


def test_letters_of_other_scripts_have_their_fonts() -> None:
    devanagari = manuscript_pdf(
        '#set document(title: "a")\n#set text(font: "Libertinus Serif")\n\u092e\u0932\u094d'
    )

    assert b"rtxoutcomesDevanagari" in devanagari


def pages(pdf: bytes) -> int:
    return max(int(count) for count in re.findall(rb"/Count (\d+)", pdf))


@cache
def long_labels() -> Released:
    """Labels of 75 letters, each in another script, with groups that have no short name."""
    return named(bundled(), *list(LONG.values())[:4], abbreviations=True)


@cache
def tables() -> Sequence[Table]:
    return all_tables(long_labels())


@cache
def labelled() -> Written:
    return written(long_labels(), tables(), {})


@pytest.mark.parametrize("kind", ["manuscript", "supplement"])
def test_long_labels_stay_on_their_page_and_apart(kind: str, tmp_path: Path) -> None:
    text = labelled().text if kind == "manuscript" else labelled().supplement
    source = manuscript_typst(replace(book(), text=text, tables=tables(), plates=()), FONTS)

    found = list(pdf_boxes.pages(manuscript_pdf(source), tmp_path))

    assert sum(len(page.words) for page in found) > 2000
    assert [word for page in found for word in page.outside(*MARGINS)] == []
    assert [pair for page in found for pair in page.overlapping()] == []
