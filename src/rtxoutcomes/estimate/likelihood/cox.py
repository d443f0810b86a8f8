"""Cox models for few events: Firth's penalty, profile likelihood, strata, delayed entry.

One engine serves the penalised and the plain model. lifelines stops its Newton steps early (five
digits), has no Firth penalty, and needs another class for start-stop data; tests compare with it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
from numpy.typing import NDArray

from rtxoutcomes.estimate.arguments import count, level, number, refuse, some_of, wholes
from rtxoutcomes.estimate.likelihood.cox_problem import CoxProblem, CoxRows, cox_problem
from rtxoutcomes.estimate.likelihood.monotone import SUSPICIOUS, monotone_direction, runaway
from rtxoutcomes.estimate.likelihood.partial_likelihood import PartialLikelihood, Ties
from rtxoutcomes.estimate.likelihood.penalised import Fit, maximise
from rtxoutcomes.estimate.likelihood.profile import Inference, profiled, wald, wald_of
from rtxoutcomes.estimate.likelihood.ratio_scale import Fitted, log_and_ratio, without
from rtxoutcomes.results import NAN, Estimate, Note

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
FIRTH = "Firth Cox, Efron ties, profile penalised likelihood"
PLAIN = "Cox, {} ties, Wald"
ROBUST = "Cox, {} ties, Wald with cluster-robust errors"
RUNAWAY = "Cox, {} ties, likelihood ratio, one-sided profile limit"
# The normal quantiles of 5 % two-sided and 80 % power, added.
_EIGHTY_PERCENT = 2.80


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One covariate: its log hazard ratio and its hazard ratio, per unit, with one test.

    The standard error of both is that of the log hazard ratio.
    """

    term: str
    log_hazard: Estimate
    hazard_ratio: Estimate


@dataclass(frozen=True, slots=True)
class CoxFit:
    """A fitted model. `n` counts rows; `strata_without_events` contribute nothing.

    `log_likelihood` is that of the partial likelihood without penalty at the estimate; NaN where
    nothing was fitted. `parameters` counts the terms of the model, told or not.
    """

    n: int
    events: int
    strata_without_events: int
    log_likelihood: float
    coefficients: tuple[Coefficient, ...]
    converged: bool
    parameters: int

    @property
    def events_per_parameter(self) -> float:
        return self.events / self.parameters


def firth_cox(
    months: Floats,
    event: NDArray[np.bool_],
    covariates: Floats,
    terms: Sequence[str],
    *,
    entry: Floats | None = None,
    strata: Ints | None = None,
    dropped: int = 0,
    conf_level: float = 0.95,
    only: Sequence[str] | None = None,
) -> CoxFit:
    """Cox regression with Firth's penalty, for few events and separated groups.

    Parameters
    ----------
    months, event
        Shape (rows,): end of each row's time at risk, and whether it ended with the event.
    covariates
        Shape (rows, terms), without missing values.
    terms
        Names of the covariates.
    entry
        Start of each row's time at risk: at risk where entry < t <= months. None: always before.
    strata
        Shape (rows,), whole numbers; each stratum has its own baseline hazard.
    dropped
        Patients left out, carried into the result.
    only
        The terms that are told; profile limits of the others are not looked for. None: all.

    Returns
    -------
    CoxFit
        `statistic` and `p_value` are those of the penalised likelihood-ratio test (chi-square, 1
        df), limits those of the profile penalised likelihood; a limit that does not exist is
        missing (`bound_only`, `monotone_likelihood`). `std_error` is the inverse of the
        unpenalised information at the estimate. No event: `not_attempted`, `no_events`; fewer
        than terms + 2 rows or terms that cannot be told apart: `rank_deficient`; a covariate
        that is constant wherever an event happens: `constant_covariate`.

    Raises
    ------
    ValueError
        Shapes do not fit, a value is missing, a time is not above 0, an event neither true nor
        false, an entry is not before its end, or `only` names what is no term.

    Notes
    -----
    Firth 1993; Heinze and Schemper 2001. `coxphf::coxphf` in R, which has no strata.
    """
    if only is not None:
        some_of("only", only, terms)
    rows = CoxRows(months, event, covariates, tuple(terms), entry, strata)
    problem = cox_problem(rows, ties="efron", firth=True)
    fitted = _fitted(FIRTH, problem, dropped, conf_level)
    best, refused = _search(problem)
    if best is None or not best.converged:
        return _nothing(problem, fitted, terms, refused or "not_converged")
    told = {
        term: profiled(problem.model, best, k, float(problem.units[k]), conf_level)
        for k, term in enumerate(terms)
        if only is None or term in only
    }
    return _fit(problem, fitted, best, told)


