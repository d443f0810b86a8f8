"""manuscript.docx: the filled text with its tables and figures."""

from docx.document import Document as Doc
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from rtxoutcomes.style import Fonts
from rtxoutcomes.tables.layout import is_wide
from rtxoutcomes.tables.word import (
    Picture,
    add_figure,
    add_table,
    append,
    blank,
    is_across,
    new_section,
    paragraph_xml,
    run_xml,
    same_bytes,
    turn,
)
from rtxoutcomes.text.model import Paragraph, Piece
from rtxoutcomes.text.plate import Book

# A checklist has the heading of its document.
HEADINGS = {"tables": "Tables", "figures": "Figures", "supplement": "Supplementary tables"}
# What only the authors know is conspicuous, so that none of it is left in what is sent.
REMINDER = "[Authors:"
ITEM_STYLE = "List Bullet"
DOUBLE = 2.0


def manuscript_docx(book: Book, fonts: Fonts) -> bytes:
    """The whole manuscript in Word: real tables, captions that Word can number on, alt texts.

    Text and figures are on upright pages, wide tables on pages across. A place that the text
    does not name is set at its end, so that no table or figure is lost.

    Returns
    -------
    bytes
        The same bytes for the same input: fixed times, sorted parts, nothing compressed, no
        author.
    """
    document = blank(book.title, book.mark, fonts)
    document.core_properties.identifier = book.identifier
    across = False
    for paragraph in book.paragraphs:
        if paragraph.kind == "place":
            across = _set_place(document, book, paragraph.name)
            continue
        if across:
            new_section(document, across=False)
        across = False
        append(document, _xml(paragraph))
    if book.layout.line_numbers:
        number_lines(document)
    if book.layout.double_spacing:
        space_lines(document)
    return same_bytes(document)


def number_lines(document: Doc) -> None:
    """Number the lines from the first page to the last; Word numbers none within a table."""
    for section in document.sections:
        numbered = OxmlElement("w:lnNumType")
        numbered.set(qn("w:countBy"), "1")
        numbered.set(qn("w:restart"), "continuous")
        # The schema has it after the margins and before the columns.
        section._sectPr.find(qn("w:pgMar")).addnext(numbered)


def space_lines(document: Doc) -> None:
    """Set text and captions with double spacing; tables have a spacing of their own."""
    document.styles["Normal"].paragraph_format.line_spacing = DOUBLE
    for paragraph in document.paragraphs:
        if next(paragraph._p.iter(qn("w:drawing")), None) is not None:
            # The height of a picture would be doubled like that of any line.
            paragraph.paragraph_format.line_spacing = 1.0


def _set_place(document: Doc, book: Book, place: str) -> bool:
    """Begin a page with the heading of a place; whether its last page lies across."""
    tables = book.tables_at(place)
    across = bool(tables) and is_wide(tables[0])
    # A document that begins with a place has its first page already.
    if len(document.paragraphs) > 0:
        new_section(document, across=across)
    else:
        turn(document.sections[0], across=across)
    if heading := heading_of(book, place):
        append(document, paragraph_xml("Heading2", run_xml(heading), stay=True))
    add_place(document, book, place, turning=True)
    return bool(tables) and is_wide(tables[-1])


def heading_of(book: Book, place: str) -> str:
    """The heading of a place; none above a checklist, which is a document of its own."""
    of_supplement = place == "figures" and any(p.is_supplementary for p in book.plates)
    return "Supplementary figures" if of_supplement else HEADINGS.get(place, "")


def add_place(document: Doc, book: Book, place: str, *, turning: bool = False) -> None:
    """Set the tables or the figures of a place at the end of a document.

    With `turning` a wide table lies on a page across and the others upright.
    """
    if place == "figures":
        for plate in book.plates:
            drawn = plate.drawn
            picture = Picture(plate.files["png"], plate.width_mm, drawn.caption, drawn.alt)
            add_figure(document, picture, plate.number)
    else:
        for table in book.tables_at(place):
            if turning and is_across(document.sections[-1]) != is_wide(table):
                new_section(document, across=is_wide(table))
            add_table(document, table)


def _xml(paragraph: Paragraph) -> str:
    """A paragraph of the text; built through the library, each costs as much as a table."""
    levels = {"title": "Heading1", "heading": f"Heading{min(paragraph.level, 3)}"}
    style = levels.get(paragraph.kind, "ListBullet" if paragraph.kind == "item" else "Normal")
    runs = (run_xml(piece.text, _look(piece)) for piece in paragraph.pieces)
    return paragraph_xml(style, "".join(runs))


def _look(piece: Piece) -> str:
    """The properties of a run, in the order that the schema asks for."""
    looks = {
        "": "",
        "bold": "<w:b/>",
        "italic": "<w:i/>",
        "superscript": '<w:vertAlign w:val="superscript"/>',
    }
    reminder = '<w:highlight w:val="yellow"/>' if piece.text.startswith(REMINDER) else ""
    # The schema has the highlight after bold and italic, and before what is raised.
    raised = piece.emphasis == "superscript"
    look = looks[piece.emphasis]
    return reminder + look if raised else look + reminder
