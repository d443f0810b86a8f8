"""Engagement after a landmark against later outcome: one channel and activity at a time.

A pre-specified extension: no published number stands behind it. Exposure is always dated, and
whoever had the event or was out of view by the landmark is left out and counted.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from rtxoutcomes.analysis.between import indicators, on_scale
from rtxoutcomes.analysis.question import Question
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.engagement import Landmark, at_landmark, landmarks
from rtxoutcomes.derive.months import at_most
from rtxoutcomes.derive.relapse import attack_history
from rtxoutcomes.derive.scores import pairs_after
from rtxoutcomes.estimate.cox import firth_cox, planning_hazard_ratio
from rtxoutcomes.estimate.linear import linear_hc3
from rtxoutcomes.results import ALL, Estimate, Note, Role, Row
from rtxoutcomes.study import Score, Study

RELAPSE = "relapse"
FIRTH_COX = "Firth Cox after the landmark, strata by diagnosis, profile likelihood"
LINEAR = "change after the landmark given baseline and diagnosis, HC3"
DOUBLING = "per doubling of (1 + count)"


def engagement_rows(cohort: Cohort, study: Study, outcome: str) -> list[Row]:
    """Every exposure of the study against `outcome`: "relapse" or the name of a score.

    Raises
    ------
    KeyError
        The outcome is neither.
    """
    question = Question("engagement", f"engagement_{outcome}")
    score = None if outcome == RELAPSE else study.score(outcome)
    rows: list[Row] = []
    plan, unit = study.engagement, _unit(score)
    months = (plan.landmark_months, *plan.sensitivity_landmarks)
    # What follows a landmark is the same for every exposure, and is derived once.
    later = {m: _later(cohort, study, score, m) for m in months}
    for channel, activity in study.exposures:
        for month in months:
            primary = month == plan.landmark_months
            term = f"{channel}_{activity}" + ("" if primary else f"_landmark_{month:g}")
            role: Role = "reported" if primary else "sensitivity"
            landmark = at_landmark(cohort, channel, activity, month)
            method = f"{FIRTH_COX if score is None else LINEAR}, landmark {month:g} months"
            for name, value, beside in _models(study, landmark, score, later[month], method):
                rows.append(question.row(ALL, term + name, value, beside or role, unit))
    return rows


def _later(cohort: Cohort, study: Study, score: Score | None, months: float) -> pd.DataFrame | None:
    """What happened after each patient's landmark; None where it was not collected.

    For relapse the attack history; for a score its pairs, with `seen` False where follow-up ended
    by the landmark.
    """
    if score is None:
        return attack_history(cohort, study)
    limit = landmarks(cohort, months)
    pairs = pairs_after(cohort, score, limit)
    if pairs is None:
        return None
    follow_up = cohort.patients["follow_up_months"].to_numpy("float64")
    ended = at_most(follow_up, cohort.patients["patient_id"].map(limit).to_numpy("float64"))
    return pairs.assign(seen=~ended)


def _unit(score: Score | None) -> str:
    if score is None:
        return f"hazard ratio {DOUBLING}"
    return f"ratio {DOUBLING}" if score.scale == "log" else f"{score.unit} {DOUBLING}"


Model = tuple[str, Estimate, Role | None]


def _models(
    study: Study,
    landmark: Landmark,
    score: Score | None,
    later: pd.DataFrame | None,
    method: str,
) -> list[Model]:
    n = len(landmark.patients)
    if landmark.problem:
        return [("", _refused(method, n, landmark.problem), None)]
    if later is None:
        return [("", _refused(method, n, "not_collected"), None)]
    if score is None:
        models = _relapse_models(study, landmark, later, method)
    else:
        models = [("", _score_model(study, landmark, score, later, method), None)]
    note: Note = "" if landmark.identifiable else "not_identifiable"
    return [(name, _noted(value, note), role) for name, value, role in models]


def _refused(method: str, n: int, note: Note) -> Estimate:
    return Estimate(method=method, n=0, dropped=n, status="not_attempted", note=note)


def _noted(value: Estimate, note: Note) -> Estimate:
    """`not_identifiable` stands on every effect that could be computed; other notes stay."""
    return replace(value, note=note) if note and value.status == "ok" and not value.note else value


def _relapse_models(
    study: Study, landmark: Landmark, history: pd.DataFrame, method: str
) -> list[Model]:
    frame = landmark.patients.assign(
        months=history["months"].to_numpy(float), event=history["event"].to_numpy(bool)
    )
    gone = at_most(frame["months"].to_numpy(float), frame["landmark"].to_numpy(float))
    seen = frame[~gone]
    codes = {code: k for k, code in enumerate(study.codes)}
    fit = firth_cox(
        seen["months"].to_numpy("float64"),
        seen["event"].to_numpy(bool),
        seen[["exposure"]].to_numpy("float64"),
        ["exposure"],
        entry=seen["landmark"].to_numpy("float64"),
        strata=np.array([codes[code] for code in seen["diagnosis"]], dtype=np.int64),
        dropped=int(gone.sum()),
    )
    value = replace(fit.coefficients[0].hazard_ratio, method=method)
    return [("", value, None), *_planning(seen, fit.events, method)]


def _planning(seen: pd.DataFrame, events: int, method: str) -> list[Model]:
    """The hazard ratio per doubling a study of this size could plan for; not observed power."""
    spread = float(np.std(seen["exposure"].to_numpy("float64"), ddof=1)) if len(seen) > 1 else 0.0
    if events == 0 or spread == 0.0:
        return []
    value = Estimate(
        method=f"approximate planning value: 80 % power; {method}",
        n=len(seen),
        events=events,
        estimate=planning_hazard_ratio(events, spread),
    )
    return [("_planning_value", value, "beside")]


def _score_model(
    study: Study, landmark: Landmark, score: Score, pairs: pd.DataFrame, method: str
) -> Estimate:
    frame = pairs.assign(exposure=landmark.patients["exposure"].to_numpy("float64"))
    complete = frame[frame["seen"]].dropna(subset=["before", "after"])
    present = [code for code in study.codes if (complete["diagnosis"] == code).any()]
    before, after = on_scale(complete["before"], score), on_scale(complete["after"], score)
    design = np.column_stack(
        [
            np.ones(len(complete)),
            indicators(complete["diagnosis"], present),
            before,
            complete["exposure"].to_numpy("float64"),
        ]
    )
    terms = ["(Intercept)", *present[1:], "baseline", "exposure"]
    fit = linear_hc3(after - before, design, terms, dropped=len(frame) - len(complete))
    value = next(t.value for t in fit.terms if t.term == "exposure")
    value = replace(value, method=method)
    return _as_ratio(value) if score.scale == "log" else value


def _as_ratio(value: Estimate) -> Estimate:
    """A difference of logarithms as a ratio; the standard error stays on the log scale."""
    low, high = float(np.exp(value.conf_low)), float(np.exp(value.conf_high))
    method = f"{value.method}, as a ratio"
    return replace(
        value,
        method=method,
        estimate=float(np.exp(value.estimate)),
        conf_low=low,
        conf_high=high,
    )
