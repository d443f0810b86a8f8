"""Relapse: how many, how often, how soon."""

import math

from rtxoutcomes.disclose import Released, takes_results
from rtxoutcomes.presentation.printed import level_text, month_text
from rtxoutcomes.presentation.rows import Index, index
from rtxoutcomes.presentation.words import (
    endpoint_words,
    event_label,
    group_heading,
    group_label,
    outcome_label,
    pooled_label,
    words_of,
)
from rtxoutcomes.results.method import MethodKey
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.results.row import ALL
from rtxoutcomes.rounding import positive
from rtxoutcomes.tables import cells, deaths
from rtxoutcomes.tables.cells import Cell
from rtxoutcomes.tables.model import Table

# Each is the only endpoint of the analysis of its name.
RELAPSE = "relapse"
TIME = "time_to_relapse"
FOLLOW_UP = "Median follow-up, months"
RISK_NOTE = (
    "Risk: one minus the probability of being free of {}, which allows for unequal follow-up; the "
    "proportion does not."
)
UNADJUSTED = "Between {groups}, unadjusted"


@takes_results
def relapse_outcomes(released: Released) -> Table:
    """Proportion, risk and rate of relapse by diagnosis, each with its interval."""
    results, study = index(released), released.study
    event, level = event_label(study), level_text(results.of(RELAPSE))
    at_least_one = f"At least one {event}, {level}, %"
    header = (
        *(group_heading(study), "n", f"At least one {event}, n/N (%)", at_least_one),
        FOLLOW_UP,
        *(f"Risk at {m} months, % ({level})" for m in _months(released, RELAPSE, Quantity.RISK)),
        *(
            f"{words_of(study.relapse.plural_in_text)} / person-years",
            f"Rate per person-year ({level})",
        ),
    )
    rows = [_relapse_row(results, group) for group in results.groups_with_rows(RELAPSE)]
    header, rows = cells.without_empty(header, rows, (at_least_one, FOLLOW_UP))
    between = results.answers(RELAPSE, RELAPSE).first(ALL, Quantity.BETWEEN_GROUPS)
    notes = (
        *cells.comparison(study, between, endpoint_words(study, UNADJUSTED)),
        *([RISK_NOTE.format(event)] if _months(released, RELAPSE, Quantity.RISK) else []),
        *deaths.without_event(results),
    )
    title = f"{outcome_label(study, RELAPSE)} during follow-up"
    return cells.assemble(released, "relapse_outcomes", title, header, rows, notes=notes)


def _months(released: Released, endpoint: str, quantity: Quantity) -> tuple[str, ...]:
    mark = released.style.numbers.decimal_mark
    months = index(released).months(endpoint, endpoint, quantity)
    return tuple(month_text(month, mark) for month in months)


def _at_months(
    results: Index, endpoint: str, group: str, quantity: Quantity
) -> list[Number | None]:
    """The rows of a group under the headings of `_months`."""
    return [
        results.answers(endpoint, endpoint, month).first(group, quantity)
        for month in results.months(endpoint, endpoint, quantity)
    ]


def _relapse_row(results: Index, group: str) -> tuple[Cell, ...]:
    answers = results.answers(RELAPSE, RELAPSE)
    rate = answers.first(group, Quantity.RATE)
    return cells.row(
        pooled_label(results.study, group),
        *cells.affected(answers.first(group, Quantity.PROPORTION)),
        _median_follow_up(results, group),
        *map(cells.with_interval, _at_months(results, RELAPSE, group, Quantity.RISK)),
        person_time(rate),
        cells.with_interval(rate),
    )


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
    """Kaplan-Meier results by diagnosis: free of relapse, median, restricted mean, at risk."""
    results, event = index(released), event_label(released.study)
    level = level_text(results.of(TIME))
    free, means, at_risk = (
        _months(released, TIME, quantity)
        for quantity in (Quantity.SURVIVAL, Quantity.RESTRICTED_MEAN, Quantity.AT_RISK)
    )
    header = (
        *(group_heading(released.study), "n", f"At least one {event}", FOLLOW_UP),
        *(f"Free of {event} at {month} months, % ({level})" for month in free),
        f"Median time to {event}, months ({level})",
        *(f"Mean months free of {event} in the first {month} ({level})" for month in means),
        *([f"At risk at {', '.join(at_risk)} months"] if at_risk else []),
    )
    rows = [_time_row(results, group) for group in results.groups_with_rows(TIME)]
    test = results.answers(TIME, TIME).first(ALL, Quantity.LOG_RANK)
    compared = cells.comparison(released.study, test, endpoint_words(released.study, UNADJUSTED))
    notes = (*compared, *deaths.without_event(results))
    return cells.assemble(released, TIME, f"Time to first {event}", header, rows, notes=notes)


def _time_row(results: Index, group: str) -> tuple[Cell, ...]:
    answers = results.answers(TIME, TIME)
    events = answers.first(group, Quantity.EVENTS)
    at_risk = [cells.count(n) for n in _at_months(results, TIME, group, Quantity.AT_RISK)]
    return cells.row(
        group_label(results.study, group),
        cells.patients(events or answers.any_of(group)),
        cells.count(events),
        cells.value(answers.first(group, Quantity.MEDIAN_FOLLOW_UP)),
        *map(cells.with_interval, _at_months(results, TIME, group, Quantity.SURVIVAL)),
        cells.with_interval(answers.first(group, Quantity.MEDIAN)),
        *map(cells.with_interval, _at_months(results, TIME, group, Quantity.RESTRICTED_MEAN)),
        *([_listed(at_risk)] if at_risk else []),
    )


def _listed(cells: list[Cell]) -> Cell:
    text = ", ".join(cell.text for cell in cells)
    return Cell(text, sources=tuple(place for cell in cells for place in cell.sources))
