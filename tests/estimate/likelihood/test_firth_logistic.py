"""Firth's logistic regression."""

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from rtxoutcomes.estimate.likelihood.firth_logistic import (
    LogisticFit,
    firth_logistic,
    flic_risks,
)
from rtxoutcomes.results.estimate import Estimate
from rtxoutcomes.results.measure import Measure

R: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "reference" / "logistic.json").read_text(encoding="utf-8")
)
SETS: dict[str, dict[str, Any]] = R["sets"]
# R's optim finds the place of the maximum to half the digits of a double ...
OPTIMISER = 1e-6
# ... and therefore its height, and where that has fallen by so much, to nearly all of them.
RTOL = 1e-10
TERMS = ["(Intercept)", "SPMS", "NMOSD"]
ROWS = np.column_stack([np.ones(8), np.arange(8.0)])
Y = np.array([0, 0, 1, 0, 0, 1, 0, 1])


def fitted(r: dict[str, Any]) -> LogisticFit:
    return firth_logistic(np.array(r["y"]) == 1, np.column_stack(r["columns"]) * 1.0, r["terms"])


def logs(fit: LogisticFit) -> list[Estimate]:
    return [coefficient.log_odds for coefficient in fit.coefficients]


def groups(
    events: list[int], sizes: list[int]
) -> tuple[NDArray[np.bool_], NDArray[np.float64], list[str]]:
    """Patients of several groups against the first."""
    group = np.repeat(np.arange(len(sizes)), sizes)
    happened = np.concatenate([np.arange(n) < e for e, n in zip(events, sizes, strict=True)])
    columns = [np.ones(group.size), *(group == k for k in range(1, len(sizes)))]
    return happened, np.column_stack(columns).astype(float), ["(Intercept)", *map(str, sizes[1:])]


@pytest.mark.parametrize("r", SETS.values(), ids=SETS)
def test_estimates_and_errors_maximise_the_penalised_likelihood_in_r(r: dict[str, Any]) -> None:
    fit = fitted(r)

    np.testing.assert_allclose([v.estimate for v in logs(fit)], r["estimate"], rtol=OPTIMISER)
    np.testing.assert_allclose([v.std_error for v in logs(fit)], r["se"], rtol=OPTIMISER)
    assert fit.penalised_log_likelihood == pytest.approx(r["penalised"], rel=RTOL)
    assert fit.converged


@pytest.mark.parametrize("r", SETS.values(), ids=SETS)
def test_tests_and_limits_are_those_of_the_profile_in_r(r: dict[str, Any]) -> None:
    result = logs(fitted(r))

    assert {(v.status, v.note, v.df) for v in result} == {("ok", "", 1.0)}
    np.testing.assert_allclose([v.conf_low for v in result], r["low"], rtol=RTOL)
    np.testing.assert_allclose([v.conf_high for v in result], r["high"], rtol=RTOL)
    np.testing.assert_allclose([v.statistic for v in result], r["statistic"], rtol=RTOL)
    np.testing.assert_allclose([v.p_value for v in result], r["p"], rtol=RTOL)


@pytest.mark.parametrize("events", [[8, 10, 1], [8, 10, 0], [1, 43, 14]])
def test_groups_have_half_a_patient_more_in_each_cell(events: list[int]) -> None:
    sizes = [42, 43, 14]
    # With a parameter for each group Firth's estimates have this closed form.
    odds = [math.log((e + 0.5) / (n - e + 0.5)) for e, n in zip(events, sizes, strict=True)]

    result = logs(firth_logistic(*groups(events, sizes)))

    got = [value.estimate for value in result]
    # Newton ends within 1e-12 of a standard error.
    assert got == pytest.approx([odds[0], odds[1] - odds[0], odds[2] - odds[0]], rel=1e-11)


