"""Markdown with references: cut into segments, and after filling into paragraphs of pieces."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rtxoutcomes.text.model import Emphasis, Paragraph, Piece

# Private characters replace filled references while the structure is read, so that nothing in
# a value (a star, a line that begins with #) is taken for Markdown.
OPEN, CLOSE = "\ue000", "\ue001"
PLACE = "place:"
# What Markdown has in place of what has files of its own.
PLACE_WORDS = {
    "tables": "Tables: one file each in the folder tables",
    "supplement": "Supplementary tables: one file each in the folder tables",
    "figures": "Figures: one file each in the folder figures",
}
# Of no more than a line and without braces: a text of a million braces is searched once.
REFERENCE = re.compile(r"\{\{([^{}\r\n]*)\}\}")
OPENING, CLOSING = "{{", "}}"
_FILLED = re.compile(rf"{OPEN}(\d+){CLOSE}")
_EMPHASIS = re.compile(r"(\*\*(?:(?!\*\*).)+\*\*|(?<![\w*])\*[^*\s](?:[^*]*[^*\s])?\*(?![\w*]))")
_HEADING = re.compile(r"^(#{1,6})\s+(.*)$")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s+(.*)$")
_COMMENT = "<!--", "-->"
_AROUND: Mapping[Emphasis, tuple[str, str]] = {
    "": ("", ""),
    "bold": ("**", "**"),
    "italic": ("*", "*"),
    "superscript": ("<sup>", "</sup>"),
}


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a template: plain text, or one reference; with its file and place."""

    text: str
    file: str
    line: int
    is_reference: bool = False


def segments(template: str, file: str) -> Iterator[Segment]:
    """Cut a template at its references; comments are the author's own and fall away."""
    for line, content in lines_of(template):
        for place, stretch in enumerate(REFERENCE.split(content)):
            if place % 2:
                yield Segment(stretch.strip(), file, line, is_reference=True)
            elif stretch:
                yield Segment(stretch, file, line)


def lines_of(template: str) -> Iterator[tuple[int, str]]:
    """Each line that is read, with its number and its line break."""
    text = _without_comments(template.replace(OPEN, "").replace(CLOSE, ""))
    yield from enumerate(text.splitlines(keepends=True), start=1)


def stray_braces(text: str) -> Iterator[tuple[str, str]]:
    """The braces of a text between references: its beginning from there, and what is wrong."""
    for brace, what in ((OPENING, "is not closed"), (CLOSING, "was not opened")):
        if brace in text:
            yield text[text.index(brace) :][:99].strip("{} \r\n")[:40], what


def _without_comments(text: str) -> str:
    """Lines keep their numbers: a comment leaves its line breaks behind."""
    opened, closed = _COMMENT
    kept, place = [], 0
    while (start := text.find(opened, place)) >= 0 <= (end := text.find(closed, start + 4)):
        kept += [text[place:start], "\n" * text.count("\n", start, end)]
        place = end + len(closed)
    return "".join([*kept, text[place:]])


def paragraphs(filled: Sequence[Piece]) -> Iterator[Paragraph]:
    """The structure of a filled text. Pieces with a reference are values, the others Markdown."""
    raw = "".join(
        f"{OPEN}{place}{CLOSE}" if piece.reference else piece.text
        for place, piece in enumerate(filled)
    )
    for block in _blocks(raw.splitlines()):
        yield _paragraph(block, filled)


def _blocks(lines: Iterable[str]) -> Iterator[str]:
    """Headings and items alone, other lines joined until an empty one."""
    block: list[str] = []
    for line in lines:
        starts = bool(_HEADING.match(line) or _ITEM.match(line))
        if block and (starts or not line.strip() or _HEADING.match(block[0])):
            yield " ".join(block)
            block = []
        if line.strip():
            block.append(line.strip())
    if block:
        yield " ".join(block)


def _paragraph(block: str, filled: Sequence[Piece]) -> Paragraph:
    alone = _FILLED.fullmatch(block)
    if alone and filled[int(alone[1])].reference.startswith(PLACE):
        return Paragraph("place", name=filled[int(alone[1])].reference.removeprefix(PLACE))
    heading, item = _HEADING.match(block), _ITEM.match(block)
    if heading:
        level = len(heading[1])
        words = heading[2].rstrip().rstrip("#").rstrip()
        pieces = tuple(_pieces(words, filled))
        return Paragraph("title" if level == 1 else "heading", pieces, level)
    if item:
        return Paragraph("item", tuple(_pieces(item[1], filled)))
    return Paragraph("paragraph", tuple(_pieces(block, filled)))


def _pieces(text: str, filled: Sequence[Piece]) -> Iterator[Piece]:
    for part in _EMPHASIS.split(text):
        emphasis: Emphasis = ""
        inner = part
        if part.startswith("**") and part.endswith("**") and len(part) > 4:
            emphasis, inner = "bold", part[2:-2]
        elif part.startswith("*") and part.endswith("*") and len(part) > 2:
            emphasis, inner = "italic", part[1:-1]
        for place, stretch in enumerate(_FILLED.split(inner)):
            if place % 2:
                own = filled[int(stretch)]
                yield Piece(own.text, own.reference, own.sources, own.emphasis or emphasis)
            elif stretch:
                yield Piece(re.sub(r"\\([\\*_`#{}\[\]<>-])", r"\1", stretch), emphasis=emphasis)


def to_markdown(filled: Iterable[Piece]) -> str:
    """The filled text as Markdown again; values are protected, places are named."""
    parts = []
    for piece in filled:
        if piece.reference.startswith(PLACE):
            place = piece.reference.removeprefix(PLACE)
            parts.append(f"*[{PLACE_WORDS.get(place, place.capitalize())}]*")
        else:
            protected = re.sub(r"([\\*_`])", r"\\\1", piece.text)
            before, after = _AROUND[piece.emphasis]
            parts.append(f"{before}{protected}{after}" if piece.reference else piece.text)
    return "".join(parts)
