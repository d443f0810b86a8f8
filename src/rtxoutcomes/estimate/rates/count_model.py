"""Log-linear models of counts: their rows, whether they can be fitted, their fit and their terms.

A group without an event has a log rate of minus infinity. Iterations then stop anywhere, with a
number that looks like an estimate. Here the separation is found beforehand (Haberman 1974), and
only the terms that diverge lose their estimate.
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import linprog
from statsmodels.genmod.families import NegativeBinomial, Poisson
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.tools.sm_exceptions import DomainWarning, PerfectSeparationWarning

from rtxoutcomes.arrays import Floats, Ints
from rtxoutcomes.estimate.arguments import integers, matrix, names, person_times, same_length
from rtxoutcomes.estimate.likelihood.leverage import Determined
from rtxoutcomes.estimate.likelihood.profile import wald_inference
from rtxoutcomes.estimate.likelihood.ratio_scale import log_and_ratio, no_log_and_ratio
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.variation import constant_columns
from rtxoutcomes.results.estimate import Estimate, Note

_TOLERANCE = 1e-7
_CONDITION = 1e10
_MOST_STEPS = 200
# Coefficients that move by less, absolutely and relatively, have converged.
_CONVERGED = 1e-11
# A smaller standard error is rounding: every count is fitted exactly.
_EXACT = 1e-12


@dataclass(frozen=True, slots=True)
class CountRows:
    """Events, years at risk and design matrix of the patients, the column of ones included."""

    events: Floats
    years: Floats
    design: Floats

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

    beta: Floats
    mean: Floats
    log_likelihood: float
    deviance: float


@dataclass(frozen=True, slots=True)
class Reduced:
    """The part of a model that can be fitted: the patients whose fitted count is not exactly 0.

    `index`, shape (patients,): their rows in the model. `rows.design` is a basis of their design;
    `back`, shape (terms, columns of the basis), turns its coefficients into those of the terms.
    `lost`, shape (terms,): why a term has no finite estimate, empty where it has one.
    """

    index: Ints
    rows: CountRows
    back: Floats
    lost: tuple[Note, ...]

    @property
    def lone(self) -> bool:
        """Whether one patient has all the events."""
        return int((self.rows.events > 0).sum()) == 1

    def without(self, part: Determined) -> "Reduced":
        """What is left without the patients of leverage 1, and the terms that only they have."""
        rows, kept = self.rows, part.kept
        alone = np.abs(self.back / part.scale @ part.null).max(axis=1, initial=0.0) > _TOLERANCE
        return Reduced(
            self.index[kept],
            CountRows(rows.events[kept], rows.years[kept], part.basis),
            self.back @ part.back,
            tuple(
                note or ("leverage_one" if lone else "")
                for note, lone in zip(self.lost, alone.tolist(), strict=True)
            ),
        )

    def terms(self, beta: Floats, covariance: Floats) -> tuple[Floats, Floats]:
        """Estimate and standard error of each term, from those of the basis; shape (terms,)."""
        variance = ((self.back @ covariance) * self.back).sum(axis=1)
        return self.back @ beta, np.sqrt(np.maximum(variance, 0.0))


def count_rows(
    events: ArrayLike, years: ArrayLike, design: ArrayLike, terms: Sequence[str]
) -> CountRows:
    """The rows of a model, checked; ValueError for invalid arguments."""
    counts = integers("events", events, at_least=0).astype(np.float64)
    time = person_times("years", years, above=0)
    same_length(events=counts, years=time)
    return CountRows(counts, time, matrix("design", design, counts.size, names("terms", terms)))


def refusal(rows: CountRows) -> Note:
    """Why the model cannot be fitted at all; empty where it may be."""
    n, size = rows.design.shape
    if n < size + 1:
        return "rank_deficient"
    if rows.total == 0:
        return "no_events"
    scale = np.sqrt((rows.design**2).mean(axis=0))
    if (scale == 0).any() or constant_columns(rows.design).sum() > 1:
        return "constant_covariate"
    return "rank_deficient" if np.linalg.cond(rows.design / scale) > _CONDITION else ""


def reduced(rows: CountRows) -> Reduced:
    """The patients and the terms that have a finite maximum likelihood estimate.

    Along a direction that keeps the linear predictor of every patient with events and lowers that
    of others, the likelihood increases without bound (Haberman 1974). Those others are fitted 0
    exactly; the remaining patients identify the terms that have an estimate.
    """
    with_events = rows.events > 0
    scale = np.sqrt((rows.design**2).mean(axis=0))
    # Adding 0 turns -0 into 0, so that equal rows have equal bytes.
    scaled = rows.design / scale + 0.0
    kept = np.ones(rows.n, dtype=bool)
    # One direction need not lower every patient who can be lowered: repeat until there is none.
    while (direction := _separating(scaled[with_events], scaled[kept & ~with_events])) is not None:
        kept &= scaled @ direction > -_TOLERANCE
    inside = CountRows(rows.events[kept], rows.years[kept], rows.design[kept])
    # Of the triangle only: the left factor would be patients x patients.
    _, size, right = np.linalg.svd(np.linalg.qr(scaled[kept], mode="r"), full_matrices=True)
    rank = int((size > _TOLERANCE * size.max()).sum())
    known = np.asarray(np.abs(right[rank:]).max(axis=0, initial=0.0) < _TOLERANCE)
    lost: tuple[Note, ...] = tuple("" if finite else "separation" for finite in known.tolist())
    if rank == len(scale):
        return Reduced(np.flatnonzero(kept), inside, np.eye(rank), lost)
    back = right[:rank].T / size[:rank]
    basis = CountRows(inside.events, inside.years, scaled[kept] @ back)
    return Reduced(np.flatnonzero(kept), basis, back / scale[:, None], lost)


def _separating(fixed: Floats, lowered: Floats) -> Floats | None:
    """A direction orthogonal to the fixed rows along which some of the others decrease, if any."""
    fixed = np.unique(fixed, axis=0)
    # A patient without events cannot be lowered if a patient with events has the same design.
    fixed_bytes = {row.tobytes() for row in fixed}
    free = [row for row in np.unique(lowered, axis=0) if row.tobytes() not in fixed_bytes]
    if not free:
        return None
    solution = linprog(
        np.sum(free, axis=0),
        A_ub=np.array(free),
        b_ub=np.zeros(len(free)),
        A_eq=fixed,
        b_eq=np.zeros(len(fixed)),
        bounds=(-1, 1),
    )
    separates = solution.fun is not None and solution.fun < -_TOLERANCE
    return np.asarray(solution.x) if separates else None


def fit(rows: CountRows, alpha: float = 0.0, start: Floats | None = None) -> Fitted | None:
    """The maximum likelihood fit of a log rate with the log of years as offset.

    None where it does not converge. `alpha` is the dispersion of a negative binomial, 0 for
    Poisson; `start` holds initial coefficients. statsmodels iterates; any warning of it ends the
    fit.
    """
    # With as many patients as coefficients statsmodels divides by their difference, 0. The result
    # of that division is not used.
    with warnings.catch_warnings(), np.errstate(divide="ignore", invalid="ignore"):
        warnings.simplefilter("error")
        # The log link is intended, and a perfect fit is no separation, since separated patients
        # are excluded already.
        warnings.simplefilter("ignore", DomainWarning)
        warnings.simplefilter("ignore", PerfectSeparationWarning)
        try:
            family = NegativeBinomial(alpha=alpha) if alpha > 0 else Poisson()
            model = GLM(rows.events, rows.design, family=family, offset=np.log(rows.years))
            fitted = model.fit(
                start_params=start,
                maxiter=_MOST_STEPS,
                tol=_CONVERGED,
                rtol=_CONVERGED,
                tol_criterion="params",
            )
        except (Warning, ArithmeticError, ValueError, np.linalg.LinAlgError):
            return None
    mean = np.asarray(fitted.fittedvalues)
    if not fitted.converged or not (np.isfinite(fitted.params).all() and (mean > 0).all()):
        return None
    return Fitted(np.asarray(fitted.params), mean, float(fitted.llf), float(fitted.deviance))


def rate_terms(
    terms: Sequence[str],
    sample: Sample,
    part: Reduced,
    beta: Floats,
    covariance: Floats,
    *,
    note: Note = "",
) -> tuple[RateTerm, ...]:
    """Every term of a model, with Wald's interval and P; why there is none for those lost.

    `beta` and `covariance` belong to the basis. A standard error of 0 or NaN: `zero_variance`.
    """
    values, errors = part.terms(beta, covariance)

    def estimates(k: int) -> tuple[Estimate, Estimate]:
        if part.lost[k]:
            return no_log_and_ratio(sample, part.lost[k])
        if not errors[k] > _EXACT:
            return no_log_and_ratio(sample, "zero_variance")
        wald = wald_inference(float(values[k]), float(errors[k]), 1.0, sample.conf_level)
        return log_and_ratio(sample, wald, note)

    return tuple(RateTerm(term, *estimates(k)) for k, term in enumerate(terms))


def unfitted_terms(terms: Sequence[str], sample: Sample, note: Note) -> tuple[RateTerm, ...]:
    """Every term of a model that was not fitted, and why."""
    values = no_log_and_ratio(sample, note)
    return tuple(RateTerm(term, *values) for term in terms)
