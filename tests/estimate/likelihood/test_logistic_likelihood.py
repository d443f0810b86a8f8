"""The logistic likelihood and its columns."""

import numpy as np
import pytest

from rtxoutcomes.estimate.likelihood.logistic_likelihood import (
    LogisticLikelihood,
    basis,
    logistic_data,
)
from rtxoutcomes.estimate.likelihood.penalised import maximise

X = np.column_stack([np.ones(6), [0.2, 1.0, -0.5, 0.8, 0.1, 2.0], [1, 0, 0, 1, -1, 2.0]])
OUTCOME = np.array([True, False, True, False, True, False])
BETA = np.array([0.3, -0.4, 0.2])


def test_terms_are_the_chances_of_what_was_seen() -> None:
    at = LogisticLikelihood(OUTCOME, X)(BETA)

    risk = 1 / (1 + np.exp(-(X @ BETA)))
    np.testing.assert_allclose(np.exp(at.terms), np.where(OUTCOME, risk, 1 - risk), rtol=1e-14)


def test_score_information_and_third_cumulants_are_derivatives() -> None:
    step, model = 1e-5, LogisticLikelihood(OUTCOME, X)
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
    plain = maximise(basis(OUTCOME, X, 2).model, np.zeros(3), free)

    for k in range(3):
        result = basis(OUTCOME, X, k)
        best = maximise(result.model, np.zeros(3), free)
        # The penalised likelihood is the same whatever the basis, up to its volume.
        assert best.penalty + result.log_volume == pytest.approx(
            plain.penalty + basis(OUTCOME, X, 2).log_volume, abs=1e-9
        )
        np.testing.assert_allclose(
            result.model.design @ best.beta,
            basis(OUTCOME, X, 2).model.design @ plain.beta,
            atol=1e-8,
        )


@pytest.mark.parametrize(
    ("outcome", "design", "note"),
    [
        (OUTCOME, X, ""),
        (OUTCOME & False, X, "no_events"),
        (OUTCOME | True, X, "all_events"),
        (OUTCOME[:4], X[:4], "rank_deficient"),
        (OUTCOME, np.column_stack([X[:, :2], np.ones(6)]), "constant_covariate"),
        (OUTCOME, np.column_stack([X[:, :2], np.zeros(6)]), "constant_covariate"),
        (OUTCOME, np.column_stack([X[:, :2], 3 * X[:, 1]]), "rank_deficient"),
    ],
)
def test_what_cannot_be_fitted_has_a_note(
    outcome: np.ndarray, design: np.ndarray, note: str
) -> None:
    data = logistic_data(outcome, design, range(design.shape[1]))

    assert data.refusal() == note
    assert data.events == outcome.sum()
