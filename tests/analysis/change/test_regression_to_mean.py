"""The pace of a change, what comes about by itself, and what was not quantified."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.small import bare, full
from cohorts import cohort, patients, study, visits
from rtxoutcomes.analysis.change.scores import change_rows, distributions
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.estimate.paired.change import geometric_mean_ratio, mean_change
from rtxoutcomes.estimate.paired.interval_censored import censored_geometric_mean_ratio
from rtxoutcomes.results import estimates_frame
from rtxoutcomes.study import Study


def plan(score: str, **changes: Any) -> Study:
    blocks = study().model_dump()["scores"]
    return study(scores=[b | (changes if b["name"] == score else {}) for b in blocks])


def rows(made: Cohort, score: str = "edss", **changes: Any) -> Any:
    told = plan(score, **changes)
    frame = estimates_frame(change_rows(made, told, told.score(score)))
    # The reported row of a term stands first.
    return frame.drop_duplicates(["endpoint", "group", "term"])


def first(frame: Any, term: str, endpoint: str = "edss") -> Any:
    found = frame[(frame["endpoint"] == endpoint) & (frame["group"] == "A")]
    return found.set_index("term").loc[term]


def test_change_per_year_is_the_mean_of_the_patients_slopes() -> None:
    people = patients([("P1", "A", 24.0), ("P2", "A", 24.0), ("P3", "A", 24.0)])
    seen = visits(
        # Slopes of -1 and -0.5 points a year, the first in spite of one odd visit.
        *[("P1", m, v) for m, v in ((0.0, 5.0), (6.0, 4.5), (12.0, 8.0), (18.0, 3.5), (24.0, 3.0))],
        *[("P2", m, v) for m, v in ((0.0, 5.0), (24.0, 4.0))],
        ("P3", 0.0, 5.0),
    )

    told = first(rows(cohort(people, visits=seen)), "change_per_year")

    assert told["estimate"] == pytest.approx(-0.75)
    assert told["conf_low"] == pytest.approx(mean_change(np.array([-1.0, -0.5])).conf_low)
    assert (told["n"], told["dropped"], told["unit"]) == (2, 1, "points per year")


def test_visits_before_the_baseline_and_beyond_the_window_do_not_count() -> None:
    people = patients([("P1", "A", 30.0), ("P2", "A", 30.0)])
    seen = visits(
        *[("P1", m, v) for m, v in ((-2.0, 9.0), (0.0, 5.0), (12.0, 4.0), (24.0, 9.0))],
        *[("P2", m, v) for m, v in ((0.0, 5.0), (12.0, 4.5), (24.0, 9.0))],
    )

    told = first(rows(cohort(people, visits=seen), follow_up_months=[6, 18]), "change_per_year")

    assert told["estimate"] == pytest.approx(-0.75)


def test_on_the_log_scale_it_is_a_ratio_per_year() -> None:
    people = patients([(f"P{k}", "A", 24.0) for k in range(2)])
    seen = visits(
        *[("P0", m, v) for m, v in ((0.0, 10.0), (24.0, 2.5))],
        *[("P1", m, v) for m, v in ((0.0, 8.0), (12.0, 8.0))],
        column="igg_g_per_l",
    )

    told = first(rows(cohort(people, visits=seen), "igg"), "change_per_year", "igg")

    # Halved each year, and not changed.
    assert told["estimate"] == pytest.approx(np.sqrt(0.5))
    assert told["unit"] == "ratio per year"


def test_without_months_of_visits_there_is_no_pace() -> None:
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

    assert first(frame, "change_per_year")["note"] == "not_collected"
    assert first(rows(bare()), "change_per_year")["note"] == "not_collected"


def test_the_tipping_change_always_stands_beside() -> None:
    change = np.array([-1.0, -0.5, 0.0, 0.5, -1.5, 1.0] * 2)

    frame = rows(full())

    assert mean_change(change).p_value > 0.05
    assert first(frame, "tipping_change")["estimate"] == 0
    assert not frame["term"].str.startswith("expected_change").any()


def test_an_external_mean_brings_what_regression_to_it_would_lead_to() -> None:
    frame = rows(full(), external_mean=2.0, external_mean_source="a registry")

    told = first(frame, "expected_change_0.70")
    # All twelve have a baseline of 3.
    assert told["estimate"] == pytest.approx(0.3 * (2.0 - 3.0))
    assert (told["role"], told["note"]) == ("sensitivity", "zero_variance")
    assert first(frame, "expected_change_0.95")["estimate"] == pytest.approx(-0.05)
    assert "correlation 0.95" in first(frame, "expected_change_0.95")["method"]


def test_on_the_log_scale_the_expected_change_is_a_ratio() -> None:
    frame = rows(full(), "igg", external_mean=12.0, external_mean_source="a registry")

    told = first(frame, "expected_change_0.80", "igg")
    mean = np.log(10 + 0.1 * np.arange(12)).mean()
    assert told["estimate"] == pytest.approx(np.exp(0.2 * (np.log(12) - mean)))
    assert told["conf_low"] < told["estimate"] < told["conf_high"]


MONTHS = (0.0, 12.0)
IGG = [(8.0, 6.0), (9.0, 0.4), (7.5, 0.1), (6.0, 5.5), (10.0, 9.5), (0.3, 2.0), (0.2, 0.2)]


def low_values() -> Cohort:
    people = patients([(f"P{k}", "A", 12.0) for k in range(len(IGG))])
    seen = [
        (f"P{k}", m, v) for k, pair in enumerate(IGG) for m, v in zip(MONTHS, pair, strict=True)
    ]
    return cohort(people, visits=visits(*seen, column="igg_g_per_l"))


def test_values_below_quantification_are_the_limit_and_what_else_is_sensitivity() -> None:
    before, after = np.array(IGG).T
    frame = rows(low_values(), "igg", quantification_limit=0.5)

    at_limit = geometric_mean_ratio(np.maximum(before, 0.5), np.maximum(after, 0.5))
    half = geometric_mean_ratio(
        np.where(before < 0.5, 0.25, before), np.where(after < 0.5, 0.25, after)
    )
    censored = censored_geometric_mean_ratio(before, after, 0.5)
    assert first(frame, "ratio", "igg")["estimate"] == pytest.approx(at_limit.estimate)
    assert first(frame, "ratio_half_limit", "igg")["estimate"] == pytest.approx(half.estimate)
    told = first(frame, "ratio_interval_censored", "igg")
    assert (told["estimate"], told["n"]) == (pytest.approx(censored.estimate), 6)
    assert first(frame, "value_below_limit", "igg")["estimate"] == 4
    # Both of the last patient's values are the limit, and have not changed.
    assert first(frame, "unchanged", "igg")["events"] == 1


def test_figures_draw_values_below_quantification_at_the_limit() -> None:
    told = plan("igg", quantification_limit=0.5)

    frame = distributions(low_values(), told)

    assert frame[["before", "after"]].min().min() == 0.5


def test_without_a_limit_values_are_taken_as_they_are() -> None:
    before, after = np.array(IGG).T

    frame = rows(low_values(), "igg")

    told = first(frame, "ratio", "igg")
    assert told["estimate"] == pytest.approx(geometric_mean_ratio(before, after).estimate)
    assert "ratio_half_limit" not in set(frame["term"])


def test_a_diagnosis_without_patients_keeps_its_rows() -> None:
    frame = rows(full("A"), "igg", quantification_limit=0.5)

    for term in ("change_per_year", "tipping_change", "ratio_half_limit", "value_below_limit"):
        own = frame[(frame["group"] == "B") & (frame["term"] == term)]
        assert set(own["note"]) == {"group_absent"}
