"""Every model of the engagement analysis, against R where R can fit it."""

import math
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.engagement.reference import R_OPTIMISER, R, cohort_of_r, plan
from analysis.selection import one, select
from analysis.small import bare, full
from cohorts import study
from rtxoutcomes.analysis.engagement.models import all_engagement_rows, engagement_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.errors import ImmortalTimeError
from rtxoutcomes.results.frame import estimates_frame


def rows(made: Cohort, outcome: str, exposure: str = "dated") -> pd.DataFrame:
    return estimates_frame(engagement_rows(made, plan(), outcome, exposure))


@cache
def of_r() -> pd.DataFrame:
    return rows(cohort_of_r(), "relapse")


def model(name: str, month: float, quantity: str = "hazard_ratio", **columns: object) -> Any:
    """The row of one model of the cohort of R; the effect unless another quantity is given."""
    return one(of_r(), model=name, month=month, quantity=quantity, **columns)


def test_patients_whose_months_were_never_read_are_as_if_they_were_not_there() -> None:
    made = cohort_of_r()
    ids = made.patients["patient_id"]
    unread = set(ids[::15])
    read = pd.DataFrame({"patient_id": [name for name in ids if name not in unread]})
    log = read.assign(channel="chat", activity="message", first_month=0, last_month=600)
    without = replace(
        made,
        patients=made.patients[~ids.isin(list(unread))].reset_index(drop=True),
        relapses=_without(made.relapses, unread),
        engagement=_without(made.engagement, unread),
        visits=_without(made.visits, unread),
    )

    frames = [rows(each, "relapse") for each in (replace(made, engagement_log=log), without)]

    for month in (3.0, 6.0):
        some, fewer = (
            one(f, model="landmark", month=month, quantity="hazard_ratio") for f in frames
        )
        assert some["estimate"] == pytest.approx(fewer["estimate"], rel=1e-6)
        assert (some["events"], some["n"]) == (fewer["events"], fewer["n"])
        assert some["dropped"] == fewer["dropped"] + len(unread)


def _without(frame: pd.DataFrame | None, names: set[str]) -> pd.DataFrame | None:
    if frame is None:
        return None
    return frame[~frame["patient_id"].isin(list(names))].reset_index(drop=True)


@pytest.mark.parametrize(
    ("name", "month", "key"),
    [
        ("landmark", 3.0, "landmark_3"),
        ("landmark", 6.0, "landmark_6"),
        ("landmark_confirmed", 3.0, "confirmed"),
        ("landmark_subset", 3.0, "subset"),
        ("cumulative", 3.0, "cumulative_lag_3"),
        ("cumulative", 1.0, "cumulative_lag_1"),
        ("recent", 3.0, "recent_lag_3"),
        ("recent", 0.0, "recent_lag_0"),
        ("cumulative_confirmed", 3.0, "cumulative_lag_3_confirmed"),
    ],
)
def test_each_cox_model_is_that_of_r(name: str, month: float, key: str) -> None:
    expected = R[key]

    row = model(name, month)

    assert (row["channel"], row["activity"]) == ("chat", "message")
    assert row["events"] == expected["events"]
    logs = [math.log(row[c]) for c in ("estimate", "conf_low", "conf_high")]
    wanted = [expected["beta"], expected["low"], expected["high"]]
    np.testing.assert_allclose(logs, wanted, rtol=R_OPTIMISER, atol=R_OPTIMISER)
    assert row["p_value"] == pytest.approx(expected["p"], rel=R_OPTIMISER)


@pytest.mark.parametrize(
    ("name", "level", "key"),
    [
        ("landmark_adjusted", "age_years", "adjusted"),
        ("landmark_unstratified", "", "covariate"),
    ],
)
def test_models_of_two_covariates_are_those_of_r(name: str, level: str, key: str) -> None:
    row = model(name, 3.0, level=level)

    # A search in two dimensions stops earlier still.
    assert math.log(row["estimate"]) == pytest.approx(R[key]["beta"], abs=2e-5)
    assert row["p_value"] == pytest.approx(R[key]["p"], abs=2e-5)


def test_the_model_of_the_number_of_relapses_is_that_of_r() -> None:
    row = model("event_count", 3.0, "rate_ratio")

    expected = R["attacks"]
    assert row["n"] == expected["n"]
    # glm stops its iterations at a deviance equal to some digits.
    assert math.log(row["estimate"]) == pytest.approx(expected["beta"], rel=1e-8)
    assert row["std_error"] == pytest.approx(expected["se"], rel=1e-8)
    assert row["unit"].startswith("rate ratio")


