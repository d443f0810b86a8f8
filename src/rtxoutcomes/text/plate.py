"""A figure as a manuscript sets it, and what is set with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.style import Form
from rtxoutcomes.tables.manuscript import is_appendix
from rtxoutcomes.tables.model import Table
from rtxoutcomes.text.fill import missing_places
from rtxoutcomes.text.model import Paragraph, Text


@dataclass(frozen=True, slots=True)
class Plate:
    """A drawn figure with its files by format."""

    drawn: Drawn
    files: Mapping[Form, bytes]


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
