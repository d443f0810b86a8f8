"""Every model of the engagement analysis, against R where R can fit it."""

import math
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.engagement.reference import R_OPTIMISER, R, cohort_of_r, plan
from analysis.small import bare, full
from cohorts import study
from rtxoutcomes.analysis.engagement.models import all_engagement_rows, engagement_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.errors import ImmortalTimeError
from rtxoutcomes.results import estimates_frame


def rows(made: Cohort, outcome: str, exposure: str = "dated") -> Any:
    return estimates_frame(engagement_rows(made, plan(), outcome, exposure)).set_index("term")


@cache
def of_r() -> Any:
    return rows(cohort_of_r(), "relapse")


@pytest.mark.parametrize(
    ("suffix", "key"),
    [
        ("", "landmark_3"),
        ("_landmark_6", "landmark_6"),
        ("_confirmed", "confirmed"),
        ("_subset", "subset"),
        ("_cumulative_lag_3", "cumulative_lag_3"),
        ("_cumulative_lag_1", "cumulative_lag_1"),
        ("_recent_lag_3", "recent_lag_3"),
        ("_recent_lag_0", "recent_lag_0"),
        ("_cumulative_lag_3_confirmed", "cumulative_lag_3_confirmed"),
    ],
)
def test_each_cox_model_is_r_s(suffix: str, key: str) -> None:
    expected = R[key]

    told = of_r().loc[f"chat_message{suffix}"]

    assert told["events"] == expected["events"]
    got = [math.log(told[c]) for c in ("estimate", "conf_low", "conf_high")]
    wanted = [expected["beta"], expected["low"], expected["high"]]
    np.testing.assert_allclose(got, wanted, rtol=R_OPTIMISER, atol=R_OPTIMISER)
    assert told["p_value"] == pytest.approx(expected["p"], rel=R_OPTIMISER)


@pytest.mark.parametrize(
    ("suffix", "key"), [("_adjusted_age_years", "adjusted"), ("_diagnosis_covariate", "covariate")]
)
def test_models_of_two_covariates_are_r_s(suffix: str, key: str) -> None:
    told = of_r().loc[f"chat_message{suffix}"]

    # A search in two dimensions stops earlier still.
    assert math.log(told["estimate"]) == pytest.approx(R[key]["beta"], abs=2e-5)
    assert told["p_value"] == pytest.approx(R[key]["p"], abs=2e-5)


def test_the_model_of_attacks_is_r_s() -> None:
    told = of_r().loc["chat_message_attacks"]

    expected = R["attacks"]
    assert told["n"] == expected["n"]
    # glm stops its iterations at a deviance equal to some digits.
    assert math.log(told["estimate"]) == pytest.approx(expected["beta"], rel=1e-8)
    assert told["std_error"] == pytest.approx(expected["se"], rel=1e-8)
    assert told["unit"].startswith("rate ratio")


def test_patients_are_counted_where_rows_are_many() -> None:
    frame = of_r()

    landmark, varying = (frame.loc[f"chat_message{s}"] for s in ("", "_cumulative_lag_3"))
    assert (landmark["n"], landmark["dropped"]) == (R["landmark_3"]["rows"], 90 - 84)
    assert (varying["n"], varying["dropped"]) == (90, 0)


def test_the_size_of_a_model_stands_beside_it() -> None:
    frame = of_r()

    one = frame.loc["chat_message_per_parameter"]
    two = frame.loc["chat_message_adjusted_age_years_per_parameter"]
    assert (one["estimate"], two["estimate"], one["role"]) == (28, 14, "beside")
    assert one["method"].startswith("events per coefficient")
    planned = frame.loc["chat_message_planning_value"]
    seen = pd.DataFrame(R["patients"])
    assert planned["estimate"] > 1
    assert planned["unit"] == frame.loc["chat_message", "unit"]
    assert len(seen) == 90


def test_models_with_the_plan_s_landmark_and_lag_are_shuffled() -> None:
    frame = of_r()

    told = frame[frame.index.str.endswith("_shuffled")]
    names = ["", "_cumulative_lag_3", "_recent_lag_3", "_attacks", "_by_12_months"]
    assert set(told.index) == {f"chat_message{name}_shuffled" for name in names}
    assert set(told["n"]) == {19}
    assert (told["estimate"] == told["events"] / 19).all()


def test_shuffles_depend_on_the_seed_and_on_nothing_else() -> None:
    first = engagement_rows(cohort_of_r(), plan(), "relapse")

    again = engagement_rows(cohort_of_r(), plan(), "relapse")
    other = study(engagement={"shuffles": 19, "subset": ["A"]}, randomness={"seed": 7})
    third = engagement_rows(cohort_of_r(), other, "relapse")

    assert repr(first) == repr(again)
    assert repr(first) != repr(third)


@pytest.mark.parametrize("exposure", ["total", "rate", "whole_follow_up"])
def test_totals_and_rates_are_refused_with_the_reason_and_the_remedy(exposure: str) -> None:
    with pytest.raises(ImmortalTimeError, match=r'Ask for a dated exposure.*"landmark"'):
        engagement_rows(full(), study(), "relapse", exposure)


def test_an_exposure_that_is_not_known_is_told_with_those_there_are() -> None:
    with pytest.raises(ValueError, match="'lately' is none of dated, landmark, cumulative, recent"):
        engagement_rows(full(), study(), "relapse", "lately")


def test_one_kind_of_exposure_may_be_asked_for() -> None:
    whole = rows(full(), "relapse")

    parts = [rows(full(), "relapse", kind) for kind in ("landmark", "cumulative", "recent")]

    assert sum(len(part) for part in parts) == len(whole)
    assert all("_recent_lag_" in term for term in parts[2].index)


def test_drug_and_groups_begun_together_are_marked_on_every_number() -> None:
    for outcome in ("relapse", "igg"):
        frame = rows(full(), outcome)
        assert set(frame.loc[frame["status"] == "ok", "note"]) == {"not_identifiable"}


def test_groups_begun_later_are_identifiable() -> None:
    assert "not_identifiable" not in set(rows(full(start=1.0), "relapse")["note"])


@pytest.mark.parametrize("outcome", ["relapse", "edss"])
def test_engagement_that_was_not_collected_is_not_attempted(outcome: str) -> None:
    assert set(rows(bare(), outcome)["note"]) == {"not_collected"}


def test_an_outcome_that_was_not_collected_is_not_attempted() -> None:
    together = replace(full(), visits=None, relapses=None)

    for outcome in ("relapse", "edss"):
        assert set(rows(together, outcome)["note"]) == {"not_collected"}


def test_an_outcome_that_is_neither_relapse_nor_a_score_is_refused() -> None:
    with pytest.raises(KeyError, match="no score 'sdmt'"):
        engagement_rows(full(), study(), "sdmt")


def test_all_outcomes_together_are_each_of_them_in_turn() -> None:
    each = [r for o in ("relapse", "edss", "igg") for r in engagement_rows(full(), plan(), o)]

    assert repr(all_engagement_rows(full(), plan())) == repr(each)
