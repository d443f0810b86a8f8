"""Logistic regression without a penalty."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rtxoutcomes.estimate.likelihood.firth_logistic import LogisticFit
from rtxoutcomes.estimate.likelihood.logistic import logistic

R: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "reference" / "logistic.json").read_text(encoding="utf-8")
)
# glm iterates to its own tolerance, which doubles let it reach to about here.
NEWTON = 1e-7
rows = st.lists(st.tuples(st.booleans(), st.integers(-4, 4)), min_size=6, max_size=25)


def sample(name: str) -> tuple[Any, Any, list[str]]:
    r = R["sets"][name]
    return np.array(r["y"]), np.column_stack(r["columns"]), r["terms"]


@pytest.mark.parametrize("name", R["plain"])
def test_estimates_and_wald_tests_are_those_of_glm(name: str) -> None:
    r = R["plain"][name]

    fit = logistic(*sample(name), limits="wald")

    result = [c.log_odds for c in fit.coefficients]
    np.testing.assert_allclose([v.estimate for v in result], r["beta"], rtol=NEWTON)
    np.testing.assert_allclose([v.std_error for v in result], r["se"], rtol=NEWTON)
    np.testing.assert_allclose([v.p_value for v in result], r["p"], rtol=1e-6)
    assert fit.log_likelihood == pytest.approx(r["log_likelihood"], rel=1e-12)


@pytest.mark.parametrize("name", R["plain"])
def test_profile_limits_and_tests_are_those_of_refits(name: str) -> None:
    r = R["plain"][name]

    result = [c.log_odds for c in logistic(*sample(name)).coefficients]

    np.testing.assert_allclose([v.conf_low for v in result], r["low"], rtol=1e-6)
    np.testing.assert_allclose([v.conf_high for v in result], r["high"], rtol=1e-6)
    np.testing.assert_allclose([v.statistic for v in result], r["lr"], rtol=1e-8)
    np.testing.assert_allclose([v.p_value for v in result], r["p_lr"], rtol=1e-7)


@pytest.mark.parametrize("name", R["plain"])
def test_white_errors_are_the_sandwich(name: str) -> None:
    result = [c.log_odds for c in logistic(*sample(name), limits="HC0").coefficients]

    np.testing.assert_allclose([v.std_error for v in result], R["plain"][name]["hc0"], rtol=NEWTON)
    for value in result:
        assert value.conf_high - value.estimate == pytest.approx(1.959964 * value.std_error, 1e-6)


@pytest.mark.parametrize("limits", ["profile", "wald", "HC0"])
@pytest.mark.parametrize("name", ["none", "separated"])
def test_separation_is_named_and_no_estimate_is_printed(name: str, limits: Any) -> None:
    fit = logistic(*sample(name), limits=limits)

    for coefficient in fit.coefficients:
        value = coefficient.odds_ratio
        assert (value.status, value.note) == ("not_estimable", "separation")
        assert math.isnan(value.estimate) and math.isnan(value.p_value)
    assert not fit.converged


def test_what_cannot_be_fitted_has_a_note() -> None:
    y, x, terms = sample("mixed")

    result = [
        logistic(np.zeros(18), x, terms),
        logistic(np.ones(18), x, terms),
        logistic(y[:4], x[:4], terms),
        logistic(y, np.column_stack([x[:, :2], np.ones(18)]), terms),
        logistic(y, np.column_stack([x[:, :2], x[:, 1]]), terms),
    ]

    assert [fit.coefficients[0].log_odds.note for fit in result] == [
        "no_events",
        "all_events",
        "rank_deficient",
        "constant_covariate",
        "rank_deficient",
    ]


def test_events_per_parameter_count_the_rarer_outcome() -> None:
    y, x, terms = sample("published")

    fits: list[LogisticFit] = [logistic(y, x, terms), logistic(1 - y, x, terms)]

    assert [fit.events_per_parameter for fit in fits] == [19 / 2, 19 / 2]
    assert math.isnan(logistic(y, x[:, :1], terms[:1]).events_per_parameter)


@settings(deadline=None, max_examples=30)
@given(rows)
def test_profile_limits_hold_one_exactly_when_p_exceeds_alpha(
    values: list[tuple[bool, int]],
) -> None:
    y, x = np.array([a for a, _ in values]), np.array([float(b) for _, b in values])

    fit = logistic(y, np.column_stack([np.ones(x.size), x]), ["1", "x"])

    result = fit.coefficients[1].odds_ratio
    if result.status == "ok":
        assert (result.p_value <= 0.05) == (not result.conf_low < 1 < result.conf_high)
        turned = logistic(~y, np.column_stack([np.ones(x.size), x]), ["1", "x"])
        assert turned.coefficients[1].odds_ratio.p_value == pytest.approx(result.p_value, rel=1e-6)
