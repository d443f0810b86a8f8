"""Participant flow: who was there, who was left out of what, counted where it happens."""

import pandas as pd

from rtxoutcomes.analysis.question import Question, counted, groups
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.engagement import landmarks
from rtxoutcomes.derive.months import at_most
from rtxoutcomes.derive.relapse import attack_history
from rtxoutcomes.derive.scores import fixed_time_pairs, last_visit_pairs
from rtxoutcomes.results import Row
from rtxoutcomes.study import Study

FLOW = Question("flow", "flow")


def flow_rows(cohort: Cohort, study: Study) -> list[Row]:
    """Counts of patients by diagnosis: enrolled, reasons of ending, pairs of scores, landmark."""
    steps = _steps(cohort, study)
    rows = []
    for group, patients in groups(steps, study, overall=True):
        for term in steps.columns.drop(["patient_id", "diagnosis"]):
            rows.append(FLOW.row(group, term, counted(int(patients[term].sum()), len(patients))))
    return rows


def _steps(cohort: Cohort, study: Study) -> pd.DataFrame:
    """A row a patient, a column a step of the flow: 1 where the patient counts there."""
    steps = cohort.patients[["patient_id", "diagnosis"]].reset_index(drop=True)
    steps = steps.assign(enrolled=1)
    ends = cohort.patients["end_reason"].reset_index(drop=True)
    for reason in sorted(ends.dropna().unique()):
        steps[f"end_{reason}"] = (ends == reason).fillna(False).astype(int)
    history = attack_history(cohort, study)
    if history is not None:
        steps["relapsed"] = history["event"].astype(int)
        steps["onsets_merged"] = history["merged"]
        steps = steps.assign(**_landmark_steps(cohort, study, history))
    for score in study.scores:
        named = {score.name: last_visit_pairs(cohort, score)}
        named[f"{score.name}_fixed_time"] = fixed_time_pairs(cohort, score)
        for name, pairs in named.items():
            if pairs is not None:
                steps = steps.assign(**_pair_steps(name, pairs))
    return steps


def _pair_steps(name: str, pairs: pd.DataFrame) -> dict[str, pd.Series]:
    before, after = pairs["before"].notna(), pairs["after"].notna()
    return {
        f"{name}_pairs": (before & after).astype(int),
        f"{name}_no_baseline": (~before).astype(int),
        f"{name}_no_follow_up": (before & ~after).astype(int),
    }


def _landmark_steps(cohort: Cohort, study: Study, history: pd.DataFrame) -> dict[str, pd.Series]:
    if cohort.engagement is None:
        return {}
    limit = history["patient_id"].map(landmarks(cohort, study.engagement.landmark_months))
    gone = pd.Series(
        at_most(history["months"].to_numpy(float), limit.to_numpy(float)), index=history.index
    )
    return {
        "landmark_at_risk": (~gone).astype(int),
        "landmark_relapsed_before": (gone & history["event"]).astype(int),
        "landmark_ended_before": (gone & ~history["event"]).astype(int),
    }
