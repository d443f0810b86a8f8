"""Logistic regression with Firth's penalty: finite estimates where a group has no event."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import expit

from rtxoutcomes.arrays import Floats
from rtxoutcomes.estimate.arguments import count, level, matrix, named_design, subset
from rtxoutcomes.estimate.likelihood.logistic_likelihood import (
    Basis,
    LogisticData,
    logistic_data,
)
from rtxoutcomes.estimate.likelihood.penalised import Fit
from rtxoutcomes.estimate.likelihood.profile import Inference, profiled
from rtxoutcomes.estimate.likelihood.ratio_scale import log_and_ratio, no_log_and_ratio
from rtxoutcomes.estimate.refusal import refuse
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.summary import WithSummary, summary_frame
from rtxoutcomes.results.estimate import NAN, Estimate, Kind, Note
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

FIRTH = Kind(
    Measure.ODDS_RATIO,
    MethodKey.FIRTH_LOGISTIC,
    "Firth logistic, profile penalised likelihood",
)
# A larger shift of the log odds exceeds the range of a double.
_FAR = 700.0
# Inference on the last column of a basis, whose coefficient is divided by a unit.
Infer = Callable[[Basis, Fit, float], Inference]


@dataclass(frozen=True, slots=True)
class LogisticCoefficient:
    """One column: its log odds ratio and its odds ratio, per unit, with one test.

    For the intercept these are log odds and odds. The standard error of both is that of the log.
    """

    term: str
    log_odds: Estimate
    odds_ratio: Estimate


@dataclass(frozen=True, slots=True, repr=False)
class LogisticFit(WithSummary):
    """A fitted model. `penalised_log_likelihood` is in the units of the columns.

    Without a penalty it is the log-likelihood itself. `parameters` counts all columns of the design
    that vary.
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

    @property
    def summary(self) -> pd.DataFrame:
        """One row per column: log odds ratio, odds ratio, test, n and events."""
        return summary_frame(
            ((c.term, c.log_odds, c.odds_ratio) for c in self.coefficients), "odds_ratio"
        )


def firth_logistic(
    outcome: ArrayLike,
    design: ArrayLike,
    terms: Sequence[str] | None = None,
    *,
    dropped: int = 0,
    conf_level: float = 0.95,
    only: Sequence[str] | None = None,
) -> LogisticFit:
    """Logistic regression with Firth's penalty, for few events and separated groups.

    Parameters
    ----------
    outcome
        Shape (patients,): whether the event happened, as booleans or as 0 and 1.
    design
        Shape (patients, terms), the column of ones included, without missing values: an array or a
        DataFrame.
    terms
        Name of each column. None: the names of the columns of a DataFrame, else x1, x2, ...
    dropped
        Patients excluded, carried into the result.
    conf_level
        Two-sided confidence level.
    only
        The terms to report; the profile limits of others are not computed. None: all.

    Returns
    -------
    LogisticFit
        `statistic` and `p_value` are those of the penalised likelihood-ratio test (chi-square, 1
        df), limits those of the profile penalised likelihood. `std_error` is the inverse of the
        unpenalised information at the estimate. No patient or every patient with the event:
        `not_attempted`, `no_events` or `all_events`; fewer than terms + 2 patients or collinear
        columns: `not_attempted`, `rank_deficient`; a constant column besides the intercept:
        `constant_covariate`.

    Raises
    ------
    ValueError
        Shapes do not match, a value is missing, an outcome is neither 0 nor 1, or `only` names
        something that is not a term.

    Notes
    -----
    Firth 1993; Heinze and Schemper 2002: the penalty uses the full information matrix, the fixed
    coefficient included. Its predicted risks are biased towards one half; those of `flic_risks` are
    not.

    Equivalent to
    -------------
    `logistf::logistf(outcome ~ x)` in R for estimates, tests and limits; `brglm2::brglmFit(type =
    "AS_mean")` for estimates and standard errors.

    Examples
    --------
    >>> from rtxoutcomes.estimate import firth_logistic
    >>> outcome, male = [1, 0, 1, 0, 1, 0, 0, 0], [0, 0, 0, 0, 0, 1, 1, 1]
    >>> fit = firth_logistic(outcome, [[1, x] for x in male], ["intercept", "male"])
    >>> float(fit.summary.loc["male", "odds_ratio"].round(3))
    0.102
    """
    design, terms = named_design("design", design, terms)
    data = logistic_data(outcome, design, terms)
    if only is not None:
        subset("only", only, terms)
    sample = logistic_sample(FIRTH, data, dropped, conf_level)
    note = data.refusal()
    if note:
        return unfitted_logistic(sample, data, terms, note)

    def infer(columns: Basis, best: Fit, unit: float) -> Inference:
        return profiled(columns.model, best, best.beta.size - 1, unit, conf_level)

    return fit_terms(sample, data, terms, infer, firth=True, only=only)


