"""The logistic likelihood and its columns."""

import math

import numpy as np
import pytest

from rtxoutcomes.estimate.likelihood.logistic_likelihood import LogisticLikelihood, basis, refusal
from rtxoutcomes.estimate.likelihood.penalised import maximise

X = np.column_stack([np.ones(6), [0.2, 1.0, -0.5, 0.8, 0.1, 2.0], [1, 0, 0, 1, -1, 2.0]])
HAPPENED = np.array([True, False, True, False, True, False])
BETA = np.array([0.3, -0.4, 0.2])


def test_terms_are_the_chances_of_what_was_seen() -> None:
    at = LogisticLikelihood(HAPPENED, X)(BETA)

    risk = 1 / (1 + np.exp(-(X @ BETA)))
    np.testing.assert_allclose(np.exp(at.terms), np.where(HAPPENED, risk, 1 - risk), rtol=1e-14)


def test_score_information_and_third_cumulants_are_derivatives() -> None:
    step, model = 1e-5, LogisticLikelihood(HAPPENED, X)
    here = model(BETA)

    for k in range(3):
        shift = np.eye(3)[k] * step
        low, high = model(BETA - shift), model(BETA + shift)
        # Central differences are good to about the square of the step.
        rise = (high.terms.sum() - low.terms.sum()) / (2 * step)
        assert here.score[k] == pytest.approx(rise, abs=1e-8)
        np.testing.assert_allclose(
            here.information[k], (low.score - high.score) / (2 * step), atol=1e-8
        )
        np.testing.assert_allclose(
            here.third[k], (high.information - low.information) / (2 * step), atol=1e-8
        )


def test_the_last_column_of_a_basis_carries_one_coefficient() -> None:
    free = np.ones(3, dtype=bool)
    plain = maximise(basis(HAPPENED, X, 2).model, np.zeros(3), free)

    for k in range(3):
        told = basis(HAPPENED, X, k)
        best = maximise(told.model, np.zeros(3), free)
        # The penalised likelihood is the same whatever the basis, up to its volume.
        assert best.penalty + told.log_volume == pytest.approx(
            plain.penalty + basis(HAPPENED, X, 2).log_volume, abs=1e-9
        )
        np.testing.assert_allclose(
            told.model.design @ best.beta,
            basis(HAPPENED, X, 2).model.design @ plain.beta,
            atol=1e-8,
        )


@pytest.mark.parametrize(
    ("happened", "design", "note"),
    [
        (HAPPENED, X, ""),
        (HAPPENED & False, X, "no_events"),
        (HAPPENED | True, X, "all_events"),
        (HAPPENED[:4], X[:4], "rank_deficient"),
        (HAPPENED, np.column_stack([X[:, :2], np.ones(6)]), "constant_covariate"),
        (HAPPENED, np.column_stack([X[:, :2], np.zeros(6)]), "constant_covariate"),
        (HAPPENED, np.column_stack([X[:, :2], 3 * X[:, 1]]), "rank_deficient"),
    ],
)
def test_what_cannot_be_fitted_says_why(
    happened: np.ndarray, design: np.ndarray, note: str
) -> None:
    units = np.sqrt((design**2).mean(axis=0))

    assert refusal(happened, design, units) == note
    assert not math.isnan(units.sum())
