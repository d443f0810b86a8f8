"""The mean cumulative number of attacks."""

from typing import Any

import pytest

from analysis.small import bare, full
from cohorts import study
from rtxoutcomes.analysis.relapse.recurrent import recurrent_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.results import estimates_frame


def rows(made: Cohort) -> Any:
    return estimates_frame(recurrent_rows(made, study())).set_index(["group", "term"])


def test_every_attack_counts_over_those_still_watched() -> None:
    told = rows(full())

    # All six attacks of the twelve come before month 10, when the first of them leaves.
    assert told.loc[("A", "mean_attacks_12_months"), "estimate"] == pytest.approx(6 / 12)
    assert told.loc[("B", "mean_attacks_24_months"), "estimate"] == pytest.approx(1 / 4)
    assert told.loc[("all", "mean_attacks_12_months"), "events"] == 6


def test_a_group_that_ends_before_the_month_is_not_prolonged() -> None:
    assert rows(full()).loc[("A", "mean_attacks_24_months"), "note"] == "no_followup_at_tau"


def test_absent_groups_and_what_was_not_collected_keep_their_rows() -> None:
    assert rows(full("A")).loc[("B", "mean_attacks_12_months"), "note"] == "group_absent"
    assert set(rows(bare())["note"]) == {"not_collected"}
