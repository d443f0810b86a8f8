import io
from dataclasses import replace

from docx import Document
from docx.enum.text import WD_COLOR_INDEX

from released import bundled
from rtxoutcomes.style import DEFAULT
from rtxoutcomes.tables.manuscript import all_tables
from rtxoutcomes.text.fill import missing_places
from rtxoutcomes.text.model import Paragraph, Piece, Text
from rtxoutcomes.text.plate import Book
from rtxoutcomes.text.strobe import checklist
from rtxoutcomes.text.word import manuscript_docx
from text.filled import FIGURES, own, plates, text
from word_reading import is_across, room, style_of

OWN, TEXT = own("bundled"), text("bundled")
TABLES, MARK = all_tables(bundled()), bundled().mark
CHECKLIST = checklist(bundled(), OWN.known, TABLES, FIGURES, TEXT)
PLATES = plates((180.0, "Curves.", "Two falling steps"), (85.0, "Dots.", "Dots"))
BOOK = Book(TEXT, TABLES, PLATES, CHECKLIST, "A study", MARK)


def written(result: Text = TEXT) -> bytes:
    return manuscript_docx(replace(BOOK, text=result), DEFAULT.fonts)


OPENED = Document(io.BytesIO(written()))


def test_the_bytes_are_the_same_each_time() -> None:
    assert written() == written()


def test_every_paragraph_of_the_text_stands_in_the_file_in_its_order() -> None:
    lines = [p.text for p in OPENED.paragraphs]

    places = [lines.index(p.text) for p in TEXT.paragraphs if p.kind != "place"]
    assert places == sorted(places)


def test_headings_items_and_emphasis_are_those_of_word() -> None:
    styles = {p.text: style_of(p) for p in OPENED.paragraphs}

    assert styles["Methods"] == "Heading 2"
    assert styles["Statistical analysis"] == "Heading 3"
    assert next(s for t, s in styles.items() if t.startswith("This is a single-arm study:")) == (
        "List Bullet"
    )
    methods = next(p for p in OPENED.paragraphs if p.text.startswith("Relapse. "))
    assert [run.text for run in methods.runs if run.bold] == ["Relapse."]
    mark = next(p for p in OPENED.paragraphs if p.text == MARK)
    assert mark.runs[0].italic


def test_what_authors_must_write_stands_out() -> None:
    asked = [p for p in OPENED.paragraphs if p.text.startswith("[Authors:")]

    assert len(asked) > 5
    assert {p.runs[0].font.highlight_color for p in asked} == {WD_COLOR_INDEX.YELLOW}


def test_tables_stand_across_and_figures_upright_in_the_order_of_the_text() -> None:
    assert [is_across(section) for section in OPENED.sections] == [False, True, False, True, True]
    assert len(OPENED.tables) == len(TABLES) + 1
    assert len(OPENED.inline_shapes) == 2
    widths = [shape.width for shape in OPENED.inline_shapes]
    assert max(widths) <= room(OPENED.sections[2])


def test_what_the_text_does_not_place_is_set_at_its_end() -> None:
    result = Text((Paragraph("paragraph", (Piece("Only this."),)),), "", "")

    assert [p.name for p in missing_places(result)] == [
        *("tables", "figures", "appendix", "checklist"),
    ]
    assert len(Document(io.BytesIO(written(result))).tables) == len(TABLES) + 1


def test_text_after_the_tables_stands_upright_again() -> None:
    result = replace(TEXT, paragraphs=(*TEXT.paragraphs, Paragraph("paragraph", (Piece("End"),))))

    last = Document(io.BytesIO(written(result))).sections[-1]

    assert not is_across(last)
