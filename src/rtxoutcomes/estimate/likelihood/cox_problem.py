"""From rows at risk to a Cox likelihood that can be maximised, or the reason why not."""

from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import ArrayLike

from rtxoutcomes.arrays import Floats, Ints
from rtxoutcomes.estimate.arguments import matrix, option, same_length
from rtxoutcomes.estimate.array_like import group_codes
from rtxoutcomes.estimate.likelihood.partial_likelihood import Ties, partial_likelihood
from rtxoutcomes.estimate.likelihood.penalised import Fit, PenalisedModel, maximise
from rtxoutcomes.estimate.survival.event_table import checked_times
from rtxoutcomes.estimate.survival.risk_sets import RiskSets, risk_sets
from rtxoutcomes.results.estimate import Note

# Relative to the size of the values: less spread than this is rounding.
_NO_SPREAD = 1e-12
# Squared, as information is: two covariates closer than this are collinear.
_CONDITION = 1e12


@dataclass(frozen=True, slots=True)
class CoxRows:
    """The rows as given; the fields are the arguments of `cox.firth_cox`."""

    months: ArrayLike
    event: ArrayLike
    covariates: ArrayLike
    terms: tuple[str, ...]
    entry: ArrayLike | None
    strata: ArrayLike | None


@dataclass(frozen=True, slots=True)
class CoxProblem:
    """A likelihood of standardised covariates.

    `units`, shape (terms,), are the standard deviations that they were divided by; `refused` says
    why the likelihood cannot be maximised, or is empty.
    """

    model: PenalisedModel
    sets: RiskSets
    units: Floats
    refused: Note

    def maximum(self) -> Fit:
        """Where the search from 0 ends, converged or not."""
        size = self.units.size
        return maximise(self.model, np.zeros(size), np.ones(size, dtype=bool))


def cox_problem(rows: CoxRows, *, ties: Ties, firth: bool) -> CoxProblem:
    """Standardise the covariates within strata and find the risk sets.

    Raises
    ------
    ValueError
        Shapes do not match, a value is missing, a time is below 0 or 0 with an event, an event is
        neither true nor false, an entry is not before its end, or `ties` is not recognised.
    """
    option("ties", ties, get_args(Ties))
    months, event, entry = checked_times(rows.months, rows.event, rows.entry)
    covariates = matrix("covariates", rows.covariates, months.size, rows.terms)
    strata = np.zeros_like(months) if rows.strata is None else rows.strata
    strata = group_codes("strata", strata)
    same_length(months=months, strata=strata)
    sets = risk_sets(months, event, entry, strata)
    scaled, units = _standardised(covariates, strata)
    model = PenalisedModel(partial_likelihood(sets, scaled, ties), scaled, firth=firth)
    return CoxProblem(model, sets, units, _refusal(model, sets))


def _standardised(covariates: Floats, strata: Ints) -> tuple[Floats, Floats]:
    """Deviations from the mean of the stratum, in standard deviations; 0 for a constant.

    The likelihood depends only on differences within a stratum, and small numbers keep their
    digits.
    """
    if not covariates.size:
        return covariates, np.ones(covariates.shape[1])
    _, stratum, size = np.unique(strata, return_inverse=True, return_counts=True)
    sums = np.zeros((size.size, covariates.shape[1]))
    np.add.at(sums, stratum, covariates)
    centred = covariates - (sums / size[:, None])[stratum]
    spread = np.sqrt((centred**2).mean(axis=0))
    varies = spread > _NO_SPREAD * np.abs(covariates).max(axis=0)
    units = np.where(varies, spread, 1.0)
    return np.where(varies, centred / units, 0.0), units


def _refusal(model: PenalisedModel, sets: RiskSets) -> Note:
    rows, size = model.design.shape
    if not sets.failed.size:
        return "no_events"
    if rows < size + 2:
        return "rank_deficient"
    information = model.moments(np.zeros(size)).information
    if (np.diag(information) <= _NO_SPREAD * sets.failed.size).any():
        return "constant_covariate"
    root = np.sqrt(np.diag(information))
    correlation = information / np.outer(root, root)
    return "rank_deficient" if np.linalg.cond(correlation) > _CONDITION else ""
