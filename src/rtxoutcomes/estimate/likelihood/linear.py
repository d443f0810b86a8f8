"""Linear models with heteroscedasticity-consistent errors: HC3, t and F references.

The covariance of the coefficients is (X'X)^-1 X' diag(e_i^2 / (1 - h_i)^k) X (X'X)^-1 with
residuals e and leverages h; k = 2 is HC3 (MacKinnon and White 1985). Neither HC2 nor HC3 exists
with a patient of leverage 1, who is excluded.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from statsmodels.regression.linear_model import OLS

from rtxoutcomes.arrays import Floats
from rtxoutcomes.estimate.arguments import count, level, matrix, named_design, option, reals
from rtxoutcomes.estimate.likelihood.leverage import Determined, determined
from rtxoutcomes.estimate.likelihood.ratio_scale import unfitted
from rtxoutcomes.estimate.refusal import refuse
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.summary import WithSummary, summary_frame
from rtxoutcomes.estimate.tails import SMALLEST_P, f_sf
from rtxoutcomes.estimate.variation import constant_columns, is_constant
from rtxoutcomes.results.estimate import NAN, Estimate, Kind, Note
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

Covariance = Literal["HC0", "HC1", "HC2", "HC3", "classical"]
_CONDITION = 1e13
_EXACT = 1e-13


@dataclass(frozen=True, slots=True)
class LinearTerm:
    """One coefficient."""

    term: str
    value: Estimate


@dataclass(frozen=True, slots=True, repr=False)
class LinearFit(WithSummary):
    """A fitted linear model; `residual_df` are the degrees of freedom of its t statistics.

    `left_out`: the rows of patients of leverage 1, who are not among the n.
    """

    n: int
    residual_df: int
    terms: tuple[LinearTerm, ...]
    r_squared: float
    left_out: tuple[int, ...] = ()

    @property
    def summary(self) -> pd.DataFrame:
        """One row per column: coefficient, interval, t test and n."""
        return summary_frame((term.term, term.value, None) for term in self.terms)


def linear_hc3(
    outcome: ArrayLike,
    design: ArrayLike,
    terms: Sequence[str] | None = None,
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
        Shape (patients, terms), the column of ones included: an array or a DataFrame.
    terms
        Name of each column. None: the names of the columns of a DataFrame, else x1, x2, ...
    dropped
        Patients excluded, carried into the result.
    covariance
        `HC0` to `HC3`, or `classical` for equal variances.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    LinearFit
        Fewer than terms + 2 patients, or collinear columns: `not_attempted`, `rank_deficient`; a
        constant column besides the intercept: `constant_covariate`; an outcome that does not vary
        or that the model fits exactly: `not_estimable`, `zero_variance`. With HC2 and HC3 a patient
        of leverage 1, such as one alone in a diagnosis, is excluded and counted as dropped: terms
        that nobody else determines are `not_estimable`, `leverage_one`, the others those of a fit
        without that patient. Leverage above 0.99: the note `leverage_near_one`.

    Raises
    ------
    ValueError
        Shapes do not match, a value is missing, or `covariance` is not recognised.

    Notes
    -----
    MacKinnon and White 1985.

    Equivalent to
    -------------
    `lmtest::coeftest(fit, sandwich::vcovHC(fit, "HC3"))` in R; `statsmodels.OLS(outcome,
    design).fit(cov_type="HC3", use_t=True)`, whose default is normal P values.

    Examples
    --------
    >>> import pandas as pd
    >>> from rtxoutcomes.estimate import linear_hc3
    >>> data = pd.DataFrame({"intercept": 1, "baseline": [2.0, 3.5, 3.0, 5.0, 4.0, 6.0]})
    >>> fit = linear_hc3([1.5, 3.0, 3.5, 4.0, 4.5, 5.0], data)
    >>> fit.summary["coefficient"].round(3).to_dict()
    {'intercept': 0.594, 'baseline': 0.763}
    """
    design, terms = named_design("design", design, terms)
    outcome, design = _checked(outcome, design, terms)
    option("covariance", covariance, get_args(Covariance))
    dropped, conf_level = count("dropped", dropped), level("conf_level", conf_level)
    key = MethodKey.LINEAR_HC3 if covariance == "HC3" else MethodKey.LINEAR
    kind = Kind(Measure.DIFFERENCE, key, f"least squares, {covariance}, t")
    n, size = design.shape
    df, sample = n - size, Sample(kind, n, dropped, conf_level=conf_level)
    note = _refusal(outcome, design)
    if note:
        return _unfitted(sample, terms, df, note)
    part = determined(design, leave_out=covariance in ("HC2", "HC3"))
    sample = _without(sample, part)
    fitted = _fit(outcome[part.kept], part, covariance)
    if fitted is None:
        return _unfitted(sample, terms, df, "zero_variance", part.left_out)
    errors = np.sqrt(np.maximum(np.diag(part.back @ fitted.covariance @ part.back.T), 0.0))
    values = (part.back @ fitted.beta).tolist()
    near: Note = "leverage_near_one" if part.near_one and covariance in ("HC2", "HC3") else ""

    def term(k: int) -> Estimate:
        if not part.known[k]:
            return unfitted(sample, "leverage_one")
        result = sample.t_result(values[k], float(errors[k]), df)
        return replace(result, note=near, p_pair=key)

    named = tuple(LinearTerm(name, term(k)) for k, name in enumerate(terms))
    return LinearFit(sample.n, df, named, fitted.r_squared, part.left_out)


