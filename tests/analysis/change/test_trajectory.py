"""A score over the months."""

import math

import numpy as np
import pandas as pd
import pytest

from analysis.small import bare, people
from cohorts import cohort, study
from rtxoutcomes.analysis.change.trajectory import trajectories, trajectory_rows
from rtxoutcomes.cohort import Cohort

PLAN = study()
VISITS = [
    ("A00", 0.0, 2.0),
    ("A00", 5.0, 3.0),
    ("A00", 7.0, 9.0),
    ("A01", 0.0, 4.0),
    ("A01", 3.0, 5.0),
    ("A02", -1.0, 6.0),
    ("A02", 8.9, 1.0),
]


def seen() -> Cohort:
    visits = pd.DataFrame(VISITS, columns=["patient_id", "month", "edss"]).assign(phase="")
    return cohort(people("AB"), visits=visits)


def test_the_mean_is_that_of_the_nearest_visit_the_earlier_if_equal() -> None:
    rows = {
        (r.group, r.month): r.value for r in trajectory_rows(seen(), PLAN) if r.endpoint == "edss"
    }

    first, second = rows["A", 0.0], rows["A", 6.0]
    # A00 was seen one month before and after month 6: the earlier counts.
    assert (first.n, first.dropped) == (second.n, second.dropped) == (3, 9)
    assert (first.estimate, second.estimate) == pytest.approx((4.0, 3.0))
    # t.test(c(2, 4, 6))$conf.int in R
    assert (first.conf_low, first.conf_high) == pytest.approx((-0.9682754, 8.9682754), rel=1e-7)
    assert math.isnan(first.p_value)
    assert math.isnan(first.statistic)


def test_a_diagnosis_without_visits_keeps_its_rows() -> None:
    rows = [r for r in trajectory_rows(seen(), PLAN) if r.endpoint == "edss" and r.group == "B"]

    assert [r.value.status for r in rows] == ["not_estimable"] * 2
    assert {r.value.note for r in rows} == {"n_zero"}


def test_scores_that_were_not_collected_keep_a_row_with_the_reason() -> None:
    rows = {(r.endpoint, r.value.status, r.value.note) for r in trajectory_rows(bare(), PLAN)}

    assert rows == {
        ("edss", "not_attempted", "not_collected"),
        ("igg", "not_attempted", "not_collected"),
    }


def test_lines_hold_no_id_and_are_numbered_by_their_values() -> None:
    lines = trajectories(seen(), PLAN)

    assert list(lines.columns) == ["endpoint", "group", "line", "month", "value"]
    assert lines[lines["line"] == 1][["month", "value"]].values.tolist() == [[-1, 6], [8.9, 1]]
    assert lines["line"].tolist() == [1, 1, 2, 2, 2, 3, 3]
    np.testing.assert_array_equal(sorted(lines["value"]), sorted(v for _, _, v in VISITS))


def test_nothing_collected_is_an_empty_frame_with_its_columns() -> None:
    assert list(trajectories(bare(), PLAN).columns) == [
        "endpoint",
        "group",
        "line",
        "month",
        "value",
    ]


def test_means_are_not_pooled_over_the_diagnoses() -> None:
    for made in (seen(), bare()):
        assert {row.group for row in trajectory_rows(made, PLAN)} == {"A", "B"}
