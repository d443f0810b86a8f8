"""Which tables report an endpoint: one mapping from the registry's keys to their functions."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from rtxoutcomes.disclose import Released
from rtxoutcomes.tables.adverse_events import safety
from rtxoutcomes.tables.categories import adverse_event_categories, relapse_detection
from rtxoutcomes.tables.confirmed import confirmed_change
from rtxoutcomes.tables.contrasts import change_contrasts, event_contrasts
from rtxoutcomes.tables.exposure import (
    engagement,
    engagement_models,
    participation,
    permutation_checks,
)
from rtxoutcomes.tables.model import Table
from rtxoutcomes.tables.patients import baseline_characteristics, flow, missing_data
from rtxoutcomes.tables.ranges import sensitivity_ranges
from rtxoutcomes.tables.relapse import relapse_outcomes, time_to_relapse
from rtxoutcomes.tables.scores import score_categories, score_change
from rtxoutcomes.tables.subgroups import subgroups
from rtxoutcomes.tables.target_trial import not_identifiable
from rtxoutcomes.tables.transitions import transition_values, transitions

# What the keys of the tables of further numbers begin with.
FURTHER = "further_"
Maker = Callable[[Released], Table]


class Tables(NamedTuple):
    """The tables of an endpoint in the manuscript, and those in its supplement.

    Rows that none of them shows are in the `further` table of the endpoint.
    """

    main: tuple[Maker, ...] = ()
    supplement: tuple[Maker, ...] = ()


BY_ENDPOINT: Mapping[str, Tables] = {
    "flow": Tables(supplement=(not_identifiable, flow)),
    "baseline": Tables((baseline_characteristics,), (missing_data,)),
    "relapse": Tables((relapse_outcomes,), (relapse_detection,)),
    "time_to_relapse": Tables(supplement=(time_to_relapse,)),
    "before_after": Tables(),
    "recurrent": Tables(),
    "change": Tables((score_change,), (score_categories,)),
    "transition": Tables(supplement=(transitions, transition_values)),
    "confirmed": Tables(supplement=(confirmed_change,)),
    "trajectory": Tables(),
    "contrast": Tables(supplement=(event_contrasts, change_contrasts)),
    "subgroup": Tables(supplement=(subgroups,)),
    "follow_up": Tables(),
    "competing": Tables(),
    "participation": Tables(supplement=(participation,)),
    "engagement": Tables((engagement,), (engagement_models, permutation_checks)),
    "safety": Tables((safety,), (adverse_event_categories,)),
    "missing": Tables(),
    "sensitivity": Tables(supplement=(sensitivity_ranges,)),
}


def supplementary_tables(endpoint: str) -> tuple[str, ...]:
    """The keys of the tables of an endpoint in the supplement."""
    own = BY_ENDPOINT[endpoint].supplement
    return (*(make.__name__ for make in own), f"{FURTHER}{endpoint}")
