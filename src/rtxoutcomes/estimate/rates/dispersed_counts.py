"""Negative binomial rates, for the supplement: guarded, since few events rarely fix a dispersion.

With mean mu and dispersion alpha = 1 / theta the variance is mu + alpha mu^2 (NB2; Lawless 1987).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import digamma, polygamma

from rtxoutcomes.arrays import Floats
from rtxoutcomes.estimate.arguments import count, level, named_design
from rtxoutcomes.estimate.likelihood.ratio_scale import unfitted
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
from rtxoutcomes.estimate.tails import SMALLEST_P, chi2_sf
from rtxoutcomes.results.estimate import NAN, Estimate, Kind, Note
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

RATES = Kind(
    Measure.RATE_RATIO,
    MethodKey.NEGATIVE_BINOMIAL,
    "negative binomial regression, expected information, z",
)
DISPERSION = Kind(
    Measure.DISPERSION,
    MethodKey.NEGATIVE_BINOMIAL,
    "negative binomial dispersion alpha, likelihood ratio against Poisson on the boundary",
)
# Below the first a fit equals a Poisson fit in all digits; above the second the mean is lost.
_SMALLEST_ALPHA, _LARGEST_ALPHA = 1e-6, 1e4


class _Unfitted(ArithmeticError):
    """The fit at one dispersion failed, and with it the search for the best."""


@dataclass(frozen=True, slots=True, repr=False)
class NegativeBinomialFit(WithSummary):
    """A fitted model. `dispersion` is alpha = 1 / theta of R, its variance mean + alpha mean^2;
    its P is that of the likelihood ratio against Poisson, halved because 0 is the boundary."""

    n: int
    events: int
    person_years: float
    terms: tuple[RateTerm, ...]
    dispersion: Estimate
    theta: float
    theta_std_error: float
    log_likelihood: float

    @property
    def summary(self) -> pd.DataFrame:
        """One row per column: log rate ratio, rate ratio, test, n and events."""
        return summary_frame(((t.term, t.log_rate, t.rate_ratio) for t in self.terms), "rate_ratio")


def negative_binomial(
    events: ArrayLike,
    years: ArrayLike,
    design: ArrayLike,
    terms: Sequence[str] | None = None,
    *,
    dropped: int = 0,
    conf_level: float = 0.95,
) -> NegativeBinomialFit:
    """Log-linear rates with a dispersion estimated by maximum likelihood (NB2).

    Parameters
    ----------
    events, years, design, terms, dropped, conf_level
        As in `poisson_regression`.

    Returns
    -------
    NegativeBinomialFit
        Where counts vary no more than Poisson counts, the dispersion is 0, on its boundary: every
        row is `not_estimable`, `dispersion_at_boundary`, and the Poisson model applies. One patient
        with all events: `one_cluster`. A fit that does not converge or warns: `not_converged`, and
        no number. Other statuses as in `poisson_regression`.

    Raises
    ------
    ValueError
        As `poisson_regression`.

    Notes
    -----
    Estimates and theta by maximum likelihood; errors from the expected information with theta held
    at its estimate.

    Equivalent to
    -------------
    `MASS::glm.nb(events ~ x + offset(log(years)))` in R. statsmodels' `NegativeBinomial` takes
    errors from the joint observed Hessian (up to 18 % larger in the epilepsy data) and does not
    converge where alpha tends to 0; the alpha of its `GLM` family is 1 by default.

    Examples
    --------
    >>> from rtxoutcomes.estimate import negative_binomial
    >>> events, years = [0, 5, 0, 1, 0, 7, 1, 0], [1, 1, 2, 1, 1, 2, 1, 2]
    >>> fit = negative_binomial(events, years, [[1]] * 8, ["rate"])
    >>> round(fit.terms[0].rate_ratio.estimate, 3), round(fit.dispersion.estimate, 2)
    (1.305, 2.29)
    """
    design, terms = named_design("design", design, terms)
    rows = count_rows(events, years, design, terms)
    level("conf_level", conf_level)
    dropped = count("dropped", dropped)
    sample = Sample(RATES, rows.n, dropped, rows.total, rows.person_years, conf_level)
    note = refusal(rows)
    if note:
        return _unfitted(sample, terms, note)
    part = reduced(rows)
    fits = _fits(part)
    if isinstance(fits, str):
        return _unfitted(sample, terms, fits)
    return _fit(sample, terms, part, fits)


def _fits(part: Reduced) -> tuple[float, Fitted, Fitted] | Note:
    """The dispersion, the fit with it and the Poisson fit; or why there is none."""
    poisson = fit(part.rows)
    if part.lone:
        return "one_cluster"
    if poisson is None:
        return "not_converged"
    if _slope_at_zero(part.rows, poisson) <= 0:
        return "dispersion_at_boundary"
    alpha = _dispersion(part.rows, poisson.beta)
    if isinstance(alpha, str):
        return alpha
    fitted = fit(part.rows, alpha)
    return (alpha, fitted, poisson) if fitted is not None else "not_converged"


def _slope_at_zero(rows: CountRows, poisson: Fitted) -> float:
    """Derivative of the log-likelihood in the dispersion at 0."""
    return float(((rows.events - poisson.mean) ** 2 - rows.events).sum()) / 2


def _dispersion(rows: CountRows, start: Floats) -> float | Note:
    """The alpha at which the profile likelihood has its first maximum, or why there is none."""

    def slope(log_alpha: float) -> float:
        alpha = math.exp(log_alpha)
        fitted = fit(rows, alpha, start)
        if fitted is None:
            raise _Unfitted
        return _slope(rows.events, fitted.mean, 1 / alpha)

    low = math.log(_SMALLEST_ALPHA)
    try:
        if slope(low) <= 0:
            return "dispersion_at_boundary"
        high = low + 4.0
        while slope(high) > 0:
            low, high = high, high + 4.0
            if high > math.log(_LARGEST_ALPHA):
                return "not_converged"
        return math.exp(float(brentq(slope, low, high, xtol=1e-9, rtol=1e-10)))
    except _Unfitted:
        return "not_converged"


def _slope(events: Floats, mean: Floats, theta: float) -> float:
    """Derivative of the log-likelihood in log alpha, at fitted means."""
    terms = digamma(events + theta) - digamma(theta) - np.log1p(mean / theta)
    return -theta * float((terms + (mean - events) / (mean + theta)).sum())


def _theta_error(events: Floats, mean: Floats, theta: float) -> float:
    """Standard error of theta from its observed information, as in `theta.ml` of MASS."""
    information = polygamma(1, theta) - polygamma(1, events + theta) - 1 / theta
    information += 2 / (mean + theta) - (events + theta) / (mean + theta) ** 2
    total = float(np.sum(information))
    return 1 / math.sqrt(total) if total > 0 else NAN


def _fit(
    sample: Sample, terms: Sequence[str], part: Reduced, fits: tuple[float, Fitted, Fitted]
) -> NegativeBinomialFit:
    alpha, fitted, poisson = fits
    design = part.rows.design
    weight = fitted.mean / (1 + alpha * fitted.mean)
    information = (design * weight[:, None]).T @ design
    covariance = np.asarray(np.linalg.inv(information), dtype=np.float64)
    theta = 1 / alpha
    theta_error = _theta_error(part.rows.events, fitted.mean, theta)
    ratio = max(0.0, 2 * (fitted.log_likelihood - poisson.log_likelihood))
    return NegativeBinomialFit(
        n=sample.n,
        events=sample.events or 0,
        person_years=sample.person_years,
        terms=rate_terms(terms, sample, part, fitted.beta, covariance),
        dispersion=replace(sample, kind=DISPERSION).result(
            estimate=alpha,
            # By the delta method: alpha is the inverse of theta.
            std_error=theta_error * alpha * alpha,
            statistic=ratio,
            p_value=max(chi2_sf(ratio, 1) / 2, SMALLEST_P),
        ),
        theta=theta,
        theta_std_error=theta_error,
        log_likelihood=fitted.log_likelihood,
    )


def _unfitted(sample: Sample, terms: Sequence[str], note: Note) -> NegativeBinomialFit:
    return NegativeBinomialFit(
        n=sample.n,
        events=sample.events or 0,
        person_years=sample.person_years,
        terms=unfitted_terms(terms, sample, note),
        dispersion=unfitted(replace(sample, kind=DISPERSION), note),
        theta=NAN,
        theta_std_error=NAN,
        log_likelihood=NAN,
    )
