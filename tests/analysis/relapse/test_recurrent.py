"""The mean cumulative number of relapses."""

import pandas as pd
import pytest

from analysis.selection import one, select
from analysis.small import bare, full
from cohorts import study
from rtxoutcomes.analysis.relapse.recurrent import recurrent_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.results.frame import estimates_frame


def rows(made: Cohort, month: float) -> pd.DataFrame:
    frame = estimates_frame(recurrent_rows(made, study()))
    return select(frame, quantity="mean_events", month=month)


def test_every_relapse_counts_over_the_patients_at_risk() -> None:
    early, late = rows(full(), 12.0), rows(full(), 24.0)

    # All six relapses of the twelve come before month 10, when the first of them leaves.
    assert one(early, group="A")["estimate"] == pytest.approx(6 / 12)
    assert one(late, group="B")["estimate"] == pytest.approx(1 / 4)
    assert one(early, group="all")["events"] == 6


def test_a_group_that_ends_before_the_month_is_not_extrapolated() -> None:
    assert one(rows(full(), 24.0), group="A")["note"] == "no_followup_at_tau"


def test_absent_groups_and_onsets_that_were_not_collected_keep_their_rows() -> None:
    assert one(rows(full("A"), 12.0), group="B")["note"] == "group_absent"
    assert set(rows(bare(), 12.0)["note"]) == {"not_collected"}
