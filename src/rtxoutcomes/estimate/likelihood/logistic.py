"""Logistic regression without a penalty, guarded: what runs away is named and not printed.

The model of record is Firth's (`firth_logistic`); this one serves comparison with other software,
and designs with many events.
"""

import math
from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from rtxoutcomes.estimate.arguments import count, flags, level, matrix, number, option
from rtxoutcomes.estimate.likelihood.firth_logistic import (
    LogisticCoefficient,
    LogisticFit,
    nothing_told,
    varying,
)
from rtxoutcomes.estimate.likelihood.logistic_likelihood import Basis, basis, refusal
from rtxoutcomes.estimate.likelihood.penalised import Fit, maximise
from rtxoutcomes.estimate.likelihood.profile import Inference, profiled, wald, wald_of
from rtxoutcomes.estimate.likelihood.ratio_scale import Fitted, log_and_ratio
from rtxoutcomes.estimate.likelihood.separation import separating_terms

Floats = NDArray[np.float64]
Limits = Literal["profile", "wald", "HC0"]
METHODS: dict[Limits, str] = {
    "profile": "logistic, profile likelihood",
    "wald": "logistic, Wald",
    "HC0": "logistic, Wald with HC0 errors",
}
# The normal quantiles of 5 % two-sided and 80 % power, added.
_EIGHTY_PERCENT = 2.80


def logistic(
    outcome: NDArray[np.bool_] | Floats,
    design: Floats,
    terms: Sequence[str],
    *,
    limits: Limits = "profile",
    dropped: int = 0,
    conf_level: float = 0.95,
) -> LogisticFit:
    """Logistic regression by maximum likelihood.

    Parameters
    ----------
    outcome, design, terms, dropped
        As in `firth_logistic`.
    limits
        "profile": likelihood-ratio tests and profile limits; "wald": z tests and normal limits;
        "HC0": the same with White's heteroscedasticity-consistent errors.

    Returns
    -------
    LogisticFit
        Statuses as in `firth_logistic`. Where a combination of columns separates patients with
        and without the event there is no estimate: all are `not_estimable`, `separation`;
        `separating_terms` names the columns. statsmodels and R print a number there.

    Raises
    ------
    ValueError
        As in `firth_logistic`, or `limits` is unknown.

    Notes
    -----
    `glm(outcome ~ ., binomial)` in R, `drop1(test = "LRT")` for tests, `sandwich::vcovHC("HC0")`.
    """
    option("limits", limits, get_args(Limits))
    happened = flags("outcome", outcome)
    design = matrix("design", design, happened.size, terms)
    fitted = Fitted(
        METHODS[limits],
        happened.size,
        int(happened.sum()),
        count("dropped", dropped),
        level("conf_level", conf_level),
    )
    units = np.sqrt((design**2).mean(axis=0)) if design.size else np.ones(len(terms))
    refused = refusal(happened, design, units)
    if not refused and separating_terms(happened, design, terms):
        refused = "separation"
    if refused:
        return nothing_told(fitted, design, terms, refused)
    told: list[LogisticCoefficient] = []
    for k, term in enumerate(terms):
        columns = basis(happened, design / units, k, firth=False)
        best = maximise(columns.model, np.zeros(len(terms)), np.ones(len(terms), dtype=bool))
        if not best.converged:
            return nothing_told(fitted, design, terms, "not_converged")
        inference = _inference(
            columns, best, columns.unit * float(units[k]), fitted.conf_level, limits
        )
        told.append(LogisticCoefficient(term, *log_and_ratio(fitted, inference)))
    log_likelihood = math.fsum(best.at.terms.tolist())
    return LogisticFit(
        n=fitted.n,
        events=fitted.events,
        log_likelihood=log_likelihood,
        penalised_log_likelihood=log_likelihood,
        coefficients=tuple(told),
        converged=True,
        parameters=varying(design),
    )


def planning_odds_ratio(events: int, n: int, sd: float = 1.0) -> float:
    """Odds ratio per unit for which so many events among n would give about 80 % power.

    `sd` is the standard deviation of the exposure. exp(2.80 / (sd sqrt(n p (1 - p)))) with p =
    events / n, the usual approximation; a planning value, not the power of what was observed.

    Raises
    ------
    ValueError
        No event, nobody without one, or no spread.
    """
    n = count("n", n, at_least=2)
    events = count("events", events, at_least=1, at_most=n - 1)
    spread = number("sd", sd, above=0) * math.sqrt(events * (n - events) / n)
    return math.exp(_EIGHTY_PERCENT / spread)


def _inference(
    columns: Basis, best: Fit, unit: float, conf_level: float, limits: Limits
) -> Inference:
    """What is said of the last column of the basis."""
    last = best.beta.size - 1
    if limits == "profile":
        return profiled(columns.model, best, last, unit, conf_level)
    if limits == "wald":
        return wald(best, last, unit, conf_level)
    # A term is log(1 - |residual|) of its patient; squares need no sign.
    squared = np.expm1(best.at.terms) ** 2
    influence = columns.model.design @ np.linalg.inv(best.at.information)[:, last]
    error = math.sqrt(math.fsum((squared * influence**2).tolist()))
    return wald_of(float(best.beta[last]), error, unit, conf_level)
