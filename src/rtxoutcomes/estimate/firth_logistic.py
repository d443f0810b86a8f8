"""Logistic regression with Firth's penalty: finite estimates where a group has no event."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from rtxoutcomes.estimate.arguments import count, flags, level, matrix, some_of
from rtxoutcomes.estimate.penalised import Model, Moments, maximise
from rtxoutcomes.estimate.profile import profiled
from rtxoutcomes.estimate.ratio_scale import Fitted, log_and_ratio, without
from rtxoutcomes.results import NAN, Estimate, Note

Floats = NDArray[np.float64]
METHOD = "Firth logistic, profile penalised likelihood"
_CONDITION = 1e10


@dataclass(frozen=True, slots=True)
class LogisticCoefficient:
    """One column: its log odds ratio and its odds ratio, per unit, with one test.

    For the intercept these are log odds and odds. The standard error of both is that of the log.
    """

    term: str
    log_odds: Estimate
    odds_ratio: Estimate


@dataclass(frozen=True, slots=True)
class LogisticFit:
    """A fitted model. `penalised_log_likelihood` counts each column in its own unit."""

    n: int
    events: int
    log_likelihood: float
    penalised_log_likelihood: float
    coefficients: tuple[LogisticCoefficient, ...]
    converged: bool


def firth_logistic(
    outcome: NDArray[np.bool_] | Floats,
    design: Floats,
    terms: Sequence[str],
    *,
    dropped: int = 0,
    conf_level: float = 0.95,
    only: Sequence[str] | None = None,
) -> LogisticFit:
    """Logistic regression with Firth's penalty, for few events and separated groups.

    Parameters
    ----------
    outcome
        Shape (patients,): whether it happened, as booleans or as 0 and 1.
    design
        Shape (patients, terms), the column of ones included, without missing values.
    terms
        Name of each column.
    dropped
        Patients left out, carried into the result.
    only
        The terms that are told; profile limits of the others are not looked for. None: all.

    Returns
    -------
    LogisticFit
        `statistic` and `p_value` are those of the penalised likelihood-ratio test (chi-square, 1
        df), limits those of the profile penalised likelihood. `std_error` is the inverse of the
        unpenalised information at the estimate. It happened to nobody or to everybody:
        `not_attempted`, `no_events` or `all_events`; fewer than terms + 2 patients or columns
        that cannot be told apart: `not_attempted`, `rank_deficient`; a constant column besides
        the intercept: `constant_covariate`.

    Raises
    ------
    ValueError
        Shapes do not fit, a value is missing, an outcome is neither 0 nor 1, or `only` names what
        is no term.

    Notes
    -----
    Firth 1993; Heinze and Schemper 2002: the penalty uses the full information matrix, the
    coefficient held fixed included. `brglm2::brglmFit(type = "AS_mean")` in R for estimates and
    standard errors, `logistf::logistf` for tests and limits. Predicted risks are drawn towards one
    half and are not given.
    """
    happened = flags("outcome", outcome)
    design = matrix("design", design, happened.size, terms)
    if only is not None:
        some_of("only", only, terms)
    units = np.sqrt((design**2).mean(axis=0)) if design.size else np.ones(len(terms))
    fitted = Fitted(
        METHOD,
        happened.size,
        int(happened.sum()),
        count("dropped", dropped),
        level("conf_level", conf_level),
    )
    refused = _refusal(happened, design, units)
    if refused:
        return _nothing(fitted, terms, refused)
    told: list[LogisticCoefficient] = []
    for k, term in enumerate(terms):
        if only is not None and term not in only:
            continue
        basis = _basis(happened, design / units, k)
        best = maximise(basis.model, np.zeros(len(terms)), np.ones(len(terms), dtype=bool))
        if not best.converged:
            return _nothing(fitted, terms, "not_converged")
        unit = basis.unit * float(units[k])
        inference = profiled(basis.model, best, len(terms) - 1, unit, conf_level)
        told.append(LogisticCoefficient(term, *log_and_ratio(fitted, inference)))
    penalty = best.penalty + basis.log_volume + math.fsum(np.log(units).tolist())
    log_likelihood = math.fsum(best.at.terms.tolist())
    return LogisticFit(
        n=fitted.n,
        events=fitted.events,
        log_likelihood=log_likelihood,
        penalised_log_likelihood=log_likelihood + penalty,
        coefficients=tuple(told),
        converged=True,
    )


@dataclass(frozen=True, slots=True)
class _Basis:
    """The model in uncorrelated columns, of which the last alone carries one coefficient.

    That coefficient is the last one here divided by `unit`; `log_volume` added to half the log
    determinant of the information undoes the change of columns.
    """

    model: Model
    unit: float
    log_volume: float


def _basis(happened: NDArray[np.bool_], design: Floats, last: int) -> _Basis:
    """Orthogonal columns, so that a covariate far from 0, like a year, costs no digits and no time.

    In X = QR with a column put last, its coefficient b is the last of Rb divided by R's corner.
    """
    order = [k for k in range(design.shape[1]) if k != last] + [last]
    columns, triangle = np.linalg.qr(design[:, order])
    root = math.sqrt(happened.size)
    corner = float(triangle[-1, -1])
    rows = columns * root
    rows[:, -1] *= math.copysign(1.0, corner)
    model = Model(_Likelihood(happened, rows), rows, firth=True)
    volume = math.fsum(np.log(np.abs(np.diag(triangle)) / root).tolist())
    return _Basis(model, abs(corner) / root, volume)


@dataclass(frozen=True, slots=True)
class _Likelihood:
    happened: NDArray[np.bool_]
    design: Floats

    def __call__(self, beta: Floats) -> Moments:
        design = self.design
        linear = design @ beta
        risk, rest = expit(linear), expit(-linear)
        weight = risk * rest
        weighted = weight[:, None] * design
        return Moments(
            terms=-np.logaddexp(0.0, np.where(self.happened, -linear, linear)),
            score=np.where(self.happened, rest, -risk) @ design,
            information=design.T @ weighted,
            third=np.einsum(
                "ia,ib,ic->abc", (rest - risk)[:, None] * weighted, design, design, optimize=True
            ),
        )


def _refusal(happened: NDArray[np.bool_], design: Floats, units: Floats) -> Note:
    n, size = design.shape
    if not happened.any():
        return "no_events"
    if happened.all():
        return "all_events"
    if n < size + 2:
        return "rank_deficient"
    if (units == 0).any() or (np.ptp(design, axis=0) == 0).sum() > 1:
        return "constant_covariate"
    return "rank_deficient" if np.linalg.cond(design / units) > _CONDITION else ""


def _nothing(fitted: Fitted, terms: Sequence[str], note: Note) -> LogisticFit:
    value = without(fitted, note)
    told = tuple(LogisticCoefficient(term, value, value) for term in terms)
    return LogisticFit(fitted.n, fitted.events, NAN, NAN, told, converged=False)
