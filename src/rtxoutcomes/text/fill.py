"""A template to a filled text: every reference found, or every fault reported at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rtxoutcomes.errors import TextError, TextFault
from rtxoutcomes.text.emphasis import raised_after_marks, stretches, with_italic_letter
from rtxoutcomes.text.markdown import (
    CLOSING,
    OPENING,
    PLACE,
    Segment,
    paragraphs,
    segments,
    stray_braces,
    to_markdown,
)
from rtxoutcomes.text.model import Paragraph, Piece, Text
from rtxoutcomes.text.references import References, UnknownReference

BLOCK = "block."
PLACES = ("tables", "figures", "supplement", "checklist")
# What is set at the end of a manuscript that does not place it; the others have files of their own.
NEEDED = ("tables", "figures")
# The name that texts of earlier versions have for the tables of the supplement.
APPENDIX = "appendix"


def fill(
    template: str, file: str, known: References, blocks: Mapping[str, str] | None = None
) -> Text:
    """Fill a Markdown template.

    Parameters
    ----------
    template
        Markdown with references in double braces.
    file
        Its name, for messages.
    known
        What references may mean.
    blocks
        Templates that `{{ block.NAME }}` names; `PLACES` need none.

    Raises
    ------
    TextError
        Every reference without a row, with its line and the nearest known one.
    """
    faults: list[TextFault] = []
    pieces = [
        piece
        for s in _expanded(template, file, blocks or {}, faults)
        for piece in _piece(s, known, faults)
    ]
    if faults:
        raise TextError(faults)
    pieces = raised_after_marks(pieces)
    return Text(tuple(paragraphs(pieces)), to_markdown(pieces), template)


def missing_places(text: Text, needed: Sequence[str] = NEEDED) -> list[Paragraph]:
    """Places for what the text does not place itself."""
    named = {paragraph.name for paragraph in text.paragraphs if paragraph.kind == "place"}
    return [Paragraph("place", name=place) for place in needed if place not in named]


def block_name(reference: str) -> str:
    """The name of a block; empty for another reference, of a score called `block` among them."""
    name = reference.removeprefix(BLOCK)
    if name == APPENDIX:
        return "supplement"
    return "" if name == reference or "." in name else name


def used_blocks(template: str, blocks: Mapping[str, str]) -> Iterator[str]:
    """The stretches of a template in their order, with the blocks in their places."""
    for segment in segments(template, ""):
        name = block_name(segment.text)
        if segment.is_reference and name:
            yield blocks.get(name, "")
        else:
            yield f"{OPENING} {segment.text} {CLOSING}" if segment.is_reference else segment.text


def _expanded(
    template: str, file: str, blocks: Mapping[str, str], faults: list[TextFault]
) -> Iterator[Segment]:
    for segment in segments(template, file):
        name = block_name(segment.text)
        if not (segment.is_reference and name) or name in PLACES:
            yield segment
        elif name in blocks:
            # Whole paragraphs, also where the template leaves no empty line around them.
            around = Segment("\n\n", segment.file, segment.line)
            yield from (around, *segments(blocks[name], f"block {name}"), around)
        else:
            known = ", ".join(f"{BLOCK}{k}" for k in (*blocks, *PLACES))
            faults.append(_fault(segment, f"is no block; there is {known}"))


def _piece(segment: Segment, known: References, faults: list[TextFault]) -> Iterator[Piece]:
    if not segment.is_reference:
        yield with_italic_letter(Piece(segment.text), known.style.p_values)
        for near, what in stray_braces(segment.text):
            faults.append(_fault(replace(segment, text=near), f"{what} on its line"))
        return
    if place := block_name(segment.text):
        yield Piece("", PLACE + place)
        return
    try:
        found = known.find(segment.text)
        yield from stretches(with_italic_letter(found, known.style.p_values))
    except UnknownReference as unknown:
        faults.append(_fault(segment, unknown.must, unknown.nearest))


def _fault(segment: Segment, must: str, nearest: str = "") -> TextFault:
    return TextFault(segment.file, f"line {segment.line}", segment.text, must, nearest)
