"""Poisson regression of event counts on person-time, with errors that hold where events cluster."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rtxoutcomes.estimate.arguments import count, level, option
from rtxoutcomes.estimate.rates.count_model import (
    CountRows,
    RateTerm,
    Reduced,
    count_rows,
    fit,
    reduced,
    refusal,
)
from rtxoutcomes.estimate.tails import normal_isf, normal_sf
from rtxoutcomes.results import NAN, Estimate, Note, Status

Reals = NDArray[np.float64]
Covariance = Literal["model", "HC0", "HC1", "HC2", "HC3"]
_FULL_LEVERAGE = 1e-10
_EXACT = 1e-12
_SMALLEST = 5e-324


@dataclass(frozen=True, slots=True)
class PoissonFit:
    """A fitted model. `pearson` is Pearson's chi-square; NaN where nothing was fitted."""

    n: int
    events: int
    person_years: float
    residual_df: int
    terms: tuple[RateTerm, ...]
    log_likelihood: float
    deviance: float
    pearson: float

    @property
    def events_per_parameter(self) -> float:
        return self.events / len(self.terms)


def poisson_regression(
    events: ArrayLike,
    years: ArrayLike,
    design: ArrayLike,
    terms: Sequence[str],
    *,
    covariance: Covariance = "HC3",
    dropped: int = 0,
    conf_level: float = 0.95,
) -> PoissonFit:
    """Log-linear rates with heteroscedasticity-consistent errors and a normal reference.

    Parameters
    ----------
    events, years
        Shape (patients,): whole numbers of events, and years at risk above 0.
    design, terms
        Shape (patients, terms), the column of ones included; the name of each column.
    covariance
        `model` trusts the Poisson variance; HC0 to HC3 do not.
    dropped
        Patients left out, carried into the result.

    Returns
    -------
    PoissonFit
        No event: `not_attempted`, `no_events`. A term that separates patients with events from
        those without: `not_estimable`, `separation`; the others keep their estimates. Columns
        that cannot be told apart, or no more patients than terms: `not_attempted`,
        `rank_deficient`; a constant column besides the ones: `constant_covariate`. A patient
        whom the model fits alone (leverage 1, HC2 and HC3): `zero_variance`. Where one patient
        has all events, robust errors rest on one cluster, and the note says `one_cluster`.

    Raises
    ------
    ValueError
        Shapes do not fit, a count is negative or no whole number, years are not above 0, a value
        is missing, or the covariance or level is none.

    Notes
    -----
    `sandwich::vcovHC(glm(family = poisson), type)` in R. statsmodels' GLM gives HC0 whichever of
    the four is asked for, hence the errors written here: X'WX inverse on both sides of the sum of
    x x' (y - mu)^2 / (1 - h)^k, k = 2 for HC3, 1 for HC2, 0 for HC0 and (times n / (n - p)) HC1.
    """
    rows = count_rows(events, years, design, terms)
    option("covariance", covariance, get_args(Covariance))
    level("conf_level", conf_level)
    method = f"Poisson regression, {'model' if covariance == 'model' else covariance} errors, z"
    blank = Estimate(
        method=method,
        n=rows.n,
        dropped=count("dropped", dropped),
        events=rows.total,
        person_years=rows.person_years,
        conf_level=conf_level,
        status="not_attempted",
        note="no_events",
    )
    note = refusal(rows)
    if note:
        return _without(rows, terms, blank, note)
    part = reduced(rows)
    fitted = fit(part.rows)
    if fitted is None:
        return _without(rows, terms, blank, "not_converged")
    spread = _covariance(part.rows, fitted.mean, covariance, (rows.n, len(terms)))
    lone: Note = "one_cluster" if part.lone and covariance != "model" else ""
    values = rate_terms(terms, blank, part, (fitted.beta, spread), lone)
    return PoissonFit(
        n=rows.n,
        events=rows.total,
        person_years=rows.person_years,
        residual_df=rows.n - len(terms),
        terms=values,
        log_likelihood=fitted.log_likelihood,
        deviance=fitted.deviance,
        pearson=float(((part.rows.events - fitted.mean) ** 2 / fitted.mean).sum()),
    )


def _covariance(
    rows: CountRows, mean: Reals, covariance: Covariance, size: tuple[int, int]
) -> Reals:
    """Covariance of the coefficients; NaN where a patient has leverage 1."""
    bread = np.linalg.inv((rows.design * mean[:, None]).T @ rows.design)
    if covariance == "model":
        return np.asarray(bread)
    leverage = mean * ((rows.design @ bread) * rows.design).sum(axis=1)
    power = {"HC2": 1, "HC3": 2}.get(covariance, 0)
    if power and (leverage > 1 - _FULL_LEVERAGE).any():
        return np.full(bread.shape, NAN)
    squares = (rows.events - mean) ** 2
    if power:
        squares = squares / (1 - leverage) ** power
    meat = (rows.design * squares[:, None]).T @ rows.design
    scale = size[0] / (size[0] - size[1]) if covariance == "HC1" else 1.0
    return np.asarray(scale * (bread @ meat @ bread))


def rate_terms(
    terms: Sequence[str], blank: Estimate, part: Reduced, told: tuple[Reals, Reals], note: Note = ""
) -> tuple[RateTerm, ...]:
    """Every term of a model, those that run away with `separation` in place of an estimate.

    `told` holds coefficients and covariance of the basis; an error of 0 or NaN is none:
    `zero_variance`.
    """
    beta, error = part.terms(*told)
    lost = _noted(blank, "separation")
    return tuple(
        _rate_term(term, blank, float(beta[k]), float(error[k]), note)
        if part.known[k]
        else RateTerm(term, lost, lost)
        for k, term in enumerate(terms)
    )


def _rate_term(term: str, blank: Estimate, beta: float, error: float, note: Note = "") -> RateTerm:
    """A coefficient with its Wald interval and P, on the log scale and as a ratio."""
    # Where every count is fitted exactly the error is rounding, and no error.
    if not error > _EXACT:
        nothing = _noted(blank, "zero_variance")
        return RateTerm(term, nothing, nothing)
    half = normal_isf((1 - blank.conf_level) / 2) * error
    log_rate = replace(
        blank,
        estimate=beta,
        std_error=error,
        conf_low=beta - half,
        conf_high=beta + half,
        statistic=beta / error,
        p_value=max(2 * normal_sf(abs(beta / error)), _SMALLEST),
        status="ok",
        note=note,
    )
    ratio = replace(
        log_rate,
        estimate=math.exp(beta),
        conf_low=math.exp(beta - half),
        conf_high=math.exp(beta + half),
    )
    return RateTerm(term, log_rate, ratio)


def _noted(blank: Estimate, note: Note) -> Estimate:
    unasked = note in ("no_events", "rank_deficient")
    status: Status = "not_attempted" if unasked else "not_estimable"
    return replace(blank, status=status, note=note)


def _without(rows: CountRows, terms: Sequence[str], blank: Estimate, note: Note) -> PoissonFit:
    value = _noted(blank, note)
    return PoissonFit(
        n=rows.n,
        events=rows.total,
        person_years=rows.person_years,
        residual_df=rows.n - len(terms),
        terms=tuple(RateTerm(term, value, value) for term in terms),
        log_likelihood=NAN,
        deviance=NAN,
        pearson=NAN,
    )
