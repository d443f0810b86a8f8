"""Descriptions of a cohort, as a user calls them."""

import pytest

import rtxoutcomes as rtx
from analysis.small import full
from cohorts import study


def test_engagement_is_related_to_relapse_by_default() -> None:
    by_default = rtx.engagement_effects(full(), study())

    assert set(by_default["endpoint"]) == {"relapse"}


def test_an_outcome_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError):
        rtx.engagement_effects(full(), study(), outcome="weight")


def test_adverse_events_are_those_of_the_report() -> None:
    alone = rtx.adverse_events(full(), study())

    assert set(alone["analysis"]) == {"safety"}
    assert set(alone["group"]) == {"A", "B", "all"}
