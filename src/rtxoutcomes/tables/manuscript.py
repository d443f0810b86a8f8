"""The tables of the manuscript, in their order and with their numbers."""

from collections.abc import Iterable
from dataclasses import replace

from rtxoutcomes.disclose import Released
from rtxoutcomes.tables.attacks import relapse_outcomes, time_to_relapse
from rtxoutcomes.tables.exposure import (
    engagement,
    engagement_models,
    negative_controls,
    participation,
)
from rtxoutcomes.tables.further import analyses, further
from rtxoutcomes.tables.harms import safety
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.patients import baseline_characteristics, flow, missing_data
from rtxoutcomes.tables.scores import score_categories, score_change
from rtxoutcomes.tables.transitions import transition_values, transitions

MAIN = (
    baseline_characteristics,
    relapse_outcomes,
    score_change,
    time_to_relapse,
    engagement,
    safety,
)
APPENDIX = (
    flow,
    missing_data,
    score_categories,
    transitions,
    transition_values,
    participation,
    engagement_models,
    negative_controls,
)
LETTER = "A"


def all_tables(released: Released) -> tuple[Table, ...]:
    """Every table that the results can fill: 1, 2, ... and then the appendix, A1, A2, ...

    One without a single row is left out, and takes no number.
    """
    main, appendix = ([make(released) for make in order] for order in (MAIN, APPENDIX))
    made = {table.key: table for table in (*main, *appendix)}
    others = (further(released, analysis, made) for analysis in analyses(released))
    return (*_numbered(main), *_numbered((*appendix, *others), LETTER))


def is_appendix(table: Table) -> bool:
    return table.number.startswith(LETTER)


def _numbered(tables: Iterable[Table], letter: str = "") -> tuple[Table, ...]:
    filled = [table for table in tables if table.rows]
    return tuple(replace(t, number=f"{letter}{k}") for k, t in enumerate(filled, start=1))
