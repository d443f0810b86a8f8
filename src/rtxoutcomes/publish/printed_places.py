"""Where the rows of the results are printed and drawn."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rtxoutcomes.presentation.words import score_of
from rtxoutcomes.publish.build import Rendered
from rtxoutcomes.publish.differing_numbers import Difference
from rtxoutcomes.publish.moved import Moved, rows_in_text, table_captions
from rtxoutcomes.publish.writing import TRACE
from rtxoutcomes.results.number import Number, numbers_of
from rtxoutcomes.study import Study
from rtxoutcomes.study.report import figure_stems
from rtxoutcomes.tables.manuscript import all_tables

# Analysis -> the figure that draws its rows.
OF_ANALYSIS = {
    "flow": "participant_flow",
    "time_to_relapse": "time_to_relapse",
    "participation": "engagement_over_time",
}
OF_ENGAGEMENT = ("engagement", "specification_curve")


@dataclass(frozen=True, slots=True)
class Places:
    """Captions of tables and figures, and places in the texts, that show a number."""

    tables: tuple[str, ...]
    texts: tuple[str, ...]
    figures: tuple[str, ...]


def places_of(
    numbers: Iterable[Difference], rendered: Rendered, figures: Sequence[Moved]
) -> dict[str, Places]:
    """Where each row that differs is printed or drawn, by its key.

    Of the figures that differ, a row has those that draw its outcome.
    """
    found = dict.fromkeys(one.key for one in numbers)
    if not found:
        return {}
    tables, texts = _in_tables(rendered), rows_in_text(rendered.files.get(TRACE, b""))
    results = rendered.results
    rows = {row.key: row for row in numbers_of(results.estimates, results.style)}
    return {
        key: Places(
            tuple(tables.get(key, ())),
            texts.get(key, ()),
            tuple(
                f.caption for f in figures if key in rows and _draws(f, rows[key], results.study)
            ),
        )
        for key in found
    }


def _draws(figure: Moved, row: Number, study: Study) -> bool:
    """Whether a figure draws the outcome of a row."""
    if figure.key in OF_ANALYSIS.values():
        return OF_ANALYSIS.get(row.analysis) == figure.key
    if figure.key in OF_ENGAGEMENT:
        return row.analysis == "engagement"
    # Figures of a score are about its last visit, or about all of its visits.
    of_score = score_of(study, row.endpoint) is not None and not row.channel
    stem = figure_stems(study.scores).get(row.endpoint, "")
    return of_score and math.isnan(row.month) and figure.key.startswith(f"{stem}_")


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