def test_the_published_counts_are_those_of_brglm2() -> None:
    # R 4.2.2 with brglm2 0.9, as printed: six decimals, the limits four.
    result = logs(firth_logistic(*groups([8, 10, 1], [42, 43, 14])))

    got = [value.estimate for value in result]
    assert got == pytest.approx([-1.400893, 0.240723, -0.796331], abs=5e-7)
    # The error of the augmented weights, another convention, would be 0.38293.
    assert result[0].std_error == pytest.approx(0.38746, abs=5e-6)
    assert [result[2].conf_low, result[2].conf_high] == pytest.approx([-3.1024, 0.8393], abs=5e-5)
    assert result[2].p_value == pytest.approx(0.366, abs=5e-4)


def test_wald_is_not_what_is_tested_where_it_disagrees() -> None:
    # All four exposed had it and none of the other four.
    result = logs(firth_logistic(*groups([0, 4], [4, 4])))[1]

    assert result.p_value < 0.05 < math.erfc(abs(result.estimate / result.std_error) / math.sqrt(2))
    assert result.conf_low > 0


def test_odds_ratios_are_exponentiated_with_the_same_test() -> None:
    for c in firth_logistic(*groups([8, 1], [42, 14]), dropped=2, conf_level=0.9).coefficients:
        log, ratio = c.log_odds, c.odds_ratio
        assert ratio == replace(
            log,
            measure=Measure.ODDS_RATIO,
            estimate=math.exp(log.estimate),
            conf_low=math.exp(log.conf_low),
            conf_high=math.exp(log.conf_high),
        )
        assert (log.n, log.events, log.dropped, log.conf_level) == (56, 9, 2, 0.9)


exposed = st.lists(st.tuples(st.booleans(), st.integers(-4, 4)), min_size=6, max_size=25)


def arrays(rows: list[tuple[bool, int]]) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    happened, x = (np.array(column) for column in zip(*rows, strict=True))
    return happened, np.column_stack([np.ones(x.size), x])


@given(exposed, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=12)
def test_order_sign_and_origin_change_nothing_else(rows: list[tuple[bool, int]], mix: Any) -> None:
    happened, design = arrays(rows)
    shuffled, other = arrays(mix.sample(rows, len(rows)))
    other[:, 1] = 2000 - 3 * other[:, 1]

    one = logs(firth_logistic(happened, design, ["(Intercept)", "x"]))[1]
    two = logs(firth_logistic(shuffled, other, ["(Intercept)", "x"]))[1]

    assert (one.status, one.note) == (two.status, two.note)
    if one.status == "ok":
        # An origin 2000 steps away costs some of the digits.
        assert one.estimate == pytest.approx(-3 * two.estimate, rel=1e-6, abs=1e-7)
        assert one.conf_low == pytest.approx(-3 * two.conf_high, rel=1e-6, abs=1e-7)
        assert one.p_value == pytest.approx(two.p_value, rel=1e-6)


@given(exposed)
@settings(deadline=None, max_examples=12)
def test_the_opposite_outcome_flips_every_sign(rows: list[tuple[bool, int]]) -> None:
    happened, design = arrays(rows)

    one = logs(firth_logistic(happened, design, ["(Intercept)", "x"]))
    two = logs(firth_logistic(~happened, design, ["(Intercept)", "x"]))

    for a, b in zip(one, two, strict=True):
        assert a.status == b.status
        if a.status == "ok":
            # Both end within 1e-12 of a standard error.
            assert a.estimate == pytest.approx(-b.estimate, rel=1e-9, abs=1e-9)
            assert a.conf_low == pytest.approx(-b.conf_high, rel=1e-8, abs=1e-8)


HAPPENED, DESIGN, _ = groups([2, 3, 1], [5, 5, 4])


