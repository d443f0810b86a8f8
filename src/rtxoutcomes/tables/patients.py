"""Who the patients were: the flow through the analyses, and Table 1."""

from rtxoutcomes.disclose import Released
from rtxoutcomes.results import ALL
from rtxoutcomes.rounding import count_percent, fixed
from rtxoutcomes.tables.cells import EMPTY, Cell, assemble, count, section, value
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.select import Number, Numbers, numbers
from rtxoutcomes.tables.words import group_label, outcome_label, plain, step_label

DIGITS = 1
LEVEL = "level:"
NOTE = (
    "SD: standard deviation. Quartiles: 25th and 75th percentile. Percentages are of patients "
    "with a value."
)


def baseline_characteristics(released: Released) -> Table:
    """Table 1: characteristics at the first infusion, by diagnosis and for all.

    Each variable has its own row of missing values. There are no tests between the diagnoses:
    the groups were not made at random, and a P value would answer no question.
    """
    found = numbers(released, "baseline")
    groups = (*found.groups, ALL)
    header = ("Characteristic", *(_heading(released, found, group) for group in groups))
    rows: list[tuple[Cell, ...]] = []
    for endpoint in found.endpoints:
        rows.append(section(outcome_label(released, endpoint), len(header)))
        rows.extend(_variable(found, endpoint, groups))
    notes = (NOTE,) if rows else ()
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
    rows = [
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
    if "smd" in terms:
        rows.append((Cell("Standardised difference"), *_differences(found, endpoint, groups)))
    left_out = [_missing(found, endpoint, group) for group in groups]
    if any(left_out):
        rows.append((Cell("Missing"), *(Cell(str(number)) for number in left_out)))
    return rows


def _missing(found: Numbers, endpoint: str, group: str) -> int:
    rows = [r for r in found.rows if (r.endpoint, r.group) == (endpoint, group)]
    return max((row.dropped for row in rows), default=0)


def _differences(found: Numbers, endpoint: str, groups: tuple[str, ...]) -> list[Cell]:
    cells = [value(found.first(endpoint, group, "smd"), 2) for group in groups]
    return [cell._replace(method="") for cell in cells]


def _level(number: Number | None) -> Cell:
    if number is None or number.events is None or number.n == 0:
        return EMPTY
    return Cell(count_percent(number.events, number.n))


def _mean(found: Numbers, endpoint: str, group: str) -> Cell:
    mean, spread = (found.first(endpoint, group, term) for term in ("mean", "sd"))
    first = _statistic(mean)
    return first if first == EMPTY else Cell(f"{first.text} ({_statistic(spread).text})")


def _median(found: Numbers, endpoint: str, group: str) -> Cell:
    middle, low, high = (found.first(endpoint, group, term) for term in ("median", "q1", "q3"))
    first = _statistic(middle)
    if first == EMPTY:
        return EMPTY
    return Cell(f"{first.text} ({_statistic(low).text} to {_statistic(high).text})")


def _statistic(number: Number | None) -> Cell:
    if number is None or number.status != "ok":
        return EMPTY
    return Cell(fixed(number.estimate, DIGITS))
