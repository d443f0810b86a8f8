"""Curves are read only where enough patients are still followed."""

import numpy as np
import pytest

from rtxoutcomes.analysis.horizon import at_horizon
from rtxoutcomes.estimate.survival.at_month import risk_at
from rtxoutcomes.estimate.survival.event_table import event_table
from rtxoutcomes.results.floors import fewest_at_risk


@pytest.mark.parametrize(("n", "fewest"), [(1, 5), (14, 5), (50, 5), (51, 6), (99, 10), (101, 11)])
def test_five_must_remain_or_a_tenth_of_the_group(n: int, fewest: int) -> None:
    assert fewest_at_risk(n) == fewest


@pytest.mark.parametrize(("remaining", "note"), [(4, "few_at_risk"), (5, "")])
def test_a_month_with_four_at_risk_is_marked_and_keeps_its_number(
    remaining: int, note: str
) -> None:
    months = np.array([3.0, *[6.0] * (14 - 1 - remaining), *[12.0] * remaining])
    table = event_table(months, np.arange(14) == 0)

    found = at_horizon(risk_at(table, 12.0), table, 12.0)

    assert found.note == note
    assert found.estimate == pytest.approx(1 / 14)


def test_a_curve_that_has_reached_zero_is_known_though_nobody_is_at_risk() -> None:
    table = event_table(np.arange(1.0, 6.0), np.ones(5, bool))

    found = at_horizon(risk_at(table, 12.0), table, 12.0)

    assert (found.estimate, found.note) == (1.0, "")


def test_of_two_hundred_patients_twenty_must_remain() -> None:
    table = event_table(np.repeat([6.0, 12.0], [181, 19]), np.zeros(200, bool))

    assert at_horizon(risk_at(table, 12.0), table, 12.0).note == "few_at_risk"


def test_follow_up_within_the_tolerance_counts_as_at_risk() -> None:
    months = np.repeat([6.0, 11.8], [9, 5])
    table = event_table(months, np.zeros(14, bool))

    assert at_horizon(risk_at(table, 12.0, 0.5), table, 12.0, 0.5).note == "horizon_tolerance"
    assert at_horizon(risk_at(table, 11.0), table, 12.0).note == "few_at_risk"


def test_what_is_not_known_keeps_its_reason() -> None:
    table = event_table(np.array([2.0, 3.0]), np.zeros(2, bool))

    assert at_horizon(risk_at(table, 12.0), table, 12.0).note == "no_followup_at_tau"