def test_n_counts_patients_where_a_patient_has_several_rows_of_data() -> None:
    landmark, varying = model("landmark", 3.0), model("cumulative", 3.0)

    assert (landmark["n"], landmark["dropped"]) == (R["landmark_3"]["rows"], 90 - 84)
    assert (varying["n"], varying["dropped"]) == (90, 0)


def test_each_model_has_its_size() -> None:
    primary = model("landmark", 3.0, "events_per_parameter")
    by_age = model("landmark_adjusted", 3.0, "events_per_parameter", level="age_years")
    planning = model("landmark", 3.0, "planning_value")

    assert (primary["estimate"], by_age["estimate"]) == (28, 14)
    assert primary["role"] == "alternative"
    assert primary["method"].startswith("events per coefficient")
    assert planning["estimate"] > 1
    assert planning["unit"] == model("landmark", 3.0)["unit"]


def test_models_with_the_landmark_and_the_lag_of_the_study_are_permuted() -> None:
    frame = select(of_r(), quantity="permutation_rejections")

    assert set(zip(frame["model"], frame["month"], strict=True)) == {
        ("landmark", 3.0),
        ("cumulative", 3.0),
        ("recent", 3.0),
        ("event_count", 3.0),
        ("by_horizon", 12.0),
    }
    permutations = select(of_r(), quantity="permutations")["estimate"]
    # In 19 permutations, or in ten times as many after two rejections or more.
    assert set(permutations) <= {19, 190}
    rejections = frame["estimate"].to_numpy() * permutations.to_numpy()
    assert (abs(rejections - rejections.round()) < 1e-9).all()
    # n counts patients: those of the model whose permutations these are.
    n = model("landmark", 3.0)["n"]
    assert set(select(frame, model="landmark")["n"]) == {n}


def test_permutations_depend_on_the_seed_and_on_nothing_else() -> None:
    other_seed = study(engagement={"shuffles": 19, "subset": ["A"]}, randomness={"seed": 7})

    first, second, third = (
        engagement_rows(cohort_of_r(), chosen, "relapse") for chosen in (plan(), plan(), other_seed)
    )

    assert first == second
    assert first != third


@pytest.mark.parametrize("exposure", ["total", "rate", "whole_follow_up"])
def test_totals_and_rates_are_refused_with_the_reason_and_the_remedy(exposure: str) -> None:
    with pytest.raises(ImmortalTimeError, match=r'Ask for a dated exposure.*"landmark"'):
        engagement_rows(full(), study(), "relapse", exposure)


def test_an_unknown_exposure_is_refused_with_a_list_of_the_known_ones() -> None:
    with pytest.raises(ValueError, match="'lately' is none of dated, landmark, cumulative, recent"):
        engagement_rows(full(), study(), "relapse", "lately")


def test_one_kind_of_exposure_may_be_selected() -> None:
    dated = rows(full(), "relapse")

    parts = [rows(full(), "relapse", kind) for kind in ("landmark", "cumulative", "recent")]

    assert sum(len(part) for part in parts) == len(dated)
    assert set(parts[1]["model"]) == {"cumulative"}
    assert set(parts[2]["model"]) == {"recent"}


def test_every_number_has_a_note_where_drug_and_groups_began_together() -> None:
    for outcome in ("relapse", "igg"):
        frame = rows(full(), outcome)
        assert set(frame.loc[frame["status"] == "ok", "note"]) == {"not_identifiable"}


def test_groups_begun_later_are_identifiable() -> None:
    assert "not_identifiable" not in set(rows(full(start=1.0), "relapse")["note"])


@pytest.mark.parametrize("outcome", ["relapse", "edss"])
def test_engagement_that_was_not_collected_is_not_attempted(outcome: str) -> None:
    assert set(rows(bare(), outcome)["note"]) == {"not_collected"}


def test_an_outcome_that_was_not_collected_is_not_attempted() -> None:
    without = replace(full(), visits=None, relapses=None)

    for outcome in ("relapse", "edss"):
        assert set(rows(without, outcome)["note"]) == {"not_collected"}


def test_an_outcome_that_is_neither_relapse_nor_a_score_is_refused() -> None:
    with pytest.raises(KeyError, match="no outcome 'sdmt'; there are relapse, edss, igg"):
        engagement_rows(full(), study(), "sdmt")


def test_all_outcomes_together_are_each_of_them_in_turn() -> None:
    each = [r for o in ("relapse", "edss", "igg") for r in engagement_rows(full(), plan(), o)]

    assert all_engagement_rows(full(), plan()) == each
