"""Pooling of imputations against mice of R, on the case beside the checkout."""

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
    left, right = check.args["formula"].split(" ~ ")
    names = [name.strip() for name in right.split("+")]
    data = check.data()
    parts = [part for _, part in data.groupby("imputation")]
    told = [
        linear_hc3(
            part[left].to_numpy(float),
            np.column_stack([np.ones(len(part)), part[names].to_numpy(float)]),
            ["(Intercept)", *names],
            covariance="classical",
        )
        for part in parts
    ]
    return told, ["(Intercept)", *names], len(parts[0])


def pooled(check: Check, which: int, complete: bool) -> Pooled:
    told, _, n = fits(check)
    values = [fit.terms[which].value for fit in told]
    degrees = {"complete_df": float(told[0].residual_df)} if complete else {}
    return rubin_pool([v.estimate for v in values], [v.std_error for v in values], n=n, **degrees)


@pytest.mark.parametrize("check", checks("missing.rubin_pool"))
def test_pooled_models_are_those_of_mice(check: Check) -> None:
    told, terms, _ = fits(check)
    assert len(told) == check.args["m"]
    assert told[0].residual_df == check.expected["df_complete"]
    for k, term in enumerate(terms):
        found = pooled(check, k, complete=True)
        for name, attribute in PARTS.items():
            got = getattr(found, attribute)
            check.compare(got, check.expected[name][term], f"{term} {name}")
        for name, attribute in VALUES.items():
            got = getattr(found.value, attribute)
            check.compare(got, check.expected[name][term], f"{term} {name}")
        total = found.value.std_error**2
        check.compare(total, check.expected["total_variance"][term], f"{term} total")


@pytest.mark.parametrize("check", checks("missing.rubin_pool_scalar"))
def test_degrees_of_freedom_of_1987_are_those_of_mice(check: Check) -> None:
    _, terms, _ = fits(check)

    found = pooled(check, terms.index(check.args["term"]), complete=False)

    check.compare(found.value.estimate, check.expected["estimate"])
    check.compare(found.value.std_error**2, check.expected["total_variance"])
    check.compare(found.df_rubin, check.expected["df_rubin_1987"])
    check.compare(found.value.df, check.expected["df_rubin_1987"])
    check.compare(found.relative_increase, check.expected["riv"])
    check.compare(found.missing_information, check.expected["fmi"])
