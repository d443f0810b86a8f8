"""From cells to a table: empty columns dropped, abbreviations, methods and notes below it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from rtxoutcomes.disclose import Released
from rtxoutcomes.presentation.plan import NOTES
from rtxoutcomes.tables.abbreviations import abbreviations
from rtxoutcomes.tables.cells import ANALYSED, NOTHING, Cell, noted
from rtxoutcomes.tables.layout import letter_at
from rtxoutcomes.tables.model import Table

Line = Sequence[Cell]
NO_RESULTS = "There are no results of this analysis."


def assemble(
    released: Released,
    key: str,
    title: str,
    header: Sequence[str],
    rows: Sequence[Line],
    *,
    notes: Sequence[str] = (),
    spanners: Sequence[str] = (),
    methods_of: Literal["columns", "rows"] = "columns",
) -> Table:
    """A table with its notes, lettered in the order in which they are met.

    A row or a column that is empty throughout is dropped. `notes` are those that hold for the
    rows: without rows there are none. So does a note that every filled cell of a column has.
    """
    filled = _filled_rows(_with_plan(released, rows))
    kept = filled_columns(header, filled)
    lines = [[line[k] for k in kept] for line in filled]
    in_words = released.style.p_values.in_words
    heads = [in_words(header[k]) for k in kept]
    above = [spanners[k] for k in kept] if spanners else []
    common = _common_notes(lines)
    letters = _letters(lines, common)
    methods = _by_column(heads, lines) if methods_of == "columns" else _by_row(lines)
    texts = [*above, *heads, *(cell.text for line in lines for cell in line)]
    about = (*abbreviations(released.study, texts), *_sentence(methods), *common)
    about = (*about, *map(in_words, notes))
    return Table(
        key=key,
        title=title,
        header=tuple(heads),
        rows=tuple(tuple(cell.text for cell in line) for line in lines),
        footnotes=about if lines else (NO_RESULTS,),
        origin=released.origin,
        mark=released.mark,
        sources=tuple(tuple(cell.sources for cell in line) for line in lines),
        fonts=released.style.fonts,
        spanners=tuple(above),
        marks=tuple(tuple(_marks(cell, letters) for cell in line) for line in lines),
        lettered=tuple(letters),
    )


def _with_plan(released: Released, rows: Sequence[Line]) -> Sequence[Line]:
    """The rows, their cells with a note where they show what is no part of the recorded plan."""
    if not released.study.unplanned:
        return rows
    planned = released.estimates["planned"].tolist()

    def marked(cell: Cell) -> Cell:
        states = {planned[place] for place in cell.sources}
        notes = [note for state, note in NOTES.items() if state in states]
        return noted(cell, notes[0]) if notes else cell

    return [[marked(cell) for cell in line] for line in rows]


def _filled_rows(rows: Sequence[Line]) -> list[Line]:
    """The rows that hold something, and the headings that still have rows below them."""
    kept: list[Line] = []
    for line in reversed(rows):
        heads = not any(cell.text for cell in line[1:])
        below = bool(kept) and any(cell.text for cell in kept[-1][1:])
        if below if heads and len(line) > 1 else len(line) == 1 or any(map(_is_filled, line[1:])):
            kept.append(line)
    return kept[::-1]


def _is_filled(cell: Cell) -> bool:
    return cell.text not in ("", NOTHING) or bool(cell.note)


def filled_columns(header: Sequence[str], rows: Sequence[Line]) -> list[int]:
    """The places of the columns that hold something; all of them where there are no rows."""
    return [
        place
        for place in range(len(header))
        if place == 0 or not rows or any(_is_filled(line[place]) for line in rows)
    ]


def _notes(cell: Cell) -> list[str]:
    return cell.note.split("\n") if cell.note else []


def _common_notes(rows: Sequence[Line]) -> tuple[str, ...]:
    """The notes that all filled cells of a column have, of which there are at least two.

    How many patients were analysed differs from column to column, and stays with its cells; so does
    what is no part of the recorded plan.
    """
    found: dict[str, None] = {}
    for column in zip(*rows, strict=True):
        notes = [_notes(cell) for cell in column if _is_filled(cell)]
        if len(notes) > 1:
            shared = (n for n in notes[0] if all(n in own for own in notes))
            about_cells = (ANALYSED, *NOTES.values())
            found |= dict.fromkeys(n for n in shared if not any(own in n for own in about_cells))
    return tuple(found)


def _letters(rows: Sequence[Line], common: Sequence[str]) -> Mapping[str, str]:
    """The letter of each note, in reading order."""
    every = (note for line in rows for cell in line for note in _notes(cell))
    noted = dict.fromkeys(note for note in every if note not in common)
    return {note: letter_at(place) for place, note in enumerate(noted)}


def _marks(cell: Cell, letters: Mapping[str, str]) -> str:
    """`a`, `a,b`: the letters of a cell in their order."""
    return ",".join(sorted(letters[note] for note in _notes(cell) if note in letters))


def _by_column(header: Sequence[str], rows: Sequence[Line]) -> Iterator[tuple[str, str]]:
    for place, head in enumerate(header):
        yield from _named(head, [line[place] for line in rows])


def _by_row(rows: Sequence[Line]) -> Iterator[tuple[str, str]]:
    for line in rows:
        yield from _named(line[0].text, line[1:])


def _named(label: str, cells: Sequence[Cell]) -> Iterator[tuple[str, str]]:
    """A label with the methods of its cells."""
    if methods := dict.fromkeys(cell.method for cell in cells if cell.method):
        yield label, ", ".join(methods)


def _sentence(named: Iterator[tuple[str, str]]) -> tuple[str, ...]:
    """`Methods. Risk at 12 months: Kaplan-Meier.`; labels with the same method share it."""
    labels: dict[str, list[str]] = {}
    for label, methods in named:
        if label not in (own := labels.setdefault(methods, [])):
            own.append(label)
    parts = [f"{'; '.join(own)}: {methods}" for methods, own in labels.items()]
    return (f"Methods. {'. '.join(parts)}.",) if parts else ()
