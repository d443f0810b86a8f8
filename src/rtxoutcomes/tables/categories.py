"""Events by category: adverse events by term, grade, relatedness and source; relapses by source."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rtxoutcomes.disclose import Released, takes_results
from rtxoutcomes.presentation import words
from rtxoutcomes.presentation.rows import Answers, Index, index
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.study import Study
from rtxoutcomes.tables import cells, groups
from rtxoutcomes.tables.assemble import assemble
from rtxoutcomes.tables.cells import Cell
from rtxoutcomes.tables.model import Table


class Section(NamedTuple):
    """One way to divide events: its heading, and the numbers of patients and of events by it."""

    label: str
    patients: Quantity
    events: Quantity


BY_SOURCE = Section("Source", Quantity.PATIENTS_BY_SOURCE, Quantity.EVENTS_BY_SOURCE)
SECTIONS = (
    Section("Term", Quantity.PATIENTS_BY_TERM, Quantity.EVENTS_BY_TERM),
    Section("Grade", Quantity.PATIENTS_BY_GRADE, Quantity.EVENTS_BY_GRADE),
    Section(
        "Judged related to the treatment",
        Quantity.PATIENTS_BY_RELATEDNESS,
        Quantity.EVENTS_BY_RELATEDNESS,
    ),
    BY_SOURCE,
)
NOTE = (
    "Cells are patients with at least one {event} of the category, n (%), and after the semicolon "
    "the number of {events}. A patient with {events} of several categories counts in each. No "
    "intervals or tests are given for single categories."
)
COUNTED_ONCE = "Each {event} was counted once, by the source of its first report."


@takes_results
def adverse_event_categories(released: Released) -> Table:
    """Patients and adverse events by term, grade, relatedness and source, by diagnosis."""
    results = index(released)
    answers = results.answers("safety", "adverse_events")
    shown = groups.groups_of(results, "safety")
    given = [section for section in SECTIONS if answers.has(section.patients)]
    rows: list[tuple[Cell, ...]] = []
    for section in given:
        lines = _lines(released.study, answers, section, shown)
        rows += [cells.section(section.label, len(lines[0])), *lines]
    header = ("Category", *_headings(results, answers, given, shown))
    notes = (NOTE.format(event="event", events="events"), *groups.notes(results, shown))
    title = "Adverse events by category"
    return assemble(released, "adverse_event_categories", title, header, rows, notes=notes)


@takes_results
def relapse_detection(released: Released) -> Table:
    """Patients and relapses by how they became known, by diagnosis."""
    results = index(released)
    answers, shown = results.answers("relapse", "relapse"), groups.groups_of(results, "relapse")
    events = released.study.relapse.words
    rows = _lines(released.study, answers, BY_SOURCE, shown)
    header = ("Source", *_headings(results, answers, [BY_SOURCE] if rows else [], shown))
    about = (NOTE.format(**events), COUNTED_ONCE.format(**events))
    notes = (*about, *groups.notes(results, shown))
    title = f"How {events['events']} became known"
    return assemble(released, "relapse_detection", title, header, rows, notes=notes)


def _headings(
    results: Index, answers: Answers, given: Sequence[Section], shown: Sequence[str]
) -> Iterator[str]:
    """The short name of each group with the number of its patients whose events are known."""
    for section in given[:1]:
        for group in shown:
            own = (r.n for r in answers.rows if r.group == group and r.quantity is section.patients)
            yield f"{words.short_label(results.study, group)} (n = {next(own, 0)})"


def _lines(
    study: Study, answers: Answers, section: Section, shown: Sequence[str]
) -> list[tuple[Cell, ...]]:
    """A row for each level: its label, then each group and all patients."""
    lines = []
    for level in answers.levels(section.patients):
        pairs = [
            [answers.first(group, quantity, level=level) for quantity in section[1:]]
            for group in shown
        ]
        named = next(number for pair in pairs for number in pair if number is not None)
        label = Cell(words.level_label(study, named))
        lines.append((label, *(_counts(*pair) for pair in pairs)))
    return lines


def _counts(patients: Number | None, events: Number | None) -> Cell:
    """`2 (5); 3`: patients with the event, and how often it occurred."""
    if patients is None or events is None:
        return cells.EMPTY
    places = (patients.place, events.place)
    if patients.n == 0:
        return cells.nothing(*places)
    affected = cells.number_percent(patients, patients.events, patients.n).text
    return Cell(f"{affected}; {events.events}", sources=places)
