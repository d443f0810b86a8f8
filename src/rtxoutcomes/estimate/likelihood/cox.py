"""Cox models for few events: Firth's penalty, profile likelihood, strata, delayed entry.

One engine serves the penalised and the plain model. lifelines stops its Newton steps early (five
digits), has no Firth penalty, and needs another class for start-stop data; tests compare with it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from rtxoutcomes.arrays import Floats
from rtxoutcomes.estimate.arguments import count, level, named_design, number, subset
from rtxoutcomes.estimate.array_like import group_codes
from rtxoutcomes.estimate.likelihood.cox_problem import CoxProblem, CoxRows, cox_problem
from rtxoutcomes.estimate.likelihood.partial_likelihood import PartialLikelihood, Ties
from rtxoutcomes.estimate.likelihood.penalised import Fit
from rtxoutcomes.estimate.likelihood.profile import Inference, profiled, wald, wald_inference
from rtxoutcomes.estimate.likelihood.ratio_scale import log_and_ratio, no_log_and_ratio
from rtxoutcomes.estimate.likelihood.separation import divergence, monotone_inference
from rtxoutcomes.estimate.refusal import refuse
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.summary import summary_frame
from rtxoutcomes.estimate.tails import EIGHTY_PERCENT_POWER
from rtxoutcomes.results.estimate import NAN, Estimate, Kind, Note
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

FIRTH = Kind(
    Measure.HAZARD_RATIO,
    MethodKey.FIRTH_COX,
    "Firth Cox, Efron ties, profile penalised likelihood",
)
PLAIN = "Cox, {} ties, Wald"
ROBUST = "Cox, {} ties, Wald with cluster-robust errors"
MONOTONE = "Cox, {} ties, likelihood ratio, one-sided profile limit"


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

    `log_likelihood` is the unpenalised partial log-likelihood at the estimate; NaN where nothing
    was fitted. `parameters` counts all terms of the model.
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

    @property
    def summary(self) -> pd.DataFrame:
        """One row per covariate: log hazard ratio, hazard ratio, test, n and events."""
        return summary_frame(
            ((c.term, c.log_hazard, c.hazard_ratio) for c in self.coefficients), "hazard_ratio"
        )


def firth_cox(
    months: ArrayLike,
    event: ArrayLike,
    covariates: ArrayLike,
    terms: Sequence[str] | None = None,
    *,
    entry: ArrayLike | None = None,
    strata: ArrayLike | None = None,
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
        Patients excluded, carried into the result.
    only
        The terms to report; the profile limits of others are not computed. None: all.

    Returns
    -------
    CoxFit
        `statistic` and `p_value` are those of the penalised likelihood-ratio test (chi-square, 1
        df), limits those of the profile penalised likelihood; a limit that does not exist is
        missing (`bound_only`, `monotone_likelihood`). `std_error` is the inverse of the
        unpenalised information at the estimate. No event: `not_attempted`, `no_events`; fewer
        than terms + 2 rows or collinear terms: `rank_deficient`; a covariate that is constant
        wherever an event happens: `constant_covariate`.

    Raises
    ------
    ValueError
        Shapes do not match, a value is missing, a time is below 0 or 0 with an event, an event is
        neither true nor false, an entry is not before its end, or `only` names something that is
        not a term.

    Notes
    -----
    Firth 1993; Heinze and Schemper 2001. `coxphf::coxphf` in R, which has no strata.
    """
    covariates, terms = named_design("covariates", covariates, terms)
    if only is not None:
        subset("only", only, terms)
    rows = CoxRows(months, event, covariates, tuple(terms), entry, strata)
    problem = cox_problem(rows, ties="efron", firth=True)
    sample = _sample(FIRTH, problem, dropped, conf_level)
    if problem.refused:
        return _unfitted(problem, sample, terms, problem.refused)
    best = problem.maximum()
    if not best.converged:
        return _unfitted(problem, sample, terms, "not_converged")
    inferences = {
        term: profiled(problem.model, best, k, float(problem.units[k]), conf_level)
        for k, term in enumerate(terms)
        if only is None or term in only
    }
    return _fit(problem, sample, best, inferences)


