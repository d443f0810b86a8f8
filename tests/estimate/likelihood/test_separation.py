"""Separation and monotone likelihood."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import chi2

from rtxoutcomes.estimate.likelihood.cox_problem import CoxProblem, CoxRows, cox_problem
from rtxoutcomes.estimate.likelihood.penalised import maximise
from rtxoutcomes.estimate.likelihood.separation import (
    divergence,
    monotone_direction,
    monotone_inference,
    separating_terms,
)

R: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "reference" / "logistic.json").read_text(encoding="utf-8")
)
MONTHS = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
FIRST = np.array([True, False, False, False, False, False])
X = np.array([1.0, 0.0, 0.0, 1.0, 0.0, 0.0])
Y = np.array([0.3, 0.9, 0.1, 0.4, 0.2, 0.8])


def problem(event: NDArray[np.bool_], *columns: NDArray[np.float64]) -> CoxProblem:
    terms = tuple(f"x{k}" for k in range(len(columns)))
    rows = CoxRows(MONTHS, event, np.column_stack(columns), terms, None, None)
    return cox_problem(rows, ties="efron", firth=False)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("published", ()),
        ("mixed", ()),
        # Nobody of that diagnosis relapsed; the intercept compensates nothing.
        ("none", ("NMOSD",)),
        ("separated", ("(Intercept)", "exposure")),
    ],
)
def test_the_columns_that_separate_are_named(name: str, expected: tuple[str, ...]) -> None:
    r = R["sets"][name]

    assert separating_terms(np.array(r["y"]), np.column_stack(r["columns"]), r["terms"]) == expected


def test_an_empty_sample_is_not_separated() -> None:
    assert separating_terms(np.zeros(0, bool), np.zeros((0, 1)), ["x"]) == ()


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.booleans(), st.integers(-5, 5)), min_size=2, max_size=20))
def test_one_covariate_separates_when_the_ranges_do_not_overlap(
    rows: list[tuple[bool, int]],
) -> None:
    y, x = np.array([a for a, _ in rows]), np.array([b for _, b in rows])
    design = np.column_stack([np.ones(x.size), x])

    result = separating_terms(y, design, ["1", "x"])

    if y.all() or not y.any():
        # An intercept alone separates all from none.
        assert "1" in result
    elif np.ptp(x) == 0:
        assert result == ()
    else:
        with_event, without = x[y], x[~y]
        apart = with_event.min() >= without.max() or with_event.max() <= without.min()
        assert ("x" in result) == apart


def test_the_unit_of_a_covariate_does_not_matter() -> None:
    r = R["sets"]["separated"]
    design = np.column_stack(r["columns"]) * [1.0, 1e-6]

    assert separating_terms(np.array(r["y"]), design, r["terms"]) == ("(Intercept)", "exposure")


def test_an_event_ahead_of_all_at_risk_gives_a_direction() -> None:
    up, down = (monotone_direction(problem(FIRST, sign * X)) for sign in (1.0, -1.0))

    assert up is not None
    assert down is not None
    assert up[0] > 0 > down[0]


def test_where_an_event_is_behind_a_patient_at_risk_there_is_no_direction() -> None:
    assert monotone_direction(problem(FIRST | (MONTHS == 2), X)) is None


def test_those_who_fail_together_must_be_equal() -> None:
    together = CoxRows(
        np.array([1.0, 1, 2, 3, 4]), np.arange(5) < 2, X[:5, None], ("x",), None, None
    )

    assert monotone_direction(cox_problem(together, ties="efron", firth=False)) is None


def test_one_event_of_two_with_the_covariate_has_closed_forms() -> None:
    cox = problem(FIRST, X)
    far, direction = cox.maximum(), monotone_direction(cox)
    assert direction is not None

    inference = monotone_inference(cox, far, direction, 0, 0.95)

    # The term is e^b / (2 e^b + 4), which rises from 1/6 to 1/2.
    assert inference is not None
    ratio = 2 * math.log(3)
    # A statistic is cut at ten decimals.
    assert inference.statistic == pytest.approx(ratio, abs=1e-10)
    assert inference.p_value == pytest.approx(math.erfc(math.sqrt(ratio / 2)), abs=1e-10)
    share = math.exp(-float(chi2.isf(0.05, 1)) / 2) / 2
    assert inference.conf_low == pytest.approx(math.log(4 * share / (1 - 2 * share)), rel=1e-11)
    assert np.isnan([inference.estimate, inference.std_error, inference.conf_high]).all()


def test_a_coefficient_that_stays_has_no_such_limit() -> None:
    cox = problem(FIRST | (MONTHS == 4), X, Y)
    direction = monotone_direction(cox)
    assert direction is not None

    stays = np.array([direction[0], 0.0])

    assert monotone_inference(cox, cox.maximum(), stays, 1, 0.95) is None


def test_a_search_that_ended_while_the_likelihood_rose_gives_no_inference() -> None:
    cox = problem(FIRST, X)
    start = maximise(cox.model, np.zeros(1), np.zeros(1, dtype=bool))

    assert monotone_inference(cox, start, np.ones(1), 0, 0.95) is None


def test_a_limit_out_of_reach_is_no_limit() -> None:
    cox = problem(FIRST, X)

    # The likelihood falls without bound away from the rise, so that its limit exists;
    # towards the rise there is none.
    assert monotone_inference(cox, cox.maximum(), -np.ones(1), 0, 0.95) is None


def test_only_a_search_that_went_far_is_checked_for_divergence() -> None:
    separated, regular = problem(FIRST, X), problem(FIRST | (MONTHS == 2), X)

    assert divergence(separated, separated.maximum()) is not None
    assert divergence(regular, regular.maximum()) is None
