"""Maximising a likelihood."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from rtxoutcomes.estimate.likelihood.penalised import FAR, Moments, PenalisedModel, gain, maximise

Floats = NDArray[np.float64]
FREE = np.ones(1, dtype=bool)
ONE = np.ones((1, 1))


def binomial(events: int, n: int, *, firth: bool) -> PenalisedModel:
    """The log-likelihood of a logit, whose maximum and Firth estimate have closed forms."""

    def moments(beta: Floats) -> Moments:
        p = 1 / (1 + math.exp(-float(beta[0])))
        terms = np.array([events * math.log(p) if events else 0.0, (n - events) * math.log1p(-p)])
        spread = n * p * (1 - p)
        return Moments(
            terms=terms,
            score=np.array([events - n * p]),
            information=np.array([[spread]]),
            third=np.array([[[spread * (1 - 2 * p)]]]),
        )

    return PenalisedModel(moments, ONE, firth=firth)


def constant(terms: float, score: float, information: float) -> PenalisedModel:
    """A constant likelihood."""

    def moments(_beta: Floats) -> Moments:
        return Moments(np.array([terms]), np.array([score]), information * ONE, ONE[None])

    return PenalisedModel(moments, ONE, firth=False)


def test_the_maximum_of_a_logit_is_its_closed_form() -> None:
    fit = maximise(binomial(8, 42, firth=False), np.zeros(1), FREE)

    assert fit.converged
    assert fit.penalty == 0
    # Newton ends within 1e-12 of a standard error; that is 0.4 here.
    assert fit.beta[0] == pytest.approx(math.log(8 / 34), rel=1e-12)


@pytest.mark.parametrize(("events", "n"), [(8, 42), (1, 14), (0, 14), (0, 2), (1, 1), (0, 1)])
def test_firth_s_estimate_of_a_logit_adds_half_an_event_to_each_cell(events: int, n: int) -> None:
    fit = maximise(binomial(events, n, firth=True), np.zeros(1), FREE)

    assert fit.converged
    assert fit.beta[0] == pytest.approx(math.log((events + 0.5) / (n - events + 0.5)), rel=1e-12)


@pytest.mark.parametrize("start", [-4.0, 3.0, 9.0])
def test_the_start_does_not_matter(start: float) -> None:
    fit = maximise(binomial(2, 14, firth=True), np.array([start]), FREE)

    assert fit.beta[0] == pytest.approx(math.log(2.5 / 12.5), rel=1e-12)


def test_without_a_maximum_nothing_converges() -> None:
    rising = constant(terms=0.0, score=1.0, information=1.0)

    fit = maximise(rising, np.zeros(1), FREE)

    assert not fit.converged
    assert fit.beta[0] > FAR


def test_a_held_coefficient_stays_where_it_is() -> None:
    fit = maximise(binomial(8, 42, firth=False), np.array([0.3]), ~FREE)

    assert fit.converged
    assert fit.beta.tolist() == [0.3]


def test_a_gain_counts_likelihood_and_penalty() -> None:
    model = binomial(8, 42, firth=True)
    here, there = (maximise(model, np.array([beta]), ~FREE) for beta in (-1.0, -2.0))

    p, q = 1 / (1 + math.e), 1 / (1 + math.e**2)
    # Firth's likelihood of a proportion: half an event more in each cell.
    expected = 8.5 * math.log(p / q) + 34.5 * math.log((1 - p) / (1 - q))
    assert gain(here, there) == pytest.approx(expected, rel=1e-13)
    assert gain(there, here) == -gain(here, there)


@pytest.mark.parametrize(
    ("score", "information"), [(1.0, 0.0), (math.inf, 1.0), (1.0, -1.0)], ids=str
)
def test_derivatives_without_a_step_end_without_a_maximum(score: float, information: float) -> None:
    fit = maximise(constant(0.0, score, information), np.zeros(1), FREE)

    assert not fit.converged
    assert fit.beta.tolist() == [0.0]


def test_a_likelihood_that_only_falls_along_its_score_ends_without_a_maximum() -> None:
    def moments(beta: Floats) -> Moments:
        return Moments(np.array([-abs(float(beta[0]))]), np.ones(1), ONE, ONE[None])

    assert not maximise(PenalisedModel(moments, ONE, firth=False), np.zeros(1), FREE).converged


def test_a_penalty_that_does_not_exist_is_no_fit() -> None:
    singular = PenalisedModel(constant(0.0, 1.0, 0.0).moments, ONE, firth=True)

    assert not maximise(singular, np.zeros(1), ~FREE).converged
    assert not maximise(singular, np.zeros(1), FREE).converged


def test_more_steps_than_allowed_end_without_a_maximum() -> None:
    # Every step is 0.01 long, whatever was gained before.
    def moments(beta: Floats) -> Moments:
        here = float(beta[0])
        return Moments(np.array([math.atan(here) + here]), ONE[0] * 0.01, ONE, ONE[None])

    fit = maximise(PenalisedModel(moments, ONE, firth=False), np.zeros(1), FREE)

    assert not fit.converged
    assert fit.beta[0] == pytest.approx(4.0)