@pytest.mark.parametrize(
    ("outcome", "design", "status", "note"),
    [
        (HAPPENED & False, DESIGN, "not_attempted", "no_events"),
        (HAPPENED | True, DESIGN, "not_attempted", "all_events"),
        (HAPPENED[:0], DESIGN[:0], "not_attempted", "no_events"),
        (HAPPENED[:4], DESIGN[:4], "not_attempted", "rank_deficient"),
        (HAPPENED, DESIGN[:, [0, 1, 1]], "not_attempted", "rank_deficient"),
        (HAPPENED, DESIGN[:, [0, 1, 0]], "not_estimable", "constant_covariate"),
        (HAPPENED, DESIGN * np.array([1.0, 1.0, 0.0]), "not_estimable", "constant_covariate"),
    ],
)
def test_what_the_data_cannot_answer_has_a_status(
    outcome: NDArray[np.bool_], design: NDArray[np.float64], status: str, note: str
) -> None:
    fit = firth_logistic(outcome, design, TERMS)

    assert not fit.converged
    assert math.isnan(fit.log_likelihood)
    for c in fit.coefficients:
        for value in (c.log_odds, c.odds_ratio):
            assert (value.status, value.note) == (status, note)
            assert np.isnan([value.estimate, value.conf_low, value.p_value]).all()


def test_outcomes_may_be_zeros_and_ones() -> None:
    assert firth_logistic(HAPPENED.astype(np.float64), DESIGN, TERMS) == firth_logistic(
        HAPPENED, DESIGN, TERMS
    )


@pytest.mark.parametrize(
    ("outcome", "design", "words"),
    [
        (HAPPENED[:3], DESIGN, "rows by terms"),
        (HAPPENED, DESIGN[:, :2], "rows by terms"),
        (HAPPENED, DESIGN * np.nan, "finite"),
        (HAPPENED * 2.0, DESIGN, "must be true or false, 1 or 0"),
        (np.where(HAPPENED, np.nan, 0.0), DESIGN, "must be true or false, 1 or 0"),
    ],
)
def test_malformed_arguments_raise(
    outcome: NDArray[np.float64], design: NDArray[np.float64], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        firth_logistic(outcome, design, TERMS)


def test_a_term_reported_alone_equals_that_among_all() -> None:
    every = firth_logistic(HAPPENED, DESIGN, TERMS)

    alone = firth_logistic(HAPPENED, DESIGN, TERMS, only=TERMS[-1:])

    assert alone.coefficients == every.coefficients[-1:]
    with pytest.raises(ValueError, match="only must be some of"):
        firth_logistic(HAPPENED, DESIGN, TERMS, only=["another"])


def named_set(name: str) -> tuple[Any, Any]:
    r = SETS[name]
    return np.array(r["y"]), np.column_stack(r["columns"])


@pytest.mark.parametrize("name", R["flic"])
def test_risks_are_those_of_glm_with_firths_slopes_as_offset(name: str) -> None:
    # R's slopes come from an optimiser without derivatives of the penalty.
    np.testing.assert_allclose(flic_risks(*named_set(name)), R["flic"][name], rtol=1e-6)


@pytest.mark.parametrize("name", R["flic"])
def test_risks_sum_to_the_events(name: str) -> None:
    y, x = named_set(name)

    result = flic_risks(y, x)

    assert result.sum() == pytest.approx(y.sum(), rel=1e-12)
    assert ((result > 0) & (result < 1)).all()


def test_other_rows_are_predicted_by_the_same_model() -> None:
    risks = flic_risks(Y, ROWS)

    np.testing.assert_allclose(flic_risks(Y, ROWS, ROWS[2:5]), risks[2:5], rtol=1e-14)
    shifted = flic_risks(Y, ROWS + np.array([0.0, 1900.0]))
    np.testing.assert_allclose(shifted, risks, rtol=1e-8)


@pytest.mark.parametrize(
    ("outcome", "design", "words"),
    [
        (Y, ROWS[:, 1:], "design must be with a column of ones"),
        (Y * 0, ROWS, "no_events in these data"),
        (Y[:3], ROWS[:3], "rank_deficient in these data"),
        (Y, ROWS[:5], r"design must be of shape \(8, 2\)"),
    ],
)
def test_what_gives_no_risk_is_refused(outcome: Any, design: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        flic_risks(outcome, design)
    with pytest.raises(ValueError, match="at must be of shape"):
        flic_risks(Y, ROWS, ROWS[:, :1])