def cox(
    months: Floats,
    event: NDArray[np.bool_],
    covariates: Floats,
    terms: Sequence[str],
    *,
    entry: Floats | None = None,
    strata: Ints | None = None,
    ties: Ties = "efron",
    cluster: Ints | None = None,
    dropped: int = 0,
    conf_level: float = 0.95,
) -> CoxFit:
    """Plain Cox regression with Wald intervals; arguments and errors as in `firth_cox`.

    With `cluster`, shape (rows,), whole numbers, rows of one number may belong together, like the
    spans between the attacks of a patient: errors, limits and tests are those of Lin and Wei's
    sandwich over clusters. One cluster alone has none: `not_estimable`, `one_cluster`.

    A monotone likelihood is detected: then a coefficient that runs away has only its
    likelihood-ratio test and the one profile limit that exists (`bound_only`,
    `monotone_likelihood`), and the others are `not_estimable`. `survival::coxph(cluster = ...)`
    in R; lifelines' robust errors of repeated events are 17 to 29 % too small.
    """
    rows = CoxRows(months, event, covariates, tuple(terms), entry, strata)
    problem = cox_problem(rows, ties=ties, firth=False)
    fitted = _fitted(PLAIN.format(ties.capitalize()), problem, dropped, conf_level)
    best, refused = _search(problem)
    if best is None:
        return _nothing(problem, fitted, terms, refused)
    if not best.converged or problem.model.reach(best.beta) > SUSPICIOUS:
        direction = monotone_direction(problem)
        if direction is not None:
            fitted = replace(fitted, method=RUNAWAY.format(ties.capitalize()))
            return _monotone(problem, fitted, terms, best, direction)
    if not best.converged:
        return _nothing(problem, fitted, terms, "not_converged")
    if cluster is not None:
        fitted = replace(fitted, method=ROBUST.format(ties.capitalize()))
        return _clustered(problem, fitted, best, terms, cluster)
    told = {
        term: wald(best, k, float(problem.units[k]), conf_level) for k, term in enumerate(terms)
    }
    return _fit(problem, fitted, best, told)


def planning_hazard_ratio(events: int, sd: float = 1.0) -> float:
    """Hazard ratio per unit for which so many events would give about 80 % power.

    `sd` is the standard deviation of the exposure. exp(2.80 / (sd sqrt(events))), the usual
    approximation; a planning value, not the power of what was observed.

    Raises
    ------
    ValueError
        No event, or no spread.
    """
    events, sd = count("events", events, at_least=1), number("sd", sd, above=0)
    return math.exp(_EIGHTY_PERCENT / (sd * math.sqrt(events)))


def _fitted(method: str, problem: CoxProblem, dropped: int, conf_level: float) -> Fitted:
    return Fitted(
        method=method,
        n=problem.model.design.shape[0],
        events=problem.sets.failed.size,
        dropped=count("dropped", dropped),
        conf_level=level("conf_level", conf_level),
    )


def _search(problem: CoxProblem) -> tuple[Fit | None, Note]:
    if problem.refused:
        return None, problem.refused
    size = problem.units.size
    return maximise(problem.model, np.zeros(size), np.ones(size, dtype=bool)), ""


def _fit(problem: CoxProblem, fitted: Fitted, best: Fit, told: Mapping[str, Inference]) -> CoxFit:
    return CoxFit(
        n=fitted.n,
        events=fitted.events,
        strata_without_events=problem.sets.strata_without_events,
        log_likelihood=math.fsum(best.at.terms.tolist()),
        coefficients=tuple(
            Coefficient(term, *log_and_ratio(fitted, inference)) for term, inference in told.items()
        ),
        converged=True,
        parameters=problem.units.size,
    )


def _nothing(problem: CoxProblem, fitted: Fitted, terms: Sequence[str], note: Note) -> CoxFit:
    value = without(fitted, note)
    told = tuple(Coefficient(term, value, value) for term in terms)
    silent = problem.sets.strata_without_events
    return CoxFit(fitted.n, fitted.events, silent, NAN, told, converged=False, parameters=len(told))


def _clustered(
    problem: CoxProblem, fitted: Fitted, best: Fit, terms: Sequence[str], cluster: Ints
) -> CoxFit:
    """The fit with errors from the spread of what whole clusters add to the score."""
    cluster = wholes("cluster", cluster)
    if cluster.size != fitted.n:
        refuse("cluster", "as long as months", f"{cluster.size} values beside {fitted.n}")
    label = np.unique(cluster, return_inverse=True)[1]
    if label.max() == 0:
        return _nothing(problem, fitted, terms, "one_cluster")
    likelihood = cast(PartialLikelihood, problem.model.moments)
    influence = likelihood.score_residuals(best.beta) @ np.linalg.inv(best.at.information)
    sums = np.zeros((label.max() + 1, best.beta.size))
    np.add.at(sums, label, influence)
    errors = np.sqrt((sums**2).sum(axis=0))
    told = {
        term: wald_of(float(beta), float(error), float(unit), fitted.conf_level)
        for term, beta, error, unit in zip(terms, best.beta, errors, problem.units, strict=True)
    }
    return _fit(problem, fitted, best, told)


def _monotone(
    problem: CoxProblem, fitted: Fitted, terms: Sequence[str], far: Fit, direction: Floats
) -> CoxFit:
    fit = _nothing(problem, fitted, terms, "monotone_likelihood")
    told = [runaway(problem, far, direction, k, fitted.conf_level) for k in range(len(terms))]
    coefficients = tuple(
        given if inference is None else Coefficient(given.term, *log_and_ratio(fitted, inference))
        for given, inference in zip(fit.coefficients, told, strict=True)
    )
    return replace(fit, coefficients=coefficients)
