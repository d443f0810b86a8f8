"""Change per year, change without treatment, and values below quantification."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.selection import first, select
from analysis.small import bare, full
from cohorts import cohort, patients, study, visits
from rtxoutcomes.analysis.change.scores import change_rows, distributions
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.estimate.paired.change import geometric_mean_ratio, mean_change
from rtxoutcomes.estimate.paired.interval_censored import censored_geometric_mean_ratio
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


MONTHS = (0.0, 12.0)
IGG = [(8.0, 6.0), (9.0, 0.4), (7.5, 0.1), (6.0, 5.5), (10.0, 9.5), (0.3, 2.0), (0.2, 0.2)]


def low_values() -> Cohort:
    people = patients([(f"P{k}", "A", 12.0) for k in range(len(IGG))])
    seen = [
        (f"P{k}", m, v) for k, pair in enumerate(IGG) for m, v in zip(MONTHS, pair, strict=True)
    ]
    return cohort(people, visits=visits(*seen, column="igg_g_per_l"))


def test_values_below_quantification_count_as_the_limit_with_two_alternatives() -> None:
    before, after = np.array(IGG).T
    frame = rows(low_values(), "igg", quantification_limit=0.5)

    at_limit = geometric_mean_ratio(np.maximum(before, 0.5), np.maximum(after, 0.5))
    half = geometric_mean_ratio(
        np.where(before < 0.5, 0.25, before), np.where(after < 0.5, 0.25, after)
    )
    censored = censored_geometric_mean_ratio(before, after, 0.5)
    assert last(frame, "geometric_mean_ratio")["estimate"] == pytest.approx(at_limit.estimate)
    row = last(frame, "geometric_mean_ratio", choice="half_of_limit")
    assert row["estimate"] == pytest.approx(half.estimate)
    row = last(frame, "geometric_mean_ratio", choice="censored_model")
    assert (row["estimate"], row["n"]) == (pytest.approx(censored.estimate), 6)
    assert last(frame, "below_quantification")["estimate"] == 4
    # Both of the last patient's values are the limit, and have not changed.
    assert last(frame, "unchanged")["events"] == 1


def test_figures_draw_values_below_quantification_at_the_limit() -> None:
    frame = distributions(low_values(), plan("igg", quantification_limit=0.5))

    assert frame[["before", "after"]].min().min() == 0.5


def test_without_a_limit_values_are_taken_as_they_are() -> None:
    before, after = np.array(IGG).T

    frame = rows(low_values(), "igg")

    row = last(frame, "geometric_mean_ratio")
    assert row["estimate"] == pytest.approx(geometric_mean_ratio(before, after).estimate)
    assert "half_of_limit" not in set(frame["choice"])


def test_a_diagnosis_without_patients_keeps_its_rows() -> None:
    frame = rows(full("A"), "igg", quantification_limit=0.5)

    for quantity in ("change_per_year", "limit_nearest_no_change", "below_quantification"):
        assert set(select(frame, group="B", quantity=quantity)["note"]) == {"group_absent"}
    assert set(select(frame, group="B", choice="half_of_limit")["note"]) == {"group_absent"}


def test_slopes_and_unquantified_values_are_not_pooled_over_the_diagnoses() -> None:
    frame = rows(full(), "igg", quantification_limit=0.5)

    for columns in ({"quantity": "change_per_year"}, {"choice": "half_of_limit"}):
        assert set(select(frame, **columns)["group"]) == {"A", "B"}