def flic_risks(outcome: ArrayLike, design: ArrayLike, at: ArrayLike | None = None) -> Floats:
    """Risk of each row by Firth's estimates with the intercept re-estimated without penalty.

    Parameters
    ----------
    outcome
        Shape (patients,): whether the event happened, as booleans or as 0 and 1.
    design
        Shape (patients, columns), a column of ones among them: an array or a DataFrame.
    at
        Rows to predict for, shape (rows, columns) as in `design`. None: the patients themselves.

    Returns
    -------
    array
        Shape (rows,), each strictly between 0 and 1. The risks of the patients sum to the number of
        events; those of Firth's model itself are biased towards one half.

    Raises
    ------
    ValueError
        Shapes do not match, a value is missing, an outcome is neither 0 nor 1, there is no column
        of ones, or no model can be fitted (no event, no non-event, collinear columns); the message
        says which.

    Notes
    -----
    FLIC of Puhr, Heinze, Nold, Lusa and Geroldinger 2017.

    Equivalent to
    -------------
    `predict(logistf::flic(fit), type = "response")` in R, with `fit` from `logistf::logistf`.

    Examples
    --------
    >>> from rtxoutcomes.estimate import flic_risks
    >>> outcome, male = [1, 0, 1, 0, 1, 0, 0, 0], [0, 0, 0, 0, 0, 1, 1, 1]
    >>> flic_risks(outcome, [[1, x] for x in male], at=[[1, 0], [1, 1]]).round(3).tolist()
    [0.537, 0.106]
    """
    design, terms = named_design("design", design, None)
    data = logistic_data(outcome, design, terms)
    rows = data.design
    if at is not None:
        at, _ = named_design("at", at, None)
        rows = matrix("at", at, at.shape[0] if at.ndim else 0, terms)
    if data.varying == len(terms) or not (data.design == 1).all(axis=0).any():
        refuse("design", "with a column of ones", "without one")
    note = data.refusal()
    if note:
        refuse("outcome", "such that a model can be fitted", f"{note} in these data")
    slopes = _firth_estimates(data)
    linear = data.design @ slopes

    def excess(shift: float) -> float:
        return math.fsum(expit(linear + shift).tolist()) - data.events

    shift = float(brentq(excess, -_FAR, _FAR, xtol=1e-13, rtol=1e-13))
    return np.asarray(expit(rows @ slopes + shift))


def logistic_sample(kind: Kind, data: LogisticData, dropped: int, conf_level: float) -> Sample:
    dropped, conf_level = count("dropped", dropped), level("conf_level", conf_level)
    return Sample(kind, data.outcome.size, dropped, data.events, conf_level=conf_level)


def fit_terms(
    sample: Sample,
    data: LogisticData,
    terms: Sequence[str],
    infer: Infer,
    *,
    firth: bool,
    only: Sequence[str] | None = None,
) -> LogisticFit:
    """Fit the model once per reported term, each time in the basis that ends in its column."""
    coefficients: list[LogisticCoefficient] = []
    for k, term in enumerate(terms):
        if only is not None and term not in only:
            continue
        columns, best = data.maximum(k, firth=firth)
        if not best.converged:
            return unfitted_logistic(sample, data, terms, "not_converged")
        inference = infer(columns, best, columns.unit * float(data.units[k]))
        coefficients.append(LogisticCoefficient(term, *log_and_ratio(sample, inference)))
    penalty = best.penalty + columns.log_volume + math.fsum(np.log(data.units).tolist())
    log_likelihood = math.fsum(best.at.terms.tolist())
    return LogisticFit(
        n=sample.n,
        events=data.events,
        log_likelihood=log_likelihood,
        penalised_log_likelihood=log_likelihood + (penalty if firth else 0.0),
        coefficients=tuple(coefficients),
        converged=True,
        parameters=data.varying,
    )


def unfitted_logistic(
    sample: Sample, data: LogisticData, terms: Sequence[str], note: Note
) -> LogisticFit:
    """A model that was not fitted, and why."""
    values = no_log_and_ratio(sample, note)
    return LogisticFit(
        n=sample.n,
        events=data.events,
        log_likelihood=NAN,
        penalised_log_likelihood=NAN,
        coefficients=tuple(LogisticCoefficient(term, *values) for term in terms),
        converged=False,
        parameters=data.varying,
    )


def _firth_estimates(data: LogisticData) -> Floats:
    """Coefficients of the columns, each the last of the basis that ends in its column."""
    estimates = []
    for k in range(data.design.shape[1]):
        columns, best = data.maximum(k, firth=True)
        if not best.converged:
            refuse("outcome", "such that the model converges", "not_converged in these data")
        estimates.append(float(best.beta[-1]) / columns.unit)
    return np.array(estimates) / data.units
