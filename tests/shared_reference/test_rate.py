"""Rates and their ratios against poisson.test of R, on the cases next to the checkout."""

import numpy as np
import pandas as pd
import pytest

from rtxoutcomes.estimate.rates.dispersed_counts import negative_binomial
from rtxoutcomes.estimate.rates.exact_ratio import rate_ratio_exact, rate_ratio_point_probability
from rtxoutcomes.estimate.rates.poisson import Covariance, PoissonFit, poisson_regression
from rtxoutcomes.estimate.rates.rate import Rate, rate
from rtxoutcomes.estimate.rates.recurrent_events import mean_cumulative, mean_events_at
from shared_reference.loader import Check, checks


def rates(check: Check) -> dict[str, Rate]:
    """The rate of each group and of all."""
    rows = check.data()
    parts = [*rows.groupby(check.args["group"], sort=False), ("ALL", rows)]
    return {
        str(name): rate(
            part[check.args["count"]].to_numpy("int64"),
            part[check.args["person_years"]].to_numpy("float64"),
            conf_level=check.args["conf_level"],
        )
        for name, part in parts
    }


@pytest.mark.parametrize("check", checks("rate.exact_poisson"))
def test_rates_are_those_of_poisson_test(check: Check) -> None:
    result = rates(check)

    assert set(result) == set(check.expected)
    for name, expected in check.expected.items():
        value = result[name].independent
        assert result[name].events == expected["events"]
        check.compare(result[name].person_years, expected["person_years"], f"{name} years")
        check.compare(value.estimate, expected["rate"], name)
        check.compare(value.conf_low, expected["ci"][0], f"{name} low")
        check.compare(value.conf_high, expected["ci"][1], f"{name} high")


@pytest.mark.parametrize("check", checks("rate.ratio.exact"))
def test_ratios_of_rates_are_those_of_poisson_test(check: Check) -> None:
    result = rates(check)
    for pair, expected in check.expected.items():
        a, b = (result[name] for name in pair.split(" vs "))
        arguments = (a.events, a.person_years, b.events, b.person_years)

        ratio = rate_ratio_exact(*arguments, check.args["conf_level"])

        check.compare(ratio.estimate, expected["rate_ratio"], pair)
        check.compare(ratio.conf_low, expected["ci"][0], f"{pair} low")
        check.compare(ratio.conf_high, expected["ci"][1], f"{pair} high")
        # R sums point probabilities; the P of the interval is twice the smaller tail.
        check.compare(rate_ratio_point_probability(*arguments).p_value, expected["p"], pair)


def count_model(check: Check) -> tuple[pd.DataFrame, list[str]]:
    """Events, years and design of a formula; reference levels are the case's own."""
    outcome, right = check.args["formula"].split(" ~ ")
    names = [name.strip() for name in right.split("+") if "offset" not in name]
    data = check.data()
    result: dict[str, object] = {"events": data[outcome], "years": data["person_years"]}
    design: dict[str, object] = {"(Intercept)": np.ones(len(data))}
    for name in names:
        if not pd.api.types.is_numeric_dtype(data[name]):
            first = check.args["reference"][name]
            levels = [level for level in data[name].unique() if level != first]
            design |= {f"{name}{level}": (data[name] == level).astype(float) for level in levels}
        else:
            design[name] = data[name].astype(float)
    return pd.DataFrame(result | design), list(design)


def poisson(check: Check, covariance: Covariance) -> PoissonFit:
    frame, terms = count_model(check)
    design = frame[terms].to_numpy("float64")
    return poisson_regression(frame["events"], frame["years"], design, terms, covariance=covariance)


@pytest.mark.parametrize("check", checks("rate.glm_poisson"))
def test_poisson_models_are_those_of_glm(check: Check) -> None:
    result = poisson(check, "model")

    for term in result.terms:
        value, p = term.log_rate, check.expected["p"][term.term]
        actual = {
            "estimate": value.estimate,
            "se": value.std_error,
            "z": value.statistic,
            "ci_low": value.conf_low,
            "ci_high": value.conf_high,
        }
        for name, got in actual.items():
            check.compare(got, check.expected[name][term.term], f"{term.term} {name}")
        # R prints 0 where a double has no smaller number; here no P value is 0.
        check.compare(value.p_value, p, f"{term.term} p")
    check.compare(result.deviance, check.expected["deviance"], "deviance")
    check.compare(result.pearson, check.expected["pearson_chi2"], "Pearson")
    check.compare(result.log_likelihood, check.expected["log_likelihood"], "log-likelihood")
    assert result.residual_df == check.expected["df_residual"]


@pytest.mark.parametrize("kind", ["HC0", "HC1", "HC3"])
@pytest.mark.parametrize("check", checks("rate.glm_poisson_robust"))
def test_robust_errors_of_poisson_models_are_those_of_sandwich(
    check: Check, kind: Covariance
) -> None:
    result = poisson(check, kind)

    for term in result.terms:
        value = term.log_rate
        check.compare(value.std_error, check.expected[f"se_{kind}"][term.term], term.term)
        if kind == "HC0":
            for name, got in (
                ("z_HC0", value.statistic),
                ("p_HC0", value.p_value),
                ("ci_low_HC0", value.conf_low),
                ("ci_high_HC0", value.conf_high),
            ):
                check.compare(got, check.expected[name][term.term], f"{term.term} {name}")


@pytest.mark.parametrize("check", checks("rate.negative_binomial"))
def test_negative_binomial_models_are_those_of_glm_nb(check: Check) -> None:
    frame, terms = count_model(check)

    result = negative_binomial(
        frame["events"], frame["years"], frame[terms].to_numpy("float64"), terms
    )

    for term in result.terms:
        check.compare(term.log_rate.estimate, check.expected["estimate"][term.term], term.term)
        check.compare(term.log_rate.std_error, check.expected["se"][term.term], term.term)
    check.compare(result.theta, check.expected["theta"], "theta")
    check.compare(result.dispersion.estimate, check.expected["alpha"], "alpha")
    check.compare(result.theta_std_error, check.expected["se_theta"], "error of theta")
    check.compare(result.log_likelihood, check.expected["log_likelihood"], "log-likelihood")
    check.compare(result.dispersion.statistic, check.expected["lr_vs_poisson"], "ratio")
    check.compare(result.dispersion.p_value, check.expected["p_lr_boundary"], "P")


@pytest.mark.parametrize("check", checks("recurrent.mcf"))
def test_mean_cumulative_functions_are_those_of_survfit(check: Check) -> None:
    rows, names = check.data(), check.args
    for group, expected in check.expected.items():
        part = rows[rows[names["group"]] == group]
        end = part.groupby(names["id"])[names["stop"]].max()
        hit = part[part[names["event"]] == 1]
        place = {name: k for k, name in enumerate(end.index)}

        result = mean_cumulative(end, hit[names["id"]].map(place), hit[names["stop"]])

        assert result.at_risk.tolist() == expected["n_risk"]
        assert result.events.tolist() == expected["n_event"]
        for name, got in (("time", result.months), ("mcf", result.mean), ("se", result.std_error)):
            for k, (one, value) in enumerate(zip(got, expected[name], strict=True)):
                check.compare(float(one), value, f"{group} {name} {k}")
        at = expected["at"]
        for month, mean, error in zip(at["times"], at["mcf"], at["se"], strict=True):
            value = mean_events_at(result, month)
            check.compare(value.estimate, mean, f"{group} at {month}")
            check.compare(value.std_error, error, f"{group} error at {month}")
