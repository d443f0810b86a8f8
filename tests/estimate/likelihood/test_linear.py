"""Linear models with robust errors."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
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
]


@pytest.mark.parametrize(("design", "status", "note"), CASES)
def test_what_the_data_cannot_answer_has_a_status(design: Any, status: str, note: str) -> None:
    terms = [str(k) for k in range(design.shape[1])]
    outcome = Y[: len(design)]

    fit = linear_hc3(outcome, design.astype(float), terms)
    joint = joint_test(outcome, design.astype(float), [1])

    assert {(t.value.status, t.value.note) for t in fit.terms} == {(status, note)}
    assert (joint.status, joint.note) == (status, note)


def single() -> tuple[np.ndarray, np.ndarray]:
    """Changes of EDSS in two groups and of one patient more; reference, group, lone, baseline."""
    before = [2.5, 5, 3, 4.5, 2, 6, 3.5, 1.5, 4, 5.5, 3, 2, 6, 4, 3.5, 5, 2.5, 6.5, 4.5, 3, 4]
    change = [-0.5, 0.5, 0, -1, 0.5, 0, -0.5, 0.5, 1, 0, -0.5, 0, 0.5, 0, -1, 0.5, 0, 1, 0, -0.5, 5]
    group = np.repeat([0, 1, 2], [11, 9, 1])
    return np.array(change), np.column_stack([np.ones(21), group == 1, group == 2, before])


NAMES = ["(Intercept)", "B", "C", "baseline"]


@pytest.mark.parametrize("covariance", ["HC2", "HC3"])
def test_a_patient_alone_in_a_group_is_left_out_and_changes_nothing_else(covariance: Any) -> None:
    outcome, design = single()

    fit = linear_hc3(outcome, design, NAMES, dropped=3, covariance=covariance)

    without = linear_hc3(outcome[:-1], design[:-1, [0, 1, 3]], NAMES[:3], covariance=covariance)
    for own, other in zip((0, 1, 3), without.terms, strict=True):
        value, expected = fit.terms[own].value, other.value
        np.testing.assert_allclose(
            [value.estimate, value.std_error, value.conf_low, value.conf_high, value.p_value],
            [getattr(expected, f) for f in ("estimate", "std_error", "conf_low", "conf_high")]
            + [expected.p_value],
            rtol=1e-10,
        )
        assert (value.n, value.dropped, value.df) == (20, 4, 17)
    assert (fit.terms[2].value.status, fit.terms[2].value.note) == ("not_estimable", "leverage_one")
    assert fit.left_out == (20,)
    assert (fit.n, fit.residual_df) == (20, 17)
    assert fit.r_squared == pytest.approx(without.r_squared)


def test_columns_of_a_frame_are_tested_by_their_names() -> None:
    frame = pd.DataFrame(DESIGN, columns=list("abcd")[: DESIGN.shape[1]])

    assert joint_test(Y, frame, ["b", "c"]) == joint_test(Y, DESIGN, [1, 2])
    with pytest.raises(ValueError, match=r"columns must be some of the \d of the design, from 0"):
        joint_test(Y, frame, ["b", "unknown"])


def test_the_joint_test_compares_the_groups_that_are_left() -> None:
    outcome, design = single()

    joint = joint_test(outcome, design, [1, 2], dropped=3)

    without = joint_test(outcome[:-1], design[:-1, [0, 1, 3]], [1])
    assert joint.p_value == pytest.approx(without.p_value, rel=1e-10)
    assert joint.statistic == pytest.approx(without.statistic, rel=1e-10)
    assert (joint.n, joint.dropped, joint.df) == (20, 4, 1.0)
    assert joint.method == without.method == "joint Wald test, HC3, F on 1 and 17 df"


def test_where_the_reference_is_one_patient_the_others_are_compared_with_each_other() -> None:
    outcome, design = single()
    turned = np.column_stack([design[:, 0], 1 - design[:, 1] - design[:, 2], design[:, [1, 3]]])

    fit, joint = linear_hc3(outcome, turned, NAMES), joint_test(outcome, turned, [1, 2])

    assert [term.value.note for term in fit.terms] == [*["leverage_one"] * 3, ""]
    assert joint.p_value == pytest.approx(joint_test(outcome, design, [1, 2]).p_value, rel=1e-10)


def test_two_groups_of_which_one_is_a_single_patient_are_not_compared() -> None:
    outcome, design = single()
    rows = np.r_[0:11, 20]

    joint = joint_test(outcome[rows], design[rows][:, [0, 2, 3]], [1])

    assert (joint.status, joint.note, joint.n) == ("not_estimable", "leverage_one", 11)


groups_of = st.lists(st.integers(0, 3), min_size=12, max_size=30)


@settings(deadline=None, max_examples=60)
@given(groups_of, st.integers(0, 10**6))
def test_other_coefficients_are_those_of_the_fit_without_lone_groups(
    codes: list[int], seed: int
) -> None:
    rng, group = np.random.default_rng(seed), np.array([*codes, 9, 9, 9, 9, 9])
    outcome, before = rng.normal(size=group.size), rng.normal(3, 2, group.size)
    present, size = np.unique(group, return_counts=True)
    # The reference is never alone.
    order = [9, *present[present != 9]]
    design = np.column_stack([np.ones(group.size), *[group == g for g in order[1:]], before])
    shared = np.isin(group, present[size > 1])
    columns = np.r_[0, [k for k, g in enumerate(order) if k and (group == g).sum() > 1]]
    columns = np.r_[columns, len(order)].astype(int)

    fit = linear_hc3(outcome, design, [str(k) for k in range(design.shape[1])])

    reduced = design[np.ix_(shared, columns)]
    without = linear_hc3(outcome[shared], reduced, [str(k) for k in columns])
    for own, expected in zip(columns, without.terms, strict=True):
        value = fit.terms[own].value
        assert value.estimate == pytest.approx(expected.value.estimate, rel=1e-10, abs=1e-10)
        assert value.std_error == pytest.approx(expected.value.std_error, rel=1e-10)
        assert value.p_value == pytest.approx(expected.value.p_value, rel=1e-8)
    assert fit.n == shared.sum()


def test_a_patient_who_determines_a_coefficient_nearly_alone_is_noted() -> None:
    x = np.append(np.linspace(0, 1, 20), [300.0])
    outcome = np.append(np.sin(np.arange(20)), [3.0])
    design = np.column_stack([np.ones(21), x])

    fit, joint = linear_hc3(outcome, design, ["a", "x"]), joint_test(outcome, design, [1])
    less = linear_hc3(outcome, np.column_stack([np.ones(21), np.minimum(x, 3)]), ["a", "x"])

    assert {term.value.note for term in fit.terms} == {joint.note} == {"leverage_near_one"}
    assert {term.value.note for term in less.terms} == {""}
    assert linear_hc3(outcome, design, ["a", "x"], covariance="HC0").terms[1].value.note == ""


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
