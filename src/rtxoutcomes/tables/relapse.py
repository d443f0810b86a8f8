"""Relapse: how many, how often, how soon."""

import math
from collections.abc import Callable, Iterator

from rtxoutcomes.disclose import Released, takes_results
from rtxoutcomes.presentation.printed import level_text, month_text
from rtxoutcomes.presentation.rows import Index, index
from rtxoutcomes.presentation.words import (
    an_event,
    endpoint_words,
    event_label,
    outcome_label,
    words_of,
)
from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.rounding import positive
from rtxoutcomes.tables import cells, deaths, groups
from rtxoutcomes.tables.assemble import assemble
from rtxoutcomes.tables.cells import Cell
from rtxoutcomes.tables.model import Table

# Each is the only endpoint of the analysis of its name.
RELAPSE = "relapse"
TIME = "time_to_relapse"
FOLLOW_UP = "Median follow-up, months"
OUTCOME = "Outcome"
RISK_NOTE = (
    "Risk: one minus the probability of being free of {}, which allows for unequal follow-up; the "
    "proportion does not."
)
UNADJUSTED = "Between {groups}, unadjusted"
Line = tuple[Cell, ...]


@takes_results
def relapse_outcomes(released: Released) -> Table:
    """Proportion, risk and rate of relapse, each with its interval: a column a group."""
    results, study = index(released), released.study
    shown, answers = groups.groups_of(results, RELAPSE), results.answers(RELAPSE, RELAPSE)
    event, level = event_label(study), level_text(results.of(RELAPSE))

    def of(quantity: Quantity) -> Callable[[str], Number | None]:
        return lambda group: answers.first(group, quantity)

    risks = _at_each_month(results, RELAPSE, Quantity.RISK, f"Risk at {{}} months, % ({level})")
    rows = [
        _affected(results, shown, f"At least one {event}, n (%)", of(Quantity.PROPORTION)),
        groups.in_columns(
            *(results, f"At least one {event}, % ({level})", shown),
            *(of(Quantity.PROPORTION), cells.interval_alone),
        ),
        groups.line(FOLLOW_UP, shown, lambda group: _median_follow_up(results, group)),
        *(groups.in_columns(results, label, shown, number) for label, number in risks),
        *(
            groups.line(label, shown, lambda group: person_time(of(Quantity.RATE)(group)))
            for label in [f"{words_of(study.relapse.plural_in_text)} / person-years"]
        ),
        groups.in_columns(results, f"Rate per person-year ({level})", shown, of(Quantity.RATE)),
    ]
    between = answers.first(ALL, Quantity.BETWEEN_GROUPS)
    notes = (
        *cells.comparison(study, between, endpoint_words(study, UNADJUSTED)),
        *([RISK_NOTE.format(event)] if risks else []),
        *groups.notes(results, shown),
        *deaths.without_event(results),
    )
    return assemble(
        released,
        "relapse_outcomes",
        f"{outcome_label(study, RELAPSE)} during follow-up",
        (OUTCOME, *groups.headings(results, shown)),
        rows if results.of(RELAPSE) else [],
        notes=notes,
        methods_of="rows",
    )


def _affected(
    results: Index, shown: tuple[str, ...], label: str, number: Callable[[str], Number | None]
) -> Line:
    """Patients with the event, of all in the header unless the cell says so."""
    return groups.line(label, shown, lambda g: cells.proportion(number(g), groups.size(results, g)))


def _at_each_month(
    results: Index, endpoint: str, quantity: Quantity, label: str
) -> list[tuple[str, Callable[[str], Number | None]]]:
    """For each month of a quantity its label, and the number of a group."""

    def of(month: float) -> Callable[[str], Number | None]:
        answers = results.answers(endpoint, endpoint, month)
        return lambda group: answers.first(group, quantity)

    months = results.months(endpoint, endpoint, quantity)
    return [(label.format(month_text(m, _mark(results))), of(m)) for m in months]


def _mark(results: Index) -> str:
    rows = results.rows
    return rows[0].style.numbers.decimal_mark if rows else "."


def _median_follow_up(results: Index, group: str) -> Cell:
    """That of the group; of all patients, where follow-up is known and not itself estimated."""
    if group != ALL:
        return cells.value(results.answers(TIME, TIME).first(group, Quantity.MEDIAN_FOLLOW_UP))
    rows = [r for r in results.of(TIME) if r.quantity is Quantity.MEDIAN_FOLLOW_UP]
    if any(row.method_key != MethodKey.MEDIAN for row in rows):
        return cells.EMPTY
    return cells.bare(
        cells.value(results.answers("baseline", "follow_up_months").first(group, Quantity.MEDIAN))
    )


def person_time(rate: Number | None) -> Cell:
    """Events and the years in which they occurred: `10 / 85.2`."""
    if rate is None or rate.events is None or math.isnan(rate.person_years):
        return cells.EMPTY
    text = f"{rate.events} / {positive(rate.person_years, 1, style=rate.style)}"
    return Cell(text, sources=(rate.place,))


@takes_results
def time_to_relapse(released: Released) -> Table:
    """Kaplan-Meier results: free of relapse, median, restricted mean, at risk: a column a group."""
    results, event = index(released), event_label(released.study)
    shown = groups.groups_of(results, TIME)
    test = results.answers(TIME, TIME).first(ALL, Quantity.LOG_RANK)
    compared = cells.comparison(released.study, test, endpoint_words(released.study, UNADJUSTED))
    return assemble(
        released,
        TIME,
        f"Time to first {event}",
        (OUTCOME, *groups.headings(results, shown)),
        list(_time_rows(results, event, shown)) if results.of(TIME) else [],
        notes=(*compared, *groups.notes(results, shown), *deaths.without_event(results)),
        methods_of="rows",
    )


def _time_rows(results: Index, event: str, shown: tuple[str, ...]) -> Iterator[Line]:
    answers, level = results.answers(TIME, TIME), level_text(results.of(TIME))

    def of(quantity: Quantity) -> Callable[[str], Number | None]:
        return lambda group: answers.first(group, quantity)

    yield groups.in_columns(
        results, f"Patients with {an_event(results.study)}", shown, of(Quantity.EVENTS), cells.count
    )
    yield groups.in_columns(results, FOLLOW_UP, shown, of(Quantity.MEDIAN_FOLLOW_UP), cells.value)
    free = f"Free of {event} at {{}} months, % ({level})"
    means = f"Mean months free of {event} in the first {{}} months ({level})"
    for label, number in _at_each_month(results, TIME, Quantity.SURVIVAL, free):
        yield groups.in_columns(results, label, shown, number)
    median = f"Median time to {event}, months ({level})"
    yield groups.in_columns(results, median, shown, of(Quantity.MEDIAN))
    for label, number in _at_each_month(results, TIME, Quantity.RESTRICTED_MEAN, means):
        yield groups.in_columns(results, label, shown, number)
    at_risk = _at_each_month(results, TIME, Quantity.AT_RISK, "{} months")
    if at_risk:
        yield cells.section("Patients at risk at", 1 + len(shown))
    for label, number in at_risk:
        yield groups.in_columns(results, label, shown, number, cells.count)
