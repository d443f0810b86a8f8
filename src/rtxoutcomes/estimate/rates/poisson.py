"""Poisson regression of event counts on person-time, with errors robust to clustering of events."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from rtxoutcomes.arrays import Floats
from rtxoutcomes.estimate.arguments import count, level, named_design, option
from rtxoutcomes.estimate.likelihood.leverage import (
    FULL_LEVERAGE,
    NEAR_ONE,
    Determined,
    determined,
    leverages,
)
from rtxoutcomes.estimate.rates.count_model import (
    CountRows,
    Fitted,
    RateTerm,
    Reduced,
    count_rows,
    fit,
    rate_terms,
    reduced,
    refusal,
    unfitted_terms,
)
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.summary import WithSummary, summary_frame
from rtxoutcomes.results.estimate import NAN, Kind, Note
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

Covariance = Literal["model", "HC0", "HC1", "HC2", "HC3"]


@dataclass(frozen=True, slots=True, repr=False)
class PoissonFit(WithSummary):
    """A fitted model. `pearson` is Pearson's chi-square; NaN where nothing was fitted.

    `left_out`: the rows of patients of leverage 1, who are not among the n.
    """

    n: int
    events: int
    person_years: float
    residual_df: int
    terms: tuple[RateTerm, ...]
    log_likelihood: float
    deviance: float
    pearson: float
    left_out: tuple[int, ...] = ()

    @property
    def events_per_parameter(self) -> float:
        return self.events / len(self.terms)

    @property
    def summary(self) -> pd.DataFrame:
        """One row per column: log rate ratio, rate ratio, test, n and events."""
        return summary_frame(((t.term, t.log_rate, t.rate_ratio) for t in self.terms), "rate_ratio")


def poisson_regression(
    events: ArrayLike,
    years: ArrayLike,
    design: ArrayLike,
    terms: Sequence[str] | None = None,
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
    design
        Shape (patients, terms), the column of ones included: an array or a DataFrame.
    terms
        Name of each column. None: the names of the columns of a DataFrame, else x1, x2, ...
    covariance
        `model` assumes the Poisson variance; HC0 to HC3 do not.
    dropped
        Patients excluded, carried into the result.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    PoissonFit
        No event: `not_attempted`, `no_events`. A term that separates patients with events from
        those without: `not_estimable`, `separation`; the others keep their estimates. Collinear
        columns, or no more patients than terms: `not_attempted`, `rank_deficient`; a constant
        column besides the ones: `constant_covariate`. With HC2 and HC3 a patient of leverage 1,
        such as one alone in a diagnosis, is excluded and counted as dropped: terms that nobody else
        determines are `not_estimable`, `leverage_one`. Leverage above 0.99: the note
        `leverage_near_one`. Where one patient has all events, robust errors rest on one cluster,
        and the note is `one_cluster`.

    Raises
    ------
    ValueError
        Shapes do not match, a count is negative or not a whole number, years are not above 0, a
        value is missing, the covariance type is not recognised or the level is not between 0 and 1.

    Notes
    -----
    X'WX inverse on both sides of the sum of x x' (y - mu)^2 / (1 - h)^k, k = 2 for HC3, 1 for HC2,
    0 for HC0 and (times n / (n - p)) HC1.

    Equivalent to
    -------------
    `sandwich::vcovHC(glm(events ~ x + offset(log(years)), poisson), type)` in R. statsmodels' `GLM`
    gives HC0 whichever of the four is requested.

    Examples
    --------
    >>> from rtxoutcomes.estimate import poisson_regression
    >>> events, years, late = [0, 2, 1, 0, 3, 1], [1, 2, 1, 1, 2, 1], [0, 0, 0, 1, 1, 1]
    >>> fit = poisson_regression(events, years, [[1, x] for x in late], ["rate", "late"])
    >>> fit.summary["rate_ratio"].round(3).to_dict()
    {'rate': 0.75, 'late': 1.333}
    """
    design, terms = named_design("design", design, terms)
    rows = count_rows(events, years, design, terms)
    option("covariance", covariance, get_args(Covariance))
    level("conf_level", conf_level)
    method = f"Poisson regression, {'model' if covariance == 'model' else covariance} errors, z"
    kind = Kind(Measure.RATE_RATIO, MethodKey.POISSON_REGRESSION, method)
    dropped = count("dropped", dropped)
    sample = Sample(kind, rows.n, dropped, rows.total, rows.person_years, conf_level)
    note = refusal(rows)
    if note:
        return _unfitted(sample, terms, note)
    part, left_out = reduced(rows), ()
    fitted = fit(part.rows)
    if fitted is not None and covariance in ("HC2", "HC3"):
        alone = determined(part.rows.design, fitted.mean)
        left_out = tuple(part.index[~alone.kept].tolist())
        sample, part = _without(sample, part.rows, alone), part.without(alone)
        fitted = fit(part.rows) if left_out else fitted
    if fitted is None:
        return _unfitted(sample, terms, "not_converged")
    spread = _covariance(part.rows, fitted.mean, covariance, (rows.n, len(terms)))
    return PoissonFit(
        n=sample.n,
        events=sample.events or 0,
        person_years=sample.person_years,
        residual_df=rows.n - len(terms),
        terms=rate_terms(
            terms, sample, part, fitted.beta, spread, note=_note(part, fitted, covariance)
        ),
        log_likelihood=fitted.log_likelihood,
        deviance=fitted.deviance,
        pearson=float(((part.rows.events - fitted.mean) ** 2 / fitted.mean).sum()),
        left_out=left_out,
    )


