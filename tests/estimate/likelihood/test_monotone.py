"""Partial likelihoods that rise for ever."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import chi2

from rtxoutcomes.estimate.likelihood.cox_problem import CoxProblem, CoxRows, cox_problem
from rtxoutcomes.estimate.likelihood.monotone import monotone_direction, runaway
from rtxoutcomes.estimate.likelihood.penalised import Fit, maximise

MONTHS = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
FIRST = np.array([True, False, False, False, False, False])
X = np.array([1.0, 0.0, 0.0, 1.0, 0.0, 0.0])
Y = np.array([0.3, 0.9, 0.1, 0.4, 0.2, 0.8])


def problem(event: NDArray[np.bool_], *columns: NDArray[np.float64]) -> CoxProblem:
    terms = tuple(f"x{k}" for k in range(len(columns)))
    rows = CoxRows(MONTHS, event, np.column_stack(columns), terms, None, None)
    return cox_problem(rows, ties="efron", firth=False)


def searched(asked: CoxProblem) -> Fit:
    size = asked.units.size
    return maximise(asked.model, np.zeros(size), np.ones(size, dtype=bool))


def test_an_event_ahead_of_all_at_risk_gives_a_direction() -> None:
    up, down = (monotone_direction(problem(FIRST, sign * X)) for sign in (1.0, -1.0))

    assert up is not None
    assert down is not None
    assert up[0] > 0 > down[0]


def test_where_an_event_is_behind_somebody_there_is_no_direction() -> None:
    assert monotone_direction(problem(FIRST | (MONTHS == 2), X)) is None


def test_those_who_fail_together_must_be_equal() -> None:
    together = CoxRows(
        np.array([1.0, 1, 2, 3, 4]), np.arange(5) < 2, X[:5, None], ("x",), None, None
    )

    assert monotone_direction(cox_problem(together, ties="efron", firth=False)) is None


def test_one_event_of_two_with_the_covariate_has_closed_forms() -> None:
    asked = problem(FIRST, X)
    far, direction = searched(asked), monotone_direction(asked)
    assert direction is not None

    told = runaway(asked, far, direction, 0, 0.95)

    # The term is e^b / (2 e^b + 4), which rises from 1/6 to 1/2.
    assert told is not None
    ratio = 2 * math.log(3)
    # A statistic is cut at ten decimals.
    assert told.statistic == pytest.approx(ratio, abs=1e-10)
    assert told.p_value == pytest.approx(math.erfc(math.sqrt(ratio / 2)), abs=1e-10)
    share = math.exp(-float(chi2.isf(0.05, 1)) / 2) / 2
    assert told.conf_low == pytest.approx(math.log(4 * share / (1 - 2 * share)), rel=1e-11)
    assert np.isnan([told.estimate, told.std_error, told.conf_high]).all()


def test_a_coefficient_that_stays_has_no_such_limit() -> None:
    asked = problem(FIRST | (MONTHS == 4), X, Y)
    direction = monotone_direction(asked)
    assert direction is not None

    stays = np.array([direction[0], 0.0])

    assert runaway(asked, searched(asked), stays, 1, 0.95) is None


def test_a_search_that_ended_while_the_likelihood_rose_tells_nothing() -> None:
    asked = problem(FIRST, X)
    start = maximise(asked.model, np.zeros(1), np.zeros(1, dtype=bool))

    assert runaway(asked, start, np.ones(1), 0, 0.95) is None


def test_a_limit_out_of_reach_is_no_limit() -> None:
    asked = problem(FIRST, X)

    # The level asks for a fall of 34 from a likelihood that falls without end: that one exists;
    # towards the rise there is none.
    assert runaway(asked, searched(asked), -np.ones(1), 0, 0.95) is None
