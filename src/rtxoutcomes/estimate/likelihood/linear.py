"""Linear models with heteroscedasticity-consistent errors: HC3, t and F references.

The covariance of the coefficients is (X'X)^-1 X' diag(e_i^2 / (1 - h_i)^k) X (X'X)^-1 with
residuals e and leverages h; k = 2 is HC3 (MacKinnon and White 1985).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from statsmodels.regression.linear_model import OLS

from rtxoutcomes.arrays import Floats
from rtxoutcomes.estimate.arguments import count, level, matrix, names, option, reals, refuse
from rtxoutcomes.estimate.likelihood.ratio_scale import unfitted
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.tails import SMALLEST_P, f_sf
from rtxoutcomes.results.estimate import NAN, Estimate, Kind, Note
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

Covariance = Literal["HC0", "HC1", "HC2", "HC3", "classical"]
_FULL_LEVERAGE = 1e-10
_CONDITION = 1e13
# Residuals smaller than this part of the outcome are rounding, and so would be their errors.
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
        Patients excluded, carried into the result.

    Returns
    -------
    LinearFit
        Fewer than terms + 2 patients, or collinear columns: `not_attempted`, `rank_deficient`; a
        constant column besides the intercept: `constant_covariate`; an outcome that does not vary
        or that the model fits exactly, or a patient whom it fits exactly (leverage 1; HC2 and HC3
        do not exist there): `not_estimable`, `zero_variance`.

    Raises
    ------
    ValueError
        Shapes do not match, a value is missing, or `covariance` is not recognised.

    Notes
    -----
    MacKinnon and White 1985; `lmtest::coeftest(fit, sandwich::vcovHC(fit, "HC3"))` in R.
    statsmodels gives normal P values with robust errors by default.
    """
    outcome, design = _checked(outcome, design, names("terms", terms))
    option("covariance", covariance, get_args(Covariance))
    dropped, conf_level = count("dropped", dropped), level("conf_level", conf_level)
    key = MethodKey.LINEAR_HC3 if covariance == "HC3" else MethodKey.LINEAR
    kind = Kind(Measure.DIFFERENCE, key, f"least squares, {covariance}, t")
    n, size = design.shape
    df, sample = n - size, Sample(kind, n, dropped, conf_level=conf_level)
    note = _refusal(outcome, design, covariance)
    if note:
        return _unfitted(sample, terms, df, note)
    robust = "nonrobust" if covariance == "classical" else covariance
    fit = OLS(outcome, design).fit(cov_type=robust, use_t=True)
    if _is_exact(outcome, np.asarray(fit.resid)):
        return _unfitted(sample, terms, df, "zero_variance")
    named = tuple(
        LinearTerm(term, sample.t_result(beta, error, df))
        for term, beta, error in zip(terms, fit.params.tolist(), fit.bse.tolist(), strict=True)
    )
    return LinearFit(n, df, named, float(fit.rsquared))


def joint_test(
    outcome: Floats, design: Floats, columns: Sequence[int], *, dropped: int = 0
) -> Estimate:
    """Wald test that several coefficients are all 0, with the HC3 covariance and F reference.

    `statistic` is F, `df` that of the numerator; the method names both. Statuses and errors as in
    `linear_hc3`. `lmtest::waldtest(vcov = vcovHC)` in R.
    """
    outcome, design = _checked(outcome, design, None)
    dropped = count("dropped", dropped)
    n, size = design.shape
    if not columns or not set(columns) <= set(range(size)):
        refuse("columns", f"some of the {size} of the design, from 0", f"{list(columns)}")
    method = f"joint Wald test, HC3, F on {len(columns)} and {n - size} df"
    sample = Sample(Kind(Measure.TEST, MethodKey.JOINT_TEST, method), n, dropped)
    note = _refusal(outcome, design, "HC3")
    if note:
        return unfitted(sample, note)
    fit = OLS(outcome, design).fit(cov_type="HC3", use_t=True)
    beta = np.asarray(fit.params)[list(columns)]
    covariance = np.asarray(fit.cov_params())[np.ix_(columns, columns)]
    exact = _is_exact(outcome, np.asarray(fit.resid))
    if exact or np.linalg.matrix_rank(covariance, hermitian=True) < len(columns):
        return sample.not_estimable("zero_variance")
    statistic = float(beta @ np.linalg.solve(covariance, beta)) / len(columns)
    return sample.result(
        statistic=statistic,
        df=float(len(columns)),
        p_value=max(f_sf(statistic, len(columns), n - size), SMALLEST_P),
    )


def _is_exact(outcome: Floats, residual: Floats) -> bool:
    return bool(np.abs(residual).max() <= _EXACT * np.abs(outcome).max())


def _checked(outcome: Floats, design: Floats, terms: Sequence[str] | None) -> tuple[Floats, Floats]:
    """Outcome and design as arrays; without `terms` the design may have any number of columns."""
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


def _unfitted(sample: Sample, terms: Sequence[str], df: int, note: Note) -> LinearFit:
    value = unfitted(sample, note)
    return LinearFit(sample.n, df, tuple(LinearTerm(term, value) for term in terms), NAN)
