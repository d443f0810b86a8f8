"""Logistic regression without a penalty: separation is reported instead of a diverged number.

The reported model is Firth's (`firth_logistic`); this one serves comparison with other software,
and designs with many events.
"""

import math
from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from rtxoutcomes.estimate.arguments import named_design, option
from rtxoutcomes.estimate.likelihood.firth_logistic import (
    LogisticFit,
    fit_terms,
    logistic_sample,
    unfitted_logistic,
)
from rtxoutcomes.estimate.likelihood.logistic_likelihood import Basis, logistic_data
from rtxoutcomes.estimate.likelihood.penalised import Fit
from rtxoutcomes.estimate.likelihood.profile import Inference, profiled, wald, wald_inference
from rtxoutcomes.estimate.likelihood.separation import separating_terms
from rtxoutcomes.results.estimate import Kind
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

Limits = Literal["profile", "wald", "HC0"]
METHODS: dict[Limits, str] = {
    "profile": "logistic, profile likelihood",
    "wald": "logistic, Wald",
    "HC0": "logistic, Wald with HC0 errors",
}


def logistic(
    outcome: ArrayLike,
    design: ArrayLike,
    terms: Sequence[str] | None = None,
    *,
    limits: Limits = "profile",
    dropped: int = 0,
    conf_level: float = 0.95,
) -> LogisticFit:
    """Logistic regression by maximum likelihood.

    Parameters
    ----------
    outcome, design, terms, dropped, conf_level
        As in `firth_logistic`.
    limits
        "profile": likelihood-ratio tests and profile limits; "wald": z tests and normal limits;
        "HC0": the same with White's heteroscedasticity-consistent errors.

    Returns
    -------
    LogisticFit
        Statuses as in `firth_logistic`. Where a combination of columns separates patients with and
        without the event there is no estimate: all are `not_estimable`, `separation`;
        `separating_terms` names the columns. statsmodels and R print a number there.

    Raises
    ------
    ValueError
        As in `firth_logistic`, or `limits` is not recognised.

    Equivalent to
    -------------
    `glm(outcome ~ ., binomial)` in R, with `drop1(test = "LRT")` for tests and `confint` for
    limits, or `summary`, or `sandwich::vcovHC("HC0")`; `statsmodels.Logit(outcome, design).fit()`
    for `wald`.

    Examples
    --------
    >>> from rtxoutcomes.estimate import logistic
    >>> outcome, dose = [0, 0, 1, 0, 1, 1, 0, 1], [1, 2, 3, 4, 5, 6, 7, 8]
    >>> fit = logistic(outcome, [[1, x] for x in dose], ["intercept", "dose"])
    >>> float(fit.summary.loc["dose", "odds_ratio"].round(3))
    1.542
    """
    option("limits", limits, get_args(Limits))
    design, terms = named_design("design", design, terms)
    data = logistic_data(outcome, design, terms)
    kind = Kind(Measure.ODDS_RATIO, MethodKey.LOGISTIC, METHODS[limits])
    sample = logistic_sample(kind, data, dropped, conf_level)
    note = data.refusal()
    if not note and separating_terms(data.outcome, data.design, terms):
        note = "separation"
    if note:
        return unfitted_logistic(sample, data, terms, note)

    def infer(columns: Basis, best: Fit, unit: float) -> Inference:
        return _inference(columns, best, unit, conf_level, limits)

    return fit_terms(sample, data, terms, infer, firth=False)


def _inference(
    columns: Basis, best: Fit, unit: float, conf_level: float, limits: Limits
) -> Inference:
    """Inference on the last column of the basis."""
    last = best.beta.size - 1
    if limits == "profile":
        return profiled(columns.model, best, last, unit, conf_level)
    if limits == "wald":
        return wald(best, last, unit, conf_level)
    # A term is log(1 - |residual|) of its patient; squares need no sign.
    squared = np.expm1(best.at.terms) ** 2
    influence = columns.model.design @ np.linalg.inv(best.at.information)[:, last]
    error = math.sqrt(math.fsum((squared * influence**2).tolist()))
    return wald_inference(float(best.beta[last]), error, unit, conf_level)
