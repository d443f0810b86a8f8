"""Adverse events: patients who had one, and events in their person-time."""

from collections.abc import Iterator

from rtxoutcomes.disclose import Released, takes_results
from rtxoutcomes.presentation.printed import level_text
from rtxoutcomes.presentation.rows import Index, index
from rtxoutcomes.presentation.words import quantity_label
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.tables import cells, groups
from rtxoutcomes.tables.assemble import assemble
from rtxoutcomes.tables.cells import Cell, with_interval
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.relapse import OUTCOME, person_time

SAFETY, EVENTS = "safety", "adverse_events"
IN_ROWS_OF_THEIR_OWN = (Quantity.PROPORTION, Quantity.RATE, Quantity.EVENTS)


@takes_results
def safety(released: Released) -> Table:
    """Patients with an adverse event and events per 100 person-years, never mixed."""
    results = index(released)
    shown = groups.groups_of(results, SAFETY)
    untested = f" There are no tests between {released.study.group_nouns}."
    notes = (
        "A patient with several events counts once among patients and each time among events."
        f"{untested if len(shown) > 1 else ''}",
        *groups.notes(results, shown),
    )
    return assemble(
        released,
        SAFETY,
        "Adverse events",
        (OUTCOME, *groups.headings(results, shown)),
        list(_rows(results, shown)) if results.of(SAFETY) else [],
        notes=notes,
        methods_of="rows",
    )


def _rows(results: Index, shown: tuple[str, ...]) -> Iterator[tuple[Cell, ...]]:
    answers, level = results.answers(SAFETY, EVENTS), level_text(results.of(SAFETY))

    def affected(label: str, quantity: Quantity) -> tuple[Cell, ...]:
        return groups.line(
            f"{label}, n (%)",
            shown,
            lambda g: cells.proportion(answers.first(g, quantity), groups.size(results, g)),
        )

    def rate(group: str) -> Number | None:
        return answers.first(group, Quantity.RATE)

    yield affected("Patients with an event", Quantity.PROPORTION)
    yield groups.line(
        f"Patients with an event, % ({level})",
        shown,
        lambda group: cells.interval_alone(answers.first(group, Quantity.PROPORTION)),
    )
    # Limits of another kind (one-sided) are in the supplement.
    further = {
        number.quantity: quantity_label(results.study, number)
        for number in answers.rows
        if number.role == "reported"
        and not number.level
        and number.quantity not in IN_ROWS_OF_THEIR_OWN
    }
    for quantity, label in further.items():
        yield affected(f"Patients with a {label.lower()} event", quantity)
    yield groups.line("Events / person-years", shown, lambda group: person_time(rate(group)))
    yield groups.line(
        f"Events per 100 person-years ({level})",
        shown,
        lambda group: per_hundred_years(rate(group)),
    )


def per_hundred_years(rate: Number | None) -> Cell:
    """A rate per person-year, printed per 100 person-years."""
    return with_interval(rate, 1, shift=2)
