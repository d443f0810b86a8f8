"""The partial likelihood of a Cox model: terms, score, information and third cumulants.

Each event contributes one term log(exp(x'b) / sum of w exp(x'b)) with weights w over the rows: 1
for rows at risk, less for those that fail at the same time (Efron 1977). The log of such a sum is a
cumulant generating function, whose derivatives give score, information and Firth's correction.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from rtxoutcomes.arrays import Floats
from rtxoutcomes.estimate.likelihood.penalised import Moments
from rtxoutcomes.estimate.survival.risk_sets import RiskSets

Ties = Literal["efron", "breslow"]
# exp of less is negligible compared with 1, and its products with covariates must not underflow.
_SMALLEST_LOG = -600.0
# Events times rows up to which a matrix of weights is stored: half a megabyte.
_SMALL = 60_000


@dataclass(frozen=True, slots=True)
class PartialLikelihood:
    """Risk sets with the covariates, shape (rows, covariates), and the weights of Efron or Breslow.

    `_powers` holds 1, the covariates and their products by two and three in each row. `_weights`,
    shape (events, rows), are the weights where the problem is small: one product with them is
    faster than assembling sums from blocks. None otherwise.
    """

    sets: RiskSets
    covariates: Floats
    _share: Floats
    _powers: Floats
    _weights: Floats | None

    def __call__(self, beta: Floats) -> Moments:
        """Terms and cumulants at `beta`, shape (covariates,)."""
        size = beta.size
        linear = self._linear(beta)
        raw = self._sums(np.exp(linear))
        total = raw[:, 0]
        mean = raw[:, 1 : 1 + size] / total[:, None]
        second = (raw[:, 1 + size : 1 + size + size**2] / total[:, None]).reshape(-1, size, size)
        third = (raw[:, 1 + size + size**2 :] / total[:, None]).reshape(-1, size, size, size)
        failed = self.sets.failed
        return Moments(
            terms=linear[failed] - np.log(total),
            score=(self.covariates[failed] - mean).sum(axis=0),
            information=second.sum(axis=0) - mean.T @ mean,
            third=_third_cumulants(mean, second, third),
        )

    def by_event(self, beta: Floats) -> tuple[Floats, Floats]:
        """For each event its Schoenfeld residual, (events, p), and the variance (events, p, p).

        The residual is the covariates less their weighted mean at risk. Events that share a time
        share Efron's weights in turn; only sums over them have a meaning.
        """
        size = beta.size
        raw = self._sums(np.exp(self._linear(beta)))
        mean = raw[:, 1 : 1 + size] / raw[:, :1]
        second = raw[:, 1 + size : 1 + size + size**2] / raw[:, :1]
        variance = second.reshape(-1, size, size) - np.einsum("la,lb->lab", mean, mean)
        return self.covariates[self.sets.failed] - mean, variance

    def score_residuals(self, beta: Floats) -> Floats:
        """Contribution of each row to the score over all its risk sets, shape (rows, p).

        Those that fail together share Efron's weights; the sum over rows is the score.
        """
        size, sets = beta.size, self.sets
        hazard = np.exp(self._linear(beta))
        raw = self._sums(hazard)
        inverse = 1 / raw[:, :1]
        mean = raw[:, 1 : 1 + size] * inverse
        first = np.flatnonzero(np.diff(sets.moment, prepend=-1))
        increments = np.hstack([inverse, mean * inverse])
        spans = sets.over_spans(np.add.reduceat(increments, first, axis=0))
        residuals = hazard[:, None] * (spans[:, 1:] - self.covariates * spans[:, :1])
        # In Efron's shares a failing row counts less in the later of its tied risk sets.
        shares = np.add.reduceat(self._share[:, None] * increments, first, axis=0)[sets.moment]
        covariates = self.covariates[sets.failed]
        tied = covariates * shares[:, :1] - shares[:, 1:]
        residuals[sets.failed] += hazard[sets.failed, None] * tied
        together = np.bincount(sets.moment)[sets.moment]
        means = np.add.reduceat(mean, first, axis=0)[sets.moment] / together[:, None]
        residuals[sets.failed] += covariates - means
        return np.asarray(residuals)

    def _linear(self, beta: Floats) -> Floats:
        """Linear predictors less their maximum, which cancels from every term."""
        linear = self.covariates @ beta
        return np.asarray(np.maximum(linear - linear.max(), _SMALLEST_LOG))

    def _sums(self, weight: Floats) -> Floats:
        """Sums of weighted powers over the risk set of each event."""
        values = weight[:, None] * self._powers
        if self._weights is not None:
            return np.asarray(self._weights @ values)
        moment = self.sets.moment
        together = self.sets.at_risk(values)[moment]
        if not self._share.any():
            return together
        return together - self._share[:, None] * self.sets.failing(values)[moment]


def partial_likelihood(sets: RiskSets, covariates: Floats, ties: Ties) -> PartialLikelihood:
    """The partial likelihood of `covariates`, best centred within strata and of similar spread."""
    rows, size = covariates.shape
    two = np.einsum("ia,ib->iab", covariates, covariates)
    three = np.einsum("iab,ic->iabc", two, covariates)
    powers = np.hstack(
        [np.ones((rows, 1)), covariates, two.reshape(rows, size**2), three.reshape(rows, size**3)]
    )
    share = sets.earlier if ties == "efron" else np.zeros_like(sets.earlier)
    return PartialLikelihood(sets, covariates, share, powers, _weights(sets, share, rows))


def _weights(sets: RiskSets, share: Floats, rows: int) -> Floats | None:
    """Weight of each row in the term of each event, shape (events, rows); None if too many."""
    if sets.failed.size * rows > _SMALL:
        return None
    moment, row = sets.pairs()
    at_risk = np.zeros((int(sets.moment.max(initial=-1)) + 1, rows))
    at_risk[moment, row] = 1.0
    weights = at_risk[sets.moment]
    # Efron's fraction is below 1: no weight falls below 0.
    weights[:, sets.failed] -= share[:, None] * (sets.moment[:, None] == sets.moment)
    return np.asarray(weights)


def _third_cumulants(mean: Floats, second: Floats, third: Floats) -> Floats:
    """Sum over events of the third central moments."""
    events, size = mean.shape
    shape, flat = (size, size, size), (events, size**2)
    mixed = (second.reshape(flat).T @ mean).reshape(shape)
    cubes = (mean[:, :, None] * mean[:, None, :]).reshape(flat).T @ mean
    return np.asarray(
        third.sum(axis=0)
        - mixed
        - mixed.transpose(0, 2, 1)
        - mixed.transpose(2, 0, 1)
        + 2 * cubes.reshape(shape)
    )
