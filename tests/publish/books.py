"""The bundled report as a book, for tests of what sets it."""

from functools import cache

from released import bundled
from rtxoutcomes.figures.gallery import all_figures
from rtxoutcomes.figures.style import render
from rtxoutcomes.publish.writing import written
from rtxoutcomes.tables.manuscript import all_tables
from rtxoutcomes.text.plate import Book, Plate


@cache
def book() -> Book:
    """Text, tables and two figures of the bundled cohort."""
    tables = all_tables(bundled())
    drawn = list(all_figures(bundled()))[:2]
    told = written(bundled(), tables, [d.key for d in drawn])
    plates = [
        Plate(d.key, render(d.figure, ("svg",))["svg"], d.width_mm, d.caption, d.alt) for d in drawn
    ]
    return Book(
        told.text, tables, plates, told.checklist, bundled().study.study.title, bundled().mark
    )
