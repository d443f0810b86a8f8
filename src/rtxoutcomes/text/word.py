"""manuscript.docx: the filled text with its tables, figures, appendix and checklist."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from docx.document import Document as Doc

from rtxoutcomes.style import Fonts
from rtxoutcomes.tables.manuscript import is_appendix
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.word import (
    Picture,
    add_figure,
    add_table,
    append,
    blank,
    new_section,
    paragraph_xml,
    run_xml,
    same_bytes,
)
from rtxoutcomes.text.fill import PLACES
from rtxoutcomes.text.model import Paragraph, Piece, Text

HEADINGS = {
    "tables": "Tables",
    "figures": "Figures",
    "appendix": "Appendix",
    "checklist": "Checklist",
}
# Tables stand on pages across; each of these begins on a new page.
ACROSS = ("tables", "appendix", "checklist")
BREAKS = ("tables", "figures", "appendix", "checklist")
# What only the authors know stands out, so that none of it is left in what is sent.
REMINDER = "[Authors:"
ITEM_STYLE = "List Bullet"


@dataclass(frozen=True, slots=True)
class Parts:
    """What is set into a manuscript beside its text: tables by number, figures, the checklist."""

    tables: tuple[Table, ...]
    figures: tuple[Picture, ...]
    checklist: Table

    def adders(self) -> Mapping[str, Callable[[Doc], None]]:
        """Name of a place -> what sets it there."""
        main = [table for table in self.tables if not is_appendix(table)]
        further = [table for table in self.tables if is_appendix(table)]
        return {
            "tables": lambda document: _tables(document, main),
            "figures": self._figures,
            "appendix": lambda document: _tables(document, further),
            "checklist": lambda document: _tables(document, [self.checklist]),
        }

    def _figures(self, document: Doc) -> None:
        for number, figure in enumerate(self.figures, start=1):
            add_figure(document, figure, number)


def manuscript_docx(text: Text, parts: Parts, title: str, mark: str, fonts: Fonts) -> bytes:
    """The whole manuscript in Word: real tables, captions that Word can number on, alt texts.

    Text and figures stand on upright pages, tables on pages across. A place that the text does
    not name is set at its end, so that no table or figure is lost.

    Returns
    -------
    bytes
        The same bytes for the same input: fixed times, sorted parts, nothing compressed, no
        author.
    """
    document = blank(title, mark, fonts)
    adders, across = parts.adders(), False
    for paragraph in (*text.paragraphs, *missing_places(text)):
        wide = paragraph.name in ACROSS
        if wide != across or paragraph.name in BREAKS:
            new_section(document, across=wide)
        across = wide
        if paragraph.kind == "place":
            append(document, paragraph_xml("Heading2", run_xml(HEADINGS[paragraph.name])))
            adders[paragraph.name](document)
        else:
            append(document, _xml(paragraph))
    return same_bytes(document)


def missing_places(text: Text) -> list[Paragraph]:
    """Places for what the text does not place itself."""
    named = {paragraph.name for paragraph in text.paragraphs if paragraph.kind == "place"}
    return [Paragraph("place", name=place) for place in PLACES if place not in named]


def _tables(document: Doc, tables: Sequence[Table]) -> None:
    for table in tables:
        add_table(document, table)


def _xml(paragraph: Paragraph) -> str:
    """A paragraph of the text; built through the library, each costs as much as a table."""
    levels = {"title": "Heading1", "heading": f"Heading{min(paragraph.level, 3)}"}
    style = levels.get(paragraph.kind, "ListBullet" if paragraph.kind == "item" else "Normal")
    runs = (run_xml(piece.text, _look(piece)) for piece in paragraph.pieces)
    return paragraph_xml(style, "".join(runs))


def _look(piece: Piece) -> str:
    """The properties of a run, in the order that the schema asks for."""
    looks = {"bold": "<w:b/>", "italic": "<w:i/>", "": ""}
    reminder = '<w:highlight w:val="yellow"/>' if piece.text.startswith(REMINDER) else ""
    return looks[piece.emphasis] + reminder
