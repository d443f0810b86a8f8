"""Engagement in the study's channels and what followed it."""

from rtxoutcomes.disclose import Released
from rtxoutcomes.results import ALL
from rtxoutcomes.tables.cells import (
    EMPTY,
    Cell,
    assemble,
    count,
    level_text,
    p_cell,
    patients,
    row,
    section,
    with_interval,
)
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.select import Number, Numbers, numbers
from rtxoutcomes.tables.words import exposure_label, outcome_label, plain

STEM = "engagement_"


def engagement(released: Released) -> Table:
    """Association of early engagement with each outcome; a remark says what it cannot tell."""
    found = numbers(released, "engagement")
    level = level_text(found.rows)
    header = ("Exposure", "n (left out)", "Events", f"Effect ({level})", "P", "Remark")
    rows: list[tuple[Cell, ...]] = []
    methods: list[str] = []
    for endpoint in found.endpoints:
        reported = [n for n in _overall(found, endpoint) if n.role == "reported"]
        units = dict.fromkeys(number.unit for number in reported if number.unit)
        of_what = f": {', '.join(units)}" if units else ""
        label = outcome_label(released, endpoint.removeprefix(STEM))
        rows.append(section(f"{label}{of_what}", len(header)))
        rows.extend(_effect_row(released, number) for number in reported)
        methods.append(f"{label}: {'; '.join(dict.fromkeys(n.method for n in reported))}.")
    notes = (
        *methods,
        "Exposure is what was counted before the landmark; patients with an event or without "
        "further follow-up by then are left out. The exposure was not assigned: an association, "
        "not an effect of the channel.",
    )
    title = "Early engagement and later outcomes"
    return assemble(released, "engagement", title, header, rows, notes=notes if rows else ())


def _overall(found: Numbers, endpoint: str) -> tuple[Number, ...]:
    return tuple(n for n in found.rows if n.endpoint == endpoint and n.group == ALL)


def _effect_row(released: Released, number: Number) -> tuple[Cell, ...]:
    return row(
        exposure_label(released, number.term),
        patients(number),
        count(number) if number.events is not None else EMPTY,
        with_interval(number, 2)._replace(method=""),
        p_cell(number)._replace(method=""),
        Cell(plain(number.note)) if number.note else EMPTY,
    )
