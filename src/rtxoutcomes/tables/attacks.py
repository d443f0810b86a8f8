"""Relapse: how many, how often, how soon."""

import math

from rtxoutcomes.disclose import Released
from rtxoutcomes.results import ALL
from rtxoutcomes.rounding import fixed
from rtxoutcomes.tables.cells import (
    EMPTY,
    Cell,
    assemble,
    comparison,
    count,
    level_text,
    patients,
    percent_interval,
    percent_with_interval,
    row,
    share,
    value,
    with_interval,
)
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.select import Number, Numbers, numbers
from rtxoutcomes.tables.words import group_label, outcome_label

RELAPSE = "relapse"
TIME = "time_to_relapse"


def relapse_outcomes(released: Released) -> Table:
    """Proportion, risk and rate of relapse by diagnosis, each with its interval."""
    found = numbers(released, "relapse")
    level, months = level_text(found.rows), found.months(RELAPSE, "risk")
    header = (
        *("Diagnosis", "n", "Relapsed, n/N (%)", f"Relapsed, {level}, %"),
        *(f"Risk at {month} months, % ({level})" for month in months),
        *("Attacks / person-years", f"Attacks per person-year ({level})"),
    )
    rows = [_relapse_row(released, found, group, months) for group in found.with_overall()]
    notes = (
        *comparison(found.first(RELAPSE, ALL, "between_groups"), "Between diagnoses, unadjusted"),
        "Risk: one minus the probability of being free of relapse, which allows for unequal "
        "follow-up; the proportion does not.",
    )
    title = f"{outcome_label(released, RELAPSE)} during follow-up"
    return assemble(released, "relapse_outcomes", title, header, rows, notes=notes if rows else ())


def _relapse_row(
    released: Released, found: Numbers, group: str, months: tuple[str, ...]
) -> tuple[Cell, ...]:
    proportion, rate = (found.first(RELAPSE, group, term) for term in ("proportion", "rate"))
    risks = [found.first(RELAPSE, group, f"risk_{month}_months") for month in months]
    return row(
        group_label(released, group),
        patients(proportion),
        share(proportion),
        percent_interval(proportion),
        *map(percent_with_interval, risks),
        person_time(rate),
        with_interval(rate, 2),
    )


def person_time(rate: Number | None) -> Cell:
    """Events and the years in which they occurred: `10 / 85.2`."""
    if rate is None or rate.events is None or math.isnan(rate.person_years):
        return EMPTY
    text = f"{rate.events} / {fixed(rate.person_years, 1, style=rate.style)}"
    return Cell(text, sources=(rate.place,))


def time_to_relapse(released: Released) -> Table:
    """Kaplan-Meier results by diagnosis: free of relapse, median, restricted mean, at risk."""
    found = numbers(released, "time_to_relapse")
    level = level_text(found.rows)
    free, means = found.months(TIME, "survival"), found.months(TIME, "rmst")
    header = (
        *("Diagnosis", "n", "Relapsed", "Median follow-up, months"),
        *(f"Free of relapse at {month} months, % ({level})" for month in free),
        f"Median time to relapse, months ({level})",
        *(f"Mean months free of relapse in the first {month} ({level})" for month in means),
        *_at_risk_heading(found),
    )
    rows = [_time_row(released, found, group) for group in found.with_overall()]
    tests = found.all_of(TIME, ALL, "log_rank")
    notes = [note for test in tests for note in comparison(test, "Between diagnoses, unadjusted")]
    title = f"Time to first {released.about.get(RELAPSE, RELAPSE).lower()}"
    return assemble(released, TIME, title, header, rows, notes=notes)


def _at_risk_heading(found: Numbers) -> tuple[str, ...]:
    months = found.months(TIME, "at_risk")
    return (f"At risk at {', '.join(months)} months",) if months else ()


def _time_row(released: Released, found: Numbers, group: str) -> tuple[Cell, ...]:
    def of(term: str) -> Number | None:
        return found.first(TIME, group, term)

    free, means = found.months(TIME, "survival"), found.months(TIME, "rmst")
    at_risk = [count(of(f"at_risk_{m}_months")) for m in found.months(TIME, "at_risk")]
    events = of("events")
    analysed = patients(events or found.any_of(TIME, group))
    return row(
        group_label(released, group),
        analysed,
        count(events),
        value(of("follow_up_median"), 1),
        *(percent_with_interval(of(f"survival_{month}_months")) for month in free),
        with_interval(of("median"), 1),
        *(with_interval(of(f"rmst_{month}_months"), 1) for month in means),
        *([_listed(at_risk)] if at_risk else []),
    )


def _listed(cells: list[Cell]) -> Cell:
    text = ", ".join(cell.text for cell in cells)
    return Cell(text, sources=tuple(place for cell in cells for place in cell.sources))
