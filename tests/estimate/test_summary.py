"""Summaries of fits: one labelled row per coefficient, and a reason where a number is missing."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from rtxoutcomes.estimate import (
    cox,
    firth_cox,
    firth_logistic,
    linear_hc3,
    logistic,
    negative_binomial,
    poisson_regression,
    proportional_hazards_test,
)

N = 24
RNG = np.random.default_rng(5)
FRAME = pd.DataFrame({"age": RNG.normal(40, 9, N).round(), "late": np.arange(N) % 2}).assign(one=1)
X, DESIGN = FRAME[["age", "late"]], FRAME[["one", "age", "late"]]
MONTHS, EVENT = RNG.integers(1, 24, N), RNG.integers(0, 2, N)
COUNTS = RNG.poisson(RNG.gamma(0.5, 3.0, N))
# Only those who come late have an event: the plain models have no estimate of it.
SEPARATED = np.where(FRAME["late"] == 1, EVENT, 0)
FITS: dict[str, Any] = {
    "cox": cox(MONTHS, EVENT, X),
    "cox, monotone": cox(MONTHS, SEPARATED, X),
    "cox, no events": cox(MONTHS, np.zeros(N), X),
    "firth_cox": firth_cox(MONTHS, SEPARATED, X),
    "firth_logistic": firth_logistic(SEPARATED, DESIGN),
    "logistic, separated": logistic(SEPARATED, DESIGN),
    "linear_hc3": linear_hc3(MONTHS, DESIGN),
    "linear_hc3, constant": linear_hc3(np.ones(N), DESIGN),
    "poisson_regression": poisson_regression(COUNTS, MONTHS, DESIGN),
    "poisson_regression, separated": poisson_regression(SEPARATED, MONTHS, DESIGN),
    "negative_binomial": negative_binomial(COUNTS, MONTHS, DESIGN),
    "proportional_hazards_test": proportional_hazards_test(MONTHS, EVENT, X),
    "proportional_hazards_test, monotone": proportional_hazards_test(MONTHS, SEPARATED, X),
}
RATIOS = {"cox": "hazard_ratio", "firth_logistic": "odds_ratio", "negative_binomial": "rate_ratio"}


@pytest.mark.parametrize("name", FITS)
def test_every_row_has_its_name_and_nothing_is_missing_without_a_reason(name: str) -> None:
    summary = FITS[name].summary

    expected = list((X if "cox" in name or "hazards" in name else DESIGN).columns)
    assert list(summary.index)[: len(expected)] == expected
    assert summary.index.name == "term"
    numbers = summary.select_dtypes("number")
    assert {"statistic", "p_value", "n"} <= set(numbers.columns)
    incomplete = numbers.isna().any(axis=1)
    assert (summary.loc[incomplete, "reason"] != "").all()
    assert not (numbers["p_value"] == 0).any()


@pytest.mark.parametrize("name", RATIOS)
def test_the_ratio_is_the_exponential_of_the_coefficient(name: str) -> None:
    summary, ratio = FITS[name].summary, RATIOS[name]

    np.testing.assert_allclose(summary[ratio], np.exp(summary["coefficient"]))
    np.testing.assert_allclose(summary[f"{ratio}_low"], np.exp(summary["conf_low"]))
    assert list(summary.columns) == [
        *("coefficient", "std_error", "conf_low", "conf_high"),
        *(ratio, f"{ratio}_low", f"{ratio}_high"),
        *("statistic", "p_value", "n", "events", "status", "reason"),
    ]


def test_a_diverging_coefficient_keeps_its_test_and_says_why() -> None:
    row = FITS["cox, monotone"].summary.loc["late"]

    assert (row["status"], row["reason"]) == ("bound_only", "monotone_likelihood")
    assert np.isnan(row["coefficient"])
    assert 0 < row["p_value"] < 1


def test_the_numbers_are_those_of_the_estimates() -> None:
    fit = FITS["firth_cox"]

    row = fit.summary.loc["late"]

    ratio = fit.coefficients[1].hazard_ratio
    assert (row["hazard_ratio"], row["p_value"]) == (ratio.estimate, ratio.p_value)
    assert (row["n"], row["events"]) == (N, int(SEPARATED.sum()))


def test_a_linear_model_has_no_ratio() -> None:
    assert not [column for column in FITS["linear_hc3"].summary if "ratio" in column]


def test_the_test_of_proportional_hazards_ends_in_the_global_one() -> None:
    summary = FITS["proportional_hazards_test"].summary

    assert list(summary.index) == ["age", "late", "GLOBAL"]
    assert summary["df"].tolist() == [1.0, 1.0, 2.0]


@pytest.mark.parametrize("name", FITS)
def test_a_fit_is_shown_by_its_summary(name: str) -> None:
    fit = FITS[name]

    assert repr(fit).splitlines()[0] == f"<{type(fit).__name__}>"
    for term in fit.summary.index:
        assert f"\n{term} " in repr(fit)
        assert f'<td style="text-align:left">{term}</td>' in fit._repr_html_()
    assert len(repr(fit).splitlines()) == 2 + len(fit.summary)
