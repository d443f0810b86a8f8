"""The whole analysis, and one endpoint at a time with the same columns."""

import pandas as pd

from rtxoutcomes.analysis.change.scores import change_rows, distributions
from rtxoutcomes.analysis.change.trajectory import trajectories, trajectory_rows
from rtxoutcomes.analysis.description.baseline import baseline_rows
from rtxoutcomes.analysis.description.flow import flow_rows
from rtxoutcomes.analysis.description.follow_up import competing_rows, follow_up_rows
from rtxoutcomes.analysis.engagement import (
    RELAPSE,
    all_engagement_rows,
    engagement_rows,
    participation,
    participation_rows,
)
from rtxoutcomes.analysis.family import adjusted
from rtxoutcomes.analysis.relapse.before_after import before_after_rows
from rtxoutcomes.analysis.relapse.contrasts import proportion_contrast_rows, rate_contrast_rows
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
from rtxoutcomes.results import Results, Row, estimates_frame
from rtxoutcomes.study import Study


@one_run()
def analyse(cohort: Cohort, study: Study) -> Results:
    """Every endpoint of the study, in the order of the manuscript.

    Returns
    -------
    Results
        `estimates` (one row a number); `curves`, `distributions` and `participation` (what figures
        draw).
    """
    rows = [
        *flow_rows(cohort, study),
        *baseline_rows(cohort, study),
        *_all_proportion_rows(cohort, study),
        *_all_rate_rows(cohort, study),
        *_all_change_rows(cohort, study),
        *trajectory_rows(cohort, study),
        *_all_time_rows(cohort, study),
        *participation_rows(cohort, study),
        *all_engagement_rows(cohort, study),
        *safety_rows(cohort, study),
        *_all_missing_rows(cohort, study),
    ]
    rows += grid_rows(cohort, study, rows)
    return Results(
        estimates=estimates_frame(rows),
        curves=curves(cohort, study),
        distributions=distributions(cohort, study),
        participation=participation(cohort, study),
        origin=cohort.origin,
        about=about(study),
        trajectories=trajectories(cohort, study),
    )


def relapse_proportions(cohort: Cohort, study: Study) -> pd.DataFrame:
    """Patients with a relapse by diagnosis and between diagnoses; the risk at the horizon."""
    return estimates_frame(_all_proportion_rows(cohort, study))


def relapse_rates(cohort: Cohort, study: Study) -> pd.DataFrame:
    """Relapses per person-year by diagnosis, between diagnoses and against the year before."""
    return estimates_frame(_all_rate_rows(cohort, study))


def missing_data(cohort: Cohort, study: Study) -> pd.DataFrame:
    """Who is missing and why; what the results would be under assumptions about them."""
    return estimates_frame(_all_missing_rows(cohort, study))


def sensitivity_grid(cohort: Cohort, study: Study) -> pd.DataFrame:
    """Every endpoint under each declared choice of the study, and the range of it."""
    return estimates_frame(grid_rows(cohort, study, all_engagement_rows(cohort, study)))


def score_change(cohort: Cohort, study: Study, score: str) -> pd.DataFrame:
    """Change of one score by diagnosis, at the last visit and at the fixed time.

    `p_adjusted` is taken over the whole declared family, whichever score is asked for.

    Raises
    ------
    KeyError
        The study has no such score.
    """
    wanted = study.score(score)
    rows = _all_change_rows(cohort, study)
    endpoints = {wanted.name, f"{wanted.name}_fixed_time"}
    return estimates_frame(row for row in rows if row.endpoint in endpoints)


def score_over_time(cohort: Cohort, study: Study, score: str) -> pd.DataFrame:
    """Mean of one score by diagnosis at visits half a year apart.

    Raises
    ------
    KeyError
        The study has no such score.
    """
    name = study.score(score).name
    return estimates_frame(r for r in trajectory_rows(cohort, study) if r.endpoint == name)


def time_to_relapse(cohort: Cohort, study: Study) -> pd.DataFrame:
    """Kaplan-Meier summaries, follow-up, tests and contrasts between diagnoses, competing ends."""
    return estimates_frame(_all_time_rows(cohort, study))


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
        of follow-up, engagement and outcome share their time, and a model of them claims effects
        that do not exist.
    KeyError
        `outcome` is neither "relapse" nor a score of the study.
    ValueError
        `exposure` is something else.
    """
    return estimates_frame(engagement_rows(cohort, study, outcome, exposure))


def engagement_description(cohort: Cohort, study: Study) -> pd.DataFrame:
    """Who took part in each channel and activity, how much, and how few did most of it."""
    return estimates_frame(participation_rows(cohort, study))


def adverse_events(cohort: Cohort, study: Study) -> pd.DataFrame:
    """Patients with adverse events, and events per person-year, by diagnosis."""
    return estimates_frame(safety_rows(cohort, study))


def baseline_characteristics(cohort: Cohort, study: Study) -> pd.DataFrame:
    """Description of the patients by diagnosis."""
    return estimates_frame(baseline_rows(cohort, study))


def about(study: Study) -> dict[str, str]:
    """The words of the study file that captions and tables need."""
    words = {
        "id": study.id,
        "title": study.study.title,
        "drug": study.study.drug,
        "design": study.study.design,
        "reference": study.study.reference,
        "relapse": study.relapse.label,
        "family": study.multiplicity.chosen,
    }
    words |= {f"diagnosis.{d.code}": d.label for d in study.diagnoses}
    for score in study.scores:
        words |= {f"score.{score.name}": score.label, f"unit.{score.name}": score.unit}
        words |= {f"scale.{score.name}": score.scale, f"better.{score.name}": score.higher_is}
    words["engagement.subset"] = study.engagement.subset_label or ", ".join(study.engagement.subset)
    return words | {f"channel.{c.name}": c.label or c.name for c in study.channels}


def _all_proportion_rows(cohort: Cohort, study: Study) -> list[Row]:
    return [*proportion_rows(cohort, study), *proportion_contrast_rows(cohort, study)]


def _all_rate_rows(cohort: Cohort, study: Study) -> list[Row]:
    return [
        *rate_rows(cohort, study),
        *before_after_rows(cohort, study),
        *recurrent_rows(cohort, study),
        *rate_contrast_rows(cohort, study),
    ]


def _all_missing_rows(cohort: Cohort, study: Study) -> list[Row]:
    pairs = all_pairs(cohort, study)
    return [*missing_rows(cohort, study, pairs), *assumption_rows(cohort, study, pairs)]


def _all_change_rows(cohort: Cohort, study: Study) -> list[Row]:
    rows = [row for score in study.scores for row in change_rows(cohort, study, score)]
    return adjusted(rows, study)


def _all_time_rows(cohort: Cohort, study: Study) -> list[Row]:
    return [
        *time_rows(cohort, study),
        *contrast_rows(cohort, study),
        *follow_up_rows(cohort, study),
        *competing_rows(cohort, study),
    ]
