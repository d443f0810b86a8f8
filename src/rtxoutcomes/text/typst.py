"""The manuscript in the language of typst, which sets a PDF without LaTeX and without a network."""

import json
from collections.abc import Iterator

from rtxoutcomes.style import Fonts
from rtxoutcomes.tables.layout import (
    LONG,
    centred,
    column_widths,
    is_section,
    is_wide,
    spans,
    unbroken,
)
from rtxoutcomes.tables.model import Table
from rtxoutcomes.text.model import Paragraph, Piece
from rtxoutcomes.text.plate import Book, Plate
from rtxoutcomes.text.word import REMINDER, heading_of

# A document must have a date; this one says nothing.
HEAD = """\
#set document(title: {title}, date: datetime(year: 2000, month: 1, day: 1))
#set text(font: ("Libertinus Serif", "DejaVu Sans"), size: {points}pt, lang: "en", hyphenate: false)
#set par(justify: false, leading: 0.62em, spacing: 0.95em)
#set page(
  paper: "a4",
  margin: (x: 15mm, y: 16mm),
  footer: context [#set text(size: 8pt)
    #{mark}. #h(1fr) #counter(page).display()],
)
#set table(stroke: none, inset: (x: 3pt, y: 2.6pt), align: left + top)
#show table: set text(font: "DejaVu Sans", size: {table_points}pt)
#show table: set par(leading: 0.45em)
#show figure.caption: set align(left)
#show figure.caption: set text(size: 9pt)
#show figure.where(kind: table): set figure.caption(position: top)
#show figure.where(kind: table): set block(breakable: true)
#show figure: set block(spacing: 1.6em)
#show heading: set block(above: 1.4em, below: 0.8em)
{whole}
"""
# On one page where it fits on one: what cannot be broken runs over the foot of its page.
WHOLE = """\
#let whole(it) = block(above: 1.8em, layout(page => {
  let height = measure(block(width: page.width, it)).height
  block(breakable: height > page.height, it)
}))"""
# Tables keep their own; a picture is one block, and has none.
NUMBERED = """\
#set par.line(numbering: "1")
#show figure: set par.line(numbering: none)
"""
SPACED = """\
#set par(leading: 1.4em, spacing: 1.8em)
"""
UPRIGHT, TURNED = "#set page(flipped: false)", "#set page(flipped: true)"
# The numbers are in the words of the captions, the same in every format.
UNNUMBERED = "numbering: none, supplement: none"
NOTE_POINTS = 7.5


def manuscript_typst(book: Book, fonts: Fonts) -> str:
    """The whole manuscript: text and figures on upright pages, tables on pages across.

    Every piece of text is in it as a string, so that nothing the authors or the data say can
    be taken for a command.
    """
    head = HEAD.format(
        title=words(book.title),
        mark=words(book.mark),
        points=fonts.text_points,
        table_points=fonts.table_points,
        whole=WHOLE,
    )
    head += NUMBERED * book.layout.line_numbers + SPACED * book.layout.double_spacing
    lines, turned = [head], False
    for paragraph in book.paragraphs:
        is_place = paragraph.kind == "place"
        for across, text in _placed(book, paragraph) if is_place else [(False, _set(paragraph))]:
            if across != turned:
                lines.append(TURNED if across else UPRIGHT)
            turned = across
            lines.append(text)
    return "\n\n".join(lines) + "\n"


def words(text: str) -> str:
    """Text as a string of typst, whose escapes for quotes, backslashes and lines are JSON's."""
    return json.dumps(text, ensure_ascii=False)


def _set(paragraph: Paragraph) -> str:
    """A paragraph, an item, or a heading."""
    pieces = "".join(map(_piece, paragraph.pieces))
    if paragraph.kind in ("title", "heading"):
        level = 1 if paragraph.kind == "title" else min(max(paragraph.level, 2), 4)
        return f"#heading(level: {level})[{pieces}]"
    return f"- {pieces}" if paragraph.kind == "item" else pieces


