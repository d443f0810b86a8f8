"""Results under assumptions about the missing."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.selection import one, select
from analysis.small import against_b, bare, full, incomplete
from cohorts import cohort, patients, study, table
from rtxoutcomes.analysis.change.scores import change_contrast_rows
from rtxoutcomes.analysis.robustness.assumptions import assumption_rows
from rtxoutcomes.analysis.robustness.missing import all_pairs
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.estimate.missing.tipping import tipping_shift
from rtxoutcomes.results.frame import estimates_frame
from rtxoutcomes.study import Study

MISSING = {"imputations": 3}
IMPUTED = {"choice": "imputed", "month": None}


def rows(made: Cohort, plan: Study | None = None, **changes: Any) -> pd.DataFrame:
    chosen = plan or study(**changes)
    return estimates_frame(assumption_rows(made, chosen, all_pairs(made, chosen)))


def with_one_of_b() -> Cohort:
    """The incomplete cohort with a single patient of B."""
    made = incomplete()
    assert made.visits is not None
    others = ["B01", "B02", "B03"]
    return replace(
        made,
        patients=made.patients[~made.patients["patient_id"].isin(others)].reset_index(drop=True),
        visits=made.visits[~made.visits["patient_id"].isin(others)],
    )


def imputed_mean(frame: pd.DataFrame, group: str = "A") -> Any:
    return one(frame, endpoint="edss", group=group, quantity="mean_change", **IMPUTED)


def test_the_tipping_shift_is_that_of_the_observed_changes() -> None:
    made = incomplete()
    pairs = all_pairs(made, study())["edss"][0].pairs
    assert pairs is not None
    known = pairs[pairs["group"] == "A"].dropna()

    row = one(rows(made), endpoint="edss", group="A", quantity="tipping_shift", month=None)

    expected = tipping_shift(known["after"] - known["before"], 3)
    assert row["estimate"] == pytest.approx(expected.estimate)
    assert (row["n"], row["dropped"]) == (9, 3)


def test_a_score_on_the_log_scale_tips_by_a_ratio() -> None:
    row = one(rows(incomplete()), endpoint="igg", group="A", quantity="tipping_shift")

    assert (row["unit"], row["measure"]) == ("ratio", "ratio")
    assert row["estimate"] > 0
    assert row["method"].endswith("as a ratio")


def test_without_missing_values_the_tipping_shift_has_a_note() -> None:
    row = one(rows(full()), endpoint="edss", group="A", quantity="tipping_shift", month=None)

    assert row["note"] == "none_missing"


def test_values_are_imputed_only_where_the_study_asks_for_it() -> None:
    assert "imputed" not in set(rows(incomplete())["choice"])


def test_imputed_means_and_differences_agree_with_those_of_complete_pairs() -> None:
    frame = rows(incomplete(), missing={"imputations": 10})

    mean = imputed_mean(frame)
    assert (mean["status"], mean["n"]) == ("ok", 12)
    assert set(frame["role"]) == {"sensitivity"}
    assert mean["conf_low"] < mean["estimate"] < mean["conf_high"]
    assert 0 < mean["df"] < 11
    pair = {"group": "B", "against": "A", "quantity": "adjusted_ratio"}
    pooled = one(frame, endpoint="igg", **pair, **IMPUTED)
    changes = estimates_frame(change_contrast_rows(incomplete(), study(), study().score("igg")))
    complete = one(changes, endpoint="igg", **pair)
    assert (pooled["status"], pooled["n"], complete["n"]) == ("ok", 16, 12)
    # Values drawn given baseline and group change the difference given both by their noise only.
    difference = np.log(pooled["estimate"] / complete["estimate"])
    assert abs(difference) < complete["std_error"]
    assert "Rubin" in pooled["method"]
    ratio = one(frame, endpoint="igg", group="A", quantity="geometric_mean_ratio", **IMPUTED)
    assert 0 < ratio["conf_low"] < ratio["estimate"] < ratio["conf_high"]


def test_imputed_differences_are_taken_against_the_reference_group() -> None:
    frames = [
        select(rows(incomplete(), plan), endpoint="igg", quantity="adjusted_ratio")
        for plan in (study(missing=MISSING), against_b(missing=MISSING))
    ]

    forward, backward = (one(frame, **IMPUTED) for frame in frames)
    assert (forward["group"], forward["against"]) == ("B", "A")
    assert (backward["group"], backward["against"]) == ("A", "B")
    assert forward["estimate"] == pytest.approx(1 / backward["estimate"])


def test_the_seed_of_the_study_decides_the_draws() -> None:
    first, second, other = (
        imputed_mean(rows(incomplete(), missing=MISSING, randomness={"seed": seed}))["estimate"]
        for seed in (1, 1, 2)
    )

    assert first == second != other


def test_without_missing_values_or_too_few_to_draw_from_imputation_has_a_status() -> None:
    made = incomplete()
    assert made.visits is not None
    few = rows(replace(made, visits=made.visits.iloc[:4]), missing=MISSING)

    assert imputed_mean(rows(full(), missing=MISSING))["note"] == "none_missing"
    assert imputed_mean(few)["note"] == "rank_deficient"


def test_an_absent_diagnosis_keeps_its_imputed_rows() -> None:
    frame = rows(incomplete("A"), missing=MISSING)

    assert imputed_mean(frame, "B")["note"] == "group_absent"
    contrast = one(frame, endpoint="edss", quantity="adjusted_difference", **IMPUTED)
    assert (contrast["status"], contrast["note"]) == ("not_attempted", "group_absent")


def test_one_patient_has_no_pooled_mean() -> None:
    frame = rows(with_one_of_b(), missing=MISSING)

    assert imputed_mean(frame, "B")["note"] == "n_one"


def test_a_model_without_an_error_in_an_imputation_is_not_pooled() -> None:
    frame = rows(with_one_of_b(), missing=MISSING)

    # The only patient of B has leverage 1: the contrast has no HC3 error.
    row = one(frame, endpoint="igg", quantity="adjusted_ratio", **IMPUTED)
    assert (row["note"], row["method_key"]) == ("leverage_one", "multiple_imputation")


def test_the_hazard_of_the_censored_moves_the_risk() -> None:
    people = patients([("P0", "A", 24.0), ("P1", "A", 24.0), ("P2", "A", 3.0), ("P3", "B", 24.0)])
    made = cohort(people, relapses=table("patient_id month", ("P0", 5.0)))

    frame = select(rows(made, missing={"censored_hazards": [1, 2]}), choice="censored_hazard")

    # P2 leaves at 3; afterwards half of the patients at risk relapse.
    equal, twice = (one(frame, group="A", month=12.0, level=level) for level in ("1", "2"))
    assert equal["estimate"] == pytest.approx(1 / 3 + 1 / 3 * 0.5)
    assert twice["estimate"] == pytest.approx(1 / 3 + 1 / 3 * 0.75)
    assert (equal["n"], equal["dropped"]) == (3, 0)
    assert set(frame["group"]) == {"A", "all"}


def test_tables_that_were_not_collected_have_no_assumptions() -> None:
    assert assumption_rows(bare(), study(), all_pairs(bare(), study())) == []


def test_tipping_shifts_and_imputed_means_are_not_pooled_over_the_diagnoses() -> None:
    frame = rows(incomplete(), missing=MISSING)

    for quantity in ("tipping_shift", "mean_change", "geometric_mean_ratio"):
        assert set(select(frame, quantity=quantity)["group"]) == {"A", "B"}
