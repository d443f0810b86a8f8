"""The partial likelihood of a Cox model: terms, score, information and third cumulants.

Every event is one term log(exp(x'b) / sum of w exp(x'b)) with its own weights w over the rows: 1
for rows at risk, less for those that fail at the same time (Efron). The log of such a sum
generates cumulants, which give score, information and Firth's correction alike.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rtxoutcomes.estimate.likelihood.penalised import Moments
from rtxoutcomes.estimate.survival.risk_sets import RiskSets

Floats = NDArray[np.float64]
Ties = Literal["efron", "breslow"]
# exp of less is nothing beside 1, and its products with covariates must not underflow.
_LEAST = -600.0
# Events times rows up to which a matrix of weights is held: half a megabyte.
_SMALL = 60_000


@dataclass(frozen=True, slots=True)
class PartialLikelihood:
    """Risk sets with the covariates, shape (rows, covariates), and the shares of Efron or Breslow.

    `_powers` holds 1, the covariates and their products by two and three in each row. `_weights`,
    shape (events, rows), are the weights themselves where the problem is small: one product with
    them takes less than putting sums together from blocks. None where it is not.
    """

    sets: RiskSets
    covariates: Floats
    _share: Floats
    _powers: Floats
    _weights: Floats | None

    def __call__(self, beta: Floats) -> Moments:
        """Terms and cumulants at `beta`, shape (covariates,)."""
        size = beta.size
        linear = self.covariates @ beta
        linear = np.maximum(linear - linear.max(), _LEAST)
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
        """For each event its covariates less their mean at risk, (events, p), and their variance.

        Events that share a time share the weights of Efron in turn; only sums over them mean
        something. Variances have shape (events, p, p).
        """
        size = beta.size
        linear = self.covariates @ beta
        raw = self._sums(np.exp(np.maximum(linear - linear.max(), _LEAST)))
        mean = raw[:, 1 : 1 + size] / raw[:, :1]
        second = raw[:, 1 + size : 1 + size + size**2] / raw[:, :1]
        variance = second.reshape(-1, size, size) - np.einsum("la,lb->lab", mean, mean)
        return self.covariates[self.sets.failed] - mean, variance

    def score_residuals(self, beta: Floats) -> Floats:
        """What each row adds to the score, shape (rows, p), the risk sets it stands in included.

        Those that fail together share Efron's weights; the sum over rows is the score.
        """
        size, sets = beta.size, self.sets
        linear = self.covariates @ beta
        hazard = np.exp(np.maximum(linear - linear.max(), _LEAST))
        raw = self._sums(hazard)
        inverse = 1 / raw[:, :1]
        mean = raw[:, 1 : 1 + size] * inverse
        first = np.flatnonzero(np.diff(sets.moment, prepend=-1))
        drift = np.hstack([inverse, mean * inverse])
        spans = sets.over_spans(np.add.reduceat(drift, first, axis=0))
        told = hazard[:, None] * (spans[:, 1:] - self.covariates * spans[:, :1])
        # Who fails is taken out of the later of its tied risk sets in Efron's shares.
        shared = np.add.reduceat(self._share[:, None] * drift, first, axis=0)[sets.moment]
        own = self.covariates[sets.failed]
        told[sets.failed] += hazard[sets.failed, None] * (own * shared[:, :1] - shared[:, 1:])
        together = np.bincount(sets.moment)[sets.moment]
        means = np.add.reduceat(mean, first, axis=0)[sets.moment] / together[:, None]
        told[sets.failed] += own - means
        return np.asarray(told)

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
    """The partial likelihood of `covariates`, best centred within strata and of like spread."""
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
    # Who fails at the same time is partly out already (Efron): nothing falls below 0.
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
