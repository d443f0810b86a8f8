"""Change per year, and change without treatment."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.selection import first, select
from analysis.small import bare, full
from cohorts import cohort, patients, study, visits
from rtxoutcomes.analysis.change.scores import change_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.estimate.paired.change import mean_change
from rtxoutcomes.results.frame import estimates_frame
from rtxoutcomes.study import Study


def plan(score: str, **changes: Any) -> Study:
    blocks = study().model_dump()["scores"]
    return study(scores=[b | (changes if b["name"] == score else {}) for b in blocks])


def rows(made: Cohort, score: str = "edss", **changes: Any) -> pd.DataFrame:
    changed = plan(score, **changes)
    return estimates_frame(change_rows(made, changed, changed.score(score)))


def last(frame: pd.DataFrame, quantity: str, **columns: object) -> Any:
    """The row of diagnosis A at the last visit; the first where several methods give one."""
    return first(frame, group="A", month=None, **({"choice": ""} | columns), quantity=quantity)


def test_change_per_year_is_the_mean_of_the_patients_slopes() -> None:
    people = patients([("P1", "A", 24.0), ("P2", "A", 24.0), ("P3", "A", 24.0)])
    seen = visits(
        # Slopes of -1 and -0.5 points a year, the first in spite of one odd visit.
        *[("P1", m, v) for m, v in ((0.0, 5.0), (6.0, 4.5), (12.0, 8.0), (18.0, 3.5), (24.0, 3.0))],
        *[("P2", m, v) for m, v in ((0.0, 5.0), (24.0, 4.0))],
        ("P3", 0.0, 5.0),
    )

    row = last(rows(cohort(people, visits=seen)), "change_per_year")

    assert row["estimate"] == pytest.approx(-0.75)
    assert row["conf_low"] == pytest.approx(mean_change(np.array([-1.0, -0.5])).conf_low)
    assert (row["n"], row["dropped"], row["unit"]) == (2, 1, "points per year")


@pytest.mark.parametrize(
    ("least", "n", "mean"), [({}, 2, -0.75), ({"minimum_slope_months": 0.25}, 3, 15.5)]
)
def test_patients_whose_visits_span_too_little_are_dropped_and_counted(
    least: dict[str, Any], n: int, mean: float
) -> None:
    people = patients([(f"P{k}", "A", 24.0) for k in range(3)])
    seen = visits(
        *[("P0", m, v) for m, v in ((0.0, 5.0), (6.0, 4.5))],
        *[("P1", m, v) for m, v in ((0.0, 5.0), (24.0, 4.0))],
        # A point within a week: 48 points a year.
        *[("P2", m, v) for m, v in ((0.0, 3.0), (0.25, 4.0))],
    )

    row = last(rows(cohort(people, visits=seen), **least), "change_per_year")

    assert (row["n"], row["dropped"]) == (n, 3 - n)
    assert row["estimate"] == pytest.approx(mean)
    assert f"over {least.get('minimum_slope_months', 6):g} months or more" in row["method"]


def test_visits_before_the_baseline_and_beyond_the_window_do_not_count() -> None:
    people = patients([("P1", "A", 30.0), ("P2", "A", 30.0)])
    seen = visits(
        *[("P1", m, v) for m, v in ((-2.0, 9.0), (0.0, 5.0), (12.0, 4.0), (24.0, 9.0))],
        *[("P2", m, v) for m, v in ((0.0, 5.0), (12.0, 4.5), (24.0, 9.0))],
    )

    row = last(rows(cohort(people, visits=seen), follow_up_months=[6, 18]), "change_per_year")

    assert row["estimate"] == pytest.approx(-0.75)


def test_on_the_log_scale_the_change_is_a_ratio_per_year() -> None:
    people = patients([(f"P{k}", "A", 24.0) for k in range(2)])
    seen = visits(
        *[("P0", m, v) for m, v in ((0.0, 10.0), (24.0, 2.5))],
        *[("P1", m, v) for m, v in ((0.0, 8.0), (12.0, 8.0))],
        column="igg_g_per_l",
    )

    row = last(rows(cohort(people, visits=seen), "igg"), "change_per_year")

    # Halved each year, and not changed.
    assert row["estimate"] == pytest.approx(np.sqrt(0.5))
    assert row["unit"] == "ratio per year"


def test_without_months_of_visits_there_is_no_change_per_year() -> None:
    people = patients([("P1", "A", 24.0)])
    seen = pd.DataFrame(
        {
            "patient_id": ["P1", "P1"],
            "month": [np.nan, np.nan],
            "edss": [3.0, 2.0],
            "phase": ["baseline", "follow_up"],
        }
    )

    frame = rows(cohort(people, form="one_table", visits=seen))

    assert last(frame, "change_per_year")["note"] == "not_collected"
    assert last(rows(bare()), "change_per_year")["note"] == "not_collected"


def test_the_limit_nearest_no_change_needs_no_external_mean() -> None:
    change = np.array([-1.0, -0.5, 0.0, 0.5, -1.5, 1.0] * 2)

    frame = rows(full())

    assert mean_change(change).p_value > 0.05
    assert last(frame, "limit_nearest_no_change")["estimate"] == 0
    assert "expected_change" not in set(frame["quantity"])


def test_an_external_mean_gives_the_change_expected_from_regression_to_it() -> None:
    frame = rows(full(), external_mean=2.0, external_mean_source="a registry")

    row = last(frame, "expected_change", level="0.70")
    # All twelve have a baseline of 3.
    assert row["estimate"] == pytest.approx(0.3 * (2.0 - 3.0))
    assert (row["role"], row["note"]) == ("sensitivity", "zero_variance")
    assert last(frame, "expected_change", level="0.95")["estimate"] == pytest.approx(-0.05)
    assert "correlation 0.95" in last(frame, "expected_change", level="0.95")["method"]


def test_on_the_log_scale_the_expected_change_is_a_ratio() -> None:
    frame = rows(full(), "igg", external_mean=12.0, external_mean_source="a registry")

    row = last(frame, "expected_change", level="0.80")
    mean = np.log(10 + 0.1 * np.arange(12)).mean()
    assert row["estimate"] == pytest.approx(np.exp(0.2 * (np.log(12) - mean)))
    assert row["conf_low"] < row["estimate"] < row["conf_high"]


def test_a_diagnosis_without_patients_keeps_its_rows() -> None:
    frame = rows(full("A"), "igg")

    for quantity in ("change_per_year", "limit_nearest_no_change"):
        assert set(select(frame, group="B", quantity=quantity)["note"]) == {"group_absent"}


def test_slopes_are_not_pooled_over_the_diagnoses() -> None:
    frame = rows(full(), "igg")

    assert set(select(frame, quantity="change_per_year")["group"]) == {"A", "B"}
