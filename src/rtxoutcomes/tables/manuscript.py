"""The tables of the manuscript, in their order."""

from rtxoutcomes.disclose import Released
from rtxoutcomes.tables.attacks import relapse_outcomes, time_to_relapse
from rtxoutcomes.tables.exposure import engagement
from rtxoutcomes.tables.further import appendix
from rtxoutcomes.tables.harms import safety
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.patients import baseline_characteristics, flow
from rtxoutcomes.tables.scores import score_categories, score_change

ORDER = (
    baseline_characteristics,
    relapse_outcomes,
    score_change,
    score_categories,
    time_to_relapse,
    engagement,
    safety,
    flow,
    appendix,
)


def all_tables(released: Released) -> tuple[Table, ...]:
    """Every table that the results can fill; one without a single row is left out."""
    made = [make(released) for make in ORDER]
    return tuple(table for table in made if table.rows)
