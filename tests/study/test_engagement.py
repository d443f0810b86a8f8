"""Channels and the plan of the engagement analysis."""

from typing import Any

import pytest
from pydantic import ValidationError

from rtxoutcomes.study.engagement import Channel, Engagement


def test_defaults_are_a_landmark_of_three_months_and_sensitivity_at_one_and_six() -> None:
    plan = Engagement()

    assert (plan.landmark_months, plan.sensitivity_landmarks) == (3, (1, 6))
    assert (plan.shuffles, plan.shuffle_band_months) == (200, 6)


def test_an_activity_occurs_once_in_a_channel() -> None:
    with pytest.raises(ValidationError, match="differ from one another"):
        Channel(name="chat", activities=("message", "message"))


def test_a_channel_needs_an_activity() -> None:
    with pytest.raises(ValidationError, match="at least 1"):
        Channel(name="chat", activities=())


def test_activities_that_differ_are_accepted() -> None:
    assert Channel(name="chat", activities=("message", "question")).label == ""


def test_an_activity_is_called_as_the_study_says_or_by_its_name() -> None:
    channel = Channel(
        name="groups",
        activities=("session", "voice_call", "post"),
        activity_labels={"session": "session attended", "post": "contribution"},
        activity_plurals={"session": "sessions attended"},
    )

    assert [channel.activity_label(name) for name in channel.activities] == [
        "session attended",
        "voice call",
        "contribution",
    ]
    assert [channel.activity_plural(name) for name in channel.activities] == [
        "sessions attended",
        "voice calls",
        "contributions",
    ]


@pytest.mark.parametrize("key", ["activity_labels", "activity_plurals"])
def test_words_for_an_activity_that_the_channel_lacks_are_a_fault(key: str) -> None:
    with pytest.raises(ValidationError, match=f"{key}: 'call' is not an activity of the channel"):
        Channel.model_validate({"name": "chat", "activities": ["message"], key: {"call": "call"}})


@pytest.mark.parametrize(
    ("changes", "months"),
    [
        ({"landmark_months": 12}, "not so: 12"),
        ({"horizon_months": 2}, "not so: 3, 6"),
        ({"sensitivity_landmarks": (1, 18)}, "not so: 18"),
    ],
)
def test_a_horizon_lies_after_every_landmark(changes: dict[str, Any], months: str) -> None:
    # Nothing can happen between a landmark and a horizon that is over by then.
    with pytest.raises(ValidationError, match=months):
        Engagement.model_validate(changes)


def test_a_landmark_before_the_start_is_a_fault() -> None:
    with pytest.raises(ValidationError, match="greater than or equal to 0"):
        Engagement(landmark_months=-1)


def test_landmarks_and_lags_occur_once_each_the_plan_s_own_first() -> None:
    plan = Engagement(landmark_months=6, lag_months=1)

    assert plan.landmarks == (6, 1)
    assert plan.lags == (1, 0)


@pytest.mark.parametrize(
    "changes", [{"shuffles": 5}, {"recent_months": 0}, {"shuffle_band_months": 0}]
)
def test_numbers_that_make_no_sense_are_faults(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="greater than"):
        Engagement.model_validate(changes)
