"""Who is missing, by diagnosis and reason, and what each proportion could be whatever they did."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rtxoutcomes.analysis.change.effect_sizes import by_step
from rtxoutcomes.analysis.change.scores import score_pairs
from rtxoutcomes.analysis.question import Question, counted, groups, not_collected, of_group
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.counts import PairCounts
from rtxoutcomes.derive.months import SAME_TIME, at_least, at_most
from rtxoutcomes.derive.relapse import attack_history
from rtxoutcomes.estimate.missing.best_worst import BestWorst, best_and_worst_case
from rtxoutcomes.results import ALL, Estimate, Row
from rtxoutcomes.study import Score, Study
from rtxoutcomes.tabulate import pair_counts

ANALYSIS = "missing"
UNSTATED = "reason not stated"
Pairs = Mapping[str, Mapping[str, pd.DataFrame | None]]
COUNT = "count of patients whose outcome is missing"


def missing_rows(cohort: Cohort, study: Study, pairs: Pairs) -> list[Row]:
    """Counts of the missing, and best and worst case, for relapse by the horizon and each score.

    Where nobody of a group is missing the count says so, and there are no cases.
    """
    rows = _relapse_rows(cohort, study)
    for score in study.scores:
        for endpoint, found in pairs[score.name].items():
            if found is None:
                rows += _unknown(cohort, study, Question(ANALYSIS, endpoint), "missing")
            else:
                rows += _score_rows(cohort, study, score, endpoint, found)
    return rows


def _unknown(cohort: Cohort, study: Study, question: Question, term: str) -> Iterator[Row]:
    """What was not collected at all is missing in nobody in particular."""
    for group, patients in groups(cohort.patients, study, overall=False):
        nothing = not_collected("the outcome was not collected", len(patients))
        yield question.row(group, term, nothing)


def all_pairs(cohort: Cohort, study: Study) -> Pairs:
    """Name of each score -> its pairs by endpoint: derived once for all that asks about them."""
    return {score.name: score_pairs(cohort, score) for score in study.scores}


def _relapse_rows(cohort: Cohort, study: Study) -> list[Row]:
    """Who neither relapsed nor was followed to the horizon; those excluded for it are lost too."""
    history = attack_history(cohort, study)
    question, horizon = Question(ANALYSIS, "relapse"), study.relapse.risk_months
    if history is None:
        return list(_unknown(cohort, study, question, f"lost_before_{horizon:g}_months"))
    reach = horizon - study.relapse.risk_tolerance
    by_then = history["event"].to_numpy(bool) & at_most(history["months"].to_numpy(float), horizon)
    long = at_least(history["follow_up_months"].to_numpy(float), reach * (1 - SAME_TIME))
    frame = history.assign(hit=by_then, lost=~by_then & ~long, reason=_reasons(cohort))
    rows: list[Row] = []
    for group, patients in groups(frame, study, overall=True):
        rows += _counts(question, group, patients, f"lost_before_{horizon:g}_months")
        excluded = sum(n for code, n in study.missing.excluded.items() if group in (code, ALL))
        seen = int((~patients["lost"]).sum())
        lost = int(patients["lost"].sum()) + excluded
        if lost == 0:
            continue
        told = best_and_worst_case(int(patients["hit"].sum()), seen, lost)
        label = f", {excluded} excluded before included" if excluded else ""
        for name, value in _cases(told, "worse"):
            said = replace(value, method=f"{value.method}{label}")
            term = f"risk_{horizon:g}_months:{name}"
            rows.append(question.row(group, term, of_group(said, patients), "sensitivity"))
    return rows


def _score_rows(
    cohort: Cohort, study: Study, score: Score, endpoint: str, pairs: pd.DataFrame
) -> list[Row]:
    question, rows = Question(ANALYSIS, endpoint), list[Row]()
    no_before, no_after = pairs["before"].isna(), pairs["after"].isna()
    frame = pairs.assign(lost=no_before | no_after, reason=_reasons(cohort))
    for group, patients in groups(frame, study, overall=False):
        rows += _counts(question, group, patients, "missing")
        counts = pair_counts(patients, score)
        if counts.dropped == 0:
            continue
        for term, kind, k in _responders(counts, score):
            told = best_and_worst_case(k, counts.n, counts.dropped)
            for name, value in _cases(told, kind):
                row = f"{term}:{name}", of_group(value, patients)
                rows.append(question.row(group, *row, "sensitivity"))
    return rows


def _responders(counts: PairCounts, score: Score) -> Iterator[tuple[str, str, int]]:
    """Name, meaning and number of those who changed; by steps where the study has them."""
    change = counts.after - counts.before
    down, up = int(counts.count[change < 0].sum()), int(counts.count[change > 0].sum())
    if score.worsening:
        steps = by_step(counts, score)
        yield "improved_by_step", "better", steps["improved_by_step"]
        yield "worsened_by_step", "worse", steps["worsened_by_step"]
    elif score.higher_is == "neither":
        yield "decreased", "neither", down
        yield "increased", "neither", up
    else:
        better, worse = (down, up) if score.higher_is == "worse" else (up, down)
        yield "improved", "better", better
        yield "worsened", "worse", worse


def _cases(told: BestWorst, kind: str) -> Iterator[tuple[str, Estimate]]:
    """The two ends and the bounds; an event that is neither good nor bad has no best case."""
    none, every = told.none_of_lost, told.all_of_lost
    names = {
        "worse": ("best case", "worst case"),
        "better": ("worst case", "best case"),
        "neither": ("none of the missing", "all of the missing"),
    }[kind]
    for name, value, what in zip(names, (none, every), ("none", "all"), strict=True):
        yield name, replace(value, method=f"{what} of the missing, Wilson score")
    yield "bounds", told.bounds


def _counts(question: Question, group: str, patients: pd.DataFrame, term: str) -> Iterator[Row]:
    """How many are missing, and how many for each reason their follow-up ended."""
    lost, n = patients["lost"], len(patients)
    yield question.row(group, term, counted(int(lost.sum()), n, COUNT))
    if not lost.any():
        return
    for reason in sorted(set(patients["reason"].dropna())):
        k = int((lost & (patients["reason"] == reason)).sum())
        yield question.row(group, f"{term}:{reason}", counted(k, n, COUNT))


def _reasons(cohort: Cohort) -> NDArray[np.object_]:
    """Why each patient's follow-up ended; nothing where the cohort never says."""
    ends = cohort.patients["end_reason"].astype("object")
    if ends.isna().all():
        return np.full(len(ends), None, dtype=object)
    return ends.where(ends.notna(), UNSTATED).to_numpy(dtype=object)
