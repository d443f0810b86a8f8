"""The block that a made-up cohort is drawn from."""

from typing import Any

import pytest
from pydantic import ValidationError

from rtxoutcomes.study.synthesis import Synthesis, SyntheticScore

GROUP: dict[str, Any] = {
    "diagnosis": "A",
    "patients": 3,
    "women": 1,
    "attacks": {"1": 1},
    "relapses_prior_year": {"0": 3},
    "scores": {"edss": {"baseline_counts": {"2.0": 3}, "change_counts": {"-0.5": 2, "0.0": 1}}},
}
BLOCK: dict[str, Any] = {
    "seed": 1,
    "declared_on": "2026-01-01",
    "follow_up_months": {"12": 3},
    "age_years": {"40": 3},
    "disease_duration_years": [5.0, 1.0],
    "prior_treatment": {"other": 3},
    "end_reason": {"ongoing": 3},
    "groups": [GROUP],
    "infusions": {"dose_mg": 500, "days": [0, 14], "every_months": 6},
}


def test_the_number_of_patients_is_that_of_all_groups() -> None:
    assert Synthesis.model_validate(BLOCK).patients == 3


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"age_years": {"40": 2}}, "age_years must add up to 3, not 2"),
        ({"groups": [GROUP | {"women": 4}]}, "women cannot exceed patients"),
        ({"groups": [GROUP | {"attacks": {"1": 4}}]}, "attacks name more patients"),
        ({"groups": [GROUP | {"relapses_prior_year": {"0": 2}}]}, "must add up to 3, not 2"),
        (
            {"groups": [GROUP | {"scores": {"edss": {"baseline_counts": {"2.0": 3}}}}]},
            "give baseline_counts and change_counts, or baseline and log_ratio",
        ),
    ],
)
def test_counts_that_do_not_add_up_are_faults(changes: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Synthesis.model_validate(BLOCK | changes)

    assert words in str(caught.value)


def test_a_score_is_given_in_one_way_only() -> None:
    both = {
        "baseline_counts": {"2.0": 1},
        "change_counts": {"0.0": 1},
        "baseline": [10, 2],
        "log_ratio": [0, 0.1],
    }

    with pytest.raises(ValidationError, match="give baseline_counts"):
        SyntheticScore.model_validate(both)
