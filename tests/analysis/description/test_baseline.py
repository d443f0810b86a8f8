"""Baseline characteristics."""

from typing import Any

import numpy as np
import pytest

from analysis.small import full
from cohorts import cohort, patients, study
from rtxoutcomes.analysis.description.baseline import baseline_rows
from rtxoutcomes.results import estimates_frame

ROWS = estimates_frame(baseline_rows(full("A"), study()))
FRAME: Any = ROWS.set_index(["endpoint", "group", "term"])


def test_numbers_are_described_and_missing_ones_counted() -> None:
    ages = np.arange(30.0, 41.0)

    mean = FRAME.loc[("age_years", "A", "mean")]

    assert mean["estimate"] == pytest.approx(ages.mean())
    assert (mean["n"], mean["dropped"]) == (11, 1)
    assert FRAME.loc[("age_years", "A", "sd"), "estimate"] == pytest.approx(ages.std(ddof=1))


def test_categories_are_counted_among_those_known() -> None:
    told = FRAME.loc[("sex", "A", "level:female")]

    assert (told["events"], told["n"], told["estimate"]) == (6, 12, 0.5)


def test_a_diagnosis_without_patients_keeps_its_rows() -> None:
    told = FRAME.loc[("age_years", "B", "mean")]

    assert (told["n"], told["status"], told["note"]) == (0, "not_estimable", "group_absent")


def test_baselines_of_scores_are_described() -> None:
    assert FRAME.loc[("edss_baseline", "all", "mean"), "estimate"] == 3.0


def test_a_variable_that_nobody_has_is_left_out() -> None:
    told = estimates_frame(baseline_rows(cohort(patients([("P1", "A", 12.0)])), study()))

    assert set(told["endpoint"]) == {"follow_up_months"}


def test_no_p_value_compares_diagnoses() -> None:
    assert FRAME["p_value"].isna().all()