def joint_test(
    outcome: ArrayLike, design: ArrayLike, columns: Sequence[int | str], *, dropped: int = 0
) -> Estimate:
    """Wald test that several coefficients are all 0, with the HC3 covariance and F reference.

    Parameters
    ----------
    outcome, design, dropped
        As in `linear_hc3`.
    columns
        The columns of the design to be tested together: their numbers from 0, or their names in a
        DataFrame.

    Returns
    -------
    Estimate
        `statistic` is F, `df` that of the numerator; the method names both. Statuses as in
        `linear_hc3`: without a patient of leverage 1 fewer hypotheses are left, and the test is
        that of a fit without that patient.

    Raises
    ------
    ValueError
        As for `linear_hc3`; `columns` names none, or one that the design does not have.

    Equivalent to
    -------------
    `lmtest::waldtest(fit, . ~ . - g, vcov = function(x) sandwich::vcovHC(x, "HC3"))` in R.

    Examples
    --------
    >>> from rtxoutcomes.estimate import joint_test
    >>> outcome = [1.0, 2.5, 2.0, 4.5, 3.0, 5.5, 4.0, 6.5]
    >>> design = [[1, a, b] for a, b in zip([0, 0, 1, 1, 0, 0, 1, 1], range(8))]
    >>> test = joint_test(outcome, design, [1, 2])
    >>> round(test.statistic, 2), test.df
    (7.49, 2.0)
    """
    design, terms = named_design("design", design, None)
    outcome, design = _checked(outcome, design, terms)
    columns = _numbered(columns, terms)
    dropped = count("dropped", dropped)
    n, size = design.shape

    def sample_of(hypotheses: int) -> Sample:
        method = f"joint Wald test, HC3, F on {hypotheses} and {n - size} df"
        return Sample(Kind(Measure.TEST, MethodKey.JOINT_TEST, method), n, dropped)

    note = _refusal(outcome, design)
    if note:
        return unfitted(sample_of(len(columns)), note)
    part = determined(design)
    hypotheses = part.hypotheses(columns)
    sample = _without(sample_of(len(hypotheses)), part)
    if not len(hypotheses):
        return unfitted(sample, "leverage_one")
    fitted = _fit(outcome[part.kept], part, "HC3")
    if fitted is None:
        return sample.not_estimable("zero_variance")
    value, covariance = hypotheses @ fitted.beta, hypotheses @ fitted.covariance @ hypotheses.T
    if np.linalg.matrix_rank(covariance, hermitian=True) < len(hypotheses):
        return sample.not_estimable("zero_variance")
    statistic = float(value @ np.linalg.solve(covariance, value)) / len(hypotheses)
    return sample.result(
        statistic=statistic,
        df=float(len(hypotheses)),
        p_value=max(f_sf(statistic, len(hypotheses), n - size), SMALLEST_P),
        note="leverage_near_one" if part.near_one else "",
    )


@dataclass(frozen=True, slots=True)
class _Fitted:
    """Coefficients of a basis and their covariance."""

    beta: Floats
    covariance: Floats
    r_squared: float


def _fit(outcome: Floats, part: Determined, covariance: Covariance) -> _Fitted | None:
    """The fit without them; None if no residual variation is left."""
    if is_constant(outcome):
        return None
    robust = "nonrobust" if covariance == "classical" else covariance
    fit = OLS(outcome, part.basis).fit(cov_type=robust, use_t=True)
    # Residuals smaller than this part of the outcome are rounding, and so would be their errors.
    if np.abs(np.asarray(fit.resid)).max() <= _EXACT * np.abs(outcome).max():
        return None
    return _Fitted(np.asarray(fit.params), np.asarray(fit.cov_params()), float(fit.rsquared))


def _without(sample: Sample, part: Determined) -> Sample:
    """The sample less the patients of leverage 1, who are counted as dropped."""
    gone = len(part.left_out)
    return replace(sample, n=sample.n - gone, dropped=sample.dropped + gone)


def _checked(outcome: ArrayLike, design: Floats, terms: Sequence[str]) -> tuple[Floats, Floats]:
    """Outcome and design as arrays."""
    outcome = reals("outcome", outcome)
    return outcome, matrix("design", design, outcome.size, terms)


def _numbered(columns: Sequence[int | str], terms: Sequence[str]) -> list[int]:
    """Columns of the design by number, each given by its number or its name."""
    given = list(columns) if isinstance(columns, Iterable) and not isinstance(columns, str) else []
    known: list[int | str] = [*range(len(terms)), *terms]
    if not given or any(column not in known for column in given):
        refuse("columns", f"some of the {len(terms)} of the design, from 0", f"{columns!s:.40}")
    return [terms.index(c) if isinstance(c, str) else int(c) for c in given]


def _refusal(outcome: Floats, design: Floats) -> Note:
    n, size = design.shape
    if n < size + 2:
        return "rank_deficient"
    scale = np.sqrt((design**2).mean(axis=0))
    if (scale == 0).any() or constant_columns(design).sum() > 1:
        return "constant_covariate"
    if is_constant(outcome):
        return "zero_variance"
    return "rank_deficient" if np.linalg.cond(design / scale) > _CONDITION else ""


def _unfitted(
    sample: Sample, terms: Sequence[str], df: int, note: Note, left_out: tuple[int, ...] = ()
) -> LinearFit:
    value = unfitted(sample, note)
    named = tuple(LinearTerm(term, value) for term in terms)
    return LinearFit(sample.n, df, named, NAN, left_out)
