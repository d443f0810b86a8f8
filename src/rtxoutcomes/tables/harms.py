"""Adverse events: patients who had one, and events in their person-time."""

from rtxoutcomes.disclose import Released
from rtxoutcomes.tables.attacks import person_time
from rtxoutcomes.tables.cells import (
    Cell,
    assemble,
    level_text,
    patients,
    percent_interval,
    row,
    share,
    with_interval,
)
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.select import Numbers, numbers
from rtxoutcomes.tables.words import group_label, plain

EVENTS = "adverse_events"
SHOWN = ("proportion", "rate", "events")


def safety(released: Released) -> Table:
    """Patients with an adverse event and events per 100 person-years, never mixed."""
    found = numbers(released, "safety")
    level = level_text(found.rows)
    # Limits of another kind (the rule of three) stand in the appendix.
    further = [t for t in found.terms(EVENTS) if t not in SHOWN and _is_reported(found, t)]
    header = (
        *("Diagnosis", "n", "Patients with an event, n/N (%)", f"Patients, {level}, %"),
        *("Events / person-years", f"Events per 100 person-years ({level})"),
        *(f"{plain(term)}, n/N (%)" for term in further),
    )
    rows = [_safety_row(released, found, group, further) for group in found.with_overall()]
    notes = (
        "A patient with several events counts once among patients and each time among events. "
        "There are no tests between diagnoses.",
    )
    return assemble(released, "safety", "Adverse events", header, rows, notes=notes if rows else ())


def _safety_row(
    released: Released, found: Numbers, group: str, further: list[str]
) -> tuple[Cell, ...]:
    proportion, rate = (found.first(EVENTS, group, term) for term in ("proportion", "rate"))
    more = [found.first(EVENTS, group, term) for term in further]
    return row(
        group_label(released, group),
        patients(proportion),
        share(proportion),
        percent_interval(proportion),
        person_time(rate),
        with_interval(rate, 1, shift=2),
        *map(share, more),
    )


def _is_reported(found: Numbers, term: str) -> bool:
    return any(row.term == term and row.role == "reported" for row in found.rows)
