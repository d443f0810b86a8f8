"""The block from which a synthetic cohort is drawn."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from rtxoutcomes.study.synthesis import Synthesis, SyntheticScore

GROUP: dict[str, Any] = {
    "diagnosis": "A",
    "patients": 3,
    "women": 1,
    "disease_duration_years": [5.0, 1.0],
    "prior_treatment": {"other": 3},
    "attacks": {"1": 1},
    "relapses_prior_year": {"0": 3},
    "scores": {"edss": {"baseline_counts": {"2.0": 3}, "change_counts": {"-0.5": 2, "0.0": 1}}},
}
EVENT: dict[str, Any] = {"diagnosis": "A", "month": 3, "term": "rash", "grade": 1}
MESSAGE: dict[str, Any] = {"channel": "chat", "activity": "message", "per_month": 2}
QUESTION: dict[str, Any] = {
    "channel": "chat",
    "activity": "question",
    "share_of": "message",
    "share": 0.1,
}
BLOCK: dict[str, Any] = {
    "seed": 1,
    "engagement_seed": 2,
    "declared_on": "2026-01-01",
    "follow_up_months": {"12": 3, "4": 0},
    "age_years": {"40": 3},
    "end_reason": {"ongoing": 3},
    "groups": [GROUP],
    "infusions": {"dose_mg": 500, "days": [0, 14], "every_months": 6},
    "activities": [MESSAGE, QUESTION],
    "adverse_events": [EVENT],
}


def faults(**changes: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        Synthesis.model_validate(BLOCK | changes)
    return str(caught.value)


def of_group(**changes: Any) -> list[dict[str, Any]]:
    return [GROUP | changes]


def test_the_number_of_patients_is_that_of_all_groups() -> None:
    assert Synthesis.model_validate(BLOCK).patients == 3


def test_an_event_is_related_and_not_serious_unless_the_block_says_so() -> None:
    (event,) = Synthesis.model_validate(BLOCK).adverse_events

    assert (event.serious, event.related) == (False, True)


def test_a_value_that_nobody_has_does_not_count() -> None:
    block = Synthesis.model_validate(BLOCK | {"groups": of_group(attacks={"1": 1, "9": 0})})

    assert block.shortest_follow_up == 12
    assert block.groups[0].most_attacks == 1


def test_every_patient_may_be_a_woman_with_an_attack_and_an_event() -> None:
    block = BLOCK | {"groups": of_group(women=3, attacks={"1": 3}), "adverse_events": [EVENT] * 3}

    made = Synthesis.model_validate(block)

    assert (made.groups[0].women, len(made.adverse_events)) == (made.patients, made.patients)


def test_a_group_without_attacks_has_none_at_most() -> None:
    block = Synthesis.model_validate(BLOCK | {"groups": of_group(attacks={})})

    assert block.groups[0].most_attacks == 0


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        (of_group(women=4), "women cannot exceed patients"),
        (of_group(attacks={"1": 4}), "attacks name more patients"),
        (of_group(attacks={"0": 1}), "should match pattern"),
        (of_group(relapses_prior_year={"0": 2}), "relapses_prior_year must add up to 3, not 2"),
        (of_group(prior_treatment={"x": 4}), "prior_treatment must add up to 3, not 4"),
        (
            of_group(scores={"e": {"baseline_counts": {"2": 2}, "change_counts": {"0": 3}}}),
            "e.baseline_counts must add up to 3, not 2",
        ),
        (
            of_group(scores={"e": {"baseline_counts": {"2": 3}, "change_counts": {"0": 4}}}),
            "e.change_counts must add up to 3, not 4",
        ),
        ([GROUP, GROUP], "groups: 'A' is repeated"),
        (of_group(attacks={"7": 1}), "A: 7 attacks do not fit into 12 months"),
    ],
)
def test_each_fault_of_a_group_is_reported(groups: list[dict[str, Any]], words: str) -> None:
    assert words in faults(groups=groups)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"age_years": {"40": 2}}, "age_years must add up to 3, not 2"),
        ({"age_years": {"0": 3}}, "age_years must be above 0"),
        ({"age_years": {"forty": 3}}, "should match pattern"),
        ({"end_reason": {"moved": 3}}, "should match pattern"),
        ({"follow_up_months": {}}, "follow_up_months must add up to 3, not 0"),
        ({"follow_up_months": {"0": 3}}, "follow_up_months must be above 0"),
        ({"declared_on": "soon"}, "valid date"),
        ({"adverse_events": [EVENT | {"diagnosis": "B"}]}, "'B' has 0 patients for 1 events"),
        ({"adverse_events": [EVENT] * 4}, "'A' has 3 patients for 4 events"),
        ({"adverse_events": [EVENT | {"month": 12.5}]}, "month 12.5 lies after the shortest"),
        ({"activities": [MESSAGE, MESSAGE]}, "chat.message is repeated"),
        ({"activities": [QUESTION, MESSAGE]}, "chat.message must come before its part"),
        ({"infusions": {"dose_mg": 1, "days": [], "every_months": 6}}, "at least 1"),
    ],
)
def test_each_fault_of_the_block_is_reported(changes: dict[str, Any], words: str) -> None:
    assert words in faults(**changes)


def test_an_event_may_be_in_the_last_month_that_all_are_followed() -> None:
    block = Synthesis.model_validate(BLOCK | {"adverse_events": [EVENT | {"month": 12}]})

    assert block.adverse_events[0].month == block.shortest_follow_up


def test_several_faults_are_reported_at_once() -> None:
    problems = faults(
        age_years={"40": 2},
        activities=[QUESTION],
        adverse_events=[EVENT | {"month": 13}],
        groups=of_group(attacks={"8": 1}),
    )

    assert "age_years must add up" in problems
    assert "must come before its part" in problems
    assert "month 13 lies after" in problems
    assert "8 attacks do not fit" in problems


@given(st.integers(1, 12), st.integers(1, 40))
@settings(deadline=None, max_examples=100)
def test_attacks_are_accepted_just_where_the_shortest_follow_up_has_room(
    attacks: int, months: int
) -> None:
    changes: dict[str, Any] = {
        "follow_up_months": {str(months): 3},
        "groups": of_group(attacks={str(attacks): 1}),
        "adverse_events": [],
    }

    # By default the first month at the earliest, and two months from each to the next.
    if 1 + 2 * (attacks - 1) <= months:
        assert Synthesis.model_validate(BLOCK | changes).groups[0].most_attacks == attacks
    else:
        assert f"{attacks} attacks do not fit into {months} months" in faults(**changes)


COUNTED = {"baseline_counts": {"1": 1}, "change_counts": {"0": 1}}
SPREAD = {"baseline": [10, 2], "log_ratio": [0, 0.1]}


@pytest.mark.parametrize("block", [COUNTED, SPREAD])
def test_a_score_is_counted_or_spread(block: dict[str, Any]) -> None:
    assert SyntheticScore.model_validate(block)


@pytest.mark.parametrize(
    "block",
    [
        {},
        COUNTED | SPREAD,
        {"baseline_counts": {"1": 1}},
        {"baseline": [10, 2]},
        {"baseline_counts": {"1": 1}, "log_ratio": [0, 0.1]},
        COUNTED | {"baseline": [10, 2]},
    ],
)
def test_a_score_is_given_in_one_way_only(block: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="give baseline_counts and change_counts, or"):
        SyntheticScore.model_validate(block)
