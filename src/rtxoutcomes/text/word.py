"""manuscript.docx: the filled text with its tables, figures, appendix and checklist."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from docx.document import Document as Doc
from docx.enum.text import WD_COLOR_INDEX

from rtxoutcomes.style import Fonts
from rtxoutcomes.tables.manuscript import is_appendix
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.word import (
    Picture,
    add_figure,
    add_table,
    blank,
    new_section,
    same_bytes,
)
from rtxoutcomes.text.fill import PLACES
from rtxoutcomes.text.model import Paragraph, Text

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
            document.add_heading(HEADINGS[paragraph.name], level=2)
            adders[paragraph.name](document)
        else:
            _add(document, paragraph)
    return same_bytes(document)


def missing_places(text: Text) -> list[Paragraph]:
    """Places for what the text does not place itself."""
    named = {paragraph.name for paragraph in text.paragraphs if paragraph.kind == "place"}
    return [Paragraph("place", name=place) for place in PLACES if place not in named]


def _tables(document: Doc, tables: Sequence[Table]) -> None:
    for table in tables:
        add_table(document, table)


def _add(document: Doc, paragraph: Paragraph) -> None:
    if paragraph.kind == "title":
        made = document.add_heading("", level=1)
    elif paragraph.kind == "heading":
        made = document.add_heading("", level=min(paragraph.level, 3))
    else:
        made = document.add_paragraph(style=ITEM_STYLE if paragraph.kind == "item" else None)
    for piece in paragraph.pieces:
        run = made.add_run(piece.text)
        run.bold = piece.emphasis == "bold" or None
        if piece.text.startswith(REMINDER):
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW
        run.italic = piece.emphasis == "italic" or None
