"""Cox models against the reference results from R. Wald p-values belong to the plain model only."""

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest

from rtxoutcomes.estimate.likelihood.cox import cox
from rtxoutcomes.estimate.likelihood.proportional_hazards import proportional_hazards_test
from shared_reference.loader import Check, checks


def design(data: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    """The columns of a model, a text column as indicators against its first level in the file."""
    result: dict[str, pd.Series] = {}
    for name in names:
        if not pd.api.types.is_numeric_dtype(data[name]):
            _, *others = dict.fromkeys(data[name])
            result |= {f"{name}{level}": (data[name] == level).astype(float) for level in others}
        else:
            result[name] = data[name].astype(float)
    return pd.DataFrame(result)


def arguments(check: Check) -> dict[str, Any]:
    times, right = re.fullmatch(r"Surv\((.*)\) ~ (.*)", check.args["formula"]).groups()  # type: ignore[union-attr]
    names = [name.strip() for name in right.split("+")]
    strata = [name[7:-1] for name in names if name.startswith("strata(")]
    names = [name for name in names if not name.startswith("strata(")]
    columns = [name.strip() for name in times.split(",")]
    data = check.data().dropna(subset=[*columns, *names, *strata])
    x = design(data, names)
    begin, *rest = (data[name].to_numpy(float) for name in columns)
    months, event = (begin, rest[0]) if len(rest) == 1 else (rest[0], rest[1])
    return {
        "months": months,
        "event": event.astype(bool),
        "covariates": x.to_numpy(float),
        "terms": list(x.columns),
        "entry": begin if len(rest) == 2 else None,
        "strata": data[strata[0]].to_numpy(np.int64) if strata else None,
        "ties": check.args["ties"],
        "rows": data.index,
    }


@pytest.mark.parametrize("check", checks("cox.fit"))
def test_coefficients_errors_and_limits(check: Check) -> None:
    given = arguments(check)
    given.pop("rows")
    fit = cox(**given)

    for coefficient in fit.coefficients:
        log, ratio, term = coefficient.log_hazard, coefficient.hazard_ratio, coefficient.term
        got: dict[str, Any] = {
            "estimate": log.estimate,
            "se": log.std_error,
            "z": log.statistic,
            "p": log.p_value,
            "hazard_ratio": ratio.estimate,
            "hr_ci_low": ratio.conf_low,
            "hr_ci_high": ratio.conf_high,
        }
        for key, value in got.items():
            check.compare(value, check.expected[key][term], f"{term} {key}")


@pytest.mark.parametrize("check", checks("cox.robust"))
def test_cluster_robust_errors_and_limits(check: Check) -> None:
    given = arguments(check)
    rows = check.data().loc[given.pop("rows")]
    named = check.args["cluster"]
    cluster = pd.factorize(rows[named])[0] if named in rows else np.arange(len(rows))

    fit = cox(**given, cluster=np.asarray(cluster, dtype=np.int64))

    for coefficient in fit.coefficients:
        log, ratio, term = coefficient.log_hazard, coefficient.hazard_ratio, coefficient.term
        for key, value in {
            "robust_se": log.std_error,
            "z": log.statistic,
            "p": log.p_value,
            "hr_ci_low": ratio.conf_low,
            "hr_ci_high": ratio.conf_high,
        }.items():
            check.compare(value, check.expected[key][term], f"{term} {key}")


@pytest.mark.parametrize("check", checks("cox.monotone"))
def test_a_monotone_likelihood_gives_a_test_and_one_limit(check: Check) -> None:
    data = check.data()
    fit = cox(
        data[check.args["time"]].to_numpy(float),
        data[check.args["event"]].to_numpy(bool),
        data[[check.args["covariate"]]].to_numpy(float),
        ["x"],
    )

    result = fit.coefficients[0].hazard_ratio
    assert result.note == "monotone_likelihood"
    check.compare(result.statistic, check.expected["lr"])
    check.compare(result.p_value, check.expected["lr_p"])
    check.compare(result.conf_high, check.expected["hr_ci_high"])
    assert np.isnan([result.estimate, result.std_error, result.conf_low]).all()


@pytest.mark.parametrize("check", checks("cox.ph_test"))
def test_hazards_are_tested_for_proportionality(check: Check) -> None:
    given = arguments(check)
    given.pop("rows")

    result = proportional_hazards_test(**given, transform=check.args["transform"])

    for term, value in (*result.terms, ("GLOBAL", result.together)):
        check.compare(value.statistic, check.expected["chisq"][term], f"{term} chi-square")
        check.compare(value.df, check.expected["df"][term], f"{term} df")
        check.compare(value.p_value, check.expected["p"][term], f"{term} p")
