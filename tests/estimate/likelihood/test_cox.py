"""Cox models."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lifelines import CoxPHFitter
from scipy.optimize import brentq
from scipy.stats import chi2

from rtxoutcomes.estimate.likelihood.cox import cox, firth_cox
from rtxoutcomes.estimate.likelihood.cox_problem import CoxRows, cox_problem
from rtxoutcomes.estimate.likelihood.penalised import maximise

R: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "reference" / "cox.json").read_text(encoding="utf-8")
)
# R maximises Firth's likelihood by golden section: the maximum is flat to half the digits.
R_OPTIMISER = 1e-7
# Both sides take Newton steps to the end in double precision.
NEWTON = 1e-9


def columns(data: dict[str, Any]) -> dict[str, np.ndarray]:
    return {name: np.array(values, dtype=float) for name, values in data.items()}


D = columns(R["data"])
EVENT = D["event"].astype(bool)
STRATA = D["stratum"].astype(np.int64)


@pytest.mark.parametrize(
    ("key", "ties", "strata"),
    [("efron", "efron", None), ("breslow", "breslow", None), ("strata", "efron", STRATA)],
)
def test_the_plain_model_is_r_s(key: str, ties: Any, strata: Any) -> None:
    expected = R["plain"][key]

    fit = cox(
        D["months"],
        EVENT,
        np.column_stack([D["x"], D["z"]]),
        ["x", "z"],
        entry=D["entry"],
        strata=strata,
        ties=ties,
    )

    result = [c.log_hazard for c in fit.coefficients]
    np.testing.assert_allclose([v.estimate for v in result], expected["beta"], rtol=NEWTON)
    np.testing.assert_allclose([v.std_error for v in result], expected["se"], rtol=NEWTON)
    np.testing.assert_allclose([v.p_value for v in result], expected["p"], rtol=NEWTON)
    assert fit.log_likelihood == pytest.approx(expected["loglik"], rel=NEWTON)
    assert fit.converged
    assert fit.events_per_parameter == EVENT.sum() / 2


def test_the_plain_model_agrees_with_lifelines_as_far_as_that_goes() -> None:
    frame = pd.DataFrame({"t": D["months"], "e": EVENT, "x": D["x"], "s": STRATA})
    fit = cox(D["months"], EVENT, D["x"][:, None], ["x"], strata=STRATA)

    theirs = CoxPHFitter().fit(frame, "t", "e", strata=["s"])

    # lifelines stops its steps early, at about five digits.
    assert fit.coefficients[0].log_hazard.estimate == pytest.approx(theirs.params_["x"], rel=1e-4)


def test_firth_s_model_with_strata_and_delayed_entry_is_r_s() -> None:
    expected = R["firth"]

    fit = firth_cox(D["months"], EVENT, D["x"][:, None], ["x"], entry=D["entry"], strata=STRATA)

    result = fit.coefficients[0].log_hazard
    assert result.estimate == pytest.approx(expected["beta"], rel=R_OPTIMISER)
    assert result.std_error == pytest.approx(expected["se"], rel=R_OPTIMISER)
    assert result.conf_low == pytest.approx(expected["low"], rel=R_OPTIMISER)
    assert result.conf_high == pytest.approx(expected["high"], rel=R_OPTIMISER)
    assert result.statistic == pytest.approx(expected["lr"], rel=R_OPTIMISER)
    assert result.p_value == pytest.approx(expected["p"], rel=R_OPTIMISER)


def test_firth_s_model_is_finite_where_the_exposure_separates() -> None:
    data, expected = columns(R["separated"]["data"]), R["separated"]["firth"]

    fit = firth_cox(data["months"], data["event"].astype(bool), data["x"][:, None], ["x"])

    ratio = fit.coefficients[0].hazard_ratio
    assert ratio.status == "ok"
    assert np.log(ratio.estimate) == pytest.approx(expected["beta"], rel=R_OPTIMISER)
    assert np.log([ratio.conf_low, ratio.conf_high]) == pytest.approx(
        [expected["low"], expected["high"]], rel=R_OPTIMISER
    )


def test_the_plain_model_names_a_monotone_likelihood_and_gives_no_coefficient() -> None:
    data = columns(R["separated"]["data"])
    noise = np.array([0.3, 0.1, 0.9, 0.2, 0.5, 0.8, 0.4, 0.6, 0.7, 0.15])

    fit = cox(
        data["months"],
        data["event"].astype(bool),
        np.column_stack([1 - data["x"], noise]),
        ["x", "noise"],
    )

    result = fit.coefficients[0].hazard_ratio
    assert (result.status, result.note) == ("bound_only", "monotone_likelihood")
    assert np.isnan(result.estimate)
    assert np.isnan(result.conf_low)
    assert 0 < result.conf_high < 1
    assert 0 < result.p_value < 0.05
    assert not fit.converged


rows = st.lists(
    st.tuples(st.integers(1, 12), st.booleans(), st.integers(-3, 3)), min_size=8, max_size=20
)


@given(rows, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=25)
def test_order_and_sign_of_the_exposure_change_nothing_else(rows: Any, random: Any) -> None:
    shuffled = random.sample(rows, len(rows))
    fits = []
    for table, sign in ((rows, 1), (shuffled, -1)):
        months, event, x = (np.array(c, dtype=float) for c in zip(*table, strict=True))
        fits.append(firth_cox(months, event.astype(bool), sign * x[:, None], ["x"]))

    one, other = (fit.coefficients[0].log_hazard for fit in fits)

    assert one.status == other.status
    if one.status == "ok":
        # Newton ends where a step is 1e-13 of a standard deviation; sums differ in their order.
        assert one.estimate == pytest.approx(-other.estimate, abs=1e-9)
        assert one.p_value == pytest.approx(other.p_value, abs=1e-9)
        assert one.conf_low == pytest.approx(-other.conf_high, abs=1e-8)


@given(rows, st.floats(0.2, 0.8))
@settings(deadline=None, max_examples=25)
def test_cutting_a_patient_s_time_in_two_changes_nothing(rows: Any, share: float) -> None:
    months, event, x = (np.array(c, dtype=float) for c in zip(*rows, strict=True))
    event = event.astype(bool)
    unsplit = firth_cox(months, event, x[:, None], ["x"])
    cut = months * share

    pieces = firth_cox(
        np.concatenate([cut, months]),
        np.concatenate([np.zeros_like(event), event]),
        np.concatenate([x, x])[:, None],
        ["x"],
        entry=np.concatenate([np.zeros_like(cut), cut]),
    )

    one, other = unsplit.coefficients[0].log_hazard, pieces.coefficients[0].log_hazard
    if one.status == "ok" and other.status == "ok":
        assert other.estimate == pytest.approx(one.estimate, abs=1e-8)
        assert other.p_value == pytest.approx(one.p_value, abs=1e-8)


X = np.arange(6.0)[:, None]
TIMES = np.arange(1.0, 7.0)
SOME = np.array([True, False, True, False, True, False])


@pytest.mark.parametrize(
    ("event", "x", "status", "note"),
    [
        (np.zeros(6, dtype=bool), X, "not_attempted", "no_events"),
        (SOME, np.ones((6, 1)), "not_estimable", "constant_covariate"),
        (SOME, np.column_stack([X, X]), "not_attempted", "rank_deficient"),
    ],
)
def test_what_the_data_cannot_answer_has_a_status(
    event: Any, x: Any, status: str, note: str
) -> None:
    terms = [f"x{k}" for k in range(x.shape[1])]

    for fit in (firth_cox(TIMES, event, x, terms), cox(TIMES, event, x, terms)):
        result = fit.coefficients[0].hazard_ratio
        assert (result.status, result.note) == (status, note)
        assert np.isnan(result.estimate)


def test_no_row_and_too_few_rows_have_a_status() -> None:
    nobody = firth_cox(TIMES[:0], SOME[:0], X[:0], ["x"])
    few = firth_cox(TIMES[:2], SOME[:2], X[:2], ["x"])

    assert nobody.coefficients[0].log_hazard.note == "no_events"
    assert few.coefficients[0].log_hazard.note == "rank_deficient"


def test_a_stratum_without_an_event_is_counted() -> None:
    strata = np.array([0, 0, 0, 1, 0, 1])

    assert firth_cox(TIMES, SOME, X, ["x"], strata=strata).strata_without_events == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"covariates": X[:3]}, "rows by terms"),
        ({"event": SOME[:3]}, "event must be as long as months"),
        ({"covariates": X * np.nan}, "finite"),
        ({"entry": TIMES}, "entry.0. must be before months.0."),
    ],
)
def test_malformed_arguments_raise(arguments: dict[str, Any], words: str) -> None:
    given_: dict[str, Any] = {"months": TIMES, "event": SOME, "covariates": X, "terms": ["x"]}

    with pytest.raises(ValueError, match=words):
        firth_cox(**(given_ | arguments))


@pytest.mark.parametrize(("others", "exposed"), [(5, 1), (9, 3), (2, 2)])
def test_one_event_has_firth_s_estimate_in_closed_form(others: int, exposed: int) -> None:
    # The share p of the exposed in the one risk set has likelihood p, information p (1 - p): the
    # penalised likelihood is p^1.5 (1 - p)^0.5 with its maximum at 3/4.
    n = others + exposed
    x = (np.arange(n) < exposed).astype(float)
    fit = firth_cox(np.arange(1.0, n + 1), np.arange(n) == 0, x[:, None], ["x"])

    def fallen(p: float) -> float:
        return float(1.5 * np.log(p / 0.75) + 0.5 * np.log((1 - p) / 0.25))

    def log_hazard(p: float) -> float:
        return float(np.log(p / (1 - p) * others / exposed))

    def excess(p: float) -> float:
        return fallen(p) + float(chi2.isf(0.05, 1)) / 2

    result = fit.coefficients[0].log_hazard
    limits = [brentq(excess, a, b, xtol=1e-15) for a, b in ((1e-6, 0.75), (0.75, 1 - 1e-9))]
    assert result.estimate == pytest.approx(log_hazard(0.75), rel=NEWTON, abs=NEWTON)
    assert result.std_error == pytest.approx(1 / np.sqrt(0.75 * 0.25), rel=NEWTON)
    assert result.statistic == pytest.approx(-2 * fallen(exposed / n), rel=NEWTON)
    got = [result.conf_low, result.conf_high]
    assert got == pytest.approx([log_hazard(p) for p in limits], rel=NEWTON)


def test_units_and_origins_of_covariates_do_not_matter() -> None:
    one = firth_cox(D["months"], EVENT, np.column_stack([D["x"], D["z"]]), ["x", "z"])
    moved = np.column_stack([2000 + 1e6 * D["x"], 1e-6 * D["z"]])

    other = firth_cox(D["months"], EVENT, moved, ["x", "z"])

    for a, b, unit in zip(one.coefficients, other.coefficients, (1e6, 1e-6), strict=True):
        assert b.log_hazard.estimate * unit == pytest.approx(a.log_hazard.estimate, rel=NEWTON)
        assert b.log_hazard.conf_low * unit == pytest.approx(a.log_hazard.conf_low, rel=NEWTON)
        assert b.log_hazard.p_value == pytest.approx(a.log_hazard.p_value, rel=NEWTON)


@given(st.integers(0, 10_000))
@settings(deadline=None, max_examples=40)
def test_few_events_have_a_firth_estimate_and_both_limits(seed: int) -> None:
    draw = np.random.default_rng(seed)
    months = np.round(draw.exponential(20, 18), 1) + 0.1
    event = draw.random(18) < 0.25
    x = draw.normal(size=(18, 1))

    result = firth_cox(months, event, x, ["x"]).coefficients[0].log_hazard

    if event.any() and result.note != "constant_covariate":
        assert result.status == "ok"
        assert result.conf_low < result.estimate < result.conf_high
        assert (result.p_value < 0.05) == (result.conf_low > 0 or result.conf_high < 0)


def test_a_term_reported_alone_equals_that_among_all() -> None:
    both = np.column_stack([D["x"], D["z"]])
    every = firth_cox(D["months"], EVENT, both, ["x", "z"], entry=D["entry"])

    alone = firth_cox(D["months"], EVENT, both, ["x", "z"], entry=D["entry"], only=["z"])

    assert alone.coefficients == every.coefficients[1:]
    assert alone.events_per_parameter == EVENT.sum() / 2


def test_a_term_that_is_not_in_the_model_cannot_be_reported() -> None:
    with pytest.raises(ValueError, match="only must be some of 'x', not 'w'"):
        firth_cox(D["months"], EVENT, D["x"][:, None], ["x"], only=["w"])


@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_robust_errors_are_those_of_the_sandwich_in_r(ties: Any) -> None:
    expected = R["robust"][ties]

    fit = cox(
        D["months"],
        EVENT,
        np.column_stack([D["x"], D["z"]]),
        ["x", "z"],
        entry=D["entry"],
        ties=ties,
        cluster=D["cluster"].astype(np.int64),
    )

    result = [c.log_hazard for c in fit.coefficients]
    np.testing.assert_allclose([v.estimate for v in result], expected["beta"], rtol=NEWTON)
    np.testing.assert_allclose([v.std_error for v in result], expected["se"], rtol=NEWTON)
    np.testing.assert_allclose([v.p_value for v in result], expected["p"], rtol=NEWTON)
    assert "cluster-robust" in result[0].method


def test_one_cluster_has_no_error_and_another_length_is_refused() -> None:
    covariates = np.column_stack([D["x"], D["z"]])
    one = cox(D["months"], EVENT, covariates, ["x", "z"], cluster=np.zeros(40, dtype=np.int64))

    assert {c.log_hazard.note for c in one.coefficients} == {"one_cluster"}
    with pytest.raises(ValueError, match="cluster must be as long as months, not 2 values"):
        cox(D["months"], EVENT, covariates, ["x", "z"], cluster=np.zeros(2, dtype=np.int64))


def test_thousands_of_patients_need_no_more_steps_than_dozens() -> None:
    # Rounding of sums over thousands at risk must not make a good step look like a loss.
    rng = np.random.default_rng(12)
    n = 9000
    x = (rng.random((n, 2)) < 0.4).astype(float)
    months = np.ceil(rng.exponential(20, n) * 2) / 2
    rows = CoxRows(months, rng.random(n) < 0.2, x, ("x", "z"), None, None)
    problem = cox_problem(rows, ties="efron", firth=True)
    calls: list[int] = []

    def counted(beta: Any) -> Any:
        calls.append(1)
        return problem.model.moments(beta)

    fit = maximise(replace(problem.model, moments=counted), np.zeros(2), np.ones(2, dtype=bool))

    assert fit.converged
    assert len(calls) < 25


def test_the_method_names_how_ties_were_taken() -> None:
    months, event = np.array([1.0, 2, 3, 4, 5, 6]), np.array([1, 1, 0, 1, 0, 1]) == 1
    x = np.array([[0.0], [1], [0], [1], [1], [0]])

    for ties in ("efron", "breslow"):
        result = cox(months, event, x, ["x"], ties=ties).coefficients[0].hazard_ratio
        assert ties.capitalize() in result.method
