"""The complete analysis: the rows of every endpoint, and the frame that they make."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

import pandas as pd

from rtxoutcomes.analysis.asked import asked
from rtxoutcomes.analysis.change.scores import change_rows, distributions
from rtxoutcomes.analysis.change.trajectory import trajectories, trajectory_rows
from rtxoutcomes.analysis.confirmed.incidence import incidence_curves
from rtxoutcomes.analysis.confirmed.rows import confirmed_rows, included
from rtxoutcomes.analysis.counted import relapse_history
from rtxoutcomes.analysis.covariates import change_difference_rows, hazard_rows
from rtxoutcomes.analysis.description.baseline import baseline_rows
from rtxoutcomes.analysis.description.flow import flow_rows
from rtxoutcomes.analysis.description.follow_up import competing_rows, follow_up_rows
from rtxoutcomes.analysis.engagement.models import all_engagement_rows
from rtxoutcomes.analysis.engagement.participation import participation, participation_rows
from rtxoutcomes.analysis.family import adjusted
from rtxoutcomes.analysis.limits import limited
from rtxoutcomes.analysis.relapse.before_after import before_after_rows
from rtxoutcomes.analysis.relapse.detection import detection_rows
from rtxoutcomes.analysis.relapse.recurrent import recurrent_rows
from rtxoutcomes.analysis.relapse.time import curves
from rtxoutcomes.analysis.robustness.assumptions import assumption_rows
from rtxoutcomes.analysis.robustness.missing import all_pairs, missing_rows
from rtxoutcomes.analysis.robustness.sensitivity import grid_rows
from rtxoutcomes.analysis.safety import safety_rows
from rtxoutcomes.analysis.subgroups import subgroup_rows
from rtxoutcomes.analysis.sufficient import (
    TIME,
    Rows,
    all_transition_rows,
    occurrence_rows,
    time_rows_of,
    unadjusted_contrast_rows,
)
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.confirmed.cohort import confirmed_of
from rtxoutcomes.derive.once import one_run
from rtxoutcomes.progress import Progress, silent
from rtxoutcomes.results.collection import CURVE_COLUMNS, Results, joined
from rtxoutcomes.results.endpoints import KEYS, endpoint_of
from rtxoutcomes.results.frame import estimates_frame
from rtxoutcomes.results.planned import planned
from rtxoutcomes.results.row import Row
from rtxoutcomes.study import Score, Study


def _relapse(cohort: Cohort, study: Study) -> Rows:
    return [*occurrence_rows(cohort, study), *detection_rows(cohort, study)]


def _change(cohort: Cohort, study: Study) -> Rows:
    return _of_scores(change_rows, cohort, study)


def _contrast(cohort: Cohort, study: Study) -> Rows:
    return [
        *unadjusted_contrast_rows(cohort, study),
        *hazard_rows(TIME, cohort, study),
        *_of_scores(change_difference_rows, cohort, study),
    ]


def missing_data_rows(cohort: Cohort, study: Study) -> Rows:
    pairs = all_pairs(cohort, study)
    return [*missing_rows(cohort, study, pairs), *assumption_rows(cohort, study, pairs)]


def _of_scores(
    rows: Callable[[Cohort, Study, Score], list[Row]], cohort: Cohort, study: Study
) -> list[Row]:
    return [row for score in study.scores for row in rows(cohort, study, score)]


def _alone(rows: Callable[[Cohort, Study], Rows]) -> Callable[[Cohort, Study, Rows], Rows]:
    """An analysis that needs no rows of those before it."""
    return lambda cohort, study, _: rows(cohort, study)


# The rows of each endpoint of the registry, from the cohort, the study and the rows before it.
ANALYSES: Mapping[str, Callable[[Cohort, Study, Rows], Rows]] = MappingProxyType(
    {
        "flow": _alone(flow_rows),
        "baseline": _alone(baseline_rows),
        "relapse": _alone(_relapse),
        "time_to_relapse": _alone(time_rows_of),
        "before_after": _alone(before_after_rows),
        "recurrent": _alone(recurrent_rows),
        "change": _alone(_change),
        "transition": _alone(all_transition_rows),
        "confirmed": _alone(confirmed_rows),
        "trajectory": _alone(trajectory_rows),
        "contrast": _alone(_contrast),
        "subgroup": _alone(subgroup_rows),
        "follow_up": _alone(follow_up_rows),
        "competing": _alone(competing_rows),
        "participation": _alone(participation_rows),
        "engagement": _alone(all_engagement_rows),
        "safety": _alone(safety_rows),
        "missing": _alone(missing_data_rows),
        "sensitivity": grid_rows,
    }
)


@one_run()
def analyse(
    cohort: Cohort,
    study: Study | str,
    tell: Progress = silent,
    *,
    group_by: str | None = None,
) -> Results:
    """Every endpoint of the registry, in its order.

    The tables may have been edited in memory, for a trial in a notebook: the results are those of
    what they hold, and name no file. `write_report` refuses such a cohort.

    Parameters
    ----------
    cohort
        What is analysed.
    study
        How: a study, or the name of a bundled one.
    tell
        Called with the name of each endpoint.
    group_by
        The variable by which results are given: `diagnosis`, `sex`, or a variable of the study
        with levels. By default that of the study. Patients in whom it is missing are excluded, and
        the flow counts them.

    Returns
    -------
    Results
        `estimates` (one number per row); `curves`, `distributions`, `trajectories` and
        `participation` (what figures draw).

    Raises
    ------
    TypeError
        Something else was given in place of the cohort or the study.
    KeyError
        No variable of that name divides the patients.
    UsageFault
        There is no such study, or the grouping is recorded for nobody.

    Examples
    --------
    >>> import rtxoutcomes as rtx
    >>> results = rtx.analyse(rtx.bundled_cohort(), "nabiuni2023", group_by="sex")
    >>> results.estimates["group"].unique().tolist()
    ['female', 'male', 'all']
    """
    cohort, study = asked(cohort, study, group_by)
    rows: list[Row] = []
    for key in KEYS:
        named = endpoint_of(key).words.format(groups=study.group_nouns, **study.relapse.words)
        tell(f"analysing {named.lower()}")
        rows += ANALYSES[key](cohort, study, rows)
    return Results(
        estimates=frame_of(adjusted(rows, study), study),
        curves=joined(_curves(cohort, study), CURVE_COLUMNS),
        distributions=distributions(cohort, study),
        participation=participation(cohort, study),
        origin=cohort.origin,
        study=study,
        trajectories=trajectories(cohort, study),
    )


def _curves(cohort: Cohort, study: Study) -> Iterator[pd.DataFrame]:
    """The curves of the time to the event, and to each confirmed change by its causes."""
    yield curves(TIME, relapse_history(cohort, study), study)
    for block in study.confirmed:
        changes = confirmed_of(cohort, study, block)
        if changes is not None:
            analysed = included(changes.patients, block)
            yield curves(block.name, analysed, study)
            yield from incidence_curves(changes, analysed, block, study)


def frame_of(rows: Iterable[Row], study: Study) -> pd.DataFrame:
    """The results frame of rows: means within the scale, the study's grouping, and its plan."""
    printable, of_row = limited(rows, study), planned(study)
    return estimates_frame(
        replace(row, grouping=study.grouping, planned=of_row(row)) for row in printable
    )


def in_families(rows: Rows, cohort: Cohort, study: Study) -> Rows:
    """The rows with `p_adjusted`, taken over complete families: others of them are computed."""
    asked = {row.endpoint for row in rows}
    tested = [{key.split(".")[0] for key in f.tests} for f in study.families]
    lacking = set().union(*(endpoints for endpoints in tested if endpoints & asked)) - asked
    others: list[Row] = []
    for endpoint in sorted(lacking):
        of_event = {"relapse": _relapse, TIME: time_rows_of}.get(endpoint)
        if of_event is None:
            others += change_rows(cohort, study, study.score(endpoint))
        else:
            others += of_event(cohort, study)
    return adjusted([*rows, *others], study)[: len(rows)]
