"""A filled text: paragraphs of pieces, each piece with the rows of the results behind it."""

from dataclasses import dataclass
from itertools import takewhile
from typing import Literal

Kind = Literal["title", "heading", "paragraph", "item", "place"]
Emphasis = Literal["", "bold", "italic", "superscript"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text. `reference` is what the template said; empty where the author typed it.

    `sources` are positions in `Released.estimates`; empty where the piece has no row.
    """

    text: str
    reference: str = ""
    sources: tuple[int, ...] = ()
    emphasis: Emphasis = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block: a title, a heading with its level, a paragraph, an item of a list, or a place.

    A `place` holds no text: `name` says what is set there (tables, figures, supplement, checklist).
    """

    kind: Kind
    pieces: tuple[Piece, ...] = ()
    level: int = 0
    name: str = ""

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Text:
    """A whole filled text: its paragraphs, its Markdown, and the template it came from."""

    paragraphs: tuple[Paragraph, ...]
    markdown: str
    template: str

    def section(self, heading: str) -> tuple[Paragraph, ...]:
        """The paragraphs below a heading, up to the next of its level or a higher one."""
        is_head = [p.kind == "heading" and p.text == heading for p in self.paragraphs]
        if True not in is_head:
            return ()
        start = is_head.index(True)
        level, below = self.paragraphs[start].level, self.paragraphs[start + 1 :]
        return tuple(takewhile(lambda p: p.kind != "heading" or p.level > level, below))

    @property
    def sources(self) -> frozenset[int]:
        """Every row of the results that some piece refers to."""
        return frozenset(s for p in self.paragraphs for piece in p.pieces for s in piece.sources)
