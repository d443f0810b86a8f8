"""Missing outcomes by diagnosis and reason, and bounds of each proportion over all of them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rtxoutcomes.analysis.change.effect_sizes import by_step
from rtxoutcomes.analysis.change.quantification import of_known_direction
from rtxoutcomes.analysis.change.scores import ScorePairs, directions, score_pairs
from rtxoutcomes.analysis.descriptive import counted, not_collected
from rtxoutcomes.analysis.diagnoses import groups
from rtxoutcomes.analysis.extremes import BAD, GOOD, NEITHER, cases
from rtxoutcomes.analysis.question import Question, Statistic, of_group
from rtxoutcomes.calendar import SAME_TIME
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.months import at_least, at_most
from rtxoutcomes.derive.relapse import attack_history
from rtxoutcomes.estimate.missing.best_worst import best_and_worst_case
from rtxoutcomes.results import ALL, Choice, Measure, MethodKey, Quantity, Row
from rtxoutcomes.results.row import DIAGNOSIS
from rtxoutcomes.study import Score, Study
from rtxoutcomes.tabulate import pair_counts

ANALYSIS = "missing"
UNSTATED = "reason not stated"
Pairs = Mapping[str, tuple[ScorePairs, ...]]
COUNT = "count of patients whose outcome is missing"


def missing_rows(cohort: Cohort, study: Study, pairs: Pairs) -> list[Row]:
    """Counts of the missing, and best and worst case, for relapse by the horizon and each score.

    A group without missing outcomes has the count alone.
    """
    rows = _relapse_rows(cohort, study)
    for score in study.scores:
        for visit in pairs[score.name]:
            question = Question(ANALYSIS, score.name, visit.month)
            if visit.pairs is None:
                nothing = partial(_nothing, quantity=Quantity.MISSING)
                rows += question.rows(cohort.patients, study, nothing, overall=False)
                continue
            lost = visit.pairs["before"].isna() | visit.pairs["after"].isna()
            frame = visit.pairs.assign(lost=lost, reason=_reasons(cohort))
            statistics = partial(_of_score, score=score)
            rows += question.rows(frame, study, statistics, overall=False)
    return rows


def _nothing(patients: pd.DataFrame, *, quantity: Quantity) -> Iterator[Statistic]:
    nothing = not_collected("the outcome was not collected", len(patients), Measure.COUNT)
    yield Statistic(quantity, nothing)


def all_pairs(cohort: Cohort, study: Study) -> Pairs:
    """Name of each score -> its pairs at each visit, derived once for every analysis of them."""
    return {score.name: score_pairs(cohort, score) for score in study.scores}


def _relapse_rows(cohort: Cohort, study: Study) -> list[Row]:
    """Patients who neither relapsed nor were followed to the horizon, or were excluded before."""
    history = attack_history(cohort, study)
    horizon = study.relapse.risk_months
    question = Question(ANALYSIS, "relapse", horizon)
    if history is None:
        nothing = partial(_nothing, quantity=Quantity.LOST_BEFORE)
        return question.rows(cohort.patients, study, nothing, overall=False)
    reach = horizon - study.relapse.risk_tolerance
    by_then = history["event"].to_numpy(bool) & at_most(history["months"].to_numpy(float), horizon)
    long = at_least(history["follow_up_months"].to_numpy(float), reach * (1 - SAME_TIME))
    frame = history.assign(hit=by_then, lost=~by_then & ~long, reason=_reasons(cohort))
    rows: list[Row] = []
    for group, patients in groups(frame, study, overall=True):
        # Those excluded are known by diagnosis only.
        own = (group,) if study.grouping == DIAGNOSIS else ()
        known = study.missing.excluded.items()
        excluded = sum(n for code, n in known if group == ALL or code in own)
        for s in _of_relapse(patients, excluded):
            rows.append(question.row(group, replace(s, value=of_group(s.value, patients))))
    return rows


def _of_relapse(patients: pd.DataFrame, excluded: int) -> Iterator[Statistic]:
    yield from _counts(patients, Quantity.LOST_BEFORE)
    observed = int((~patients["lost"]).sum())
    lost = int(patients["lost"].sum()) + excluded
    if lost == 0:
        return
    bounds = best_and_worst_case(int(patients["hit"].sum()), observed, lost)
    label = f", {excluded} excluded before included" if excluded else ""
    for case in cases(bounds, Quantity.RISK, BAD):
        yield replace(case, value=replace(case.value, method=f"{case.value.method}{label}"))


def _of_score(patients: pd.DataFrame, *, score: Score) -> Iterator[Statistic]:
    yield from _counts(patients, Quantity.MISSING)
    counts = pair_counts(of_known_direction(patients), score)
    if counts.dropped == 0:
        return
    # By steps where the study has them.
    responders = by_step(counts, score) if score.worsening else directions(patients, score)
    for quantity, k in responders.items():
        if quantity is not Quantity.UNCHANGED:
            bounds = best_and_worst_case(k, counts.n, counts.dropped)
            yield from cases(bounds, quantity, _ends(quantity, score))


def _ends(quantity: Quantity, score: Score) -> tuple[Choice, Choice]:
    """Whether the change is good or bad; of a score that is neither it has no best case."""
    if score.higher_is == "neither":
        return NEITHER
    lower_is_good = score.higher_is == "worse"
    good = Quantity.LOWER if lower_is_good else Quantity.HIGHER
    return GOOD if quantity in (Quantity.IMPROVED_BY_STEP, good) else BAD


def _counts(patients: pd.DataFrame, quantity: Quantity) -> Iterator[Statistic]:
    """How many are missing, and how many for each reason their follow-up ended."""
    lost, n, key = patients["lost"], len(patients), MethodKey.MISSING_COUNT
    yield Statistic(quantity, counted(int(lost.sum()), n, key, COUNT))
    for reason in sorted(set(patients["reason"].dropna())) if lost.any() else ():
        count = int((lost & (patients["reason"] == reason)).sum())
        yield Statistic(quantity, counted(count, n, key, COUNT), level=reason)


def _reasons(cohort: Cohort) -> NDArray[np.object_]:
    """Why each patient's follow-up ended; None where the cohort has no reasons."""
    ends = cohort.patients["end_reason"].astype("object")
    if ends.isna().all():
        return np.full(len(ends), None, dtype=object)
    return ends.where(ends.notna(), UNSTATED).to_numpy(dtype=object)
