"""Where the rows of the results are printed and drawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from rtxoutcomes.publish.build import Rendered
from rtxoutcomes.publish.differing_numbers import Difference, csv_rows
from rtxoutcomes.publish.moved import Moved, rows_in_text, table_captions
from rtxoutcomes.publish.writing import TRACE
from rtxoutcomes.tables.manuscript import all_tables


@dataclass(frozen=True, slots=True)
class Places:
    """Captions of tables and figures, and places in the texts, that show a number."""

    tables: tuple[str, ...]
    texts: tuple[str, ...]
    figures: tuple[str, ...]


def places_of(
    numbers: Sequence[Difference], rendered: Rendered, figures: Iterable[Moved]
) -> dict[str, Places]:
    """Where each row that differs is printed or drawn, by its key.

    Of a row, a figure shows a number with decimals that is in the csv of what it draws, with all
    ten digits.
    """
    if not numbers:
        return {}
    tables, texts = _in_tables(rendered), rows_in_text(rendered.files.get(TRACE, b""))
    drawn = {
        figure.caption: _cells(rendered.files[f"figures/{figure.key}.csv"]) for figure in figures
    }
    found = {}
    for key, own in groupby(numbers, lambda one: one.key):
        values = {one.new for one in own if "." in one.new}
        shown = tuple(caption for caption, cells in drawn.items() if values & cells)
        found[key] = Places(tuple(tables.get(key, ())), texts.get(key, ()), shown)
    return found


def _in_tables(rendered: Rendered) -> dict[str, dict[str, None]]:
    """Key of a row -> the captions of the tables that print it."""
    keys = rendered.results.estimates["key"].tolist()
    # The files have the numbers of the supplement, which follow from its text.
    captions = table_captions(rendered.files)
    found: dict[str, dict[str, None]] = {}
    for table in all_tables(rendered.results):
        for place in {place for row in table.sources for cell in row for place in cell}:
            found.setdefault(keys[place], {})[captions.get(table.key, table.caption)] = None
    return found


def _cells(content: bytes) -> set[str]:
    return {cell for row in csv_rows(content) for cell in row.values()}
