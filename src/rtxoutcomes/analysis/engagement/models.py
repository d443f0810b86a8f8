"""Engagement and later outcomes: every exposure of the study, one at a time, never summed.

A pre-specified extension without a published counterpart. Exposures are always dated.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal, get_args

import numpy as np

from rtxoutcomes.analysis.engagement.exchange import exchange_of
from rtxoutcomes.analysis.engagement.model import Modelled, size_rows, with_note
from rtxoutcomes.analysis.engagement.people import People, people
from rtxoutcomes.analysis.engagement.permuted import (
    Permutations,
    check_rows,
    checked,
    separate_tests,
    without_test,
)
from rtxoutcomes.analysis.engagement.relapses import lags, relapse_models
from rtxoutcomes.analysis.engagement.scores import changes, score_models
from rtxoutcomes.analysis.question import Question, Statistic
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.engagement import histories
from rtxoutcomes.errors import ImmortalTimeError
from rtxoutcomes.results import ALL, Model, Row
from rtxoutcomes.study import Study
from rtxoutcomes.wording import nearest_first

ANALYSIS, RELAPSE = "engagement", "relapse"
Exposure = Literal["dated", "landmark", "cumulative", "recent"]
# Every other model is one after a landmark.
KINDS: dict[Model, Exposure] = {
    Model.CUMULATIVE: "cumulative",
    Model.CUMULATIVE_CONFIRMED: "cumulative",
    Model.RECENT: "recent",
    Model.RECENT_CONFIRMED: "recent",
}
# Names of exposures that are totals or rates over all of follow-up.
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
        The outcome is neither; the message lists what there is, the most like it first.
    ImmortalTimeError
        `exposure` is a total or a rate over all of follow-up.
    ValueError
        `exposure` is not known.
    """
    if exposure in IMMORTAL:
        raise ImmortalTimeError(exposure)
    if exposure not in get_args(Exposure):
        raise ValueError(f"exposure {exposure!r} is none of {', '.join(get_args(Exposure))}")
    known = (RELAPSE, *(score.name for score in study.scores))
    if outcome not in known:
        names = ", ".join(nearest_first(str(outcome), known))
        raise KeyError(f"no outcome {outcome!r}; there are {names}")
    return _rows(cohort, study, people(cohort, study), outcome, exposure)


def _rows(
    cohort: Cohort, study: Study, everybody: People, outcome: str, exposure: str = "dated"
) -> list[Row]:
    rows: list[Row] = []
    for (channel, activity), modelled, drawn in _modelled(cohort, study, everybody, outcome):
        question = Question(ANALYSIS, outcome, channel=channel, activity=activity)
        if exposure in ("dated", KINDS.get(modelled.effect.model, "landmark")):
            for statistic in model_statistics(modelled, drawn):
                value = with_note(statistic.value, identifiable=everybody.identifiable)
                rows.append(question.row(ALL, replace(statistic, value=value)))
    return rows


def model_statistics(modelled: Modelled, drawn: Permutations) -> Iterator[Statistic]:
    """The effect, the size of the model, and its type I error where engagement is permuted.

    The P of a primary model with a type I error above nominal has a row of its own.
    """
    effect = modelled.effect
    if modelled.shuffled is None or np.isnan(effect.value.p_value):
        yield effect
        yield from size_rows(modelled)
        return
    check = checked(modelled, modelled.shuffled, drawn)
    if check.above_nominal and effect.role == "reported":
        yield replace(effect, value=without_test(effect.value))
        yield from separate_tests(check)
    else:
        yield effect
    yield from size_rows(modelled)
    yield from check_rows(check)


def _modelled(
    cohort: Cohort, study: Study, everybody: People, outcome: str
) -> Iterator[tuple[tuple[str, str], Modelled, Permutations]]:
    """Each model with its exposure, a channel and an activity, and the permutations of it."""
    score = None if outcome == RELAPSE else study.score(outcome)
    plan, seed = study.engagement, study.randomness.seed
    # What follows a landmark is the same for every exposure, and is derived once.
    later = {}
    if score is not None:
        later = {m: changes(cohort, everybody, score, m) for m in plan.landmarks}
    cut = lags(study, everybody)
    for place, exposure in enumerate(study.exposures):
        history = histories(cohort, *exposure)
        covered = sum(history.read_for(months).astype(np.int64) for months in plan.landmarks)
        exchange = exchange_of(everybody, np.asarray(covered), plan)
        drawn = Permutations(exchange, plan.permutations(everybody.n), (seed, place))
        if score is None:
            models = relapse_models(study, everybody, history, cut)
        else:
            models = score_models(study, everybody, score, history, later)
        for modelled in models:
            yield exposure, modelled, drawn
