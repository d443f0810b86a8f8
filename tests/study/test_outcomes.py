"""Outcomes with roles: what a study file may declare, and their rank."""

import pytest

from rtxoutcomes.study.outcomes import Outcome, rank
from trial import TRIAL


@pytest.mark.parametrize(
    ("outcomes", "fault"),
    [
        ([{"role": "primary"}], "must have an endpoint, or a label"),
        ([{"endpoint": "days", "role": "main"}], "outcomes"),
        ([{"endpoint": "days", "role": r} for r in ("primary", "secondary")], "'days' is repeated"),
        (
            [{"endpoint": "days", "role": "primary", "estimand": {"population": "all"}}],
            "outcomes.0.estimand.variable: is missing",
        ),
    ],
)
def test_an_outcome_needs_a_name_and_a_role(outcomes: list[dict[str, object]], fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        TRIAL.model_copy(update={"outcomes": outcomes})


def test_the_rank_is_that_of_the_role_then_of_the_file_and_undeclared_ones_come_last() -> None:
    outcomes = [
        Outcome.model_validate({"endpoint": name, "role": role})
        for name, role in (("c", "exploratory"), ("a", "secondary"), ("relapse", "primary"))
    ]

    assert [rank(outcomes, name) for name in ("relapse", "a", "c", "other")] == [0, 1, 2, 3]
    assert rank(outcomes, "time_to_relapse") == 0
    assert rank((), "relapse") == rank((), "other") == 0
