"""A study of one diagnosis and five patients, with every part of the block in use."""

from typing import Any

from cohorts import study
from rtxoutcomes.study import Study, Synthesis

GROUP: dict[str, Any] = {
    "diagnosis": "A",
    "patients": 5,
    "women": 5,
    "disease_duration_years": [5.0, 1.0],
    "prior_treatment": {"other": 5},
    "attacks": {"1": 1, "3": 1},
    "relapses_prior_year": {"1": 5},
    "scores": {"edss": {"baseline_counts": {"2.0": 5}, "change_counts": {"-0.5": 5}}},
}
BLOCK: dict[str, Any] = {
    "seed": 3,
    "engagement_seed": 4,
    "declared_on": "2026-01-01",
    "follow_up_months": {"7": 2, "30": 3},
    "age_years": {"40": 5},
    "end_reason": {"ongoing": 5},
    "missing_between": 0.5,
    "groups": [GROUP],
    "infusions": {"dose_mg": 500, "days": [0, 14], "every_months": 6},
    "activities": [{"channel": "chat", "activity": "message", "per_month": 5, "never": 0}],
    "adverse_events": [{"diagnosis": "A", "month": 0, "term": "rash", "grade": 1}],
}


def small(**changes: Any) -> Study:
    """The study; `changes` replace keys of the block."""
    return study(synthesis=BLOCK | changes)


def block(**changes: Any) -> Synthesis:
    """The block; `changes` replace its keys."""
    return Synthesis.model_validate(BLOCK | changes)


def group(**changes: Any) -> dict[str, Any]:
    return GROUP | changes
