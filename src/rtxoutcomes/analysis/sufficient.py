"""The rows for which counts suffice: the same functions of a cohort and of its count tables."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from rtxoutcomes.analysis.change.scores import change_contrast_rows, pair_rows
from rtxoutcomes.analysis.change.transitions import transition_rows
from rtxoutcomes.analysis.counted import Source, people, relapse_history
from rtxoutcomes.analysis.relapse.contrasts import proportion_contrast_rows, rate_contrast_rows
from rtxoutcomes.analysis.relapse.occurrence import proportion_rows, rate_rows
from rtxoutcomes.analysis.relapse.time import time_rows
from rtxoutcomes.analysis.relapse.time_contrasts import contrast_rows
from rtxoutcomes.results.row import Row
from rtxoutcomes.study import Study

TIME = "time_to_relapse"
Rows = Sequence[Row]


def occurrence_rows(source: Source, study: Study) -> Rows:
    """Relapse by group: proportion, risk and rate."""
    return [*proportion_rows(source, study), *rate_rows(source, study)]


def time_rows_of(source: Source, study: Study) -> Rows:
    """The time to the first relapse by group."""
    return time_rows(TIME, relapse_history(source, study), people(source), study)


def time_contrast_rows(source: Source, study: Study) -> Rows:
    """The time to the first relapse between groups."""
    return contrast_rows(TIME, relapse_history(source, study), study, len(people(source)))


def all_pair_rows(source: Source, study: Study) -> Rows:
    """Change of every score by group."""
    return [row for score in study.scores for row in pair_rows(source, study, score)]


def all_transition_rows(source: Source, study: Study) -> Rows:
    """Transitions between the bands of every score."""
    return [row for score in study.scores for row in transition_rows(source, study, score)]


def unadjusted_contrast_rows(source: Source, study: Study) -> Rows:
    """Every endpoint between groups, without further covariates."""
    return list(_contrasts(source, study))


def _contrasts(source: Source, study: Study) -> Iterator[Row]:
    yield from proportion_contrast_rows(source, study)
    yield from rate_contrast_rows(source, study)
    for score in study.scores:
        yield from change_contrast_rows(source, study, score)
    yield from time_contrast_rows(source, study)


# What counts suffice for, by the endpoint to which it belongs.
SUFFICIENT: Mapping[str, Callable[[Source, Study], Rows]] = MappingProxyType(
    {
        "relapse": occurrence_rows,
        "time_to_relapse": time_rows_of,
        "change": all_pair_rows,
        "transition": all_transition_rows,
        "contrast": unadjusted_contrast_rows,
    }
)
# What else belongs to these endpoints.
FURTHER = (
    *("relapse.patients_by_source", "relapse.events_by_source"),
    *("change.change_per_year", "change.below_limit", "contrast.with_covariates"),
)
