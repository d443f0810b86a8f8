import io
from dataclasses import replace
from itertools import groupby

from docx import Document
from docx.document import Document as Doc
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn

from publish.books import supplement
from released import bundled
from rtxoutcomes.style import DEFAULT, Manuscript
from rtxoutcomes.tables.layout import is_wide
from rtxoutcomes.tables.manuscript import all_tables
from rtxoutcomes.text.fill import missing_places
from rtxoutcomes.text.model import Paragraph, Piece, Text
from rtxoutcomes.text.plate import Book, Plate, checklist_text
from rtxoutcomes.text.strobe import checklist
from rtxoutcomes.text.word import manuscript_docx
from text.filled import FIGURES, own, plates, text
from word_reading import is_across, room, style_of

OWN, TEXT = own("bundled"), text("bundled")
TABLES, MARK = all_tables(bundled()), bundled().mark
CHECKLIST = checklist(bundled(), OWN.known, TABLES, FIGURES, TEXT)
PLATES = plates((180.0, "Curves.", "Two falling steps"), (85.0, "Dots.", "Dots"))
BOOK = Book(TEXT, TABLES, PLATES, CHECKLIST, "A study", MARK)
MAIN = BOOK.tables_at("tables")


def written(result: Text = TEXT) -> bytes:
    return manuscript_docx(replace(BOOK, text=result), DEFAULT.fonts)


def further(drawn: tuple[Plate, ...] = ()) -> Doc:
    """The supplement, opened."""
    own = replace(supplement(), plates=drawn)
    return Document(io.BytesIO(manuscript_docx(own, DEFAULT.fonts)))


def captions(document: Doc) -> list[str]:
    """The captions up to their first full stop."""
    texts = (
        "".join(text.text or "" for text in p._p.iter(qn("w:t")))
        for p in document.paragraphs
        if style_of(p) == "Caption"
    )
    return [text.partition(".")[0] for text in texts]


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
    assert next(s for t, s in styles.items() if t.startswith("The study had no randomised")) == (
        "List Bullet"
    )
    methods = next(p for p in further().paragraphs if p.text.startswith("Relapse. "))
    assert "".join(run.text for run in methods.runs if run.bold) == "Relapse."
    mark = next(p for p in OPENED.paragraphs if p.text == MARK)
    assert mark.runs[0].italic


def test_what_authors_must_write_stands_out() -> None:
    asked = [p for p in OPENED.paragraphs if p.text.startswith("[Authors:")]

    assert len(asked) > 5
    assert {p.runs[0].font.highlight_color for p in asked} == {WD_COLOR_INDEX.YELLOW}


def test_tables_stand_across_and_figures_upright_in_the_order_of_the_text() -> None:
    sides = [is_wide(table) for table in MAIN]
    pages = [side for side, _ in groupby(sides)]
    assert {True, False} == set(sides)
    assert [is_across(section) for section in OPENED.sections] == [False, *pages, False]
    assert len(OPENED.tables) == len(MAIN)
    assert len(OPENED.inline_shapes) == 2
    widths = [shape.width for shape in OPENED.inline_shapes]
    assert max(widths) <= room(OPENED.sections[-1])


def test_what_the_text_does_not_place_is_set_at_its_end() -> None:
    result = Text((Paragraph("paragraph", (Piece("Only this."),)),), "", "")

    assert [p.name for p in missing_places(result)] == ["tables", "figures"]
    assert len(Document(io.BytesIO(written(result))).tables) == len(MAIN)


def test_the_supplement_holds_the_other_tables_and_figures_under_their_numbers() -> None:
    document = further(tuple(replace(plate, number=f"S{plate.number}") for plate in PLATES))

    numbers = [table.label for table in BOOK.tables_at("supplement")]
    assert captions(document) == [*numbers, "Figure S1", "Figure S2"]
    assert captions(OPENED) == [*(table.label for table in MAIN), "Figure 1", "Figure 2"]
    # Wide tables lie across, between the methods and what follows upright.
    pages = [side for side, _ in groupby(map(is_wide, BOOK.tables_at("supplement")))]
    sections = [is_across(section) for section in document.sections]
    assert sections == [False, *pages, False, *([False] * (len(sections) - len(pages) - 2))]
    headings = [p.text for p in document.paragraphs if style_of(p) == "Heading 2"]
    assert headings == [
        *("Supplementary methods", "Supplementary tables", "Supplementary figures"),
        "References",
    ]


def test_a_supplement_without_figures_has_no_heading_for_them() -> None:
    headings = [p.text for p in further().paragraphs if style_of(p) == "Heading 2"]

    assert headings == ["Supplementary methods", "Supplementary tables", "References"]


def test_the_checklist_has_a_file_of_its_own() -> None:
    own = replace(BOOK, text=checklist_text(CHECKLIST), plates=(), needed=())
    document = Document(io.BytesIO(manuscript_docx(own, DEFAULT.fonts)))

    assert len(document.tables) == 1
    assert len(document.tables[0].rows) == len(CHECKLIST.rows) + 1
    assert document.paragraphs[0].text == CHECKLIST.title


def test_text_after_the_tables_stands_upright_again() -> None:
    result = replace(TEXT, paragraphs=(*TEXT.paragraphs, Paragraph("paragraph", (Piece("End"),))))

    last = Document(io.BytesIO(written(result))).sections[-1]

    assert not is_across(last)


REVIEW = Manuscript(line_numbers=True, double_spacing=True)


def test_lines_are_numbered_and_spaced_for_reviewers_where_the_style_asks_for_it() -> None:
    plain = Document(io.BytesIO(written()))
    made = manuscript_docx(replace(BOOK, layout=REVIEW), DEFAULT.fonts)
    document = Document(io.BytesIO(made))

    for section in document.sections:
        order = [child.tag for child in section._sectPr]
        assert order.index(qn("w:pgMar")) + 1 == order.index(qn("w:lnNumType"))
        assert order.index(qn("w:lnNumType")) < order.index(qn("w:cols"))
    assert document.styles["Normal"].paragraph_format.line_spacing == 2.0
    assert document.styles["RtxTableText"].paragraph_format.line_spacing == 1.0
    pictures = [p for p in document.paragraphs if list(p._p.iter(qn("w:drawing")))]
    assert {p.paragraph_format.line_spacing for p in pictures} == {1.0}
    assert not list(plain.element.iter(qn("w:lnNumType")))
    assert plain.styles["Normal"].paragraph_format.line_spacing is None


def test_a_raised_citation_is_raised_in_word() -> None:
    words = Piece("A method."), Piece("2", "cite.a", emphasis="superscript")
    made = Document(io.BytesIO(written(Text((Paragraph("paragraph", words),), "", ""))))

    runs = next(p.runs for p in made.paragraphs if p.text == "A method.2")
    assert [run.font.superscript for run in runs] == [None, True]
