"""manuscript.pdf."""

import re
from dataclasses import replace

import pytest

from publish.books import book
from rtxoutcomes.style import DEFAULT, Manuscript
from rtxoutcomes.text.typst import manuscript_typst

pytest.importorskip("typst", reason="the extra pdf is not installed")

from rtxoutcomes.publish.pdf import manuscript_pdf


@pytest.fixture(scope="module")
def made() -> bytes:
    return manuscript_pdf(manuscript_typst(book(), DEFAULT.fonts))


def test_it_is_a_tagged_pdf_that_claims_to_be_read_by_ear(made: bytes) -> None:
    assert made.startswith(b"%PDF-")
    assert b"/MarkInfo" in made
    assert b"pdfuaid:part" in made or b"/StructTreeRoot" in made


def test_setting_it_again_gives_the_same_bytes(made: bytes) -> None:
    assert manuscript_pdf(manuscript_typst(book(), DEFAULT.fonts)) == made


def test_it_names_no_clock(made: bytes) -> None:
    dates = re.findall(rb"D:(\d{8})", made)

    assert set(dates) <= {b"20000101", b"19700101"}


def test_what_is_no_typst_is_refused() -> None:
    with pytest.raises(Exception, match="unclosed delimiter"):
        manuscript_pdf("#figure(")


def test_lines_are_numbered_and_spaced_where_the_style_asks_for_it(made: bytes) -> None:
    layout = Manuscript(line_numbers=True, double_spacing=True)
    source = manuscript_typst(replace(book(), layout=layout), DEFAULT.fonts)

    assert 'par.line(numbering: "1")' in source
    assert pages(manuscript_pdf(source)) > pages(made)


def test_letters_of_other_scripts_have_their_fonts() -> None:
    devanagari = manuscript_pdf(
        '#set document(title: "a")\n#set text(font: "Libertinus Serif")\n\u092e\u0932\u094d'
    )

    assert b"rtxoutcomesDevanagari" in devanagari


def pages(pdf: bytes) -> int:
    return max(int(count) for count in re.findall(rb"/Count (\d+)", pdf))
