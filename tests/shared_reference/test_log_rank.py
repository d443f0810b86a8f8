"""The asymptotic log-rank test, over all groups and by pairs, against survdiff of R."""

import numpy as np
import pandas as pd
import pytest
from numpy.typing import NDArray

from rtxoutcomes.estimate.survival.log_rank import log_rank, peto_peto
from rtxoutcomes.estimate.survival.permuted_log_rank import log_rank_permutation
from rtxoutcomes.results.estimate import Estimate
from shared_reference.loader import Check, checks


def result(check: Check, rows: pd.DataFrame) -> Estimate:
    months = rows[check.args["time"]].to_numpy("float64")
    event = rows[check.args["event"]].to_numpy() == 1
    return log_rank(months, event, group_codes(check, rows))


def group_codes(check: Check, rows: pd.DataFrame) -> NDArray[np.int64]:
    codes, _ = pd.factorize(rows[check.args["group"]])
    return np.asarray(codes, dtype=np.int64)


@pytest.mark.parametrize("check", checks("km.logrank"))
def test_the_log_rank_test_is_that_of_survdiff(check: Check) -> None:
    got = result(check, check.data())

    check.compare(got.statistic, check.expected["chisq"], "chisq")
    check.compare(got.df, check.expected["df"], "df")
    check.compare(got.p_value, check.expected["p"], "p")


@pytest.mark.parametrize("check", checks("km.logrank"))
def test_the_permuted_statistic_is_that_of_survdiff(check: Check) -> None:
    rows = check.data()
    months = rows[check.args["time"]].to_numpy("float64")
    event = rows[check.args["event"]].to_numpy() == 1

    got = log_rank_permutation(
        months, event, group_codes(check, rows), np.random.default_rng(1), draws=1
    )

    check.compare(got.statistic, check.expected["chisq"], "chisq")


@pytest.mark.parametrize("check", checks("km.logrank_pairwise"))
def test_pairs_of_groups_are_those_of_survdiff(check: Check) -> None:
    rows = check.data()
    for pair, expected in zip(check.expected["pairs"], check.expected["p"], strict=True):
        two = rows[rows[check.args["group"]].astype(str).isin(pair.split(" vs "))]

        check.compare(result(check, two).p_value, expected, pair)


@pytest.mark.parametrize("check", checks("km.peto_peto"))
def test_weights_of_survival_are_those_of_survdiff(check: Check) -> None:
    rows = check.data()
    months = rows[check.args["time"]].to_numpy("float64")
    event = rows[check.args["event"]].to_numpy() == 1

    got = peto_peto(months, event, group_codes(check, rows))

    check.compare(got.statistic, check.expected["chisq"], "chisq")
    check.compare(got.df, check.expected["df"], "df")
    check.compare(got.p_value, check.expected["p"], "p")
