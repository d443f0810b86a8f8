"""Maximising and profiling a likelihood."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from rtxoutcomes.estimate.partial_likelihood import Moments
from rtxoutcomes.estimate.penalised import gain, maximise, profile_limit

Floats = NDArray[np.float64]
FREE = np.ones(1, dtype=bool)


def binomial(events: int, n: int) -> object:
    """The log-likelihood of a logit, whose maximum and Firth estimate have closed forms."""

    def model(beta: Floats) -> Moments:
        p = 1 / (1 + math.exp(-float(beta[0])))
        terms = np.array([events * math.log(p) if events else 0.0, (n - events) * math.log1p(-p)])
        spread = n * p * (1 - p)
        return Moments(
            terms=terms,
            score=np.array([events - n * p]),
            information=np.array([[spread]]),
            third=np.array([[[spread * (1 - 2 * p)]]]),
        )

    return model


def test_the_maximum_of_a_logit_is_its_closed_form() -> None:
    fit = maximise(binomial(8, 42), np.zeros(1), FREE, firth=False)  # type: ignore[arg-type]

    assert fit.converged
    assert fit.beta[0] == pytest.approx(math.log(8 / 34), rel=1e-13)


@pytest.mark.parametrize(("events", "n"), [(8, 42), (1, 14), (0, 14)])
def test_firth_s_estimate_of_a_logit_adds_half_an_event_to_each_cell(events: int, n: int) -> None:
    fit = maximise(binomial(events, n), np.zeros(1), FREE, firth=True)  # type: ignore[arg-type]

    assert fit.converged
    assert fit.beta[0] == pytest.approx(math.log((events + 0.5) / (n - events + 0.5)), rel=1e-12)


def test_without_a_maximum_nothing_converges() -> None:
    fit = maximise(binomial(0, 14), np.zeros(1), FREE, firth=False)  # type: ignore[arg-type]

    assert not fit.converged


def test_a_held_coefficient_stays_where_it_is() -> None:
    fit = maximise(binomial(8, 42), np.array([0.3]), ~FREE, firth=False)  # type: ignore[arg-type]

    assert fit.converged
    assert fit.beta.tolist() == [0.3]


def test_limits_lie_where_the_likelihood_has_fallen() -> None:
    model = binomial(8, 42)
    best = maximise(model, np.zeros(1), FREE, firth=False)  # type: ignore[arg-type]

    for up in (False, True):
        limit = profile_limit(model, best, 0, 1.92, firth=False, up=up)  # type: ignore[arg-type]
        there = maximise(model, np.array([limit]), ~FREE, firth=False)  # type: ignore[arg-type]
        assert gain(best, there, firth=False) == pytest.approx(1.92, rel=1e-11)
        assert (limit > best.beta[0]) == up


def test_a_limit_that_does_not_exist_is_missing() -> None:
    def flat(beta: Floats) -> Moments:
        rising = -math.exp(-float(beta[0]))
        one = np.array([[-rising]])
        return Moments(np.array([rising]), np.array([-rising]), one, one[None])

    best = maximise(flat, np.zeros(1), FREE, firth=False)

    assert math.isnan(profile_limit(flat, best, 0, 1.92, firth=False, up=True))


def test_information_that_cannot_be_inverted_ends_without_a_maximum() -> None:
    def empty(_beta: Floats) -> Moments:
        return Moments(np.zeros(1), np.ones(1), np.zeros((1, 1)), np.zeros((1, 1, 1)))

    def endless(_beta: Floats) -> Moments:
        return Moments(np.zeros(1), np.full(1, np.inf), np.ones((1, 1)), np.zeros((1, 1, 1)))

    assert not maximise(empty, np.zeros(1), FREE, firth=True).converged
    assert not maximise(endless, np.zeros(1), FREE, firth=False).converged
