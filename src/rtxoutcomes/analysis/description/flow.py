"""Participant flow: patients enrolled, analysed and excluded, by group."""

from collections.abc import Iterator

import pandas as pd

from rtxoutcomes.analysis.descriptive import counted
from rtxoutcomes.analysis.diagnoses import groups
from rtxoutcomes.analysis.question import Question, Statistic
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.engagement import landmarks
from rtxoutcomes.derive.months import at_most
from rtxoutcomes.derive.relapse import attack_history
from rtxoutcomes.derive.scores import fixed_time_pairs, last_visit_pairs
from rtxoutcomes.grouping import levels_of
from rtxoutcomes.results import NAN, Quantity, Row
from rtxoutcomes.study import Study

ANALYSIS = "flow"
FLOW = Question(ANALYSIS, "flow")
# A question, its quantity and level, and the number that each patient adds to the count.
Step = tuple[Question, Quantity, str, pd.Series]


def flow_rows(cohort: Cohort, study: Study) -> list[Row]:
    """Counts of patients: excluded, enrolled, reasons of ending, pairs of scores, landmark."""
    patients = cohort.patients.reset_index(drop=True)
    steps = list(_steps(cohort, study))
    rows = [
        question.row(group, Statistic(quantity, counted(count, len(members)), level=level))
        for group, members in groups(patients, study, overall=True)
        for question, quantity, level, counts in steps
        for count in [int(counts[members.index].sum())]
    ]
    return [*_exclusion_rows(cohort, study), *rows]


def _exclusion_rows(cohort: Cohort, study: Study) -> list[Row]:
    """Patients before any was excluded, and those excluded by reason; none where all are in."""
    if cohort.excluded is None:
        return []
    kept = cohort.patients[["group"]].assign(reason="")
    out = cohort.excluded[["reason"]].assign(
        group=levels_of(cohort.excluded, study, study.grouping)
    )
    everybody = pd.concat([kept, out], ignore_index=True)
    reasons = list(dict.fromkeys(out["reason"]))

    def statistics(members: pd.DataFrame) -> Iterator[Statistic]:
        n = len(members)
        yield Statistic(Quantity.BEFORE_EXCLUSION, counted(n, n))
        for reason in reasons:
            count = int((members["reason"] == reason).sum())
            yield Statistic(Quantity.EXCLUDED, counted(count, n), level=reason)

    return FLOW.rows(everybody, study, statistics, overall=True)


def _steps(cohort: Cohort, study: Study) -> Iterator[Step]:
    """Each step of the flow; its series has one number per patient, in the order of the cohort."""
    ends = cohort.patients["end_reason"].reset_index(drop=True)
    yield FLOW, Quantity.ENROLLED, "", pd.Series(1, index=ends.index)
    if cohort.infusions is not None:
        treated = cohort.patients["patient_id"].isin(cohort.infusions["patient_id"])
        yield FLOW, Quantity.INFUSION_RECORDED, "", treated.reset_index(drop=True)
    for reason in sorted(ends.dropna().unique()):
        yield FLOW, Quantity.FOLLOW_UP_ENDED, str(reason), (ends == reason).fillna(False)
    died = (ends == "died").fillna(False).astype(bool)
    history = attack_history(cohort, study)
    if history is not None and died.any():
        yield FLOW, Quantity.DIED_WITHOUT_EVENT, "", died & ~history["event"]
    if history is not None:
        yield FLOW, Quantity.RELAPSED, "", history["event"]
        yield FLOW, Quantity.ONSETS_MERGED, "", history["merged"]
        yield from _landmark_steps(cohort, study, history)
    for score in study.scores:
        yield from _pair_steps(score.name, NAN, last_visit_pairs(cohort, score), died)
        if score.fixed_time_months is not None:
            centre = sum(score.fixed_time_months) / 2
            yield from _pair_steps(score.name, centre, fixed_time_pairs(cohort, score), died)


def _pair_steps(
    name: str, month: float, pairs: pd.DataFrame | None, died: pd.Series
) -> Iterator[Step]:
    if pairs is None:
        return
    question = Question(ANALYSIS, name, month)
    before, after = pairs["before"].notna(), pairs["after"].notna()
    yield question, Quantity.COMPLETE_PAIRS, "", before & after
    yield question, Quantity.NO_BASELINE_VALUE, "", ~before
    yield question, Quantity.NO_FOLLOW_UP_VALUE, "", before & ~after
    if died.any():
        yield question, Quantity.DIED_WITHOUT_VALUE, "", died & before & ~after


def _landmark_steps(cohort: Cohort, study: Study, history: pd.DataFrame) -> Iterator[Step]:
    if cohort.engagement is None:
        return
    months = study.engagement.landmark_months
    limit = history["patient_id"].map(landmarks(cohort, months))
    gone = pd.Series(
        at_most(history["months"].to_numpy(float), limit.to_numpy(float)), index=history.index
    )
    question = Question(ANALYSIS, "flow", months)
    yield question, Quantity.AT_RISK_AT_LANDMARK, "", ~gone
    yield question, Quantity.EVENT_BEFORE_LANDMARK, "", gone & history["event"]
    yield question, Quantity.ENDED_BEFORE_LANDMARK, "", gone & ~history["event"]
