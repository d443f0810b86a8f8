"""Confirmed worsening and improvement: patients, risk, rate, and relation to relapses."""

from rtxoutcomes.disclose import Released, takes_results
from rtxoutcomes.presentation import words
from rtxoutcomes.presentation.printed import level_text, month_text
from rtxoutcomes.presentation.rows import Index, index
from rtxoutcomes.results.quantity import Quantity
from rtxoutcomes.tables import cells
from rtxoutcomes.tables.adverse_events import per_hundred_years
from rtxoutcomes.tables.cells import Cell
from rtxoutcomes.tables.model import Table

CONFIRMED = "confirmed"
ASSOCIATIONS = ("RAW", "PIRA", "unclassified", "undetermined")
NOTES = (
    "RAW: worsening associated with a relapse; PIRA: progression independent of relapse activity, "
    "as far as the recorded relapses show; others are unclassified, or undetermined where relapses "
    "were not recorded for all of the time in question.",
    "A worsening at the last visit that no later visit could confirm is not an event.",
)


@takes_results
def confirmed_change(released: Released) -> Table:
    """Patients with a confirmed change, its risk and rate, and the first worsening by class."""
    results, study = index(released), released.study
    rows_of = results.of(CONFIRMED)
    level, mark = level_text(rows_of), released.style.numbers.decimal_mark
    months = sorted({r.month for r in rows_of if r.quantity is Quantity.RISK})
    classes = [a for a in ASSOCIATIONS if any(r.level == a and r.events for r in rows_of)]
    header = (
        *(words.group_heading(study), "n (missing)", "With an event, n (%)"),
        *(f"{name}, n" for name in classes),
        "Not confirmed at the last visit, n",
        *(f"Risk at {month_text(month, mark)} months, % ({level})" for month in months),
        f"Events per 100 person-years ({level})",
    )
    rows: list[tuple[Cell, ...]] = []
    for endpoint in dict.fromkeys(row.endpoint for row in rows_of):
        rows.append(cells.section(words.outcome_label(study, endpoint), len(header)))
        groups = dict.fromkeys(row.group for row in rows_of if row.endpoint == endpoint)
        rows += [_row(results, endpoint, group, classes, months) for group in groups]
    return cells.assemble(
        released, "confirmed_change", "Confirmed change of scores", header, rows, notes=NOTES
    )


def _row(
    results: Index, endpoint: str, group: str, classes: list[str], months: list[float]
) -> tuple[Cell, ...]:
    own = [r for r in results.of(CONFIRMED) if (r.endpoint, r.group) == (endpoint, group)]
    reported = [r for r in own if r.role == "reported"]
    had = next((r for r in reported if r.quantity is Quantity.PROPORTION), None)
    rate = next((r for r in reported if r.quantity is Quantity.RATE), None)
    opened = next((r for r in reported if r.quantity is Quantity.UNCONFIRMED), None)
    by_class = {r.level: r for r in reported if r.quantity is Quantity.PATIENTS_BY_ASSOCIATION}
    risks = {r.month: r for r in reported if r.quantity is Quantity.RISK}
    return cells.row(
        words.pooled_label(results.study, group),
        cells.EMPTY if had is None else cells.patients(had),
        cells.proportion(had),
        *(cells.count(by_class.get(name)) for name in classes),
        cells.count(opened),
        *(cells.with_interval(risks.get(month)) for month in months),
        cells.EMPTY if rate is None else per_hundred_years(rate),
    )
