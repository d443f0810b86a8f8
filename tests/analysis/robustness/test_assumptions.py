"""What would have to be true of the missing."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from analysis.small import bare, full
from cohorts import cohort, patients, study, table
from rtxoutcomes.analysis.change.scores import change_rows
from rtxoutcomes.analysis.robustness.assumptions import assumption_rows
from rtxoutcomes.analysis.robustness.missing import all_pairs
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.estimate.missing.tipping import tipping_shift
from rtxoutcomes.results import estimates_frame
from rtxoutcomes.study import Study


def rows(made: Cohort, **changes: Any) -> Any:
    plan: Study = study(**changes)
    frame = estimates_frame(assumption_rows(made, plan, all_pairs(made, plan)))
    return frame.set_index(["endpoint", "group", "term"])


def incomplete(codes: str = "AB") -> Cohort:
    """The small cohort without the follow-up visits of three of A and one of B."""
    made = full(codes)
    visits = made.visits
    assert visits is not None
    gone = visits["patient_id"].isin(["A02", "A05", "A08", "B02"]) & (visits["month"] > 0)
    return replace(made, visits=visits[~gone])


def test_the_tipping_shift_is_that_of_the_observed_changes() -> None:
    made = incomplete()
    pairs = all_pairs(made, study())["edss"]["edss"]
    assert pairs is not None
    known = pairs[pairs["diagnosis"] == "A"].dropna()

    told = rows(made).loc[("edss", "A", "tipping_shift")]

    expected = tipping_shift(known["after"] - known["before"], 3)
    assert told["estimate"] == pytest.approx(expected.estimate)
    assert (told["n"], told["dropped"]) == (9, 3)


def test_a_score_on_the_log_scale_tips_by_a_ratio() -> None:
    told = rows(incomplete()).loc[("igg", "A", "tipping_shift")]

    assert told["unit"] == "ratio"
    assert told["estimate"] > 0
    assert told["method"].endswith("as a ratio")


def test_nobody_missing_is_said() -> None:
    assert rows(full()).loc[("edss", "A", "tipping_shift"), "note"] == "none_missing"


def test_nothing_is_imputed_unless_the_study_asks_for_it() -> None:
    assert not [term for _, _, term in rows(incomplete()).index if "imputed" in term]


def test_imputed_means_and_differences_stand_beside_those_of_complete_pairs() -> None:
    told = rows(incomplete(), missing={"imputations": 10})

    mean = told.loc[("edss", "A", "mean_change:imputed")]
    assert (mean["status"], mean["n"]) == ("ok", 12)
    assert mean["conf_low"] < mean["estimate"] < mean["conf_high"]
    assert 0 < mean["df"] < 11
    pooled = told.loc[("igg", "all", "adjusted_change:A minus B:imputed")]
    made: Any = estimates_frame(change_rows(incomplete(), study(), study().score("igg")))
    named = (made["endpoint"] == "igg") & (made["term"] == "adjusted_change:A minus B")
    whole = made[named].iloc[0]
    assert (pooled["status"], pooled["n"], whole["n"]) == ("ok", 16, 12)
    # Values drawn given baseline and group change the difference given both by their noise only.
    assert abs(np.log(pooled["estimate"] / whole["estimate"])) < whole["std_error"]
    assert "Rubin" in pooled["method"]
    ratio = told.loc[("igg", "A", "mean_ratio:imputed")]
    assert 0 < ratio["conf_low"] < ratio["estimate"] < ratio["conf_high"]


def test_the_seed_of_the_study_decides_the_draws() -> None:
    one, again, other = (
        rows(incomplete(), missing={"imputations": 3}, randomness={"seed": seed}).loc[
            ("edss", "A", "mean_change:imputed"), "estimate"
        ]
        for seed in (1, 1, 2)
    )

    assert one == again != other


def test_nothing_to_impute_or_too_little_to_learn_from_has_a_status() -> None:
    complete = rows(full(), missing={"imputations": 5})
    made = incomplete()
    assert made.visits is not None
    few = rows(replace(made, visits=made.visits.iloc[:4]), missing={"imputations": 5})

    assert complete.loc[("edss", "A", "mean_change:imputed"), "note"] == "none_missing"
    assert few.loc[("edss", "A", "mean_change:imputed"), "note"] == "rank_deficient"
    absent = rows(incomplete("A"), missing={"imputations": 5})
    assert absent.loc[("edss", "B", "mean_change:imputed"), "note"] == "group_absent"
    contrast = absent.loc[("edss", "all", "adjusted_change:A minus B:imputed")]
    assert (contrast["status"], contrast["note"]) == ("not_attempted", "group_absent")


def test_one_patient_has_no_pooled_mean() -> None:
    made = incomplete()
    keep = ~made.patients["patient_id"].isin(["B01", "B02", "B03"])
    visits = made.visits
    assert visits is not None
    alone = replace(
        made,
        patients=made.patients[keep].reset_index(drop=True),
        visits=visits[~visits["patient_id"].isin(["B01", "B02", "B03"])],
    )

    told = rows(alone, missing={"imputations": 5})

    assert told.loc[("edss", "B", "mean_change:imputed"), "note"] == "n_one"


def test_a_model_without_an_error_in_an_imputation_is_not_pooled() -> None:
    made = incomplete()
    keep = ~made.patients["patient_id"].isin(["B01", "B02", "B03"])
    visits = made.visits
    assert visits is not None
    # The only patient of B is fitted exactly: leverage 1, and no HC3 error.
    alone = replace(
        made,
        patients=made.patients[keep].reset_index(drop=True),
        visits=visits[~visits["patient_id"].isin(["B01", "B02", "B03"])],
    )

    told = rows(alone, missing={"imputations": 5})

    assert told.loc[("igg", "all", "adjusted_change:A minus B:imputed"), "note"] == "zero_variance"


def test_the_hazard_of_the_censored_moves_the_risk() -> None:
    people = patients([("P0", "A", 24.0), ("P1", "A", 24.0), ("P2", "A", 3.0), ("P3", "B", 24.0)])
    made = cohort(people, relapses=table("patient_id month", ("P0", 5.0)))

    told = rows(made, missing={"censored_hazards": [1, 2]})

    # P2 leaves at 3; afterwards half of those at risk relapse.
    one, two = (told.loc[("relapse", "A", f"risk_12_months:hazard x{k}")] for k in (1, 2))
    assert one["estimate"] == pytest.approx(1 / 3 + 1 / 3 * 0.5)
    assert two["estimate"] == pytest.approx(1 / 3 + 1 / 3 * 0.75)
    assert one["dropped"] == 1
    assert not [k for k in told.index if k[:2] == ("relapse", "B")]


def test_what_was_not_collected_is_not_assumed() -> None:
    assert assumption_rows(bare(), study(), all_pairs(bare(), study())) == []
    assert np.isfinite(rows(full())["n"].astype(float)).all()
