"""The endpoints of a study, from its cohort to the results frame."""

from rtxoutcomes.analysis.confirmed.events import confirmed_events
from rtxoutcomes.analysis.counted import count
from rtxoutcomes.analysis.descriptions import (
    adverse_events,
    baseline_characteristics,
    engagement_description,
    engagement_effects,
)
from rtxoutcomes.analysis.examinations import missing_data, sensitivity_grid, subgroups
from rtxoutcomes.analysis.from_counts import analyse_counts
from rtxoutcomes.analysis.outcomes import (
    relapse_proportions,
    relapse_rates,
    score_change,
    score_over_time,
    time_to_relapse,
)
from rtxoutcomes.analysis.pipeline import analyse

__all__ = [
    "adverse_events",
    "analyse",
    "analyse_counts",
    "baseline_characteristics",
    "confirmed_events",
    "count",
    "engagement_description",
    "engagement_effects",
    "missing_data",
    "relapse_proportions",
    "relapse_rates",
    "score_change",
    "score_over_time",
    "sensitivity_grid",
    "subgroups",
    "time_to_relapse",
]


def __dir__() -> list[str]:
    return list(__all__)
