"""Linear models against the reference results from R and NIST."""

import numpy as np
import pandas as pd
import pytest

from rtxoutcomes.estimate.likelihood.linear import linear_hc3
from shared_reference.loader import Check, checks


def model(check: Check) -> tuple[np.ndarray, pd.DataFrame]:
    """Outcome and design of the formula; the reference level is the case's own, noted there."""
    outcome, right = check.args["formula"].split(" ~ ")
    names = [name.strip() for name in right.split("+")]
    data = check.data().dropna(subset=[outcome, *names])
    result: dict[str, object] = {"(Intercept)": np.ones(len(data))}
    wanted = {term for key in ("estimate", "se_HC3") for term in check.expected.get(key, {})}
    for name in names:
        if not pd.api.types.is_numeric_dtype(data[name]):
            levels = [term.removeprefix(name) for term in wanted if term.startswith(name)]
            result |= {f"{name}{level}": (data[name] == level).astype(float) for level in levels}
        else:
            result[name] = data[name].astype(float)
    return data[outcome].to_numpy(float), pd.DataFrame(result)


@pytest.mark.parametrize("check", checks("linear.fit"))
def test_least_squares(check: Check) -> None:
    outcome, x = model(check)

    fit = linear_hc3(outcome, x.to_numpy(float), list(x.columns), covariance="classical")

    for term in fit.terms:
        value = term.value
        got = {
            "estimate": value.estimate,
            "se": value.std_error,
            "t": value.statistic,
            "p": value.p_value,
            "ci_low": value.conf_low,
            "ci_high": value.conf_high,
        }
        for key in got.keys() & check.expected.keys():
            check.compare(got[key], check.expected[key][term.term], f"{term.term} {key}")
    check.compare(fit.r_squared, check.expected["r_squared"])


@pytest.mark.parametrize("kind", ["HC0", "HC1", "HC2", "HC3"])
@pytest.mark.parametrize("check", checks("linear.robust"))
def test_robust_errors(check: Check, kind: str) -> None:
    outcome, x = model(check)

    fit = linear_hc3(outcome, x.to_numpy(float), list(x.columns), covariance=kind)  # type: ignore[arg-type]

    for term in fit.terms:
        value = term.value
        check.compare(value.std_error, check.expected[f"se_{kind}"][term.term], term.term)
        for key, got in (("t_HC3", value.statistic), ("p_HC3", value.p_value)):
            if kind == "HC3" and key in check.expected:
                check.compare(got, check.expected[key][term.term], f"{term.term} {key}")
