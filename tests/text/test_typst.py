"""The manuscript in the language of typst."""

import dataclasses
import json
import re

import pytest

from publish.books import book, supplement
from rtxoutcomes.style import DEFAULT
from rtxoutcomes.tables.layout import LONG, unbroken
from rtxoutcomes.text.model import Paragraph, Piece, Text
from rtxoutcomes.text.typst import manuscript_typst, words


@pytest.fixture(scope="module")
def source() -> str:
    return manuscript_typst(book(), DEFAULT.fonts)


def strings(source: str) -> list[str]:
    """Every string of the source, read back."""
    return [json.loads(found) for found in re.findall(r'"(?:[^"\\]|\\.)*"', source)]


def test_every_cell_caption_and_footnote_stands_in_it(source: str) -> None:
    result = set(strings(source))

    for table in book().tables_at("tables"):
        assert set(map(unbroken, table.header)) | set(table.spanners) <= result | {""}
        for row in table.rows:
            assert {cell for cell in row if cell} <= result, table.key
        assert f"{table.caption} ({table.mark})" in result
        assert {note.strip() for _, note in table.notes} <= {text.strip() for text in result}


def test_every_paragraph_stands_in_it_in_order(source: str) -> None:
    result = "".join(strings(source))
    place = 0
    for paragraph in book().text.paragraphs:
        for piece in paragraph.pieces:
            place = result.index(piece.text, place)


def test_every_figure_has_words_and_its_printed_width(source: str) -> None:
    for plate in book().plates:
        assert source.count(f"alt: {words(plate.drawn.alt)}") == 2
        assert words(f"Figure {plate.number}. {plate.drawn.caption}") in source
    assert source.count(', format: "svg", width: 180mm, alt: "') == 2


def test_words_are_never_a_command() -> None:
    hostile = 'a" #panic("x") \\ $y$ [z] \n= b'
    text = Text((Paragraph("paragraph", (Piece(hostile, emphasis="bold"),)),), "", "")
    own = dataclasses.replace(book(), text=text, tables=(), plates=(), title=hostile)

    result = manuscript_typst(own, DEFAULT.fonts)

    assert strings(result).count(hostile) == 2
    assert f"#strong({words(hostile)});" in result


def test_what_only_authors_know_stands_out(source: str) -> None:
    assert 'highlight(fill: rgb("#ffe58a"), "[Authors:' in source


def test_a_row_that_heads_others_is_a_header_of_its_own(source: str) -> None:
    heads = sum(not any(row[1:]) for t in book().tables_at("tables") for row in t.rows)

    assert source.count("table.header(level: 2") == heads > 10


def test_a_figure_of_the_supplement_has_its_letter() -> None:
    (plate,) = supplement().plates

    assert words(f"Figure S1. {plate.drawn.caption}") in manuscript_typst(
        supplement(), DEFAULT.fonts
    )


def test_long_tables_begin_a_page_and_short_ones_are_not_split() -> None:
    tables = supplement().tables_at("supplement")
    source = manuscript_typst(supplement(), DEFAULT.fonts)
    short = sum(len(table.rows) <= LONG for table in tables)
    later = sum(len(table.rows) > LONG for table in tables[1:])

    assert source.count("\n#whole[") == short > 0
    # The two places, of tables and of figures, begin a page each.
    assert source.count("#pagebreak(weak: true)") - 2 == later > 0
