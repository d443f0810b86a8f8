"""The complete analysis, and one endpoint at a time with the same columns."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

import pandas as pd

from rtxoutcomes.analysis.change.scores import (
    change_contrast_rows,
    change_rows,
    distributions,
)
from rtxoutcomes.analysis.change.trajectory import trajectories, trajectory_rows
from rtxoutcomes.analysis.change.transitions import transition_rows
from rtxoutcomes.analysis.description.baseline import baseline_rows
from rtxoutcomes.analysis.description.flow import flow_rows
from rtxoutcomes.analysis.description.follow_up import competing_rows, follow_up_rows
from rtxoutcomes.analysis.engagement.models import RELAPSE, all_engagement_rows, engagement_rows
from rtxoutcomes.analysis.engagement.participation import participation, participation_rows
from rtxoutcomes.analysis.family import adjusted
from rtxoutcomes.analysis.limits import limited
from rtxoutcomes.analysis.relapse.before_after import before_after_rows
from rtxoutcomes.analysis.relapse.contrasts import proportion_contrast_rows, rate_contrast_rows
from rtxoutcomes.analysis.relapse.detection import detection_rows
from rtxoutcomes.analysis.relapse.occurrence import proportion_rows, rate_rows
from rtxoutcomes.analysis.relapse.recurrent import recurrent_rows
from rtxoutcomes.analysis.relapse.time import curves, time_rows
from rtxoutcomes.analysis.relapse.time_contrasts import contrast_rows
from rtxoutcomes.analysis.robustness.assumptions import assumption_rows
from rtxoutcomes.analysis.robustness.missing import all_pairs, missing_rows
from rtxoutcomes.analysis.robustness.sensitivity import grid_rows
from rtxoutcomes.analysis.safety import safety_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.once import one_run
from rtxoutcomes.derive.relapse import attack_history
from rtxoutcomes.progress import Progress, silent
from rtxoutcomes.results.collection import Results
from rtxoutcomes.results.endpoints import KEYS, endpoint_of
from rtxoutcomes.results.frame import estimates_frame
from rtxoutcomes.results.row import Row
from rtxoutcomes.study import Score, Study

TIME = "time_to_relapse"
Rows = Sequence[Row]


def _relapse(cohort: Cohort, study: Study) -> Rows:
    rows = (proportion_rows, rate_rows, detection_rows)
    return [row for of_question in rows for row in of_question(cohort, study)]


def _change(cohort: Cohort, study: Study) -> Rows:
    return _of_scores(change_rows, cohort, study)


def _transition(cohort: Cohort, study: Study) -> Rows:
    return _of_scores(transition_rows, cohort, study)


def _time(cohort: Cohort, study: Study) -> Rows:
    return time_rows(TIME, attack_history(cohort, study), cohort.patients, study)


def _time_contrast(cohort: Cohort, study: Study) -> Rows:
    return contrast_rows(TIME, attack_history(cohort, study), study, len(cohort.patients))


def _contrast(cohort: Cohort, study: Study) -> Rows:
    return [
        *proportion_contrast_rows(cohort, study),
        *rate_contrast_rows(cohort, study),
        *_of_scores(change_contrast_rows, cohort, study),
        *_time_contrast(cohort, study),
    ]


def _missing(cohort: Cohort, study: Study) -> Rows:
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
        "before_after": _alone(before_after_rows),
        "recurrent": _alone(recurrent_rows),
        "change": _alone(_change),
        "transition": _alone(_transition),
        "trajectory": _alone(trajectory_rows),
        "time_to_relapse": _alone(_time),
        "contrast": _alone(_contrast),
        "follow_up": _alone(follow_up_rows),
        "competing": _alone(competing_rows),
        "participation": _alone(participation_rows),
        "engagement": _alone(all_engagement_rows),
        "safety": _alone(safety_rows),
        "missing": _alone(_missing),
        "sensitivity": grid_rows,
    }
)


@one_run()
def analyse(cohort: Cohort, study: Study, tell: Progress = silent) -> Results:
    """Every endpoint of the registry, in its order; `tell` hears the name of each.

    The tables may have been edited in memory, for a trial in a notebook: the results are those of
    what they hold, and name no file. `write_report` refuses such a cohort.

    Returns
    -------
    Results
        `estimates` (one number per row); `curves`, `distributions`, `trajectories` and
        `participation` (what figures draw).
    """
    rows: list[Row] = []
    for key in KEYS:
        tell(f"analysing {endpoint_of(key).words.lower()}")
        rows += ANALYSES[key](cohort, study, rows)
    return Results(
        estimates=_frame(adjusted(rows, study), study),
        curves=curves(TIME, attack_history(cohort, study), study),
        distributions=distributions(cohort, study),
        participation=participation(cohort, study),
        origin=cohort.origin,
        study=study,
        trajectories=trajectories(cohort, study),
    )


def _frame(rows: Iterable[Row], study: Study) -> pd.DataFrame:
    return estimates_frame(limited(rows, study))


def _in_families(rows: Rows, cohort: Cohort, study: Study) -> Rows:
    """The rows with `p_adjusted`, taken over complete families: others of them are computed."""
    asked = {row.endpoint for row in rows}
    tested = [{key.split(".")[0] for key in f.tests} for f in study.multiplicity.declared]
    lacking = set().union(*(endpoints for endpoints in tested if endpoints & asked)) - asked
    others: list[Row] = []
    for endpoint in sorted(lacking):
        of_event = {"relapse": _relapse, TIME: _time}.get(endpoint)
        if of_event is None:
            others += change_rows(cohort, study, study.score(endpoint))
        else:
            others += of_event(cohort, study)
    return adjusted([*rows, *others], study)[: len(rows)]


def relapse_proportions(cohort: Cohort, study: Study) -> pd.DataFrame:
    """Patients with a relapse by diagnosis and between diagnoses; the risk at the horizon.

    Where it was recorded, also how relapses became known.
    """
    analyses = (proportion_rows, detection_rows, proportion_contrast_rows)
    rows = [row for own in analyses for row in own(cohort, study)]
    return _frame(_in_families(rows, cohort, study), study)


def relapse_rates(cohort: Cohort, study: Study) -> pd.DataFrame:
    """Relapses per person-year by diagnosis, between diagnoses and against the year before."""
    analyses = (rate_rows, before_after_rows, recurrent_rows, rate_contrast_rows)
    return _frame((row for rows in analyses for row in rows(cohort, study)), study)


def missing_data(cohort: Cohort, study: Study) -> pd.DataFrame:
    """Missing outcomes by reason, and results under assumptions about them."""
    return _frame(_missing(cohort, study), study)


def sensitivity_grid(cohort: Cohort, study: Study) -> pd.DataFrame:
    """Every endpoint under each declared choice of the study, and its range over them."""
    return _frame(grid_rows(cohort, study, all_engagement_rows(cohort, study)), study)


def score_change(cohort: Cohort, study: Study, score: str) -> pd.DataFrame:
    """Change of one score by diagnosis, at the last visit and at the fixed time.

    `p_adjusted` is taken over complete families of tests, whichever score is asked for.

    Raises
    ------
    KeyError
        The study has no such score.
    """
    wanted = study.score(score)
    rows = [
        *change_rows(cohort, study, wanted),
        *transition_rows(cohort, study, wanted),
        *change_contrast_rows(cohort, study, wanted),
    ]
    return _frame(_in_families(rows, cohort, study), study)


def score_over_time(cohort: Cohort, study: Study, score: str) -> pd.DataFrame:
    """Mean of one score by diagnosis at visits half a year apart.

    Raises
    ------
    KeyError
        The study has no such score.
    """
    name = study.score(score).name
    return _frame((r for r in trajectory_rows(cohort, study) if r.endpoint == name), study)


def time_to_relapse(cohort: Cohort, study: Study) -> pd.DataFrame:
    """Kaplan-Meier summaries, follow-up, tests and contrasts between diagnoses, competing ends."""
    analyses = (_time, _time_contrast, follow_up_rows, competing_rows)
    rows = [row for own in analyses for row in own(cohort, study)]
    return _frame(_in_families(rows, cohort, study), study)


def engagement_effects(
    cohort: Cohort, study: Study, outcome: str = RELAPSE, exposure: str = "dated"
) -> pd.DataFrame:
    """Engagement against later relapse, or against a score's later change.

    Parameters
    ----------
    outcome
        "relapse", or the name of a score of the study.
    exposure
        "landmark": what was done before a fixed month, and outcomes after it. "cumulative" or
        "recent": what was done up to each moment, less a lag. "dated": all of these.

    Raises
    ------
    ImmortalTimeError
        `exposure` is "total", "rate" or "whole_follow_up". Counted up to the outcome, or over all
        of follow-up, engagement depends on the time to the outcome (immortal time bias).
    KeyError
        `outcome` is neither "relapse" nor a score of the study.
    ValueError
        `exposure` is something else.
    """
    return _frame(engagement_rows(cohort, study, outcome, exposure), study)


def engagement_description(cohort: Cohort, study: Study) -> pd.DataFrame:
    """Participation in each channel and activity, and how unequal it was."""
    return _frame(participation_rows(cohort, study), study)


def adverse_events(cohort: Cohort, study: Study) -> pd.DataFrame:
    """Patients with adverse events, and events per person-year, by diagnosis."""
    return _frame(safety_rows(cohort, study), study)


def baseline_characteristics(cohort: Cohort, study: Study) -> pd.DataFrame:
    """Description of the patients by diagnosis."""
    return _frame(baseline_rows(cohort, study), study)
