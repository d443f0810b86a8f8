"""The tables of the manuscript, in their order and with their numbers."""

from collections.abc import Iterable
from dataclasses import replace

from rtxoutcomes.disclose import Released, takes_results
from rtxoutcomes.presentation.order import ordered_endpoints
from rtxoutcomes.presentation.rows import index
from rtxoutcomes.tables.by_endpoint import BY_ENDPOINT
from rtxoutcomes.tables.further import analyses, further
from rtxoutcomes.tables.model import Table

# The table of confirmed changes, which has a place in the manuscript if one of them is an outcome.
LETTER, CHANGES = "S", "confirmed_change"


@takes_results
def all_tables(released: Released) -> tuple[Table, ...]:
    """Every table that the results can fill: 1, 2, ... and those of the supplement, S1, S2, ...

    One without a single row is omitted, and takes no number; so is every table of an endpoint of
    which nothing was collected. The study file may name those of the manuscript, in their order.
    """
    results, chosen = index(released), released.study.report.tables
    keys = [endpoint.key for endpoint in ordered_endpoints(released.study)]
    endpoints = [BY_ENDPOINT[key] for key in keys if results.collected(key)]
    main = [make(released) for tables in endpoints for make in tables.main]
    further_ones = [make(released) for tables in endpoints for make in tables.supplement]
    made = {table.key: table for table in (*main, *further_ones)}
    if released.study.changes_in_text and CHANGES in made:
        main, further_ones = [*main, made[CHANGES]], [t for t in further_ones if t.key != CHANGES]
    if chosen is not None:
        main = [made[key] for key in chosen if key in made]
        further_ones = [table for key, table in made.items() if key not in chosen]
    others = (further(released, analysis, made) for analysis in analyses(released))
    return (*_numbered(main), *_numbered((*further_ones, *others), LETTER))


def is_supplementary(table: Table) -> bool:
    return table.number.startswith(LETTER)


def _numbered(tables: Iterable[Table], letter: str = "") -> tuple[Table, ...]:
    filled = [table for table in tables if table.rows]
    return tuple(replace(t, number=f"{letter}{k}") for k, t in enumerate(filled, start=1))
