"""Who the patients were: the flow through the analyses, Table 1, and what is missing."""

import math

from rtxoutcomes.disclose import Released
from rtxoutcomes.results import ALL
from rtxoutcomes.rounding import count_percent, fixed, interval
from rtxoutcomes.tables.cells import (
    EMPTY,
    NOTHING,
    Cell,
    assemble,
    count,
    nothing,
    section,
    value,
)
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.select import Number, Numbers, numbers
from rtxoutcomes.tables.words import group_label, outcome_label, plain, step_label

DIGITS = 1
LEVEL = "level:"
DIFFERENCE = "smd"
DIFFERENCE_HEAD = "Largest standardised difference"
NOTE = (
    "n: patients with a value; percentages are of these. SD: standard deviation. Quartiles: 25th "
    "and 75th percentile. There are no tests between the diagnoses: the groups were not made at "
    "random."
)
DIFFERENCE_NOTE = (
    "Largest standardised difference: of all pairs of diagnoses, without sign; each pair stands "
    "in the appendix."
)
BLANK = Cell("")


def baseline_characteristics(released: Released) -> Table:
    """Table 1: characteristics at the first infusion, by diagnosis and for all.

    Each variable has its own row of patients with a value. There are no tests between the
    diagnoses: a P value would answer no question. How far they lie apart is told by the largest
    standardised difference.
    """
    found = numbers(released, "baseline")
    groups = (*found.groups, ALL)
    compared = any(row.term == DIFFERENCE for row in found.rows)
    header = (
        "Characteristic",
        *(_heading(released, found, group) for group in groups),
        *([DIFFERENCE_HEAD] if compared else []),
    )
    rows: list[tuple[Cell, ...]] = []
    for endpoint in found.endpoints:
        lines = _variable(found, endpoint, groups)
        if compared:
            lines = _with_difference(found, endpoint, lines)
        rows += [section(outcome_label(released, endpoint), len(header)), *lines]
    notes = (NOTE, *([DIFFERENCE_NOTE] if compared else [])) if rows else ()
    title = "Baseline characteristics by diagnosis"
    return assemble(released, "baseline_characteristics", title, header, rows, notes=notes)


def flow(released: Released) -> Table:
    """Patients and records at each step, and those left out where they were left out."""
    found = numbers(released, "flow")
    groups = (*found.groups, ALL)
    header = ("Step", *(group_label(released, group) for group in groups))
    rows = [
        (
            Cell(step_label(released, term)),
            *(count(found.first(endpoint, group, term)) for group in groups),
        )
        for endpoint in found.endpoints
        for term in found.terms(endpoint)
    ]
    return assemble(released, "flow", "Flow of patients and records", header, rows)


def _heading(released: Released, found: Numbers, group: str) -> str:
    sizes = [row.n + row.dropped for row in found.rows if row.group == group]
    return f"{group_label(released, group)} (n = {max(sizes, default=0)})"


def _variable(found: Numbers, endpoint: str, groups: tuple[str, ...]) -> list[tuple[Cell, ...]]:
    terms = found.terms(endpoint)
    rows = [(Cell("n"), *(_known(found, endpoint, group) for group in groups))]
    rows += [
        (
            Cell(f"{plain(term.removeprefix(LEVEL))}, n (%)"),
            *(_level(found.first(endpoint, group, term)) for group in groups),
        )
        for term in terms
        if term.startswith(LEVEL)
    ]
    if "mean" in terms:
        rows.append((Cell("Mean (SD)"), *(_mean(found, endpoint, group) for group in groups)))
    if "median" in terms:
        medians = (_median(found, endpoint, group) for group in groups)
        rows.append((Cell("Median (quartiles)"), *medians))
    return rows


def _with_difference(
    found: Numbers, endpoint: str, lines: list[tuple[Cell, ...]]
) -> list[tuple[Cell, ...]]:
    """The largest difference in a last column, on the first line of its variable."""
    told = found.first(endpoint, ALL, DIFFERENCE)
    cell = value(told, 2) if told is not None else BLANK
    return [(*line, BLANK if place else cell) for place, line in enumerate(lines)]


def _known(found: Numbers, endpoint: str, group: str) -> Cell:
    told = found.any_of(endpoint, group)
    return EMPTY if told is None else Cell(str(told.n), sources=(told.place,))


def missing_data(released: Released) -> Table:
    """Patients without a value, of all enrolled, for each variable of Table 1 and each score."""
    found = numbers(released, "baseline")
    groups = (*found.groups, ALL)
    header = ("Variable", *(group_label(released, group) for group in groups))
    rows = [
        (
            Cell(outcome_label(released, endpoint)),
            *(_missing(found.any_of(endpoint, group)) for group in groups),
        )
        for endpoint in found.endpoints
    ]
    flowed = numbers(released, "flow")
    lines = [
        term for term in flowed.terms("flow") if term.endswith(("_no_baseline", "_no_follow_up"))
    ]
    if lines:
        rows.append(section("Left out of the change of a score", len(header)))
    for term in lines:
        cells = (_left_out(flowed.first("flow", group, term)) for group in groups)
        rows.append((Cell(step_label(released, term)), *cells))
    notes = ("Cells are patients without the value, n (%) of those enrolled.",) if rows else ()
    return assemble(released, "missing_data", "Missing data", header, rows, notes=notes)


def _missing(number: Number | None) -> Cell:
    if number is None or number.n + number.dropped == 0:
        return EMPTY
    text = count_percent(number.dropped, number.n + number.dropped, number.style)
    return Cell(text, sources=(number.place,))


def _left_out(number: Number | None) -> Cell:
    if number is None:
        return EMPTY
    if number.events is None or number.n == 0:
        return nothing(number.place)
    text = count_percent(number.events, number.n, number.style)
    return Cell(text, sources=(number.place,))


def _level(number: Number | None) -> Cell:
    if number is None:
        return EMPTY
    if number.events is None or number.n == 0:
        return nothing(number.place)
    text = count_percent(number.events, number.n, number.style)
    return Cell(text, sources=(number.place,))


def _mean(found: Numbers, endpoint: str, group: str) -> Cell:
    return spread(
        found.first(endpoint, group, "mean"), found.first(endpoint, group, "sd"), digits=DIGITS
    )


def spread(mean: Number | None, deviation: Number | None, *, digits: int) -> Cell:
    """`2.69 (1.01)`: a mean with its standard deviation."""
    if mean is None:
        return EMPTY
    if math.isnan(mean.estimate):
        return nothing(mean.place, *([] if deviation is None else [deviation.place]))
    text = fixed(mean.estimate, digits, style=mean.style)
    if deviation is None:
        return Cell(text, sources=(mean.place,))
    shown = (
        NOTHING
        if math.isnan(deviation.estimate)
        else fixed(deviation.estimate, digits, style=mean.style)
    )
    return Cell(f"{text} ({shown})", sources=(mean.place, deviation.place))


def _median(found: Numbers, endpoint: str, group: str) -> Cell:
    named = [found.first(endpoint, group, term) for term in ("median", "q1", "q3")]
    shown = [number for number in named if number is not None]
    places = tuple(number.place for number in shown)
    if len(shown) < 3 or any(math.isnan(number.estimate) for number in shown):
        return nothing(*places)
    style = shown[0].style

    def write(number: float) -> str:
        return fixed(number, DIGITS, style=style)

    middle, low, high = (n.estimate for n in shown)
    text = f"{write(middle)} ({interval(low, high, write, style=style)})"
    return Cell(text, sources=places)