def _piece(piece: Piece) -> str:
    text = words(piece.text)
    if piece.text.startswith(REMINDER):
        text = f'highlight(fill: rgb("#ffe58a"), {text})'
    look = {"bold": "strong", "italic": "emph", "superscript": "super", "": "text"}[piece.emphasis]
    return f"#{look}({text});"


def _placed(book: Book, paragraph: Paragraph) -> Iterator[tuple[bool, str]]:
    """What is set at a place, each with whether it lies across: the heading, tables, figures."""
    tables = book.tables_at(paragraph.name)
    if heading := heading_of(book, paragraph.name):
        across = bool(tables) and is_wide(tables[0])
        yield across, f"#pagebreak(weak: true)\n#heading(level: 2)[#{words(heading)};]"
    if paragraph.name == "figures":
        yield from ((False, _figure(plate)) for plate in book.plates)
    for place, table in enumerate(tables):
        yield is_wide(table), _table(table, first=place == 0)


def _figure(plate: Plate) -> str:
    alt = words(plate.drawn.alt)
    drawing = f'bytes({words(plate.files["svg"].decode())}), format: "svg"'
    image = f"image({drawing}, width: {plate.width_mm:g}mm, alt: {alt})"
    caption = words(f"{plate.label}. {plate.drawn.caption}")
    return f"#figure({image}, alt: {alt}, {UNNUMBERED}, caption: {caption})"


def _table(table: Table, *, first: bool) -> str:
    columns = ", ".join(f"{width}fr" for width in column_widths(table, 1000))
    sides = ", ".join("center" if number else "left" for number in centred(table))
    caption = words(f"{table.caption} ({table.mark})")
    rows = zip(table.rows, table.letters, strict=True)
    body = ",\n  ".join(_row(row, letters) for row, letters in rows)
    notes = [
        f"block(above: 0.5em, below: 0.5em, text(size: {NOTE_POINTS}pt, {_note(letter, note)}))"
        for letter, note in table.notes
    ]
    lines = [
        f"#figure(kind: table, {UNNUMBERED}, caption: {caption}, align(left, {{",
        f"table(columns: ({columns},), align: ({sides},),",
        f"  table.header({_header(table)}),",
        f"  {body},",
        "  table.hline(stroke: 0.9pt))",
        *notes,
        "}))",
    ]
    whole = "\n".join(lines)
    if len(table.rows) > LONG:
        return whole if first else f"#pagebreak(weak: true)\n{whole}"
    return f"#whole[\n{whole}\n]"


def _header(table: Table) -> str:
    """The header between two rules, below the headings above columns, each with a rule."""
    parts = ["table.hline(stroke: 0.9pt)"]
    for span in spans(table):
        text = f"strong({words(span.label)})" if span.label else '""'
        parts.append(f"table.cell(colspan: {span.columns}, align: center, {text})")
    parts += [
        f"table.hline(y: 1, start: {span.first}, end: {span.first + span.columns}, stroke: 0.5pt)"
        for span in spans(table)
        if span.label
    ]
    parts += [
        f"table.cell(align: bottom, strong({words(unbroken(cell))}))" for cell in table.header
    ]
    return ", ".join([*parts, "table.hline(stroke: 0.5pt)"])


def _row(row: tuple[str, ...], letters: tuple[str, ...]) -> str:
    """A row; one that heads others is a header of its own, which stays with the row below it."""
    if is_section(row):
        text = f"strong({_cell(row[0], letters[0])})"
        cell = f"table.cell(colspan: {len(row)}, inset: (top: 5pt), {text})"
        return f"table.header(level: 2, repeat: false, {cell})"
    return ", ".join(map(_cell, row, letters))


def _cell(text: str, letter: str) -> str:
    return f"{words(text)} + super({words(letter)})" if letter else words(text)


def _note(letter: str, note: str) -> str:
    return f"super({words(letter)}) + {words(f' {note}')}" if letter else words(note)
