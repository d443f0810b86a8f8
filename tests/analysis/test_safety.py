"""Adverse events."""

from typing import Any

import pandas as pd
import pytest

from analysis.small import bare, full
from cohorts import study
from rtxoutcomes.analysis.safety import safety_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.results import estimates_frame


def rows(made: Cohort) -> Any:
    frame = estimates_frame(safety_rows(made, study()))
    return frame[frame["role"] == "reported"].set_index(["group", "term"])


def test_patients_and_events_are_not_mixed() -> None:
    frame = rows(full())

    assert frame.loc[("A", "proportion"), "events"] == 1
    assert frame.loc[("A", "rate"), "events"] == 2
    assert frame.loc[("A", "serious"), "events"] == 1


def test_the_interval_of_safety_is_clopper_pearson() -> None:
    assert rows(full()).loc[("A", "proportion"), "method"] == "Clopper-Pearson"


def test_no_event_has_an_upper_limit() -> None:
    told = rows(full()).loc[("B", "proportion")]

    assert (told["estimate"], told["conf_low"]) == (0, 0)
    assert 0 < told["conf_high"] < 1


def test_no_event_has_a_one_sided_limit_beside() -> None:
    frame: Any = estimates_frame(safety_rows(full(), study()))
    frame = frame[frame["group"] == "B"].drop_duplicates("term").set_index("term")

    # The rule of three: with 4 patients and no event, 1 - 0.05^(1/4).
    assert frame.loc["upper_limit", "conf_high"] == pytest.approx(1 - 0.05**0.25)
    two_sided = frame.loc["upper_limit_two_sided"]
    assert two_sided["conf_high"] == pytest.approx(1 - 0.025**0.25)
    assert "two-sided" in two_sided["method"]


def test_what_was_not_collected_says_so() -> None:
    assert set(rows(bare())["note"]) == {"not_collected"}


def test_seriousness_that_nobody_stated_was_not_collected() -> None:
    made = full()
    assert made.adverse_events is not None
    made.adverse_events["serious"] = pd.array([None, None], dtype="boolean")

    assert rows(made).loc[("A", "serious"), "note"] == "not_collected"


def test_patients_of_whom_nothing_was_said_are_left_out_and_counted() -> None:
    made = full()
    said = [None if code == "A" else 0 for code in made.patients["diagnosis"]]
    said[3] = 2  # A03
    made.patients["adverse_event_count"] = pd.array(said, dtype="Int64")
    unknown = sum(count is None for count in said)

    told = rows(made).loc[("A", "proportion")]

    assert unknown > 0
    assert (told["events"], told["dropped"]) == (1, unknown)
    assert told["n"] == made.patients["diagnosis"].eq("A").sum() - unknown
