"""Engagement against what came later: every exposure of the study, one at a time, never summed.

A pre-specified extension: no published number stands behind it. Exposure is always dated.
"""

from collections.abc import Iterator
from typing import Literal, get_args

import numpy as np

from rtxoutcomes.analysis.engagement.model import Modelled, rows_of
from rtxoutcomes.analysis.engagement.people import People, people
from rtxoutcomes.analysis.engagement.relapses import lags, relapse_models
from rtxoutcomes.analysis.engagement.scores import changes, score_models
from rtxoutcomes.analysis.engagement.shuffled import shuffles, size_of
from rtxoutcomes.analysis.question import Question
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.engagement import histories
from rtxoutcomes.errors import ImmortalTimeError
from rtxoutcomes.results import Row
from rtxoutcomes.study import Study

RELAPSE = "relapse"
Exposure = Literal["dated", "landmark", "cumulative", "recent"]
# What a total or a rate over all of follow-up is called by those who ask for one.
IMMORTAL = ("total", "rate", "whole_follow_up")


def all_engagement_rows(cohort: Cohort, study: Study) -> list[Row]:
    """Every model of every outcome: relapse, then the scores in the order of the study."""
    everybody = people(cohort, study)
    outcomes = (RELAPSE, *(score.name for score in study.scores))
    return [row for outcome in outcomes for row in _rows(cohort, study, everybody, outcome)]


def engagement_rows(
    cohort: Cohort, study: Study, outcome: str, exposure: str = "dated"
) -> list[Row]:
    """Every exposure of the study against `outcome`: "relapse" or the name of a score.

    `exposure` is "dated" for every model, or one kind of them.

    Raises
    ------
    KeyError
        The outcome is neither.
    ImmortalTimeError
        `exposure` is a total or a rate over the whole follow-up.
    ValueError
        `exposure` is not known.
    """
    _check(exposure)
    return _rows(cohort, study, people(cohort, study), outcome, exposure)


def _rows(
    cohort: Cohort, study: Study, everybody: People, outcome: str, exposure: str = "dated"
) -> list[Row]:
    question = Question("engagement", f"engagement_{outcome}")
    rows: list[Row] = []
    for name, modelled in _modelled(cohort, study, everybody, outcome):
        if exposure in ("dated", _kind(modelled.suffix)):
            rows += rows_of(question, name, modelled, identifiable=everybody.identifiable)
    return rows


def _check(exposure: str) -> None:
    if exposure in IMMORTAL:
        raise ImmortalTimeError(exposure)
    if exposure not in get_args(Exposure):
        raise ValueError(f"exposure {exposure!r} is none of {', '.join(get_args(Exposure))}")


def _kind(suffix: str) -> str:
    kinds = [kind for kind in ("cumulative", "recent") if suffix.startswith(f"_{kind}_lag_")]
    return kinds[0] if kinds else "landmark"


def _modelled(
    cohort: Cohort, study: Study, everybody: People, outcome: str
) -> Iterator[tuple[str, Modelled]]:
    """Each model with the name of its exposure."""
    score = None if outcome == RELAPSE else study.score(outcome)
    plan, seed = study.engagement, study.randomness.seed
    # What follows a landmark is the same for every exposure, and is derived once.
    later = {}
    if score is not None:
        later = {m: changes(cohort, everybody, score, m) for m in plan.landmarks}
    cut = lags(study, everybody)
    for place, (channel, activity) in enumerate(study.exposures):
        told, name = histories(cohort, channel, activity), f"{channel}_{activity}"
        drawn = shuffles(everybody, told.known, plan, np.random.default_rng([seed, place]))
        if score is None:
            models = relapse_models(study, everybody, told, cut)
        else:
            models = score_models(study, everybody, score, told, later)
        for modelled in models:
            yield name, modelled
            if modelled.shuffled is not None and not np.isnan(modelled.value.p_value):
                yield name, size_of(modelled, modelled.shuffled(drawn.source), drawn)
