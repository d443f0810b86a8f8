"""What models of counts have in common: their rows, when they cannot be fitted, their terms.

A group without an event has a log rate of minus infinity. Iterations then stop anywhere, with a
number that looks like one; here it is found beforehand, and only the terms that run away lose
their estimate.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import linprog
from statsmodels.genmod.families import NegativeBinomial, Poisson
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.tools.sm_exceptions import DomainWarning, PerfectSeparationWarning

from rtxoutcomes.estimate.arguments import matrix, names, of_one_length, reals, wholes
from rtxoutcomes.results import Estimate, Note

Reals = NDArray[np.float64]
_NOTHING = 1e-7
_CONDITION = 1e10
_MOST_STEPS = 200
# Coefficients that move by no more, absolutely and relatively, have arrived.
_STILL = 1e-11


@dataclass(frozen=True, slots=True)
class CountRows:
    """Events, years at risk and design of the patients; the column of ones is in the design."""

    events: Reals
    years: Reals
    design: Reals

    @property
    def n(self) -> int:
        return int(self.events.size)

    @property
    def total(self) -> int:
        return int(self.events.sum())

    @property
    def person_years(self) -> float:
        return float(self.years.sum())


@dataclass(frozen=True, slots=True)
class RateTerm:
    """One coefficient: its log rate ratio (the intercept: log rate) and its exponential.

    The standard error of both is that of the logarithm.
    """

    term: str
    log_rate: Estimate
    rate_ratio: Estimate


@dataclass(frozen=True, slots=True)
class Fitted:
    """Coefficients, shape (terms,), fitted events, shape (patients,), log-likelihood, deviance."""

    beta: Reals
    mean: Reals
    log_likelihood: float
    deviance: float


@dataclass(frozen=True, slots=True)
class Reduced:
    """What of a model can be fitted: the patients not fitted 0 exactly.

    `rows.design` is a basis of their design; `back`, shape (terms, columns of the basis), turns its
    coefficients into those of the terms. `known`, shape (terms,): whether a term has a finite
    estimate of its own.
    """

    rows: CountRows
    back: Reals
    known: NDArray[np.bool_]

    @property
    def lone(self) -> bool:
        """Whether one patient has all the events."""
        return int((self.rows.events > 0).sum()) == 1

    def terms(self, beta: Reals, covariance: Reals) -> tuple[Reals, Reals]:
        """Estimate and standard error of each term, from those of the basis; shape (terms,)."""
        variance = ((self.back @ covariance) * self.back).sum(axis=1)
        return self.back @ beta, np.sqrt(np.maximum(variance, 0.0))


def count_rows(
    events: ArrayLike, years: ArrayLike, design: ArrayLike, terms: Sequence[str]
) -> CountRows:
    """The rows of a model, checked; raises ValueError for what is malformed."""
    told = wholes("events", events, at_least=0).astype(np.float64)
    time = reals("years", years, above=0)
    of_one_length(events=told, years=time)
    return CountRows(told, time, matrix("design", design, told.size, names("terms", terms)))


def refusal(rows: CountRows) -> Note:
    """Why there is no model at all; empty where there may be one."""
    n, size = rows.design.shape
    if n < size + 1:
        return "rank_deficient"
    if rows.total == 0:
        return "no_events"
    scale = np.sqrt((rows.design**2).mean(axis=0))
    if (scale == 0).any() or (np.ptp(rows.design, axis=0) == 0).sum() > 1:
        return "constant_covariate"
    return "rank_deficient" if np.linalg.cond(rows.design / scale) > _CONDITION else ""


def reduced(rows: CountRows) -> Reduced:
    """The patients and the terms that have a finite likelihood estimate.

    Along a direction that leaves every patient with events where they are and lowers the rate of
    others, the likelihood rises for ever (Haberman 1974). Those others are fitted 0 exactly; what
    is left identifies the terms that remain.
    """
    hit = rows.events > 0
    scale = np.sqrt((rows.design**2).mean(axis=0))
    # Adding 0 turns -0 into 0, so that equal rows have equal bytes.
    scaled = rows.design / scale + 0.0
    kept = np.ones(rows.n, dtype=bool)
    # One direction need not show everybody who can fall: it is looked for until there is none.
    while (direction := _separating(scaled[hit], scaled[kept & ~hit])) is not None:
        kept &= scaled @ direction > -_NOTHING
    inside = CountRows(rows.events[kept], rows.years[kept], rows.design[kept])
    # Of the triangle only: the other factor would be patients x patients.
    _, size, right = np.linalg.svd(np.linalg.qr(scaled[kept], mode="r"), full_matrices=True)
    rank = int((size > _NOTHING * size.max()).sum())
    known = np.asarray(np.abs(right[rank:]).max(axis=0, initial=0.0) < _NOTHING)
    if rank == len(scale):
        return Reduced(inside, np.eye(rank), known)
    back = right[:rank].T / size[:rank]
    basis = CountRows(inside.events, inside.years, scaled[kept] @ back)
    return Reduced(basis, back / scale[:, None], known)


def _separating(stays: Reals, falls: Reals) -> Reals | None:
    """A direction that leaves the first rows where they are and takes some of the others down."""
    fixed = np.unique(stays, axis=0)
    # A patient without events whose design somebody with events has cannot fall.
    held = {row.tobytes() for row in fixed}
    free = [row for row in np.unique(falls, axis=0) if row.tobytes() not in held]
    if not free:
        return None
    told = linprog(
        np.sum(free, axis=0),
        A_ub=np.array(free),
        b_ub=np.zeros(len(free)),
        A_eq=fixed,
        b_eq=np.zeros(len(fixed)),
        bounds=(-1, 1),
    )
    found = told.fun is not None and told.fun < -_NOTHING
    return np.asarray(told.x) if found else None


def fit(rows: CountRows, alpha: float = 0.0, start: Reals | None = None) -> Fitted | None:
    """The likelihood fit of a log rate with years as offset; None where it does not converge.

    `alpha` is the dispersion of a negative binomial, 0 for Poisson; `start` where to begin.
    statsmodels iterates; whatever it warns of ends the fit.
    """
    # Where patients are as many as coefficients the library divides by their difference, 0; what it
    # makes of that is not used, and what is used is looked at below.
    with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
        warnings.simplefilter("error")
        # That a link is not safe is meant for others than the log; counts that are fitted exactly
        # do not separate here, since whoever would has been left out.
        warnings.simplefilter("ignore", DomainWarning)
        warnings.simplefilter("ignore", PerfectSeparationWarning)
        try:
            family = NegativeBinomial(alpha=alpha) if alpha > 0 else Poisson()
            model = GLM(rows.events, rows.design, family=family, offset=np.log(rows.years))
            told = model.fit(
                start_params=start,
                maxiter=_MOST_STEPS,
                tol=_STILL,
                rtol=_STILL,
                tol_criterion="params",
            )
        except (Warning, ArithmeticError, ValueError, np.linalg.LinAlgError):
            return None
    mean = np.asarray(told.fittedvalues)
    if not told.converged or not (np.isfinite(told.params).all() and (mean > 0).all()):
        return None
    return Fitted(np.asarray(told.params), mean, float(told.llf), float(told.deviance))
