"""Logistic regression against glm and brglm2 of R, profile likelihoods and sandwich."""

import numpy as np
import pandas as pd
import pytest

from rtxoutcomes.estimate.likelihood.firth_logistic import firth_logistic
from rtxoutcomes.estimate.likelihood.logistic import Limits, logistic
from rtxoutcomes.results.estimate import Estimate
from shared_reference.loader import Check, checks


def design(rows: pd.DataFrame, terms: list[str], names: list[str]) -> pd.DataFrame:
    """The columns R names: the intercept, numbers, and an indicator for each level it shows."""
    result: dict[str, object] = {"(Intercept)": np.ones(len(rows))}
    for term in terms:
        for name in (name for name in names if name.startswith(term)):
            level = name.removeprefix(term)
            column = rows[term] if not level else rows[term] == level
            result[name] = np.asarray(column, dtype=np.float64)
    return pd.DataFrame(result)


@pytest.mark.parametrize("check", checks("logistic.firth"))
def test_estimates_tests_and_limits_are_those_of_firth(check: Check) -> None:
    outcome, right = check.args["formula"].split(" ~ ")
    rows = check.data().dropna(subset=[outcome, *right.split(" + ")])
    expected = check.expected
    columns = design(rows, right.split(" + "), list(expected["estimate"]))

    fit = firth_logistic(
        rows[outcome].to_numpy() == 1,
        columns.to_numpy(),
        [str(name) for name in columns],
        conf_level=check.args["conf_level"],
    )

    check.compare(fit.penalised_log_likelihood, expected["penalised_log_likelihood"])
    assert {c.term for c in fit.coefficients} == set(expected["estimate"])
    for coefficient in fit.coefficients:
        term, value = coefficient.term, coefficient.log_odds
        assert (value.status, value.note) == ("ok", "")
        for got, key in [
            (value.estimate, "estimate"),
            (value.std_error, "se"),
            (value.conf_low, "profile_ci_low"),
            (value.conf_high, "profile_ci_high"),
            (value.statistic, "penalised_lr"),
            (value.p_value, "p_penalised_lr"),
        ]:
            check.compare(got, expected[key][term], f"{term} {key}")


def plain(check: Check, limits: Limits) -> dict[str, Estimate]:
    outcome, right = check.args["formula"].split(" ~ ")
    rows = check.data().dropna(subset=[outcome, *right.split(" + ")])
    names = list(next(iter(check.expected.values())))
    columns = design(rows, right.split(" + "), names)
    fit = logistic(
        rows[outcome].to_numpy() == 1,
        columns.to_numpy(),
        [str(name) for name in columns],
        limits=limits,
        conf_level=check.args.get("conf_level", 0.95),
    )
    return {c.term: c.log_odds for c in fit.coefficients}


@pytest.mark.parametrize("check", checks("logistic.fit"))
def test_the_plain_model_is_glm(check: Check) -> None:
    result = plain(check, "wald")

    for key, field in [
        ("estimate", "estimate"),
        ("se", "std_error"),
        ("z", "statistic"),
        ("p", "p_value"),
        ("ci_low", "conf_low"),
        ("ci_high", "conf_high"),
    ]:
        for term, value in result.items():
            check.compare(getattr(value, field), check.expected[key][term], f"{term} {key}")


@pytest.mark.parametrize("check", checks("logistic.profile_ci"))
def test_profile_limits_are_roots_of_the_deviance(check: Check) -> None:
    result = plain(check, "profile")

    for term, value in result.items():
        check.compare(value.conf_low, check.expected["ci_low"][term], f"{term} lower")
        check.compare(value.conf_high, check.expected["ci_high"][term], f"{term} upper")


@pytest.mark.parametrize("check", checks("logistic.robust"))
def test_white_errors_are_those_of_sandwich(check: Check) -> None:
    for term, value in plain(check, "HC0").items():
        check.compare(value.std_error, check.expected["se_HC0"][term], term)


@pytest.mark.parametrize("check", checks("logistic.lr_test"))
def test_likelihoods_with_and_without_a_term_are_those_of_drop1(check: Check) -> None:
    outcome, right = check.args["formula"].split(" ~ ")
    terms = right.split(" + ")
    rows = check.data().dropna(subset=[outcome, *terms])
    names = [name for term in terms for name in columns_of(rows, term)]

    def log_likelihood(kept: list[str]) -> float:
        columns = design(rows, terms, ["(Intercept)", *kept])
        result = logistic(
            rows[outcome].to_numpy() == 1,
            columns.to_numpy(),
            [str(name) for name in columns],
            limits="wald",
        )
        return result.log_likelihood

    saturated = log_likelihood(names)
    for term in check.expected["lr"]:
        dropped = columns_of(rows, term)
        ratio = 2 * (saturated - log_likelihood([name for name in names if name not in dropped]))
        check.compare(float(len(dropped)), check.expected["df"][term], f"{term} df")
        check.compare(ratio, check.expected["lr"][term], f"{term} LR")


def columns_of(rows: pd.DataFrame, term: str) -> list[str]:
    """The columns of a term: itself, or an indicator of each level but the first of the file."""
    if pd.api.types.is_numeric_dtype(rows[term]):
        return [term]
    _, *others = dict.fromkeys(rows[term])
    return [f"{term}{level}" for level in others]
