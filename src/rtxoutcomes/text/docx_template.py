"""The authors' own Word file, filled: references are found though Word split them into runs."""

import copy
import io
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from zipfile import BadZipFile

from docx import Document
from docx.document import Document as Doc
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.opc.oxml import serialize_part_xml
from docx.opc.part import Part, XmlPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph as WordParagraph

from rtxoutcomes.errors import TextError, TextFault, UsageFault
from rtxoutcomes.read.text_file import NO_WORD
from rtxoutcomes.style import Fonts
from rtxoutcomes.tables.word import add_table_styles, same_bytes
from rtxoutcomes.text.docx_runs import Change, change, joined
from rtxoutcomes.text.emphasis import plain
from rtxoutcomes.text.fill import BLOCK, PLACES, block_name, fill, missing_places
from rtxoutcomes.text.manuscript import Setting
from rtxoutcomes.text.markdown import REFERENCE, stray_braces
from rtxoutcomes.text.model import Paragraph, Piece, Text
from rtxoutcomes.text.plate import Book
from rtxoutcomes.text.references import UnknownReference
from rtxoutcomes.text.word import ITEM_STYLE, add_place

# Where the words of a file are: its body, its headers and footers, and its notes.
_WORDS = re.compile(r"/word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml$")
_HEADING = re.compile(r"^heading (\d)$", re.IGNORECASE)
# RuntimeError: a password. AttributeError: a part without what every such part has.
_NO_DOCUMENT = (
    *(PackageNotFoundError, BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(KeyError, ValueError, SyntaxError, RuntimeError, AttributeError),
)
BULLET = "\N{BULLET} "
CAPTION = "Caption"


@dataclass(frozen=True, slots=True)
class FilledWord:
    """A filled file: the document, its text, and where tables and figures are to be set."""

    document: Doc
    text: Text
    places: tuple[tuple[BaseOxmlElement, str], ...]


@dataclass(slots=True)
class _Way:
    """What is gathered on the way through a file."""

    name: str
    own: Setting
    document: Doc
    styles: dict[str, str]
    paragraphs: list[Paragraph] = field(default_factory=list)
    faults: list[TextFault] = field(default_factory=list)
    places: list[tuple[BaseOxmlElement, str]] = field(default_factory=list)
    seen: int = 0

    def fault(self, reference: str, must: str, nearest: str = "") -> None:
        place = f"paragraph {self.seen}"
        self.faults.append(TextFault(self.name, place, reference, must, nearest))


def opened(content: bytes, name: str) -> Doc:
    """The file as a document.

    Raises
    ------
    UsageFault
        It is no Word file.
    """
    try:
        document = Document(io.BytesIO(content))
        texts_of(document)
        if document.element.body is not None:
            return document
    except _NO_DOCUMENT:
        pass
    raise UsageFault(f"{name}: {NO_WORD}")


def texts_of(document: Doc) -> list[str]:
    """The text of every paragraph of a file, the body first."""
    return [joined(p) for _, root in _roots(document) for p in root.iter(qn("w:p"))]


def plain_text(document: Doc) -> str:
    """The text of a file, for the order in which it cites."""
    return "\n".join(texts_of(document))


def fill_docx(document: Doc, name: str, own: Setting) -> FilledWord:
    """Fill every reference of an opened file, in place.

    Found are those in the body, in tables, text boxes, headers, footers and notes. The first run
    of a reference gives its value its look. A block is alone in its paragraph.

    Raises
    ------
    TextError
        Every reference without a row, with its paragraph and the nearest known one.
    """
    way = _Way(name, own, document, {style.style_id: str(style.name) for style in document.styles})
    for part, root in _roots(document):
        for paragraph in list(root.iter(qn("w:p"))):
            way.seen += 1
            _fill_paragraph(paragraph, way)
        if not isinstance(part, XmlPart):
            # Notes are parts that the library holds as bytes only.
            part._blob = serialize_part_xml(root)
    if way.faults:
        raise TextError(way.faults)
    markdown = "\n\n".join(p.text for p in way.paragraphs if p.text) + "\n"
    return FilledWord(document, Text(tuple(way.paragraphs), markdown, ""), tuple(way.places))


def _roots(document: Doc) -> Iterator[tuple[Part, BaseOxmlElement]]:
    """The parts that hold words, the body first, each with its tree."""
    parts = [p for p in document.part.package.iter_parts() if _WORDS.search(str(p.partname))]
    for part in sorted(parts, key=lambda p: (p is not document.part, str(p.partname))):
        yield part, part.element if isinstance(part, XmlPart) else parse_xml(part.blob)


def _fill_paragraph(paragraph: BaseOxmlElement, way: _Way) -> None:
    text = joined(paragraph)
    alone = REFERENCE.fullmatch(text.strip())
    if alone and (name := block_name(alone[1].strip())):
        _set_block(paragraph, name, way)
        return
    pieces: list[Piece] = []
    changes: list[Change] = []
    last = 0
    for match in REFERENCE.finditer(text):
        pieces.append(Piece(text[last : match.start()]))
        pieces.append(_value(match[1].strip(), way))
        changes.append(Change(match.start(), match.end(), pieces[-1].text))
        last = match.end()
    pieces.append(Piece(text[last:]))
    for near, what in (s for p in pieces if not p.reference for s in stray_braces(p.text)):
        way.fault(near, f"{what} in its paragraph")
    change(paragraph, changes)
    way.paragraphs.append(_shaped(paragraph, tuple(p for p in pieces if p.text), way))


def _value(reference: str, way: _Way) -> Piece:
    if block_name(reference):
        way.fault(reference, "is a block, and must be alone in its paragraph")
        return Piece("", reference)
    try:
        piece = way.own.known.find(reference)
        return replace(piece, text=plain(piece.text))
    except UnknownReference as unknown:
        way.fault(reference, unknown.must, unknown.nearest)
        return Piece("", reference)


def _shaped(paragraph: BaseOxmlElement, pieces: tuple[Piece, ...], way: _Way) -> Paragraph:
    """The paragraph as what its style makes it: a title, a heading, or plain text."""
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    name = "" if style is None else way.styles.get(str(style.get(qn("w:val"))), "")
    if name == "Title":
        return Paragraph("title", pieces, 1)
    if heading := _HEADING.match(name):
        return Paragraph("heading", pieces, int(heading[1]))
    return Paragraph("item" if name.startswith("List") else "paragraph", pieces)


def _set_block(paragraph: BaseOxmlElement, name: str, way: _Way) -> None:
    if name in PLACES:
        way.places.append((paragraph, name))
        way.paragraphs.append(Paragraph("place", name=name))
        return
    if name not in way.own.blocks:
        known = ", ".join(f"{BLOCK}{k}" for k in (*way.own.blocks, *PLACES))
        way.fault(f"{BLOCK}{name}", f"is no block; there is {known}")
        return
    filled = fill(way.own.blocks[name], f"block {name}", way.own.known)
    for each in filled.paragraphs:
        paragraph.addprevious(_like(paragraph, each, way))
        way.paragraphs.append(each)
    paragraph.getparent().remove(paragraph)


def _like(paragraph: BaseOxmlElement, text: Paragraph, way: _Way) -> BaseOxmlElement:
    """A paragraph with the look of the one that asked for the block, and the given text."""
    made = copy.deepcopy(paragraph)
    runs = list(made.iter(qn("w:r")))
    look = runs[0].find(qn("w:rPr"))
    for child in [c for c in made if c.tag != qn("w:pPr")]:
        made.remove(child)
    words = WordParagraph(made, way.document)
    ids = {style: key for key, style in way.styles.items()}
    if text.kind == "item" and ITEM_STYLE in ids:
        words._p.style = ids[ITEM_STYLE]
    elif text.kind == "item":
        words.add_run(BULLET)
    for piece in text.pieces:
        run = words.add_run(piece.text)
        if look is not None:
            run._r.insert(0, copy.deepcopy(look))
        run.bold, run.italic = piece.emphasis == "bold" or None, piece.emphasis == "italic" or None
        run.font.superscript = piece.emphasis == "superscript" or None
    return made


def word_bytes(filled: FilledWord, book: Book, fonts: Fonts) -> bytes:
    """The filled file with its tables and figures, those it does not place at its end.

    A file that does not say where the data come from has that in its first line.
    """
    document = filled.document
    add_table_styles(document, fonts)
    document.core_properties.identifier = book.identifier
    if CAPTION not in [style.name for style in document.styles]:
        document.styles.add_style(CAPTION, WD_STYLE_TYPE.PARAGRAPH)
    if book.mark not in plain_text(document):
        body = document.element.body
        body.insert(0, OxmlElement("w:p"))
        WordParagraph(body[0], document).add_run(book.mark).italic = True
    for anchor, name in filled.places:
        _set(document, anchor, book, name)
    for place in missing_places(filled.text):
        add_place(document, book, place.name)
    return same_bytes(document)


def _set(document: Doc, anchor: BaseOxmlElement, book: Book, place: str) -> None:
    """Add at the end of the body, as the library does, then move before the anchor."""
    body = document.element.body
    before = set(body)
    add_place(document, book, place)
    for element in [e for e in body if e not in before]:
        anchor.addprevious(element)
    anchor.getparent().remove(anchor)
