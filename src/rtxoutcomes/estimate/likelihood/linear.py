"""Linear models with errors that need no equal variances: HC3, t and F references."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr
from statsmodels.regression.linear_model import OLS

from rtxoutcomes.estimate.arguments import count, level, matrix, names, option, reals, refuse
from rtxoutcomes.estimate.tails import f_sf, t_isf
from rtxoutcomes.results import NAN, Estimate, Note, Status

Floats = NDArray[np.float64]
Covariance = Literal["HC0", "HC1", "HC2", "HC3", "classical"]
_FULL_LEVERAGE = 1e-10
_CONDITION = 1e13
# Residuals smaller than this part of the outcome are rounding, and so would their errors be.
_EXACT = 1e-13


@dataclass(frozen=True, slots=True)
class LinearTerm:
    """One coefficient."""

    term: str
    value: Estimate


@dataclass(frozen=True, slots=True)
class LinearFit:
    """A fitted linear model; `residual_df` are the degrees of freedom of its t statistics."""

    n: int
    residual_df: int
    terms: tuple[LinearTerm, ...]
    r_squared: float


def linear_hc3(
    outcome: Floats,
    design: Floats,
    terms: Sequence[str],
    *,
    dropped: int = 0,
    covariance: Covariance = "HC3",
    conf_level: float = 0.95,
) -> LinearFit:
    """Least squares with heteroscedasticity-consistent errors and a t reference.

    Parameters
    ----------
    outcome
        Shape (patients,), without missing values.
    design
        Shape (patients, terms), the column of ones included.
    terms
        Name of each column.
    dropped
        Patients left out, carried into the result.

    Returns
    -------
    LinearFit
        Fewer than terms + 2 patients, or columns that cannot be told apart: `not_attempted`,
        `rank_deficient`; a column besides the intercept that is constant: `constant_covariate`;
        an outcome that does not vary or that the model fits exactly, or a patient whom it fits
        alone (leverage 1; HC2 and HC3 do not exist there): `not_estimable`, `zero_variance`.

    Raises
    ------
    ValueError
        Shapes do not fit, a value is missing, or `covariance` is unknown.

    Notes
    -----
    MacKinnon and White 1985; `lmtest::coeftest(fit, sandwich::vcovHC(fit, "HC3"))` in R.
    statsmodels prints normal p-values with robust errors unless told otherwise.
    """
    outcome, design = _checked(outcome, design, names("terms", terms))
    option("covariance", covariance, get_args(Covariance))
    dropped, conf_level = count("dropped", dropped), level("conf_level", conf_level)
    method = f"least squares, {covariance}, t"
    n, size = design.shape
    refused = _refusal(outcome, design, covariance)
    if refused:
        return LinearFit(n, n - size, _without(terms, method, n, dropped, refused), NAN)
    told = OLS(outcome, design).fit(
        cov_type="nonrobust" if covariance == "classical" else covariance, use_t=True
    )
    if _is_exact(outcome, np.asarray(told.resid)):
        return LinearFit(n, n - size, _without(terms, method, n, dropped, "zero_variance"), NAN)
    beta, error = np.asarray(told.params), np.asarray(told.bse)
    half = t_isf((1 - conf_level) / 2, n - size) * error
    p_values = 2 * stdtr(n - size, -np.abs(beta / error))
    values = [
        _estimate(method, (n, dropped), told_of_one, n - size, conf_level)
        for told_of_one in zip(beta, error, half, p_values, strict=True)
    ]
    named = tuple(LinearTerm(name, value) for name, value in zip(terms, values, strict=True))
    return LinearFit(n, n - size, named, float(told.rsquared))


def joint_test(
    outcome: Floats, design: Floats, columns: Sequence[int], *, dropped: int = 0
) -> Estimate:
    """Are these coefficients all 0? Wald's test with the HC3 covariance, F reference.

    `statistic` is F, `df` the numerator's; the method names both. Statuses and errors as in
    `linear_hc3`. `lmtest::waldtest(vcov = vcovHC)` in R.
    """
    outcome, design = _checked(outcome, design, None)
    dropped = count("dropped", dropped)
    n, size = design.shape
    if not columns or not set(columns) <= set(range(size)):
        refuse("columns", f"some of the {size} of the design, from 0", f"{list(columns)}")
    method = f"joint Wald test, HC3, F on {len(columns)} and {n - size} df"
    refused = _refusal(outcome, design, "HC3")
    if refused:
        return _without([""], method, n, dropped, refused)[0].value
    fit = OLS(outcome, design).fit(cov_type="HC3", use_t=True)
    beta = np.asarray(fit.params)[list(columns)]
    covariance = np.asarray(fit.cov_params())[np.ix_(columns, columns)]
    exact = _is_exact(outcome, np.asarray(fit.resid))
    if exact or np.linalg.matrix_rank(covariance, hermitian=True) < len(columns):
        return _without([""], method, n, dropped, "zero_variance")[0].value
    statistic = float(beta @ np.linalg.solve(covariance, beta)) / len(columns)
    return Estimate(
        method=method,
        n=n,
        dropped=dropped,
        statistic=statistic,
        df=float(len(columns)),
        p_value=_above_zero(f_sf(statistic, len(columns), n - size)),
    )


def _is_exact(outcome: Floats, residual: Floats) -> bool:
    return bool(np.abs(residual).max() <= _EXACT * np.abs(outcome).max())


def _above_zero(p_value: float) -> float:
    """The smallest positive number where a p-value is too small for a double."""
    return max(p_value, math.ulp(0.0))


def _checked(outcome: Floats, design: Floats, terms: Sequence[str] | None) -> tuple[Floats, Floats]:
    """Outcome and design as arrays; without `terms` the design has as many columns as it has."""
    outcome = reals("outcome", outcome)
    columns = range(np.shape(design)[-1] if np.ndim(design) == 2 else 1)
    return outcome, matrix("design", design, outcome.size, columns if terms is None else terms)


def _refusal(outcome: Floats, design: Floats, covariance: Covariance) -> Note:
    n, size = design.shape
    if n < size + 2:
        return "rank_deficient"
    scale = np.sqrt((design**2).mean(axis=0))
    constant = np.ptp(design, axis=0) == 0
    if (scale == 0).any() or constant.sum() > 1:
        return "constant_covariate"
    if float(np.ptp(outcome)) == 0:
        return "zero_variance"
    if np.linalg.cond(design / scale) > _CONDITION:
        return "rank_deficient"
    orthogonal = np.linalg.qr(design / scale)[0]
    leverage = (orthogonal**2).sum(axis=1)
    if covariance in ("HC2", "HC3") and (leverage > 1 - _FULL_LEVERAGE).any():
        return "zero_variance"
    return ""


def _without(
    terms: Sequence[str], method: str, n: int, dropped: int, note: Note
) -> tuple[LinearTerm, ...]:
    status: Status = "not_attempted" if note == "rank_deficient" else "not_estimable"
    value = Estimate(method=method, n=n, dropped=dropped, status=status, note=note)
    return tuple(LinearTerm(term, value) for term in terms)


def _estimate(
    method: str,
    counts: tuple[int, int],
    told: tuple[float, float, float, float],
    df: int,
    conf_level: float,
) -> Estimate:
    beta, error, half, p_value = (float(v) for v in told)
    return Estimate(
        method=method,
        n=counts[0],
        dropped=counts[1],
        estimate=beta,
        std_error=error,
        conf_low=beta - half,
        conf_high=beta + half,
        conf_level=conf_level,
        statistic=beta / error,
        df=float(df),
        p_value=_above_zero(p_value),
    )
