"""Baseline characteristics."""

import numpy as np
import pytest

from analysis.selection import one
from analysis.small import full
from cohorts import cohort, patients, study
from rtxoutcomes.analysis.description.baseline import baseline_rows
from rtxoutcomes.results.frame import estimates_frame

FRAME = estimates_frame(baseline_rows(full("A"), study()))


def test_numbers_are_described_and_missing_ones_counted() -> None:
    ages = np.arange(30.0, 41.0)

    mean, sd = (one(FRAME, endpoint="age_years", group="A", quantity=q) for q in ("mean", "sd"))

    assert mean["estimate"] == pytest.approx(ages.mean())
    assert (mean["n"], mean["dropped"]) == (11, 1)
    assert sd["estimate"] == pytest.approx(ages.std(ddof=1))


def test_categories_are_counted_among_those_known() -> None:
    row = one(FRAME, endpoint="sex", group="A", quantity="proportion", level="female")

    assert (row["events"], row["n"], row["estimate"]) == (6, 12, 0.5)


def test_a_diagnosis_without_patients_keeps_its_rows() -> None:
    row = one(FRAME, endpoint="age_years", group="B", quantity="mean")

    assert (row["n"], row["status"], row["note"]) == (0, "not_estimable", "group_absent")


def test_scores_at_baseline_are_described_under_their_names() -> None:
    row = one(FRAME, analysis="baseline", endpoint="edss", group="all", quantity="mean")

    assert (row["estimate"], row["unit"]) == (3.0, "points")


def test_a_variable_that_was_never_recorded_has_no_rows() -> None:
    frame = estimates_frame(baseline_rows(cohort(patients([("P1", "A", 12.0)])), study()))

    assert set(frame["endpoint"]) == {"follow_up_months"}


def test_no_p_value_compares_diagnoses() -> None:
    assert FRAME["p_value"].isna().all()
