"""Linear models with robust errors."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import stats

from rtxoutcomes.estimate.likelihood.linear import joint_test, linear_hc3

R: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "reference" / "linear.json").read_text(encoding="utf-8")
)
GROUP = np.array(R["data"]["g"])
Y = np.array(R["data"]["y"], dtype=float)
DESIGN = np.column_stack([np.ones(30), GROUP == "B", GROUP == "C", np.array(R["data"]["x"])])
TERMS = ["(Intercept)", "B", "C", "x"]
# Both sides solve the same normal equations in double precision.
RTOL = 1e-9


@pytest.mark.parametrize("kind", ["HC0", "HC1", "HC2", "HC3"])
def test_robust_errors_are_r_s(kind: Any) -> None:
    fit = linear_hc3(Y, DESIGN, TERMS, covariance=kind)

    result = [term.value for term in fit.terms]
    np.testing.assert_allclose([v.estimate for v in result], R["beta"], rtol=RTOL)
    np.testing.assert_allclose([v.std_error for v in result], R["se"][kind], rtol=RTOL)
    assert fit.r_squared == pytest.approx(R["r_squared"], rel=RTOL)
    assert fit.residual_df == 26


def test_p_values_have_a_t_reference() -> None:
    result = [term.value for term in linear_hc3(Y, DESIGN, TERMS).terms]

    np.testing.assert_allclose([v.p_value for v in result], R["p_hc3"], rtol=RTOL)
    assert {v.df for v in result} == {26.0}


def test_classical_errors_are_r_s() -> None:
    result = linear_hc3(Y, DESIGN, TERMS, covariance="classical").terms

    np.testing.assert_allclose([t.value.std_error for t in result], R["classical"], rtol=RTOL)


def test_the_joint_test_is_r_s() -> None:
    result = joint_test(Y, DESIGN, [1, 2], dropped=4)

    assert result.statistic == pytest.approx(R["joint"]["F"], rel=RTOL)
    assert result.p_value == pytest.approx(R["joint"]["p"], rel=RTOL)
    assert (result.n, result.dropped, result.df) == (30, 4, 2.0)


def test_moving_the_outcome_moves_the_intercept_only() -> None:
    one, other = linear_hc3(Y, DESIGN, TERMS), linear_hc3(Y + 3, DESIGN, TERMS)

    assert other.terms[0].value.estimate == pytest.approx(one.terms[0].value.estimate + 3)
    assert other.terms[3].value.p_value == pytest.approx(one.terms[3].value.p_value, rel=1e-9)


CASES = [
    (DESIGN[:5], "not_attempted", "rank_deficient"),
    (np.column_stack([DESIGN, DESIGN[:, 1] + DESIGN[:, 2]]), "not_attempted", "rank_deficient"),
    (np.column_stack([DESIGN, np.full(30, 2.0)]), "not_estimable", "constant_covariate"),
    (np.column_stack([DESIGN, np.zeros(30)]), "not_estimable", "constant_covariate"),
    (np.column_stack([DESIGN, np.arange(30) == 4]), "not_estimable", "zero_variance"),
]


@pytest.mark.parametrize(("design", "status", "note"), CASES)
def test_what_the_data_cannot_answer_has_a_status(design: Any, status: str, note: str) -> None:
    terms = [str(k) for k in range(design.shape[1])]
    outcome = Y[: len(design)]

    fit = linear_hc3(outcome, design.astype(float), terms)
    joint = joint_test(outcome, design.astype(float), [1])

    assert {(t.value.status, t.value.note) for t in fit.terms} == {(status, note)}
    assert (joint.status, joint.note) == (status, note)


def test_hc0_bears_a_patient_of_full_leverage() -> None:
    design = np.column_stack([DESIGN, np.arange(30) == 4]).astype(float)

    fit = linear_hc3(Y, design, [*TERMS, "one"], covariance="HC0")

    assert fit.terms[3].value.status == "ok"


def test_an_outcome_that_does_not_vary_has_no_test() -> None:
    fit = linear_hc3(np.zeros(30), DESIGN, TERMS)

    assert {(t.value.status, t.value.note) for t in fit.terms} == {
        ("not_estimable", "zero_variance")
    }


def test_an_outcome_that_the_model_fits_exactly_has_no_test() -> None:
    outcome = DESIGN @ np.array([1.0, 0.5, -2.0, 0.3])

    fit, joint = linear_hc3(outcome, DESIGN, TERMS), joint_test(outcome, DESIGN, [1, 2])

    for result in [joint, *(term.value for term in fit.terms)]:
        assert (result.status, result.note) == ("not_estimable", "zero_variance")


def test_a_p_value_too_small_for_a_double_is_not_zero() -> None:
    x = np.arange(400.0)
    outcome = 1e6 * x + np.sin(x)

    fit = linear_hc3(outcome, np.column_stack([np.ones(400), x]), ["(Intercept)", "x"])

    assert 0 < fit.terms[1].value.p_value < 1e-300


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"design": DESIGN[:4]}, "rows by terms"),
        ({"terms": TERMS[:2]}, "rows by terms"),
        ({"outcome": Y * np.nan}, "finite"),
    ],
)
def test_malformed_arguments_raise(arguments: dict[str, Any], words: str) -> None:
    given: dict[str, Any] = {"outcome": Y, "design": DESIGN, "terms": TERMS}

    with pytest.raises(ValueError, match=words):
        linear_hc3(**(given | arguments))


@pytest.mark.parametrize("columns", [[], [7]])
def test_columns_that_are_not_there_cannot_be_tested(columns: list[int]) -> None:
    with pytest.raises(ValueError, match="columns must be some of the 4"):
        joint_test(Y, DESIGN, columns)


def test_limits_are_the_quantile_of_t_times_the_error_at_any_level() -> None:
    outcome = np.array([0.0, 2.0, 1.0, 5.0, 3.0])
    design = np.column_stack([np.ones(5), [0.0, 0.0, 1.0, 1.0, 1.0]])

    value = linear_hc3(outcome, design, ["1", "x"], conf_level=0.9).terms[1].value

    half = float(stats.t.isf(0.05, 3)) * value.std_error
    assert value.conf_low == pytest.approx(value.estimate - half)
    assert value.conf_high == pytest.approx(value.estimate + half)
    assert (value.n, value.df, value.conf_level) == (5, 3, 0.9)


def test_a_refused_fit_has_the_numbers_analysed_and_dropped() -> None:
    fit = linear_hc3(np.ones(2), np.column_stack([np.ones(2), [0.0, 1.0]]), ["1", "x"], dropped=7)

    assert fit.terms[1].value.note == "rank_deficient"
    assert (fit.terms[1].value.n, fit.terms[1].value.dropped) == (2, 7)
