"""Attacks in the year before against attacks on treatment."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.small import bare, full
from cohorts import cohort, patients, study, table
from rtxoutcomes.analysis.relapse.before_after import before_after_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.estimate.rates.before_after import before_after_ratio
from rtxoutcomes.results import estimates_frame


def rows(made: Cohort) -> Any:
    return estimates_frame(before_after_rows(made, study())).set_index(["group", "term"])


def test_each_patient_is_compared_with_their_own_year_before() -> None:
    told = rows(full())

    years = (10.0 + np.arange(12)) / 12
    after = [0, 1, 2, 0, 0, 1, 0, 1, 0, 1, 0, 0]
    expected = before_after_ratio([1, 2] * 6, np.ones(12), after, years)
    one = told.loc[("A", "rate_ratio")]
    assert one["estimate"] == expected.estimate
    assert one["p_value"] == expected.p_value
    assert told.loc[("A", "rate_before"), "estimate"] == pytest.approx(18 / 12)
    assert told.loc[("A", "rate_after"), "estimate"] == pytest.approx(6 / years.sum())


def test_the_ratio_says_that_regression_to_the_mean_is_not_excluded() -> None:
    told = rows(full())

    for group in ("A", "B", "all"):
        assert "regression to the mean not excluded" in told.loc[(group, "rate_ratio"), "method"]


def test_patients_without_a_number_before_are_left_out_and_counted() -> None:
    people = patients([(f"P{k}", "A", 24.0) for k in range(4)])
    people = people.assign(relapses_prior_year=pd.array([1, None, 2, 0], dtype="Int64"))
    made = cohort(people, relapses=table("patient_id month", ("P1", 5.0), ("P2", 6.0)))

    told = rows(made).loc[("A", "rate_ratio")]

    assert (told["n"], told["dropped"], told["events"]) == (3, 1, 4)


def test_a_count_that_is_only_a_bound_is_left_out() -> None:
    people = patients(
        [("P0", "A", 24.0), ("P1", "A", 24.0)],
        relapses_prior_year=pd.array([1, 1], dtype="Int64"),
        relapse_count=pd.array([None, 0], dtype="Int64"),
    )
    made = cohort(people, form="one_table", relapses=table("patient_id month", ("P0", 5.0)))

    told = rows(made).loc[("A", "rate_ratio")]

    assert (told["n"], told["dropped"]) == (1, 1)


@pytest.mark.parametrize("what", ["no relapses", "no year before"])
def test_what_was_not_collected_is_not_compared(what: str) -> None:
    made = bare() if what == "no relapses" else full()
    if what == "no year before":
        made.patients["relapses_prior_year"] = pd.array([None] * 16, dtype="Int64")

    told = rows(made)

    assert set(told["note"]) == {"not_collected"}


def test_a_diagnosis_without_patients_keeps_its_row() -> None:
    assert rows(full("A")).loc[("B", "rate_ratio"), "note"] == "group_absent"
