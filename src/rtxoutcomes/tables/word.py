"""Tables and figures in a Word document whose bytes are the same each time."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from string import ascii_letters
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor

from rtxoutcomes.style import Fonts
from rtxoutcomes.tables.layout import (
    Cells,
    Span,
    centred,
    column_widths,
    is_section,
    is_wide,
    kept_with_next,
    spans,
    unbroken,
)
from rtxoutcomes.tables.word_letters import set_letters

# The earliest time a zip file can hold, and a document time that says nothing.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_NO_TIME = datetime(2000, 1, 1)
# A figure over two columns is 180 mm wide, and fits an upright page.
_SHORT_MM, _LONG_MM, _MARGIN_MM = 210, 297, 15
_LINE = '<w:{edge} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
_HEAD, _TEXT, _NOTE = "RtxTableHead", "RtxTableText", "RtxTableNote"
_CAPTION = "Caption"
_EMU_PER_TWIP = 635
_BELOW = f"<w:tcBorders>{_LINE.format(edge='bottom', size=4)}</w:tcBorders>"
_BODY_ROW = "<w:trPr><w:cantSplit/></w:trPr>"
_HEADER_ROW = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
_RAISED = '<w:vertAlign w:val="superscript"/>'


class Picture(NamedTuple):
    """A figure for the page: PNG bytes, width in millimetres, caption, alternative text."""

    content: bytes
    width_mm: float
    caption: str
    alt: str


def single(table: Cells) -> bytes:
    """One table as a .docx of its own, on a page across where it is wide."""
    document = blank(table.title, table.mark, table.fonts)
    turn(document.sections[0], across=is_wide(table))
    add_table(document, table)
    return same_bytes(document)


def blank(title: str, mark: str, fonts: Fonts) -> Doc:
    """A document upright, with the styles of text and tables; the mark is on every page."""
    document = Document()
    # The library's template brings a preview picture of its own.
    relations = document.part.package.rels
    for key in [k for k, r in relations.items() if r.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del relations[key]
    _set_styles(document, fonts)
    turn(document.sections[0], across=False)
    footer = document.sections[0].footer.paragraphs[0]
    footer.text = f"{mark}. Page "
    holder = parse_xml(f"<w:p {nsdecls('w')}>{_field_xml('PAGE', '1')}</w:p>")
    footer._p.append(holder[0])
    clear_properties(document, title)
    return document


def clear_properties(document: Doc, title: str) -> None:
    """No person and no clock in what the file says of itself."""
    about = document.core_properties
    about.title, about.author, about.last_modified_by, about.comments = title, "", "", ""
    about.created = about.modified = _NO_TIME
    about.revision, about.language = 1, "en"


def _set_styles(document: Doc, fonts: Fonts) -> None:
    styles = document.styles
    for name in ("Normal", "Caption", "Heading 1", "Heading 2", "Heading 3", "List Bullet"):
        style = styles[name]
        style.font.name, style.font.color.rgb = fonts.text, RGBColor(0, 0, 0)
        # Headings name a theme font, which Word puts before any other.
        faces = style.element.rPr.rFonts
        for face in [key for key in faces.attrib if key.endswith("Theme")]:
            del faces.attrib[face]
        faces.set(qn("w:eastAsia"), fonts.text)
    set_letters(styles["Normal"], fonts.text_points)
    set_letters(styles["Caption"], max(fonts.table_points, 9))
    add_table_styles(document, fonts)


def add_table_styles(document: Doc, fonts: Fonts) -> None:
    """The three paragraph styles of tables, which the authors may change in one place."""
    for name, bold in ((_HEAD, True), (_TEXT, False), (_NOTE, False)):
        if name in [style.name for style in document.styles]:
            continue
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.font.name = fonts.tables
        set_letters(style, fonts.table_points, bold=bold)
        lines = style.paragraph_format
        lines.space_after = lines.space_before = Pt(1)
        lines.line_spacing = 1.0


def turn(section: Section, *, across: bool) -> None:
    """A section upright or across, with even margins."""
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    sides = (_LONG_MM, _SHORT_MM) if across else (_SHORT_MM, _LONG_MM)
    section.page_width, section.page_height = map(Mm, sides)
    section.left_margin = section.right_margin = Mm(_MARGIN_MM)
    section.top_margin = section.bottom_margin = Mm(_MARGIN_MM)


def is_across(section: Section) -> bool:
    return section.orientation == WD_ORIENT.LANDSCAPE


def new_section(document: Doc, *, across: bool) -> None:
    """Go on on a new page, upright or across."""
    turn(document.add_section(WD_SECTION.NEW_PAGE), across=across)


def add_table(document: Doc, table: Cells) -> None:
    """Caption, a real table with a header row that repeats, and the footnotes."""
    section = document.sections[-1]
    room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    # The notes are on the page of the last rows; an empty line ends the table.
    last = len(table.notes) - 1
    notes = (
        paragraph_xml(_NOTE, _raised(letter) + run_xml(note), stay=place < last)
        for place, (letter, note) in enumerate((*table.notes, ("", "")))
    )
    words = f"{table.title} ({table.mark})"
    head = caption_xml("Table", table.number, words, stay=True)
    append(document, head, _table_xml(table, room // _EMU_PER_TWIP), *notes)


def append(document: Doc, *elements: str) -> None:
    """Put elements, given as text, at the end of the body, before what describes its section."""
    end = document.element.body[-1]
    for element in elements:
        # An element that declares the namespace itself is moved five times faster than one that
        # has it from a parent.
        end.addprevious(parse_xml(element.replace(">", f" {nsdecls('w')}>", 1)))


def paragraph_xml(style: str, runs: str, *, stay: bool = False, centred: bool = False) -> str:
    """A paragraph of that style (by its id); `stay` keeps it with the one below."""
    keep = "<w:keepNext/>" if stay else ""
    side = '<w:jc w:val="center"/>' if centred else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}{side}</w:pPr>{runs}</w:p>'


def run_xml(text: str, look: str = "") -> str:
    """A run of text; `look` are the elements of its properties."""
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _table_xml(table: Cells, twips: int) -> str:
    """The whole table as text: built cell by cell through the library it costs ten times that."""
    widths = column_widths(table, twips)
    edges = "".join(_LINE.format(edge=edge, size=8) for edge in ("top", "bottom"))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    numbers = centred(table)
    head = _spanners_xml(table, widths) + _header_xml(table.header, widths, numbers)
    body = "".join(
        _section_xml(row[0], letters[0], widths)
        if is_section(row)
        else _row_xml(row, letters, widths, numbers, stay=stay)
        for row, letters, stay in zip(
            table.rows, table.letters, kept_with_next(table.rows), strict=True
        )
    )
    # The schema fixes the order of a table's properties.
    return (
        "<w:tbl><w:tblPr>"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="40" w:type="dxa"/>'
        '<w:right w:w="80" w:type="dxa"/></w:tblCellMar>'
        '<w:tblLook w:val="00A0" w:firstRow="1" w:firstColumn="1" w:noVBand="0"/>'
        f"<w:tblCaption w:val={quoteattr(table.title)}/>"
        f"<w:tblDescription w:val={quoteattr(table.mark)}/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>"
    )


def _spanners_xml(table: Cells, widths: Sequence[int]) -> str:
    """The row of headings above columns, each with a line below it; none where there are none."""
    cells = "".join(_spanner_xml(span, widths) for span in spans(table))
    return f"<w:tr>{_HEADER_ROW}{cells}</w:tr>" if cells else ""


def _spanner_xml(span: Span, widths: Sequence[int]) -> str:
    width = sum(widths[span.first : span.first + span.columns])
    head = paragraph_xml(_HEAD, run_xml(span.label), stay=True, centred=True)
    below = _BELOW if span.label else ""
    return _cell_xml(head, width, f'<w:gridSpan w:val="{span.columns}"/>{below}')


def _header_xml(header: Sequence[str], widths: Sequence[int], numbers: Sequence[bool]) -> str:
    cells = "".join(
        _cell_xml(
            paragraph_xml(_HEAD, run_xml(unbroken(text)), stay=True, centred=number),
            width,
            f'{_BELOW}<w:vAlign w:val="bottom"/>',
        )
        for text, width, number in zip(header, widths, numbers, strict=True)
    )
    return f"<w:tr>{_HEADER_ROW}{cells}</w:tr>"


def _section_xml(text: str, letter: str, widths: Sequence[int]) -> str:
    head = paragraph_xml(_HEAD, run_xml(text) + _raised(letter), stay=True)
    cell = _cell_xml(head, sum(widths), f'<w:gridSpan w:val="{len(widths)}"/>')
    return f"<w:tr>{_BODY_ROW}{cell}</w:tr>"


def _row_xml(
    row: Sequence[str],
    letters: Sequence[str],
    widths: Sequence[int],
    numbers: Sequence[bool],
    *,
    stay: bool,
) -> str:
    cells = "".join(
        _cell_xml(
            paragraph_xml(_TEXT, run_xml(text) + _raised(letter), stay=stay, centred=number), width
        )
        for text, letter, width, number in zip(row, letters, widths, numbers, strict=True)
    )
    return f"<w:tr>{_BODY_ROW}{cells}</w:tr>"


def _cell_xml(paragraph: str, width: int, more: str = "") -> str:
    """A cell; `more` are further properties, in the order that the schema asks for."""
    properties = f'<w:tcW w:w="{width}" w:type="dxa"/>{more}'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph}</w:tc>"


def _raised(letter: str) -> str:
    """The letter of a note, raised; nothing where there is none."""
    return run_xml(letter, _RAISED) if letter else ""


def add_figure(document: Doc, figure: Picture, number: str) -> None:
    """The picture with its alternative text, and its caption below."""
    picture = document.add_picture(io.BytesIO(figure.content), width=Mm(figure.width_mm))
    picture._inline.docPr.set("descr", figure.alt)
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    append(document, caption_xml("Figure", number, figure.caption))


def caption_xml(word: str, number: str, text: str, *, stay: bool = False) -> str:
    """`Table 3. Text`, counted by a field; without a number the text alone.

    The letter of a number such as S3 is typed, and has a sequence of its own.
    """
    if not number:
        return paragraph_xml(_CAPTION, run_xml(text), stay=stay)
    # A sequence field, so that a table the authors add renumbers those after it.
    digits = number.lstrip(ascii_letters)
    letter = number.removesuffix(digits)
    name = f"{word}_{letter}" if letter else word
    counted = _field_xml(f"SEQ {name} \\* ARABIC", digits)
    label = run_xml(f"{word} {letter}")
    return paragraph_xml(_CAPTION, label + counted + run_xml(f". {text}"), stay=stay)


def _field_xml(instruction: str, shown: str) -> str:
    return f'<w:fldSimple w:instr=" {instruction} ">{run_xml(shown)}</w:fldSimple>'


def same_bytes(document: Doc) -> bytes:
    """The file: fixed times, sorted parts, nothing compressed (zlib builds differ)."""
    made, result = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(result, "w") as out:
        for name in sorted(parts.namelist()):
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            # Left to itself, the module writes which system it runs on.
            entry.create_system, entry.external_attr = 0, 0
            out.writestr(entry, parts.read(name), compress_type=zipfile.ZIP_STORED)
    return result.getvalue()
