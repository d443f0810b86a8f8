"""One small study under any keys: labels and abbreviations stay, only the keys are renamed."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any, cast

import numpy as np
import pandas as pd

from analysis.small import full
from cohorts import STUDY, cohort
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.study import Study


@dataclass(frozen=True)
class Keys:
    """The keys of a study: its id, diagnoses, scores, channels and their activities."""

    study: str
    diagnoses: tuple[str, ...]
    scores: tuple[str, ...]
    channels: tuple[str, ...]
    activities: tuple[str, ...]

    def every(self) -> Iterator[str]:
        for field in fields(self):
            value = getattr(self, field.name)
            yield from (value,) if isinstance(value, str) else value


# Of no meaning, and part of no other word.
PLAIN = Keys(
    study="qstudy",
    diagnoses=("QDA", "QDB", "QDC"),
    scores=("qsa", "qsb", "qsc", "qsd", "qse", "qsf"),
    channels=("qca", "qcb"),
    activities=("qaa", "qab", "qac"),
)
# Each of them is, begins or ends like a word of the results or of the report.
NASTY = Keys(
    study="report",
    diagnoses=("All", "minus", "vs"),
    scores=(
        "x_baseline",
        "x_fixed_time",
        "follow_up",
        "relapse_score",
        "survival_group",
        "end_of_day_fatigue",
    ),
    channels=("signal", "risk_forum"),
    activities=("median", "proportion_landmark", "between_groups"),
)
SCORES: list[dict[str, Any]] = cast("list[dict[str, Any]]", STUDY["scores"])
LABELS = ("EDSS", "IgG", "Walking test", "Hand test", "Fatigue", "Mood")
DIAGNOSES = ("First kind", "Second kind", "Third kind")
COLUMNS = ("edss", "igg_g_per_l", "walk", "hand", "fatigue", "mood")


def renamed(text: str, keys: Keys) -> str:
    """A text of the study under `PLAIN`, with the keys of another."""
    for old, new in zip(PLAIN.every(), keys.every(), strict=True):
        text = text.replace(old, new)
    return text


def plan(keys: Keys) -> Study:
    """The study under these keys, with something of every key that a study file may hold."""
    edss, igg = SCORES
    scores: list[dict[str, Any]] = [
        {**(edss if k % 2 == 0 else igg), "name": name, "label": label, "column": column}
        for k, (name, label, column) in enumerate(zip(keys.scores, LABELS, COLUMNS, strict=True))
    ]
    scores[0]["external_mean"] = 2.0
    scores[0]["external_mean_source"] = "a registry"
    scores[1]["quantification_limit"] = 9.5
    first, second = keys.channels
    a, b, c = keys.activities
    codes = keys.diagnoses
    return Study.model_validate(
        STUDY
        | {
            "study": {"id": keys.study, "title": "A trial", "drug": "a drug"},
            "diagnoses": [
                {"code": code, "label": label, "abbreviation": short}
                for code, label, short in zip(
                    codes,
                    ("First kind", "Second kind", "Third kind"),
                    ("K1", "K2", "K3"),
                    strict=True,
                )
            ],
            "scores": scores,
            "channels": [
                {
                    "name": first,
                    "label": "Forum",
                    "activities": [a, b],
                    "activity_labels": {a: "post", b: "visit"},
                    "activity_plurals": {a: "posts", b: "visits"},
                },
                {
                    "name": second,
                    "label": "Calls",
                    "activities": [c],
                    "activity_labels": {c: "call"},
                    "activity_plurals": {c: "calls"},
                },
            ],
            "engagement": {"subset": list(codes[:2]), "shuffles": 19},
            "randomness": {"permutations": 199},
            "multiplicity": {"family": [f"{keys.scores[0]}.{codes[0]}.t"]},
            "missing": {"imputations": 3, "excluded": {codes[0]: 1}},
            "sensitivity": {
                "scores": {keys.scores[0]: {"follow_up_months": [[3, "end"]]}},
                "washout_days": [30],
            },
        }
    )


def people(keys: Keys) -> Cohort:
    """The small cohort under these keys; the third diagnosis has no patient."""
    made = full(start=1.0)
    visits, engagement = made.visits, made.engagement
    if visits is None or engagement is None:
        raise ValueError("the small cohort has visits and engagement")
    step = np.arange(len(visits)) % 5
    visits = visits.assign(
        walk=(visits["edss"] + 0.5).clip(1, 10),
        hand=(visits["igg_g_per_l"] - 0.5).round(2),
        fatigue=visits["edss"].where(step != 3),
        mood=(visits["igg_g_per_l"] + 0.1 * step).round(2),
    )
    exposures = [(keys.channels[0], a) for a in keys.activities[:2]]
    exposures.append((keys.channels[1], keys.activities[2]))
    parts = [
        engagement.assign(channel=channel, activity=activity, count=engagement["count"] * k % 4)
        for k, (channel, activity) in enumerate(exposures, start=1)
    ]
    codes = dict(zip("AB", keys.diagnoses, strict=False))
    patients = made.patients.assign(diagnosis=made.patients["diagnosis"].map(codes))
    return cohort(
        patients,
        visits=visits,
        relapses=made.relapses,
        engagement=pd.concat(parts, ignore_index=True),
        adverse_events=made.adverse_events,
    )
