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
from rtxoutcomes.tables.write import Cells, is_section

# The earliest time a zip file can hold, and a document time that says nothing.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_NO_TIME = datetime(2000, 1, 1)
_SHORT_MM, _LONG_MM = 210, 297
# A figure over two columns is 180 mm wide, and fits an upright page.
_MARGIN_MM = 15
_LINE = '<w:{edge} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
_HEAD, _TEXT, _NOTE = "RtxTableHead", "RtxTableText", "RtxTableNote"
_CAPTION = "Caption"
_EMU_PER_TWIP = 635
# Room for a column, in characters: what is longer wraps. Padding in twentieths of a point.
_NARROWEST, _WIDEST, _PADDING = 3, 34, 120


class Picture(NamedTuple):
    """A figure for the page: PNG bytes, width in millimetres, caption, alternative text."""

    content: bytes
    width_mm: float
    caption: str
    alt: str


def single(table: Cells) -> bytes:
    """One table as a .docx of its own, on a page across."""
    document = blank(table.title, table.mark, table.fonts)
    turn(document.sections[0], across=True)
    add_table(document, table)
    return same_bytes(document)


def blank(title: str, mark: str, fonts: Fonts) -> Doc:
    """A document upright, with the styles of text and tables; the mark stands on every page."""
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
    styles["Normal"].font.size = Pt(fonts.text_points)
    styles["Caption"].font.size = Pt(max(fonts.table_points, 9))
    add_table_styles(document, fonts)


def add_table_styles(document: Doc, fonts: Fonts) -> None:
    """The three paragraph styles of tables, which the authors may change in one place."""
    for name, bold in ((_HEAD, True), (_TEXT, False), (_NOTE, False)):
        if name in [style.name for style in document.styles]:
            continue
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.font.name, style.font.size = fonts.tables, Pt(fonts.table_points)
        style.font.bold = bold or None
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


def new_section(document: Doc, *, across: bool) -> None:
    """Go on on a new page, upright or across."""
    turn(document.add_section(WD_SECTION.NEW_PAGE), across=across)


def add_table(document: Doc, table: Cells) -> None:
    """Caption, a real table with a header row that repeats, and the footnotes."""
    section = document.sections[-1]
    room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    notes = (paragraph_xml(_NOTE, run_xml(note)) for note in (*table.footnotes, ""))
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


def paragraph_xml(style: str, runs: str, *, stay: bool = False) -> str:
    """A paragraph of that style (by its id); `stay` keeps it with the one below."""
    keep = "<w:keepNext/>" if stay else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{keep}</w:pPr>{runs}</w:p>'


def run_xml(text: str, look: str = "") -> str:
    """A run of text; `look` are the elements of its properties."""
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _table_xml(table: Cells, twips: int) -> str:
    """The whole table as text: built cell by cell through the library it costs ten times that."""
    widths = column_widths(table, twips)
    edges = "".join(_LINE.format(edge=edge, size=8) for edge in ("top", "bottom"))
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _row_xml(table.header, widths, header=True)
    body = "".join(_row_xml(row, widths) for row in table.rows)
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


def _row_xml(row: Sequence[str], widths: Sequence[int], *, header: bool = False) -> str:
    marks = "<w:trPr><w:cantSplit/>" + ("<w:tblHeader/>" if header else "") + "</w:trPr>"
    if is_section(row):
        span = f'<w:tcW w:w="{sum(widths)}" w:type="dxa"/><w:gridSpan w:val="{len(widths)}"/>'
        text = paragraph_xml(_HEAD, run_xml(row[0]), stay=True)
        return f"<w:tr>{marks}<w:tc><w:tcPr>{span}</w:tcPr>{text}</w:tc></w:tr>"
    edge = _LINE.format(edge="bottom", size=4)
    border = f"<w:tcBorders>{edge}</w:tcBorders>" if header else ""
    style = _HEAD if header else _TEXT
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{border}</w:tcPr>'
        f"{paragraph_xml(style, run_xml(text))}</w:tc>"
        for text, width in zip(row, widths, strict=True)
    )
    return f"<w:tr>{marks}{cells}</w:tr>"


def column_widths(table: Cells, total: int) -> list[int]:
    """Widths in twentieths of a point that add up to `total`, by what each column holds.

    A column gets room for its longest word, then a share of the rest by its longest cell. Where
    not even the words fit, they are broken.
    """
    rows = [table.header, *(row for row in table.rows if not is_section(row))]
    # A letter of these faces is about half as wide as high; bold ones are wider.
    letter = table.fonts.table_points * 20 * 0.56
    least, wanted = [], []
    for column in zip(*rows, strict=True):
        word = max(len(part) for cell in column for part in cell.split() or [""])
        # A header may stand on several lines; a cell is read best on one.
        longest = max([len(cell) for cell in column[1:]] or [0])
        least.append(int(max(word, _NARROWEST) * letter) + _PADDING)
        wanted.append(max(min(longest, _WIDEST) - word, 1))
    spare = total - sum(least)
    if spare < 0:
        widths = [total * width // sum(least) for width in least]
    else:
        widths = [w + spare * more // sum(wanted) for w, more in zip(least, wanted, strict=True)]
    return [widths[0] + total - sum(widths), *widths[1:]]


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
