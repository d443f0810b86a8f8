"""A figure as a manuscript sets it, and what is set with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from rtxoutcomes.tables.manuscript import is_appendix
from rtxoutcomes.tables.model import Table
from rtxoutcomes.text.model import Paragraph, Text
from rtxoutcomes.text.word import missing_places


@dataclass(frozen=True, slots=True)
class Plate:
    """`key` names its files; `svg` is the drawing, `alt` tells in words what it shows."""

    key: str
    svg: bytes
    width_mm: float
    caption: str
    alt: str


@dataclass(frozen=True, slots=True)
class Book:
    """A filled text with its tables, figures and checklist: all that a typesetter needs."""

    text: Text
    tables: Sequence[Table]
    plates: Sequence[Plate]
    checklist: Table
    title: str
    mark: str

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs, and last the places that the text does not name itself."""
        return (*self.text.paragraphs, *missing_places(self.text))

    def tables_at(self, place: str) -> list[Table]:
        """The tables that are set at a place of the text."""
        if place == "checklist":
            return [self.checklist]
        return [table for table in self.tables if is_appendix(table) == (place == "appendix")]
