"""The appendix: every number that stands beside a reported one, or tests how firm it is."""

import math

from rtxoutcomes.disclose import Released
from rtxoutcomes.tables.cells import (
    Cell,
    assemble,
    level_text,
    p_cell,
    patients,
    percent_with_interval,
    section,
    state,
    with_interval,
)
from rtxoutcomes.tables.exposure import STEM
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.select import Number, numbers
from rtxoutcomes.tables.words import exposure_label, group_label, outcome_label, plain

ANALYSES = ("relapse", "change", "time_to_relapse", "engagement", "safety")
# Reported, but too easily misread on a scale of few steps to stand in a main table.
ALSO = ("hodges_lehmann", "sign")
PERCENT = ("proportion", "serious", "risk_", "survival_", "net_benefit", "sign")
RATE = "rate"
AT_MONTHS = {
    "risk": "Risk at",
    "survival": "Free of relapse at",
    "rmst": "Mean months free of relapse in the first",
}
TERMS = {
    "hodges_lehmann": "Hodges-Lehmann change",
    "sign": "Improved among those who changed, sign test",
    "signed_rank": "Signed-rank test",
    "log_rank": "Log-rank test",
}


def appendix(released: Released) -> Table:
    """Other intervals, other zero rules, other landmarks, Hodges-Lehmann and the sign test."""
    columns = ("Quantity", "Group", "n (left out)")
    rows: list[tuple[Cell, ...]] = []
    every: list[Number] = []
    for analysis in ANALYSES:
        found = numbers(released, analysis)
        for endpoint in found.endpoints:
            shown = [n for n in found.rows if n.endpoint == endpoint and _belongs(n)]
            every.extend(shown)
            if shown:
                rows.append(section(_heading(released, endpoint), len(columns) + 3))
                rows.extend(_appendix_row(released, analysis, number) for number in shown)
    header = (*columns, f"Estimate ({level_text(every)})", "P", "Method")
    title = "Further estimates and sensitivity analyses"
    return assemble(released, "appendix", title, header, rows)


def _heading(released: Released, endpoint: str) -> str:
    engaged = "Engagement: " if endpoint.startswith(STEM) else ""
    return f"{engaged}{outcome_label(released, endpoint.removeprefix(STEM))}"


def _quantity(term: str) -> str:
    stem, _, months = term.removesuffix("_months").rpartition("_")
    return (
        f"{AT_MONTHS[stem]} {months} months" if stem in AT_MONTHS else TERMS.get(term, plain(term))
    )


def _belongs(number: Number) -> bool:
    return number.role != "reported" or number.term in ALSO


def _appendix_row(released: Released, analysis: str, number: Number) -> tuple[Cell, ...]:
    exposure = analysis == "engagement"
    label = exposure_label(released, number.term) if exposure else _quantity(number.term)
    unit = f", {number.unit}" if number.unit else ""
    return (
        Cell(f"{label}{unit}"),
        Cell(group_label(released, number.group)),
        patients(number),
        _estimate(number)._replace(method=""),
        p_cell(number)._replace(method=""),
        Cell(number.method),
    )


def _estimate(number: Number) -> Cell:
    if math.isnan(number.estimate):
        return state(number)
    if number.term.startswith(PERCENT) and number.term != "signed_rank":
        cell = percent_with_interval(number)
        return cell._replace(text=f"{cell.text} %")
    return with_interval(number, 3 if number.term == RATE else 2)
