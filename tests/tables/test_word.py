import io
import re
import struct
import zipfile
import zlib
from dataclasses import replace

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Twips
from docx.table import Table as Grid

from released import bundled
from rtxoutcomes.style import Style
from rtxoutcomes.tables.layout import column_widths, is_wide, kept_with_next, spans
from rtxoutcomes.tables.manuscript import all_tables
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.word import (
    Picture,
    add_figure,
    add_table,
    add_table_styles,
    blank,
    new_section,
    same_bytes,
    single,
)
from tables.made_up import released
from word_reading import is_across

TABLES = (*all_tables(released()), *all_tables(bundled()))
MARK = TABLES[0].mark
FONTS = Style().fonts


def png() -> bytes:
    """One grey pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\x00\x80")
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


FIGURES = [
    Picture(png(), 120.0, "Curves.", "Two falling steps"),
    Picture(png(), 80.0, "Points.", "A cloud"),
]


def written() -> bytes:
    document = blank("A study", MARK, FONTS)
    for table in TABLES:
        add_table(document, table)
    new_section(document, across=True)
    for number, figure in enumerate(FIGURES, start=1):
        add_figure(document, figure, str(number))
    return same_bytes(document)


def cells(grid: Grid) -> list[list[str]]:
    rows = []
    for line in grid.rows:
        merged = len({id(cell._tc) for cell in line.cells}) == 1
        texts = [cell.text for cell in line.cells]
        rows.append([texts[0], *[""] * (len(texts) - 1)] if merged else texts)
    return rows


OPENED = Document(io.BytesIO(written()))


def test_the_bytes_are_the_same_each_time() -> None:
    assert written() == written()


def test_parts_are_sorted_undated_and_not_compressed() -> None:
    with zipfile.ZipFile(io.BytesIO(written())) as parts:
        entries = parts.infolist()

    names = [entry.filename for entry in entries]
    assert names == sorted(names)
    assert names[0] == "[Content_Types].xml"
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
    assert not [name for name in names if "thumbnail" in name]


@pytest.mark.parametrize("place", range(len(TABLES)), ids=[table.key for table in TABLES])
def test_word_holds_the_same_cells(place: int) -> None:
    grid, table = OPENED.tables[place], TABLES[place]

    above = [span.columns for span in spans(table)]
    first = grid.rows[0]._tr.findall(qn("w:tc"))
    if above:
        assert [_text(cell) for cell in first] == [span.label for span in spans(table)]
        assert [_columns(cell) for cell in first] == above
    # Within short brackets of the header a line is not broken.
    head, *body = cells(grid)[1 if above else 0 :]
    lines = [[text.replace("\xa0", " ") for text in head], *body]
    assert lines == [list(table.header), *_with_letters(table)]


def _text(cell: BaseOxmlElement) -> str:
    return "".join(text.text or "" for text in cell.iter(qn("w:t")))


def _columns(cell: BaseOxmlElement) -> int:
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    return 1 if span is None else int(str(span.get(qn("w:val"))))


def _with_letters(table: Table) -> list[list[str]]:
    return [
        [f"{text}{letter}" for text, letter in zip(row, letters, strict=True)]
        for row, letters in zip(table.rows, table.letters, strict=True)
    ]


def test_the_letter_of_a_note_is_raised_in_its_cell_and_below_the_table() -> None:
    noted = next(table for table in TABLES if table.lettered)

    xml = Document(io.BytesIO(single(noted))).element.xml

    letters = [letter for line in noted.letters for letter in line if letter]
    assert xml.count('w:val="superscript"') == len(letters) + len(noted.lettered)


def test_header_rows_repeat_and_rows_do_not_break_over_pages() -> None:
    for grid, table in zip(Document(io.BytesIO(written())).tables, TABLES, strict=True):
        marks = [line._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") for line in grid.rows]
        heads = 2 if spans(table) else 1
        assert None not in marks[:heads]
        assert set(marks[heads:]) == {None}
        for line in grid.rows:
            assert line._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None


def test_captions_are_numbered_by_fields_those_of_the_supplement_apart() -> None:
    document = Document(io.BytesIO(written()))

    fields = document.element.body.findall(f".//{qn('w:fldSimple')}")
    numbers = [
        (field.get(qn("w:instr"), "").split()[1], field.findtext(f".//{qn('w:t')}"))
        for field in fields
    ]
    tables = [
        ("Table_S", t.number[1:]) if t.number.startswith("S") else ("Table", t.number)
        for t in TABLES
    ]
    assert numbers == [*tables, ("Figure", "1"), ("Figure", "2")]


def test_captions_footnotes_and_mark_stand_around_the_tables() -> None:
    document = Document(io.BytesIO(written()))
    texts = ["".join(text.text or "" for text in p._p.iter(qn("w:t"))) for p in document.paragraphs]

    for table in TABLES:
        assert {f"{letter} {note}".strip() for letter, note in table.notes} <= {
            re.sub(r"^([a-z]+)(?=[A-Z0-9])", r"\1 ", text) for text in texts
        } | set(texts)
        assert f"{table.caption} ({table.mark})" in texts
    assert document.sections[0].footer.paragraphs[0].text.startswith(MARK)


def test_pages_turn_for_what_is_wide() -> None:
    sections = Document(io.BytesIO(written())).sections

    assert [is_across(section) for section in sections] == [False, True]


def test_the_look_of_cells_is_a_style_that_authors_can_change_once() -> None:
    document = Document(io.BytesIO(written()))

    add_table_styles(document, FONTS)

    names = [style.name for style in document.styles if style.name.startswith("RtxTable")]
    assert sorted(names) == ["RtxTableHead", "RtxTableNote", "RtxTableText"]
    head = document.tables[0].rows[0].cells[0].paragraphs[0]
    assert (head.style.name, head.style.font.name) == ("RtxTableHead", FONTS.tables)
    assert head.style.font.size.pt == FONTS.table_points


@pytest.mark.parametrize("name", ["Normal", "Caption", "RtxTableHead", "RtxTableText"])
def test_letters_of_every_script_have_one_size_and_weight(name: str) -> None:
    style = blank("A study", MARK, FONTS).styles[name]

    sizes = [style.element.rPr.find(qn(f"w:{size}")).get(qn("w:val")) for size in ("sz", "szCs")]
    assert sizes[0] == sizes[1]
    assert style.font.cs_bold == style.font.bold


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.key)
def test_columns_fill_the_page_and_no_word_is_broken(table: Table) -> None:
    widths = column_widths(table, 15000)

    assert sum(widths) == 15000
    for column, width in zip(zip(table.header, *table.rows, strict=True), widths, strict=True):
        for cell, row in zip(column[1:], table.rows, strict=True):
            # Half an em a letter is what these faces need; section rows span all columns. On a
            # page across a table of 15,000 units has 8 * 20 of them an em.
            longest = max((len(word) for word in cell.split()), default=0)
            page = 1.0 if is_wide(table) else 267 / 180
            assert not any(row[1:]) or width >= longest * 8 * 20 * 0.4 * page


def test_spare_room_goes_to_the_columns_with_long_cells() -> None:
    # The same words, so that only the length of the cells differs.
    rows = (("a word " * 2, "a word " * 3, "a word " * 5),)
    table = Table("room", "Room", ("Head",) * 3, rows, (), "synthetic", MARK)

    first, second, third = column_widths(table, 9000)

    assert first < second < third


def test_only_what_must_not_part_keeps_with_the_next_paragraph() -> None:
    document = Document(io.BytesIO(single(TABLES[0])))

    kept = [p.text for p in document.paragraphs if p._p.find(f".//{qn('w:keepNext')}") is not None]
    grid = document.tables[0]
    kept_rows = [line._tr.find(f".//{qn('w:keepNext')}") is not None for line in grid.rows[1:]]

    # The number of the caption is a field, which is no text of the paragraph.
    notes = [f"{letter}{note}" for letter, note in TABLES[0].notes]
    assert kept == [f"Table . {TABLES[0].title} ({MARK})", *notes[:-1]]
    assert kept_rows == list(kept_with_next(TABLES[0].rows))


def test_more_columns_than_a_page_holds_share_it() -> None:
    wide = Table("wide", "Wide", ("Pneumonoultramicroscopic",) * 30, (), (), "synthetic", MARK)

    assert sum(column_widths(wide, 9000)) == 9000
    assert min(column_widths(wide, 9000)) > 250


def test_a_table_alone_has_no_number() -> None:
    alone = replace(TABLES[0], number="")

    document = Document(io.BytesIO(single(alone)))

    assert document.paragraphs[0].text == f"{alone.title} ({alone.mark})"
    head = [text.replace("\xa0", " ") for text in cells(document.tables[0])[0]]
    assert head == list(alone.header)


def test_pictures_have_alternative_texts_and_their_width() -> None:
    shapes = Document(io.BytesIO(written())).inline_shapes

    assert [shape._inline.docPr.get("descr") for shape in shapes] == [f.alt for f in FIGURES]
    assert [round(shape.width.mm) for shape in shapes] == [120, 80]


def test_a_picture_keeps_with_its_caption_and_the_caption_with_nothing() -> None:
    document = blank("A study", MARK, FONTS)
    add_figure(document, FIGURES[0], "1")

    picture, caption = document.paragraphs[-2:]
    assert picture.paragraph_format.keep_with_next
    assert caption.text.endswith("Curves.")
    assert caption._p.find(f".//{qn('w:keepNext')}") is None


def test_no_person_and_no_clock_is_in_the_properties() -> None:
    about = Document(io.BytesIO(written())).core_properties

    assert (about.title, about.author, about.last_modified_by, about.comments) == (
        *("A study", "", "", ""),
    )
    assert about.created == about.modified
    assert about.created is not None
    assert about.created.year == 2000


def test_a_table_without_rows_is_still_a_table() -> None:
    empty = Table("empty", "Nothing", ("a", "b"), (), ("No results.",), "synthetic", MARK)

    document = Document(io.BytesIO(single(empty)))

    assert cells(document.tables[0]) == [["a", "b"]]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.key)
def test_a_table_is_as_wide_as_the_page_between_its_margins(table: Table) -> None:
    document = Document(io.BytesIO(single(table)))

    widths = [column.width.mm for column in document.tables[0].columns if column.width]
    page = 297 if is_wide(table) else 210
    assert is_across(document.sections[0]) == is_wide(table)
    assert sum(widths) == pytest.approx(page - 2 * 15, abs=0.1)


def test_a_page_without_margins_is_filled_to_its_edges() -> None:
    document = Document()
    section = document.sections[0]
    section.page_width, section.left_margin, section.right_margin = Twips(9000), Twips(0), Twips(0)

    add_table(document, TABLES[0])

    assert sum(column.width or 0 for column in document.tables[0].columns) == Twips(9000)


def test_the_caption_stands_above_its_table_and_the_notes_below() -> None:
    noted = next(table for table in TABLES if table.footnotes)
    body = Document(io.BytesIO(single(noted))).element.body

    kinds = [child.tag.split("}")[1] for child in body]
    assert kinds[:2] == ["p", "tbl"]
    assert "".join(text.text or "" for text in body[0].iter(qn("w:t"))).startswith("Table")
    below = ["".join(text.text or "" for text in p.iter(qn("w:t"))) for p in body[2:-1]]
    assert below == [*(f"{letter}{note}" for letter, note in noted.notes), ""]
