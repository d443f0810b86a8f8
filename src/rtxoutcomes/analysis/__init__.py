"""The endpoints of a study, from its cohort to the results frame."""

from rtxoutcomes.analysis.pipeline import (
    adverse_events,
    analyse,
    baseline_characteristics,
    engagement_description,
    engagement_effects,
    missing_data,
    relapse_proportions,
    relapse_rates,
    score_change,
    score_over_time,
    sensitivity_grid,
    time_to_relapse,
)

__all__ = [
    "adverse_events",
    "analyse",
    "baseline_characteristics",
    "engagement_description",
    "engagement_effects",
    "missing_data",
    "relapse_proportions",
    "relapse_rates",
    "score_change",
    "score_over_time",
    "sensitivity_grid",
    "time_to_relapse",
]


def __dir__() -> list[str]:
    return list(__all__)
