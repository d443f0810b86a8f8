"""Confirmed worsening and improvement: patients, relation to relapses, risk and rate."""

from collections.abc import Callable, Iterator

from rtxoutcomes.disclose import Released, takes_results
from rtxoutcomes.presentation import words
from rtxoutcomes.presentation.printed import level_text, month_text
from rtxoutcomes.presentation.rows import Index, index
from rtxoutcomes.results.number import Number
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.tables import cells, groups
from rtxoutcomes.tables.adverse_events import per_hundred_years
from rtxoutcomes.tables.assemble import assemble
from rtxoutcomes.tables.cells import Cell
from rtxoutcomes.tables.model import Table

CONFIRMED = "confirmed"
CLASSES = {
    "RAW": "Associated with a relapse (RAW), n",
    "PIRA": "Independent of relapse activity (PIRA), n",
    "unclassified": "Unclassified, n",
    "undetermined": "Undetermined, n",
}
NOTES = (
    "The relation to relapses is that of the first worsening, by the recorded relapses. "
    "Unclassified: neither by the definition; undetermined: relapses were not recorded for all of "
    "the time in question.",
    "A worsening at the last visit that no later visit could confirm is not an event.",
)
Line = tuple[Cell, ...]


@takes_results
def confirmed_change(released: Released) -> Table:
    """Patients with a confirmed change, its risk and rate: a column a group."""
    results, study = index(released), released.study
    shown = groups.groups_of(results, CONFIRMED)
    rows: list[Line] = []
    for endpoint in dict.fromkeys(row.endpoint for row in results.of(CONFIRMED)):
        lines = list(_lines(results, endpoint, shown))
        rows += [cells.section(words.outcome_label(study, endpoint), len(shown) + 1), *lines]
    worsening = any(block.kind == "worsening" for block in study.confirmed)
    return assemble(
        released,
        "confirmed_change",
        "Confirmed change of scores",
        ("Outcome", *groups.headings(results, shown)),
        rows,
        notes=(*(NOTES if worsening else ()), *groups.notes(results, shown)),
        methods_of="rows",
    )


def _lines(results: Index, endpoint: str, shown: tuple[str, ...]) -> Iterator[Line]:
    own = [r for r in results.of(CONFIRMED) if r.endpoint == endpoint and r.role == "reported"]

    def of(quantity: Quantity, level: str = "") -> Callable[[str], Number | None]:
        found = {r.group: r for r in own if (r.quantity, r.level) == (quantity, level)}
        return found.get

    had = of(Quantity.PROPORTION)
    yield groups.line(
        *("With an event, n (%)", shown),
        lambda group: cells.proportion(had(group), groups.size(results, group)),
    )
    for level, label in CLASSES.items():
        by_class = of(Quantity.PATIENTS_BY_ASSOCIATION, level)
        if any((r.events or 0) > 0 for r in map(by_class, shown) if r is not None):
            yield groups.in_columns(results, label, shown, by_class, cells.count)
    opened = of(Quantity.UNCONFIRMED)
    if any(map(opened, shown)):
        label = "Worse at the last visit, not confirmed, n"
        yield groups.in_columns(results, label, shown, opened, cells.count)
    yield from _risks(results, own, shown)
    rate, level = of(Quantity.RATE), level_text(own)
    yield groups.line(
        f"First events per 100 person-years ({level})",
        shown,
        lambda group: _per_hundred(rate(group)),
    )


def _risks(results: Index, own: list[Number], shown: tuple[str, ...]) -> Iterator[Line]:
    for month in sorted({r.month for r in own if r.quantity is Quantity.RISK}):
        at = {r.group: r for r in own if (r.quantity, r.month) == (Quantity.RISK, month)}
        text = month_text(month, own[0].style.numbers.decimal_mark)
        label = f"Risk at {text} months, % ({level_text(own)})"
        yield groups.in_columns(results, label, shown, at.get)


def _per_hundred(rate: Number | None) -> Cell:
    return cells.EMPTY if rate is None else per_hundred_years(rate)
