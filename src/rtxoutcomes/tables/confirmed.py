"""Confirmed worsening and improvement: patients, relation to relapses, risk and rate."""

from collections.abc import Callable, Iterator, Sequence

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
NEDA = (
    "NEDA, no evidence of disease activity: NEDA-2, neither a relapse nor a confirmed worsening; "
    "NEDA-3, nor a new lesion on a scan. N: patients whose status is known."
)
RATES = {Quantity.RATE: "First events", Quantity.RATE_OF_ALL_EVENTS: "All events"}
Line = tuple[Cell, ...]
Find = Callable[[str], Number | None]


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
    neda = any(block.neda_months for block in study.confirmed)
    return assemble(
        released,
        "confirmed_change",
        "Confirmed change of scores",
        ("Outcome", *groups.headings(results, shown)),
        rows,
        notes=(
            *(NOTES if worsening else ()),
            *((NEDA,) if neda else ()),
            *groups.notes(results, shown),
        ),
        methods_of="rows",
    )


def _lines(results: Index, endpoint: str, shown: tuple[str, ...]) -> Iterator[Line]:
    own = [r for r in results.of(CONFIRMED) if r.endpoint == endpoint and r.role == "reported"]
    level = level_text(own)
    had = _find(own, Quantity.PROPORTION)
    yield groups.line(
        *("With an event, n (%)", shown),
        lambda group: cells.proportion(had(group), groups.size(results, group)),
    )
    for named, label in CLASSES.items():
        by_class = _find(own, Quantity.PATIENTS_BY_ASSOCIATION, named)
        if any((r.events or 0) > 0 for r in map(by_class, shown) if r is not None):
            yield groups.in_columns(results, label, shown, by_class, cells.count)
    yield _share(
        "Confirmed 168 days or more after onset", _find(own, Quantity.CONFIRMED_LATE), shown
    )
    opened = _find(own, Quantity.UNCONFIRMED)
    if any(map(opened, shown)):
        label = "Worse at the last visit, not confirmed, n"
        yield groups.in_columns(results, label, shown, opened, cells.count)
    yield from _risks(results, own, shown)
    for quantity, events in RATES.items():
        label = f"{events} per 100 person-years ({level})"
        yield groups.line(label, shown, _per_hundred(_find(own, quantity)))
    yield from _neda(results, own, shown)


def _find(
    own: Sequence[Number], quantity: Quantity, level: str = "", month: float | None = None
) -> Find:
    """Group -> its number of a quantity, at a level and a month where these are given."""
    found = [r for r in own if (r.quantity, r.level) == (quantity, level)]
    return {r.group: r for r in found if month is None or r.month == month}.get


def _share(label: str, number: Find, shown: tuple[str, ...]) -> Line:
    return groups.line(f"{label}, n/N (%)", shown, lambda group: cells.proportion(number(group)))


def _risks(results: Index, own: list[Number], shown: tuple[str, ...]) -> Iterator[Line]:
    for month in sorted({r.month for r in own if r.quantity is Quantity.RISK}):
        label = f"Risk at {_month(own, month)} months, % ({level_text(own)})"
        at = _find(own, Quantity.RISK, month=month)
        yield groups.in_columns(results, label, shown, at)


def _neda(results: Index, own: list[Number], shown: tuple[str, ...]) -> Iterator[Line]:
    """NEDA among the patients of whom it is known, and how many are not known."""
    known = [r for r in own if r.quantity is Quantity.NO_ACTIVITY and r.note != "not_collected"]
    for at in dict.fromkeys((row.level, row.month) for row in known):
        label = f"{at[0]} up to month {_month(own, at[1])}"
        yield _share(label, _find(own, Quantity.NO_ACTIVITY, *at), shown)
        unknown = _find(own, Quantity.ACTIVITY_UNKNOWN, *at)
        yield groups.in_columns(results, f"{label}: not known, n", shown, unknown, cells.count)


def _month(own: Sequence[Number], month: float) -> str:
    return month_text(month, own[0].style.numbers.decimal_mark)


def _per_hundred(rate: Find) -> Callable[[str], Cell]:
    def cell(group: str) -> Cell:
        number = rate(group)
        return cells.EMPTY if number is None else per_hundred_years(number)

    return cell
