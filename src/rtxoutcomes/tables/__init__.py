"""Tables of the manuscript: functions from results to a `Table` that shows and saves itself.

They take what `analyse` gives, or what `internal` makes of it; of patients' data only the latter.
"""

from rtxoutcomes.tables.adverse_events import safety
from rtxoutcomes.tables.categories import adverse_event_categories, relapse_detection
from rtxoutcomes.tables.contrasts import change_contrasts, event_contrasts
from rtxoutcomes.tables.exposure import (
    engagement,
    engagement_models,
    participation,
    permutation_checks,
)
from rtxoutcomes.tables.further import further
from rtxoutcomes.tables.manuscript import all_tables
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.patients import baseline_characteristics, flow, missing_data
from rtxoutcomes.tables.ranges import sensitivity_ranges
from rtxoutcomes.tables.relapse import relapse_outcomes, time_to_relapse
from rtxoutcomes.tables.scores import score_categories, score_change
from rtxoutcomes.tables.subgroups import subgroups
from rtxoutcomes.tables.target_trial import not_identifiable
from rtxoutcomes.tables.transitions import transition_values, transitions

__all__ = [
    "Table",
    "adverse_event_categories",
    "all_tables",
    "baseline_characteristics",
    "change_contrasts",
    "engagement",
    "engagement_models",
    "event_contrasts",
    "flow",
    "further",
    "missing_data",
    "not_identifiable",
    "participation",
    "permutation_checks",
    "relapse_detection",
    "relapse_outcomes",
    "safety",
    "score_categories",
    "score_change",
    "sensitivity_ranges",
    "subgroups",
    "time_to_relapse",
    "transition_values",
    "transitions",
]


def __dir__() -> list[str]:
    return list(__all__)
