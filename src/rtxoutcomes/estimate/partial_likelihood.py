"""The partial likelihood of a Cox model: terms, score, information and third cumulants.

Every event is one term log(exp(x'b) / sum of w exp(x'b)) with its own weights w over the rows: 1
for rows at risk, less for those that fail at the same time (Efron). The log of such a sum
generates cumulants, which give score, information and Firth's correction alike.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rtxoutcomes.estimate.event_table import merge_tied_times

Floats = NDArray[np.float64]
Ties = Literal["efron", "breslow"]


@dataclass(frozen=True, slots=True)
class RiskWeights:
    """What the partial likelihood needs of the times.

    `weights` has shape (events, rows); `failed` the row of each event. `strata_without_events`
    counts strata that contribute nothing.
    """

    weights: Floats
    failed: NDArray[np.int64]
    strata_without_events: int


@dataclass(frozen=True, slots=True)
class Moments:
    """At one coefficient vector: the term of each event, score, information, third cumulants."""

    terms: Floats
    score: Floats
    information: Floats
    third: Floats


def risk_weights(
    entry: Floats, months: Floats, event: NDArray[np.bool_], strata: NDArray[np.int64], ties: Ties
) -> RiskWeights:
    """Weights of each event over the rows at risk: entry < t <= time, of the same stratum.

    Times equal within a relative 1e-8 are one time. Memory is events x rows.
    """
    merged = merge_tied_times(np.concatenate([entry, months]))
    begin, end = merged[: entry.size], merged[entry.size :]
    failed = np.flatnonzero(event)
    # Within a stratum and time, events are taken one after the other (Efron 1977).
    order = np.lexsort((failed, end[failed], strata[failed]))
    failed = failed[order]
    time, stratum = end[failed], strata[failed]
    at_risk = (begin[None, :] < time[:, None]) & (time[:, None] <= end[None, :])
    at_risk &= strata[None, :] == stratum[:, None]
    weights = at_risk.astype(np.float64)
    if ties == "efron":
        together = (time[:, None] == time[None, :]) & (stratum[:, None] == stratum[None, :])
        earlier = np.tril(together, -1).sum(axis=1)
        share = earlier / together.sum(axis=1)
        dying = event[None, :] & (end[None, :] == time[:, None])
        dying &= strata[None, :] == stratum[:, None]
        weights -= share[:, None] * dying
    silent = len(set(strata.tolist()) - set(stratum.tolist()))
    return RiskWeights(weights, failed, silent)


def moments(weights: RiskWeights, covariates: Floats, beta: Floats) -> Moments:
    """Terms and cumulants at `beta`, shape (covariates,)."""
    linear = covariates @ beta
    linear = linear - linear.max()
    hazard = weights.weights * np.exp(linear)[None, :]
    total = hazard.sum(axis=1)
    share = hazard / total[:, None]
    mean = share @ covariates
    centred = covariates[None, :, :] - mean[:, None, :]
    information = np.einsum("li,lia,lib->ab", share, centred, centred, optimize=True)
    third = np.einsum("li,lia,lib,lic->abc", share, centred, centred, centred, optimize=True)
    return Moments(
        terms=linear[weights.failed] - np.log(total),
        score=(covariates[weights.failed] - mean).sum(axis=0),
        information=information,
        third=third,
    )
