"""Results in each level of the declared subgroups, and their interaction with the group."""

import math

from rtxoutcomes.disclose import Released, takes_results
from rtxoutcomes.presentation import words
from rtxoutcomes.presentation.printed import level_text, month_text
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.study import Study
from rtxoutcomes.tables import cells
from rtxoutcomes.tables.assemble import assemble
from rtxoutcomes.tables.cells import Cell
from rtxoutcomes.tables.model import Table

SUBGROUP = "subgroup"
NOTE = (
    "Exploratory; no P values were computed. Interaction: by how much the contrast of two {groups} "
    "in this level differs from that in {reference} (a difference of differences, or a ratio of "
    "ratios)."
)

EVENTS = (
    "Events: patients with {event}; in a level by the month of the risk, in an interaction during "
    "follow-up."
)


@takes_results
def subgroups(released: Released) -> Table:
    """Each outcome by level and group, with its counts, and the interactions."""
    results = index(released)
    rows_of = [row for row in results.of(SUBGROUP) if row.subgroup]
    nouns = released.study.group_nouns
    header = (
        *("Level", f"{words.group_heading(released.study)}, or contrast", "n (missing)"),
        *("Events", f"Estimate ({level_text(rows_of)})"),
    )
    rows: list[tuple[Cell, ...]] = []
    for variable, endpoint in dict.fromkeys((row.subgroup, row.endpoint) for row in rows_of):
        own = [r for r in rows_of if (r.subgroup, r.endpoint) == (variable, endpoint)]
        label = released.study.variable(variable).label
        outcome = words.outcome_label(released.study, endpoint)
        rows.append(cells.section(f"{label}: {outcome}, {_what(own[0])}", len(header)))
        rows += [_row(released.study, number) for number in own]
    note = NOTE.format(groups=nouns, reference="the first level")
    title = "Subgroups: results in each level, and interactions"
    events = EVENTS.format(event=words.an_event(released.study))
    notes = (events, note) if any(row.events is not None for row in rows_of) else (note,)
    return assemble(released, "subgroups", title, header, rows, notes=notes)


def _what(number: Number) -> str:
    """`risk at 12 months`, `mean change`: what is given in each level."""
    text = words.words_of(number.quantity).lower()
    if math.isnan(number.month):
        return text
    return f"{text} at {month_text(number.month, number.style.numbers.decimal_mark)} months"


def _row(study: Study, number: Number) -> tuple[Cell, ...]:
    level = study.label(number.level, number.subgroup)
    is_interaction = number.quantity is Quantity.INTERACTION
    return (
        Cell(f"Interaction, {level}" if is_interaction else level),
        Cell(words.group_or_contrast(study, number)),
        cells.patients(number),
        cells.EMPTY if number.events is None else cells.count(number),
        cells.with_interval(number, sign=True)._replace(method=""),
    )