def cox(
    months: ArrayLike,
    event: ArrayLike,
    covariates: ArrayLike,
    terms: Sequence[str] | None = None,
    *,
    entry: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    ties: Ties = "efron",
    cluster: ArrayLike | None = None,
    dropped: int = 0,
    conf_level: float = 0.95,
) -> CoxFit:
    """Plain Cox regression with Wald intervals; arguments and errors as in `firth_cox`.

    With `cluster`, shape (rows,), whole numbers, rows of one number may be correlated, like the
    intervals between the attacks of a patient: errors, limits and tests are those of Lin and Wei's
    sandwich over clusters. A single cluster has no such error: `not_estimable`, `one_cluster`.

    A monotone likelihood is detected: a coefficient that diverges then has only its
    likelihood-ratio test and the one profile limit that exists (`bound_only`,
    `monotone_likelihood`), and the others are `not_estimable`. `survival::coxph(cluster = ...)`
    in R; lifelines' robust errors of repeated events are 17 to 29 % too small.
    """
    covariates, terms = named_design("covariates", covariates, terms)
    rows = CoxRows(months, event, covariates, tuple(terms), entry, strata)
    problem = cox_problem(rows, ties=ties, firth=False)
    sample = _sample(_plain(PLAIN, ties), problem, dropped, conf_level)
    if problem.refused:
        return _unfitted(problem, sample, terms, problem.refused)
    best = problem.maximum()
    direction = divergence(problem, best)
    if direction is not None:
        sample = replace(sample, kind=_plain(MONOTONE, ties))
        return _monotone(problem, sample, terms, best, direction)
    if not best.converged:
        return _unfitted(problem, sample, terms, "not_converged")
    if cluster is not None:
        sample = replace(sample, kind=_plain(ROBUST, ties))
        return _clustered(problem, sample, best, terms, cluster)
    inferences = {
        term: wald(best, k, float(problem.units[k]), conf_level) for k, term in enumerate(terms)
    }
    return _fit(problem, sample, best, inferences)


def planning_hazard_ratio(events: int, sd: float = 1.0) -> float:
    """Hazard ratio per unit at which this many events would give about 80 % power.

    `sd` is the standard deviation of the exposure. exp(2.80 / (sd sqrt(events))), the usual
    approximation (Hsieh and Lavori 2000); a planning value, not the power of the observed result.

    Raises
    ------
    ValueError
        No event, or no spread.
    """
    events, sd = count("events", events, at_least=1), number("sd", sd, above=0)
    return math.exp(EIGHTY_PERCENT_POWER / (sd * math.sqrt(events)))


def _plain(method: str, ties: Ties) -> Kind:
    return Kind(Measure.HAZARD_RATIO, MethodKey.COX, method.format(ties.capitalize()))


def _sample(kind: Kind, problem: CoxProblem, dropped: int, conf_level: float) -> Sample:
    return Sample(
        kind=kind,
        n=problem.model.design.shape[0],
        dropped=count("dropped", dropped),
        events=problem.sets.failed.size,
        conf_level=level("conf_level", conf_level),
    )


def _fit(
    problem: CoxProblem, sample: Sample, best: Fit, inferences: Mapping[str, Inference]
) -> CoxFit:
    return CoxFit(
        n=sample.n,
        events=problem.sets.failed.size,
        strata_without_events=problem.sets.strata_without_events,
        log_likelihood=math.fsum(best.at.terms.tolist()),
        coefficients=tuple(
            Coefficient(term, *log_and_ratio(sample, inference))
            for term, inference in inferences.items()
        ),
        converged=True,
        parameters=problem.units.size,
    )


def _unfitted(problem: CoxProblem, sample: Sample, terms: Sequence[str], note: Note) -> CoxFit:
    values = no_log_and_ratio(sample, note)
    return CoxFit(
        n=sample.n,
        events=problem.sets.failed.size,
        strata_without_events=problem.sets.strata_without_events,
        log_likelihood=NAN,
        coefficients=tuple(Coefficient(term, *values) for term in terms),
        converged=False,
        parameters=len(terms),
    )


def _clustered(
    problem: CoxProblem, sample: Sample, best: Fit, terms: Sequence[str], cluster: ArrayLike
) -> CoxFit:
    """The fit with errors from the variation of the clusters' contributions to the score."""
    cluster = group_codes("cluster", cluster)
    if cluster.size != sample.n:
        refuse("cluster", "as long as months", f"{cluster.size} values beside {sample.n}")
    label = np.unique(cluster, return_inverse=True)[1]
    if label.max() == 0:
        return _unfitted(problem, sample, terms, "one_cluster")
    likelihood = cast(PartialLikelihood, problem.model.moments)
    influence = likelihood.score_residuals(best.beta) @ np.linalg.inv(best.at.information)
    sums = np.zeros((label.max() + 1, best.beta.size))
    np.add.at(sums, label, influence)
    errors = np.sqrt((sums**2).sum(axis=0))
    inferences = {
        term: wald_inference(float(beta), float(error), float(unit), sample.conf_level)
        for term, beta, error, unit in zip(terms, best.beta, errors, problem.units, strict=True)
    }
    return _fit(problem, sample, best, inferences)


def _monotone(
    problem: CoxProblem, sample: Sample, terms: Sequence[str], far: Fit, direction: Floats
) -> CoxFit:
    unfitted = _unfitted(problem, sample, terms, "monotone_likelihood")

    def coefficient(k: int, without: Coefficient) -> Coefficient:
        inference = monotone_inference(problem, far, direction, k, sample.conf_level)
        if inference is None:
            return without
        return Coefficient(without.term, *log_and_ratio(sample, inference))

    coefficients = (coefficient(k, c) for k, c in enumerate(unfitted.coefficients))
    return replace(unfitted, coefficients=tuple(coefficients))