def _without(sample: Sample, rows: CountRows, part: Determined) -> Sample:
    """The sample less the patients of leverage 1, who are counted as dropped."""
    gone, inside = len(part.left_out), part.kept
    return replace(
        sample,
        n=sample.n - gone,
        dropped=sample.dropped + gone,
        events=(sample.events or 0) - int(rows.events[~inside].sum()),
        person_years=sample.person_years - float(rows.years[~inside].sum()),
    )


def _note(part: Reduced, fitted: Fitted, covariance: Covariance) -> Note:
    """What a complete result must say: on how little its errors rest."""
    if part.lone and covariance != "model":
        return "one_cluster"
    power = covariance in ("HC2", "HC3")
    near = power and bool((leverages(part.rows.design, fitted.mean) > NEAR_ONE).any())
    return "leverage_near_one" if near else ""


def _covariance(
    rows: CountRows, mean: Floats, covariance: Covariance, size: tuple[int, int]
) -> Floats:
    """Covariance of the coefficients; NaN where a patient has leverage 1."""
    bread = np.linalg.inv((rows.design * mean[:, None]).T @ rows.design)
    if covariance == "model":
        return np.asarray(bread)
    leverage = mean * ((rows.design @ bread) * rows.design).sum(axis=1)
    power = {"HC2": 1, "HC3": 2}.get(covariance, 0)
    if power and (leverage > 1 - FULL_LEVERAGE).any():
        return np.full(bread.shape, NAN)
    squares = (rows.events - mean) ** 2
    if power:
        squares = squares / (1 - leverage) ** power
    meat = (rows.design * squares[:, None]).T @ rows.design
    scale = size[0] / (size[0] - size[1]) if covariance == "HC1" else 1.0
    return np.asarray(scale * (bread @ meat @ bread))


def _unfitted(sample: Sample, terms: Sequence[str], note: Note) -> PoissonFit:
    return PoissonFit(
        n=sample.n,
        events=sample.events or 0,
        person_years=sample.person_years,
        residual_df=sample.n - len(terms),
        terms=unfitted_terms(terms, sample, note),
        log_likelihood=NAN,
        deviance=NAN,
        pearson=NAN,
    )
