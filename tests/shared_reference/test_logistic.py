"""Firth's logistic regression against brglm2 of R and the profile penalised likelihood."""

import numpy as np
import pandas as pd
import pytest

from rtxoutcomes.estimate.firth_logistic import firth_logistic
from shared_reference.loader import Check, checks


def design(rows: pd.DataFrame, terms: list[str], names: list[str]) -> pd.DataFrame:
    """The columns R names: the intercept, numbers, and an indicator for each level it shows."""
    told: dict[str, object] = {"(Intercept)": np.ones(len(rows))}
    for term in terms:
        for name in (name for name in names if name.startswith(term)):
            level = name.removeprefix(term)
            column = rows[term] if not level else rows[term] == level
            told[name] = np.asarray(column, dtype=np.float64)
    return pd.DataFrame(told)


@pytest.mark.parametrize("check", checks("logistic.firth"))
def test_estimates_tests_and_limits_are_those_of_firth(check: Check) -> None:
    left, right = check.args["formula"].split(" ~ ")
    rows = check.data().dropna(subset=[left, *right.split(" + ")])
    expected = check.expected
    columns = design(rows, right.split(" + "), list(expected["estimate"]))

    fit = firth_logistic(
        rows[left].to_numpy() == 1,
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
