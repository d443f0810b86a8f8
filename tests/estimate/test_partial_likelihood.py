"""The partial likelihood and its cumulants."""

from itertools import pairwise

import numpy as np
import pytest

from rtxoutcomes.estimate.partial_likelihood import moments, risk_weights

MONTHS = np.array([1.0, 2.0, 2.0, 3.0, 4.0])
EVENT = np.array([True, True, True, False, True])
ONE = np.zeros(5, dtype=np.int64)
START = np.full(5, -1.0)


def test_a_row_is_at_risk_after_its_entry_and_up_to_its_time() -> None:
    entry = np.array([-1.0, 1.0, -1.0, 2.5, -1.0])

    told = risk_weights(entry, MONTHS, EVENT, ONE, "breslow")

    # At month 1 the row that enters at 1 is not yet there; at month 2 the one entering at 2.5.
    assert told.weights[0].tolist() == [1, 0, 1, 0, 1]
    assert told.weights[1].tolist() == [0, 1, 1, 0, 1]


def test_efron_counts_the_second_of_two_tied_events_half_out() -> None:
    told = risk_weights(START, MONTHS, EVENT, ONE, "efron")

    assert told.weights[1].tolist() == [0, 1, 1, 1, 1]
    assert told.weights[2].tolist() == [0, 0.5, 0.5, 1, 1]


def test_times_that_differ_by_rounding_are_tied() -> None:
    months = np.array([0.3, 0.1 + 0.2, 1.0])

    told = risk_weights(np.full(3, -1.0), months, np.array([True, True, False]), ONE[:3], "efron")

    assert told.weights.tolist() == [[1, 1, 1], [0.5, 0.5, 1]]


def test_strata_do_not_see_one_another_and_silent_ones_are_counted() -> None:
    strata = np.array([0, 0, 1, 2, 1])

    told = risk_weights(START, MONTHS, EVENT, strata, "efron")

    assert told.strata_without_events == 1
    assert told.weights[0].tolist() == [1, 1, 0, 0, 0]


def test_score_information_and_third_cumulants_are_derivatives_of_the_likelihood() -> None:
    x = np.array([[0.2], [1.0], [-0.5], [0.8], [0.1]])
    weights = risk_weights(START, MONTHS, EVENT, ONE, "efron")

    def at(beta: float) -> tuple[float, float, float, float]:
        told = moments(weights, x, np.array([beta]))
        return (
            told.terms.sum(),
            told.score[0],
            told.information[0, 0],
            told.third[0, 0, 0],
        )

    step = 1e-5
    here, low, high = at(0.4), at(0.4 - step), at(0.4 + step)
    slopes = [(b - a) / (2 * step) for a, b in zip(low, high, strict=True)]

    # Central differences with this step are good to about ten digits of the value.
    for derivative, sign, slope in zip(here[1:], (1, -1, 1), slopes, strict=False):
        assert sign * derivative == pytest.approx(slope, rel=1e-6)
    assert all(a != b for a, b in pairwise(here))
