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
from rtxoutcomes.derive.engagement import Landmark, at_landmark
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
    for channel, activity in study.exposures:
        for months in (plan.landmark_months, *plan.sensitivity_landmarks):
            primary = months == plan.landmark_months
            term = f"{channel}_{activity}" + ("" if primary else f"_landmark_{months:g}")
            role: Role = "reported" if primary else "sensitivity"
            landmark = at_landmark(cohort, channel, activity, months)
            for name, value, beside in _models(cohort, study, landmark, score, months):
                rows.append(question.row(ALL, term + name, value, beside or role, unit))
    return rows


def _unit(score: Score | None) -> str:
    if score is None:
        return f"hazard ratio {DOUBLING}"
    return f"ratio {DOUBLING}" if score.scale == "log" else f"{score.unit} {DOUBLING}"


Model = tuple[str, Estimate, Role | None]


def _models(
    cohort: Cohort, study: Study, landmark: Landmark, score: Score | None, months: float
) -> list[Model]:
    method = f"{FIRTH_COX if score is None else LINEAR}, landmark {months:g} months"
    if landmark.problem:
        n = len(landmark.patients)
        return [("", _refused(method, n, landmark.problem), None)]
    if score is None:
        models = _relapse_models(cohort, study, landmark, method)
    else:
        models = [("", _score_model(cohort, study, landmark, score, method), None)]
    note: Note = "" if landmark.identifiable else "not_identifiable"
    return [(name, _noted(value, note), role) for name, value, role in models]


def _refused(method: str, n: int, note: Note) -> Estimate:
    return Estimate(method=method, n=0, dropped=n, status="not_attempted", note=note)


def _noted(value: Estimate, note: Note) -> Estimate:
    """`not_identifiable` stands on every effect that could be computed; other notes stay."""
    return replace(value, note=note) if note and value.status == "ok" and not value.note else value


def _relapse_models(cohort: Cohort, study: Study, landmark: Landmark, method: str) -> list[Model]:
    history = attack_history(cohort, study)
    if history is None:
        return [("", _refused(method, len(landmark.patients), "not_collected"), None)]
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
        strata=seen["diagnosis"].map(codes).to_numpy("int64"),
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
    cohort: Cohort, study: Study, landmark: Landmark, score: Score, method: str
) -> Estimate:
    limit = landmark.patients.set_index("patient_id")["landmark"]
    pairs = pairs_after(cohort, score, limit)
    if pairs is None:
        return _refused(method, len(landmark.patients), "not_collected")
    frame = pairs.assign(exposure=landmark.patients["exposure"].to_numpy("float64"))
    follow_up = cohort.patients["follow_up_months"].to_numpy("float64")
    seen = ~at_most(follow_up, landmark.patients["landmark"].to_numpy("float64"))
    complete = frame[seen].dropna(subset=["before", "after"])
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
