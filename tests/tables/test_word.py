import io
import struct
import zipfile
import zlib

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.table import Table as Grid

from rtxoutcomes.tables.manuscript import all_tables
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.word import Picture, manuscript
from tables.made_up import released

TABLES = all_tables(released())
MARK = TABLES[0].mark


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
    return manuscript(TABLES, FIGURES, "A study", MARK, ["First.", "Second."])


def cells(grid: Grid) -> list[list[str]]:
    rows = []
    for line in grid.rows:
        merged = len({id(cell._tc) for cell in line.cells}) == 1
        texts = [cell.text for cell in line.cells]
        rows.append([texts[0], *[""] * (len(texts) - 1)] if merged else texts)
    return rows


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
    grid, table = Document(io.BytesIO(written())).tables[place], TABLES[place]

    assert cells(grid) == [list(table.header), *map(list, table.rows)]


def test_header_rows_repeat_and_rows_do_not_break_over_pages() -> None:
    for grid in Document(io.BytesIO(written())).tables:
        marks = [line._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") for line in grid.rows]
        assert marks[0] is not None
        assert set(marks[1:]) == {None}
        for line in grid.rows:
            assert line._tr.find(f"{qn('w:trPr')}/{qn('w:cantSplit')}") is not None


def test_captions_are_numbered_by_fields() -> None:
    document = Document(io.BytesIO(written()))

    fields = document.element.body.findall(f".//{qn('w:fldSimple')}")
    numbers = [
        (field.get(qn("w:instr"), "").split()[1], field.findtext(f".//{qn('w:t')}"))
        for field in fields
    ]
    tables = [("Table", str(k)) for k in range(1, len(TABLES) + 1)]
    assert numbers == [*tables, ("Figure", "1"), ("Figure", "2")]


def test_title_mark_paragraphs_and_footnotes_stand_in_the_text() -> None:
    document = Document(io.BytesIO(written()))
    texts = [paragraph.text for paragraph in document.paragraphs]

    assert texts[:4] == ["A study", MARK, "First.", "Second."]
    for table in TABLES:
        assert set(table.footnotes) <= set(texts)
        assert any(table.title in text and MARK in text for text in texts)
    assert document.sections[0].footer.paragraphs[0].text == MARK


def test_pictures_have_alternative_texts_and_their_width() -> None:
    shapes = Document(io.BytesIO(written())).inline_shapes

    assert [shape._inline.docPr.get("descr") for shape in shapes] == [f.alt for f in FIGURES]
    assert [round(shape.width.mm) for shape in shapes] == [120, 80]


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

    document = Document(io.BytesIO(manuscript([empty], [], "A study", MARK, [])))

    assert cells(document.tables[0]) == [["a", "b"]]
