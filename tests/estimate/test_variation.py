"""Whether values vary."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rtxoutcomes import estimate as e
from rtxoutcomes.analysis.engagement.model import spread
from rtxoutcomes.arrays import Floats
from rtxoutcomes.estimate.variation import constant_columns, is_constant
from rtxoutcomes.results.estimate import Estimate

# What a score or a measurement may be, and sizes far from them.
constants = st.floats(1e-6, 1e9) | st.sampled_from([0.1, 0.3, 6.78, 7.6, 8.0, 1 / 3])
sizes = st.integers(2, 60)


def linear(values: Floats) -> Estimate:
    design = np.column_stack([np.ones(values.size), np.arange(values.size) % 3.0])
    return e.linear_hc3(values, design, ["1", "x"]).terms[1].value


def cox_term(values: Floats) -> Estimate:
    months, event = np.arange(1.0, values.size + 1), np.ones(values.size, bool)
    return e.firth_cox(months, event, values[:, None], ["x"]).coefficients[0].hazard_ratio


def logistic_term(values: Floats) -> Estimate:
    design = np.column_stack([np.ones(values.size), values])
    outcome = np.arange(values.size) % 2 == 0
    return e.firth_logistic(outcome, design, ["1", "x"]).coefficients[1].odds_ratio


def poisson_term(values: Floats) -> Estimate:
    design = np.column_stack([np.ones(values.size), values])
    events, years = np.arange(values.size) % 2, np.ones(values.size)
    return e.poisson_regression(events, years, design, ["1", "x"]).terms[1].rate_ratio


WITHOUT_SPREAD: dict[str, Callable[[Floats], Estimate]] = {
    "standardised difference": lambda v: e.standardised_difference(v, v[1:]),
    "mean change": e.mean_change,
    "standardised mean change": e.standardised_mean_change,
    "geometric mean ratio": lambda v: e.geometric_mean_ratio(v, v * 1.1),
    "tipping change": e.limit_nearest_no_change,
    "tipping shift": lambda v: e.tipping_shift(v, 3),
    "censored ratio": lambda v: e.censored_geometric_mean_ratio(v, v * 1.1, 1e-9),
    "linear": linear,
    "pooled": lambda v: e.rubin_pool(v, np.full(v.size, v.std()), n=9).value,
}
CONSTANT_COVARIATE: dict[str, Callable[[Floats], Estimate]] = {
    "Cox": cox_term,
    "logistic": logistic_term,
    "Poisson": poisson_term,
}


@pytest.mark.parametrize("name", WITHOUT_SPREAD)
@given(constants, st.integers(5, 60))
@example(0.1, 9)
def test_equal_values_have_no_variance_whatever_their_size(name: str, c: float, n: int) -> None:
    result = WITHOUT_SPREAD[name](np.full(n, c))

    assert (result.status, result.note) == ("not_estimable", "zero_variance")


@given(constants, st.integers(5, 60))
@example(0.1, 9)
def test_groups_that_do_not_vary_and_differ_are_separated(c: float, n: int) -> None:
    values = np.full(n, c)

    result = e.standardised_difference(values, values + np.abs(values) + 1)

    assert (result.status, result.note) == ("not_estimable", "separation")


@pytest.mark.parametrize("name", CONSTANT_COVARIATE)
@given(constants, st.integers(5, 30))
def test_an_exposure_that_is_the_same_in_all_is_constant_whatever_its_size(
    name: str, c: float, n: int
) -> None:
    assert CONSTANT_COVARIATE[name](np.full(n, c)).note == "constant_covariate"


@given(constants, sizes)
def test_the_spread_of_equal_values_is_exactly_0(c: float, n: int) -> None:
    values = np.full(n, c)

    assert (e.describe(values).sd, spread(values), is_constant(values)) == (0.0, 0.0, True)
    assert constant_columns(np.column_stack([values, np.arange(n)])).tolist() == [True, False]


@given(constants, sizes)
def test_values_that_differ_in_the_ninth_digit_vary(c: float, n: int) -> None:
    values = np.full(n, c)
    values[0] *= 1 + 1e-9

    assert not is_constant(values)


@pytest.mark.parametrize(("values", "constant"), [([], True), ([3.0], True), ([0.0, 1e-9], False)])
def test_none_or_one_does_not_vary(values: list[float], *, constant: bool) -> None:
    assert is_constant(np.array(values)) is constant
    assert constant_columns(np.array(values).reshape(-1, 1)).tolist() == [constant]


def test_rounding_of_the_numbers_behind_a_difference_is_no_variation() -> None:
    changes = np.array([0.1 + 0.2 - 0.3, 0.0, 0.0])

    assert not is_constant(changes)
    assert is_constant(changes, scale=1.0)
