"""Comparisons with the declared covariates and strata."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from lifelines import CoxPHFitter
from statsmodels.formula.api import ols

from analysis.many import VARIABLES, many, plan
from analysis.selection import one
from analysis.small import full
from rtxoutcomes.analysis.covariates import change_difference_rows, covariates_of, hazard_rows
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.derive.relapse import attack_history
from rtxoutcomes.derive.scores import last_visit_pairs
from rtxoutcomes.results.frame import estimates_frame
from rtxoutcomes.study import Study

TIME = "time_to_relapse"


def rows(made: Cohort, study: Study) -> pd.DataFrame:
    edss = study.score("edss")
    hazards = hazard_rows(TIME, made, study)
    return estimates_frame([*hazards, *change_difference_rows(made, study, edss)])


def design(made: Cohort) -> pd.DataFrame:
    people = made.patients
    return pd.DataFrame(
        {
            "in_b": (people["diagnosis"] == "B").astype(float),
            "positive": (people["aqp4"] == "pos").astype(float),
            "age": people["age_years"],
            "site": people["site"],
        }
    )


def test_the_hazard_ratio_is_that_of_a_stratified_cox_model_with_the_covariates() -> None:
    made = many()
    history = attack_history(made, plan())
    assert history is not None
    frame = design(made).assign(months=history["months"], event=history["event"])
    # Numbers: of strata that are words lifelines joins empty frames, of which pandas 3 warns.
    frame["site"] = pd.factorize(frame["site"])[0]
    fit = CoxPHFitter().fit(frame, "months", "event", strata=["site"])

    row = one(rows(made, plan()), quantity="hazard_ratio")

    # The penalty of Firth moves an estimate of 700 events by less than 1 %.
    assert np.log(row["estimate"]) == pytest.approx(fit.params_["in_b"], abs=0.01)
    assert row["std_error"] == pytest.approx(fit.standard_errors_["in_b"], rel=0.01)
    assert (row["role"], row["choice"], row["n"]) == ("sensitivity", "with_covariates", 1200)
    assert row["method"] == (
        "Firth Cox on diagnosis with AQP4-IgG and Age and strata by Site, profile penalised "
        "likelihood"
    )


def test_the_difference_of_changes_is_that_of_a_linear_model_with_the_covariates() -> None:
    made = many(200)
    edss = plan().score("edss")
    pairs = last_visit_pairs(made, edss)
    assert pairs is not None
    frame = design(made).assign(before=pairs["before"], change=pairs["after"] - pairs["before"])
    formula = "change ~ in_b + before + positive + age + C(site)"
    fit = ols(formula, frame).fit(cov_type="HC3", use_t=True)

    result = rows(made, plan())
    row = one(result[result["month"].isna()], quantity="adjusted_difference")

    assert row["estimate"] == pytest.approx(fit.params["in_b"], rel=1e-9)
    assert row["std_error"] == pytest.approx(fit.bse["in_b"], rel=1e-9)
    assert row["p_value"] == pytest.approx(fit.pvalues["in_b"], rel=1e-9)


def test_patients_without_a_covariate_are_dropped_and_counted() -> None:
    made = many()
    people = made.patients.copy()
    people.loc[:9, "aqp4"] = None
    people.loc[10:14, "age_years"] = np.nan
    people.loc[15:17, "site"] = None

    row = one(rows(replace(made, patients=people), plan()), quantity="hazard_ratio")

    assert (row["n"], row["dropped"]) == (1182, 18)


def test_a_model_without_patients_or_events_for_its_coefficients_is_not_attempted() -> None:
    result = rows(many(34), plan())

    row = one(result, quantity="hazard_ratio")
    assert (row["status"], row["note"]) == ("not_attempted", "too_few_for_covariates")
    assert row["method"].endswith("; 3 coefficients")
    change = one(result[result["month"].isna()], quantity="adjusted_difference")
    # Intercept, group, baseline, two covariates and two indicators of strata, without the intercept
    # of the group: 2 + 2 + 2 coefficients need 60 patients.
    assert (change["n"], change["note"]) == (34, "too_few_for_covariates")


def test_without_declared_covariates_there_is_no_row() -> None:
    bare = plan(variables=[])
    assert hazard_rows(TIME, full(), bare) == []
    assert change_difference_rows(full(), bare, bare.score("edss")) == []
    assert covariates_of(full().patients, plan(variables=[])) is None


def test_the_grouping_is_no_covariate_of_itself() -> None:
    by_status = plan(variables=VARIABLES[:2]).grouped_by("aqp4")
    covariates = covariates_of(many(40).patients, by_status)

    assert covariates is not None
    assert covariates.words == "Age"


def test_a_category_has_an_indicator_for_each_level_but_the_first() -> None:
    site = {**VARIABLES[2], "role": "covariate"}
    people = many(40).patients

    covariates = covariates_of(people, plan(variables=[site]))

    assert covariates is not None
    expected = np.column_stack([people["site"] == "y", people["site"] == "z"]).astype(float)
    assert np.array_equal(covariates.columns(np.ones(40, dtype=bool)), expected)


@pytest.mark.parametrize("levels", [["x", "y", "z", "nobody"], ["nobody", "x", "y", "z"]])
def test_a_level_without_patients_does_not_void_the_model(levels: list[str]) -> None:
    """R drops an unused level; the model is the one in which it was never declared."""
    site = {**VARIABLES[2], "role": "covariate"}
    declared = plan(variables=[site])
    wider = plan(variables=[{**site, "levels": levels}])
    made = many(200)

    expected, result = rows(made, declared), rows(made, wider)

    assert expected["estimate"].notna().sum() == 2
    pd.testing.assert_frame_equal(result, expected)


def test_a_covariate_that_is_equal_in_all_is_named_as_the_reason() -> None:
    made = many(200)
    nobody = replace(made, patients=made.patients.assign(aqp4="neg"))

    result = rows(nobody, plan())
    last = result[(result["group"] == "B") & result["month"].isna()]
    assert last["note"].tolist() == ["constant_covariate"] * 2
