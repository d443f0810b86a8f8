"""Tables and figures as a Word document whose bytes are the same each time."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.table import Table as Grid
from docx.table import _Row as GridRow
from docx.text.paragraph import Paragraph

from rtxoutcomes.tables.write import Cells, is_section

# The earliest time a zip file can hold, and a document time that says nothing.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_NO_TIME = datetime(2000, 1, 1)
_MARGIN = Mm(18)
_TEXT = Pt(8)
_LINE = '<w:{edge} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'


class Picture(NamedTuple):
    """A figure for the page: PNG bytes, width in millimetres, caption, alternative text."""

    content: bytes
    width_mm: float
    caption: str
    alt: str


def manuscript(
    tables: Sequence[Cells],
    figures: Sequence[Picture],
    title: str,
    mark: str,
    paragraphs: Sequence[str],
) -> bytes:
    """A .docx with real tables, captions that Word can number on, and alternative texts.

    Parameters
    ----------
    tables
        In the order of their numbers.
    figures
        In the order of their numbers, after the tables.
    title, mark
        Head of the document; the mark also stands at the foot of every page.
    paragraphs
        Text before the tables.

    Returns
    -------
    bytes
        The same bytes for the same input: fixed times, sorted parts, nothing compressed (zlib
        builds differ), no author.
    """
    document = _blank(title, mark)
    document.add_heading(title, level=1)
    document.add_paragraph().add_run(mark).italic = True
    for text in paragraphs:
        document.add_paragraph(text)
    for number, table in enumerate(tables, start=1):
        _add_table(document, table, number)
    for number, figure in enumerate(figures, start=1):
        _add_figure(document, figure, number)
    return _same_bytes(document)


def _blank(title: str, mark: str) -> Doc:
    document = Document()
    # The library's template brings a preview picture of its own.
    relations = document.part.package.rels
    for key in [k for k, r in relations.items() if r.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del relations[key]
    for style in ("Caption", "Heading 1"):
        document.styles[style].font.color.rgb = RGBColor(0, 0, 0)
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = _MARGIN
    section.top_margin = section.bottom_margin = _MARGIN
    section.footer.paragraphs[0].text = mark
    about = document.core_properties
    about.title, about.author, about.last_modified_by, about.comments = title, "", "", ""
    about.created = about.modified = _NO_TIME
    about.revision, about.language = 1, "en"
    return document


def _add_table(document: Doc, table: Cells, number: int) -> None:
    _caption(document, "Table", number, f"{table.title} ({table.mark})", keep_with_next=True)
    grid = document.add_table(rows=1 + len(table.rows), cols=len(table.header))
    _describe(grid, table)
    widths = _set_widths(document, grid)
    rows = list(grid.rows)
    for row, cells in zip(rows, [table.header, *table.rows], strict=True):
        _fill(row, cells, widths)
    _mark_header(rows[0])
    for note in table.footnotes:
        _small(document.add_paragraph(), note)
    document.add_paragraph()


def _fill(row: GridRow, cells: Sequence[str], widths: Sequence[Emu]) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    grid_cells = list(row.cells)
    for cell, width in zip(grid_cells, widths, strict=True):
        cell.width = width
    if is_section(cells):
        heading = grid_cells[0].merge(grid_cells[-1]).paragraphs[0]
        _small(heading, cells[0], bold=True)
        heading.paragraph_format.keep_with_next = True
        return
    for cell, text in zip(grid_cells, cells, strict=True):
        _small(cell.paragraphs[0], text)


def _set_widths(document: Doc, grid: Grid) -> list[Emu]:
    """Labels need twice the room of numbers. Word reads the cells, others the columns."""
    section = document.sections[0]
    width = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    grid.autofit = False
    columns = list(grid.columns)
    share = width // (len(columns) + 1)
    widths = [Emu(share if place else 2 * share) for place in range(len(columns))]
    for column, wide in zip(columns, widths, strict=True):
        column.width = wide
    return widths


def _small(paragraph: Paragraph, text: str, *, bold: bool = False) -> None:
    paragraph.paragraph_format.space_after = Pt(1)
    run = paragraph.add_run(text)
    run.font.size = _TEXT
    run.bold = bold or None


def _mark_header(row: GridRow) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in row.cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
        edge = _LINE.format(edge="bottom", size=4)
        borders = parse_xml(f"<w:tcBorders {nsdecls('w')}>{edge}</w:tcBorders>")
        cell._tc.get_or_add_tcPr().append(borders)


def _describe(grid: Grid, table: Cells) -> None:
    edges = "".join(_LINE.format(edge=edge, size=8) for edge in ("top", "bottom"))
    properties = grid._tbl.tblPr
    borders = parse_xml(f"<w:tblBorders {nsdecls('w')}>{edges}</w:tblBorders>")
    # The schema fixes the order of a table's properties: borders come before the layout.
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    for tag, text in (("w:tblCaption", table.title), ("w:tblDescription", table.mark)):
        element = OxmlElement(tag)
        element.set(qn("w:val"), text)
        properties.append(element)


def _add_figure(document: Doc, figure: Picture, number: int) -> None:
    picture = document.add_picture(io.BytesIO(figure.content), width=Mm(figure.width_mm))
    picture._inline.docPr.set("descr", figure.alt)
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    _caption(document, "Figure", number, figure.caption)


def _caption(
    document: Doc, word: str, number: int, text: str, *, keep_with_next: bool = False
) -> None:
    paragraph = document.add_paragraph(f"{word} ", style="Caption")
    paragraph.paragraph_format.keep_with_next = keep_with_next
    # A sequence field, so that a table the authors add renumbers those after it.
    field = parse_xml(
        f'<w:fldSimple {nsdecls("w")} w:instr=" SEQ {word} \\* ARABIC ">'
        f"<w:r><w:t>{number}</w:t></w:r></w:fldSimple>"
    )
    paragraph._p.append(field)
    paragraph.add_run(f". {text}")


def _same_bytes(document: Doc) -> bytes:
    made, result = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(result, "w") as out:
        for name in sorted(parts.namelist()):
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            # Left to itself, the module writes which system it runs on.
            entry.create_system, entry.external_attr = 0, 0
            out.writestr(entry, parts.read(name), compress_type=zipfile.ZIP_STORED)
    return result.getvalue()
