"""From rows at risk to a Cox likelihood."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from rtxoutcomes.estimate.likelihood.cox_problem import CoxProblem, CoxRows, cox_problem

EVENT = np.array([True, False, True, False, True, False])
X = np.array([[0.0], [3.0], [1.0], [2.0], [5.0], [4.0]])
ROWS = CoxRows(np.arange(1.0, 7.0), EVENT, X, ("x",), entry=None, strata=None)
STRATA = np.array([0, 0, 0, 1, 1, 1])


def problem(rows: CoxRows) -> CoxProblem:
    return cox_problem(rows, ties="efron", firth=True)


def test_covariates_are_deviations_from_their_stratum_in_standard_deviations() -> None:
    result = problem(replace(ROWS, strata=STRATA))

    for stratum in (0, 1):
        assert result.model.design[stratum == STRATA].mean() == pytest.approx(0, abs=1e-15)
    assert (result.model.design**2).mean() == pytest.approx(1, rel=1e-14)
    # Squares of the deviations from 4/3 and 11/3: 14/3 each.
    assert result.units[0] == pytest.approx((14 / 9) ** 0.5, rel=1e-14)
    assert result.refused == ""


def two(second: NDArray[np.float64]) -> CoxRows:
    return replace(ROWS, covariates=np.column_stack([X, second]), terms=("x", "second"))


def test_collinear_terms_are_refused_in_any_unit() -> None:
    assert problem(two(2.0 - 1e6 * X)).refused == "rank_deficient"
    assert problem(two(1e6 * X**2)).refused == ""


@pytest.mark.parametrize(
    ("rows", "note"),
    [
        (replace(ROWS, event=np.zeros(6, dtype=bool)), "no_events"),
        (two(np.full((6, 1), 0.1)), "constant_covariate"),
        # Different between strata, but never among those at risk together.
        (
            replace(ROWS, covariates=np.asarray(STRATA[:, None] * 0.3, np.float64), strata=STRATA),
            "constant_covariate",
        ),
        # Those who differ left before the first event.
        (
            replace(
                ROWS,
                covariates=(np.arange(6) < 2)[:, None].astype(np.float64),
                event=np.array([False, False, True, False, True, False]),
            ),
            "constant_covariate",
        ),
    ],
)
def test_what_cannot_be_fitted_is_named(rows: CoxRows, note: str) -> None:
    assert problem(rows).refused == note


def test_fewer_rows_than_terms_and_two_are_refused() -> None:
    few = CoxRows(np.array([1.0, 2.0]), np.array([True, True]), X[:2], ("x",), None, None)
    nobody = CoxRows(np.zeros(0), np.zeros(0, dtype=bool), np.zeros((0, 1)), ("x",), None, None)

    assert problem(few).refused == "rank_deficient"
    assert problem(nobody).refused == "no_events"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (replace(ROWS, terms=()), "rows by terms"),
        (replace(ROWS, covariates=X[:3]), "rows by terms"),
        (replace(ROWS, strata=STRATA[:3]), "strata must be as long as months"),
        (replace(ROWS, months=np.full(6, np.inf)), "finite"),
        (replace(ROWS, entry=np.full(6, np.nan)), "finite"),
        (replace(ROWS, entry=ROWS.months), "entry.0. must be before months.0."),
    ],
)
def test_malformed_rows_raise(rows: CoxRows, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        problem(rows)
