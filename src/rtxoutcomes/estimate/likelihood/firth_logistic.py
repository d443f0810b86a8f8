"""Logistic regression with Firth's penalty: finite estimates where a group has no event."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rtxoutcomes.estimate.arguments import count, flags, level, matrix, some_of
from rtxoutcomes.estimate.likelihood.logistic_likelihood import basis, refusal
from rtxoutcomes.estimate.likelihood.penalised import maximise
from rtxoutcomes.estimate.likelihood.profile import profiled
from rtxoutcomes.estimate.likelihood.ratio_scale import Fitted, log_and_ratio, without
from rtxoutcomes.results import NAN, Estimate, Note

Floats = NDArray[np.float64]
METHOD = "Firth logistic, profile penalised likelihood"


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
    """A fitted model. `penalised_log_likelihood` counts each column in its own unit.

    It is the log-likelihood itself in a model without penalty. `parameters` counts the columns of
    the design that vary, told or not.
    """

    n: int
    events: int
    log_likelihood: float
    penalised_log_likelihood: float
    coefficients: tuple[LogisticCoefficient, ...]
    converged: bool
    parameters: int

    @property
    def events_per_parameter(self) -> float:
        """Of the rarer outcome; NaN without a covariate."""
        rarer = min(self.events, self.n - self.events)
        return rarer / self.parameters if self.parameters else NAN


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
    standard errors, `logistf::logistf` for tests and limits. Its predicted risks are drawn towards
    one half; those of `flic_risks` are not.
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
    refused = refusal(happened, design, units)
    if refused:
        return nothing_told(fitted, design, terms, refused)
    told: list[LogisticCoefficient] = []
    for k, term in enumerate(terms):
        if only is not None and term not in only:
            continue
        columns = basis(happened, design / units, k)
        best = maximise(columns.model, np.zeros(len(terms)), np.ones(len(terms), dtype=bool))
        if not best.converged:
            return nothing_told(fitted, design, terms, "not_converged")
        unit = columns.unit * float(units[k])
        inference = profiled(columns.model, best, len(terms) - 1, unit, conf_level)
        told.append(LogisticCoefficient(term, *log_and_ratio(fitted, inference)))
    penalty = best.penalty + columns.log_volume + math.fsum(np.log(units).tolist())
    log_likelihood = math.fsum(best.at.terms.tolist())
    return LogisticFit(
        n=fitted.n,
        events=fitted.events,
        log_likelihood=log_likelihood,
        penalised_log_likelihood=log_likelihood + penalty,
        coefficients=tuple(told),
        converged=True,
        parameters=varying(design),
    )


def nothing_told(fitted: Fitted, design: Floats, terms: Sequence[str], note: Note) -> LogisticFit:
    """A model without an estimate, and why."""
    value = without(fitted, note)
    told = tuple(LogisticCoefficient(term, value, value) for term in terms)
    size = varying(design)
    return LogisticFit(fitted.n, fitted.events, NAN, NAN, told, converged=False, parameters=size)


def varying(design: Floats) -> int:
    """How many columns of a design vary."""
    return int((np.ptp(design, axis=0) > 0).sum()) if len(design) else 0
