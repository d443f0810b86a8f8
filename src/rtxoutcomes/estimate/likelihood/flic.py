"""Predicted risks of Firth's logistic regression whose mean is the observed one."""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import expit

from rtxoutcomes.estimate.arguments import flags, matrix, refuse
from rtxoutcomes.estimate.likelihood.firth_logistic import varying
from rtxoutcomes.estimate.likelihood.logistic_likelihood import basis, refusal
from rtxoutcomes.estimate.likelihood.penalised import maximise

Floats = NDArray[np.float64]
_FAR = 700.0


def flic_risks(
    outcome: NDArray[np.bool_] | Floats, design: Floats, at: Floats | None = None
) -> Floats:
    """Risk of each row by Firth's estimates with the intercept fitted anew without penalty.

    Parameters
    ----------
    outcome
        Shape (patients,): whether it happened, as booleans or as 0 and 1.
    design
        Shape (patients, columns), a column of ones among them.
    at
        Rows to predict for, shape (rows, columns) as in `design`. None: the patients themselves.

    Returns
    -------
    array
        Shape (rows,), each strictly between 0 and 1. The risks of the patients sum to the number
        of events; those of Firth's model itself are drawn towards one half.

    Raises
    ------
    ValueError
        Shapes do not fit, a value is missing, an outcome is neither 0 nor 1, there is no column of
        ones, or there is nothing to fit (no event, no non-event, columns that cannot be told
        apart); the message says which.

    Notes
    -----
    FLIC of Puhr, Heinze, Nold, Lusa and Geroldinger 2017; `logistf::flic` in R.
    """
    happened = flags("outcome", outcome)
    size = np.shape(design)[-1] if np.ndim(design) == 2 else 1
    design = matrix("design", design, happened.size, range(size))
    wanted = design if at is None else matrix("at", at, np.shape(at)[0], range(size))
    if varying(design) == size or not (design == 1).all(axis=0).any():
        refuse("design", "with a column of ones", "without one")
    units = np.sqrt((design**2).mean(axis=0))
    note = refusal(happened, design, units)
    if note:
        refuse("outcome", "such that a model can be fitted", f"{note} in these data")
    slope = _firth_estimates(happened, design / units) / units
    fixed = design @ slope

    def excess(shift: float) -> float:
        return math.fsum(expit(fixed + shift).tolist()) - int(happened.sum())

    shift = float(brentq(excess, -_FAR, _FAR, xtol=1e-13, rtol=1e-13))
    return np.asarray(expit(wanted @ slope + shift))


def _firth_estimates(happened: NDArray[np.bool_], design: Floats) -> Floats:
    """Coefficients of the columns: each is the last of a basis of its own."""
    size = design.shape[1]
    free = np.ones(size, dtype=bool)
    told = []
    for k in range(size):
        columns = basis(happened, design, k)
        best = maximise(columns.model, np.zeros(size), free)
        if not best.converged:
            refuse("outcome", "such that the model converges", "not_converged in these data")
        told.append(float(best.beta[-1]) / columns.unit)
    return np.array(told)
