"""The bundled report as books, for tests of what sets them."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from released import bundled
from rtxoutcomes.figures.gallery import all_figures, figure_numbers
from rtxoutcomes.figures.style import render
from rtxoutcomes.publish.writing import Written, written
from rtxoutcomes.tables.manuscript import all_tables
from rtxoutcomes.text.plate import Book, Plate, partition

# Two figures of the manuscript and one of the supplement.
DRAWN = ("participant_flow", "time_to_relapse", "edss_paired")


@cache
def book() -> Book:
    """The manuscript of the bundled cohort, with two figures."""
    result, own, _ = _made()
    return book_of(result, own)


@cache
def supplement() -> Book:
    """Its supplement, with one figure."""
    result, _, further = _made()
    return replace(book(), text=result.supplement, plates=further, needed=())


@cache
def _made() -> tuple[Written, list[Plate], list[Plate]]:
    drawn = [figure for figure in all_figures(bundled()) if figure.key in DRAWN]
    numbers = figure_numbers(bundled().study, [d.key for d in drawn])
    plates = [Plate(d, render(d.figure, ("svg",)), numbers[d.key]) for d in drawn]
    return (written(bundled(), all_tables(bundled()), numbers), *partition(plates))


def book_of(result: Written, plates: Sequence[Plate] = ()) -> Book:
    """A text with all tables of the bundled cohort."""
    title, mark = bundled().study.study.title, bundled().mark
    return Book(result.text, all_tables(bundled()), plates, result.checklist, title, mark)
