"""Observations that determine a coefficient alone."""

import numpy as np
import pytest

from rtxoutcomes.estimate.likelihood.leverage import determined, leverages

ONES, X = np.ones(6), np.array([0.0, 1.0, 2.0, 3.0, 4.0, 5.0])


def test_leverages_are_the_diagonal_of_the_hat_matrix() -> None:
    design, weight = np.column_stack([ONES, X * 1e6]), np.array([1.0, 2.0, 3.0, 1.0, 2.0, 3.0])
    root = np.sqrt(weight)[:, None] * design

    expected = np.diag(root @ np.linalg.inv(root.T @ root) @ root.T)

    np.testing.assert_allclose(leverages(design, weight), expected, rtol=1e-8)


def test_without_such_an_observation_the_design_is_untouched() -> None:
    design = np.column_stack([ONES, X])

    part = determined(design)

    assert part.basis is design
    assert (part.left_out, part.known.tolist(), part.near_one) == ((), [True, True], False)
    assert part.hypotheses([1]).tolist() == [[0.0, 1.0]]


def test_a_lone_observation_takes_its_column_along() -> None:
    part = determined(np.column_stack([ONES, X == 2, X]).astype(float))

    assert (part.left_out, part.known.tolist()) == ((2,), [True, False, True])
    assert part.basis.shape == (5, 2)
    assert part.hypotheses([1]).shape == (0, 2)
    # What is left of the two hypotheses on columns 1 and 2 is the second.
    assert part.hypotheses([1, 2]).shape == (1, 2)


def test_leaving_one_out_may_leave_another_alone() -> None:
    # Row 5 alone tells the last columns apart; without it row 4 alone has what is left of them.
    design = np.column_stack([ONES, X, X == 5, (X >= 4) * 1.0]).astype(float)

    part = determined(design)

    assert part.left_out == (4, 5)
    assert part.known.tolist() == [True, True, False, False]


def test_errors_that_leverage_does_not_enter_keep_everybody() -> None:
    part = determined(np.column_stack([ONES, X == 2, X]).astype(float), leave_out=False)

    assert (part.left_out, part.near_one) == ((), True)


@pytest.mark.parametrize("size", [1e-6, 1.0, 1e6])
def test_the_unit_of_a_column_does_not_matter(size: float) -> None:
    part = determined(np.column_stack([ONES, (X == 2) * size, X / size]).astype(float))

    assert part.known.tolist() == [True, False, True]
