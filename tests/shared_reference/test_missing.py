"""Pooling of imputations against mice of R, on the case next to the checkout."""

import numpy as np
import pytest

from rtxoutcomes.estimate.likelihood.linear import LinearFit, linear_hc3
from rtxoutcomes.estimate.missing.pooling import Pooled, rubin_pool
from shared_reference.loader import Check, checks

PARTS = {
    "within_variance": "within",
    "between_variance": "between",
    "riv": "relative_increase",
    "lambda": "missing_share",
    "fmi": "missing_information",
}
VALUES = {
    "estimate": "estimate",
    "se": "std_error",
    "df_barnard_rubin": "df",
    "t": "statistic",
    "p": "p_value",
    "ci_low": "conf_low",
    "ci_high": "conf_high",
}


def fits(check: Check) -> tuple[list[LinearFit], list[str], int]:
    outcome, right = check.args["formula"].split(" ~ ")
    names = [name.strip() for name in right.split("+")]
    data = check.data()
    parts = [part for _, part in data.groupby("imputation")]
    result = [
        linear_hc3(
            part[outcome].to_numpy(float),
            np.column_stack([np.ones(len(part)), part[names].to_numpy(float)]),
            ["(Intercept)", *names],
            covariance="classical",
        )
        for part in parts
    ]
    return result, ["(Intercept)", *names], len(parts[0])


def pooled(check: Check, which: int, complete: bool) -> Pooled:
    result, _, n = fits(check)
    values = [fit.terms[which].value for fit in result]
    degrees = {"complete_df": float(result[0].residual_df)} if complete else {}
    return rubin_pool([v.estimate for v in values], [v.std_error for v in values], n=n, **degrees)


@pytest.mark.parametrize("check", checks("missing.rubin_pool"))
def test_pooled_models_are_those_of_mice(check: Check) -> None:
    result, terms, _ = fits(check)
    assert len(result) == check.args["m"]
    assert result[0].residual_df == check.expected["df_complete"]
    for k, term in enumerate(terms):
        pool = pooled(check, k, complete=True)
        for name, attribute in PARTS.items():
            got = getattr(pool, attribute)
            check.compare(got, check.expected[name][term], f"{term} {name}")
        for name, attribute in VALUES.items():
            got = getattr(pool.value, attribute)
            check.compare(got, check.expected[name][term], f"{term} {name}")
        total = pool.value.std_error**2
        check.compare(total, check.expected["total_variance"][term], f"{term} total")


@pytest.mark.parametrize("check", checks("missing.rubin_pool_scalar"))
def test_degrees_of_freedom_of_1987_are_those_of_mice(check: Check) -> None:
    _, terms, _ = fits(check)

    pool = pooled(check, terms.index(check.args["term"]), complete=False)

    check.compare(pool.value.estimate, check.expected["estimate"])
    check.compare(pool.value.std_error**2, check.expected["total_variance"])
    check.compare(pool.df_rubin, check.expected["df_rubin_1987"])
    check.compare(pool.value.df, check.expected["df_rubin_1987"])
    check.compare(pool.relative_increase, check.expected["riv"])
    check.compare(pool.missing_information, check.expected["fmi"])
