"""The bundled report as a book, for tests of what sets it."""

from collections.abc import Sequence
from functools import cache

from released import bundled
from rtxoutcomes.figures.gallery import all_figures
from rtxoutcomes.figures.style import render
from rtxoutcomes.publish.writing import Written, written
from rtxoutcomes.tables.manuscript import all_tables
from rtxoutcomes.text.plate import Book, Plate


@cache
def book() -> Book:
    """Text, tables and two figures of the bundled cohort."""
    tables = all_tables(bundled())
    drawn = list(all_figures(bundled()))[:2]
    result = written(bundled(), tables, [d.key for d in drawn])
    return book_of(result, [Plate(d, render(d.figure, ("svg",))) for d in drawn])


def book_of(result: Written, plates: Sequence[Plate] = ()) -> Book:
    """A text with all tables of the bundled cohort."""
    title, mark = bundled().study.study.title, bundled().mark
    return Book(result.text, all_tables(bundled()), plates, result.checklist, title, mark)
