"""Adverse events: patients who had one, and events in their person-time."""

from rtxoutcomes.disclose import Released, takes_results
from rtxoutcomes.presentation.printed import level_text
from rtxoutcomes.presentation.rows import Index, index
from rtxoutcomes.presentation.words import group_heading, pooled_label, quantity_label
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.tables.cells import Cell, affected, assemble, proportion, row, with_interval
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.relapse import person_time

SAFETY, EVENTS = "safety", "adverse_events"
IN_COLUMNS_OF_THEIR_OWN = (Quantity.PROPORTION, Quantity.RATE, Quantity.EVENTS)


@takes_results
def safety(released: Released) -> Table:
    """Patients with an adverse event and events per 100 person-years, never mixed."""
    results = index(released)
    level = level_text(results.of(SAFETY))
    # Limits of another kind (one-sided) are in the supplement.
    further = {
        number.quantity: quantity_label(released.study, number)
        for number in results.answers(SAFETY, EVENTS).rows
        if number.role == "reported"
        and not number.level
        and number.quantity not in IN_COLUMNS_OF_THEIR_OWN
    }
    header = (
        *(
            group_heading(released.study),
            "n",
            "Patients with an event, n/N (%)",
            f"Patients, {level}, %",
        ),
        *("Events / person-years", f"Events per 100 person-years ({level})"),
        *(f"{label}, n/N (%)" for label in further.values()),
    )
    groups = results.groups_with_rows(SAFETY)
    rows = [_safety_row(results, group, tuple(further)) for group in groups]
    notes = (
        "A patient with several events counts once among patients and each time among events. "
        f"There are no tests between {released.study.group_nouns}.",
    )
    return assemble(released, SAFETY, "Adverse events", header, rows, notes=notes)


def _safety_row(results: Index, group: str, further: tuple[Quantity, ...]) -> tuple[Cell, ...]:
    answers = results.answers(SAFETY, EVENTS)
    patients, rate = (answers.first(group, q) for q in (Quantity.PROPORTION, Quantity.RATE))
    others = (proportion(answers.first(group, quantity)) for quantity in further)
    events = (person_time(rate), per_hundred_years(rate))
    return row(pooled_label(results.study, group), *affected(patients), *events, *others)


def per_hundred_years(rate: Number | None) -> Cell:
    """A rate per person-year, printed per 100 person-years."""
    return with_interval(rate, 1, shift=2)
