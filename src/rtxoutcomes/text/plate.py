"""A figure as a manuscript sets it, and what is set with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rtxoutcomes.figures.drawn import Drawn
from rtxoutcomes.figures.style import Form
from rtxoutcomes.style import Manuscript
from rtxoutcomes.tables.manuscript import LETTER, is_supplementary
from rtxoutcomes.tables.model import Table
from rtxoutcomes.text.fill import NEEDED, missing_places
from rtxoutcomes.text.model import Paragraph, Piece, Text

PLAIN = Manuscript()
# The rest of a page is for the caption.
HIGHEST_MM = 215.0
_MM_PER_INCH = 25.4


@dataclass(frozen=True, slots=True)
class Plate:
    """A drawn figure with its files by format; its number is one of the supplement from S1 on."""

    drawn: Drawn
    files: Mapping[Form, bytes]
    number: str

    @property
    def label(self) -> str:
        return f"Figure {self.number}"

    @property
    def width_mm(self) -> float:
        """The width in print, less where the figure would be higher than its page."""
        width, height = self.drawn.figure.get_size_inches()
        highest = HIGHEST_MM / _MM_PER_INCH / float(height)
        return min(self.drawn.width_mm, round(float(width) * highest * _MM_PER_INCH, 1))

    @property
    def is_supplementary(self) -> bool:
        return self.number.startswith(LETTER)


def partition(plates: Sequence[Plate]) -> tuple[list[Plate], list[Plate]]:
    """The figures of the manuscript, and those of the supplement."""
    further = [plate for plate in plates if plate.is_supplementary]
    return [plate for plate in plates if not plate.is_supplementary], further


def checklist_text(table: Table) -> Text:
    """A document that holds the reporting checklist alone."""
    title = Paragraph("title", (Piece(table.title),), 1)
    return Text((title, Paragraph("place", name="checklist")), "", "")


@dataclass(frozen=True, slots=True)
class Book:
    """A filled text with its tables, figures and checklist: all that a typesetter needs.

    `needed` are the places that are set at its end where the text does not name them; `layout` is
    what reviewers ask for. `identifier` is the id of the report, which Word files carry.
    """

    text: Text
    tables: Sequence[Table]
    plates: Sequence[Plate]
    checklist: Table
    title: str
    mark: str
    needed: tuple[str, ...] = NEEDED
    layout: Manuscript = PLAIN
    identifier: str = ""

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """The paragraphs, and last the places that the text does not name; none is empty."""
        every = (*self.text.paragraphs, *missing_places(self.text, self.needed))
        return tuple(p for p in every if p.kind != "place" or self._holds(p.name))

    def _holds(self, place: str) -> bool:
        return bool(self.plates if place == "figures" else self.tables_at(place))

    def tables_at(self, place: str) -> list[Table]:
        """The tables that are set at a place of the text."""
        if place == "figures":
            return []
        if place == "checklist":
            return [self.checklist]
        of_supplement = place == "supplement"
        return [table for table in self.tables if is_supplementary(table) == of_supplement]
