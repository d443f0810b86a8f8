"""Do covariates tell those with and without an event apart? Then no likelihood has a maximum."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from rtxoutcomes.estimate.arguments import flags, matrix

Floats = NDArray[np.float64]
# Per size of a column: a direction or a lead smaller than this is none.
_NOTHING = 1e-6
_ROUNDING = 1e-9


def separating_terms(
    outcome: NDArray[np.bool_], design: Floats, terms: Sequence[str]
) -> tuple[str, ...]:
    """Names of the columns that take part in a complete or quasi-complete separation.

    Parameters
    ----------
    outcome, design, terms
        As in `firth_logistic`.

    Returns
    -------
    tuple
        Empty where the maximum-likelihood estimate exists. Otherwise some combination of the
        columns is nowhere smaller for a patient with the event than for one without, and the
        estimate runs away along it: these are the columns with a part in it.

    Raises
    ------
    ValueError
        Shapes do not fit, a value is missing, or an outcome is neither 0 nor 1.

    Notes
    -----
    The linear programme of Konis 2007; `detectseparation::detect_separation` in R.
    """
    happened = flags("outcome", outcome)
    design = matrix("design", design, happened.size, terms)
    if not happened.size:
        return ()
    units = np.maximum(np.sqrt((design**2).mean(axis=0)), _ROUNDING)
    ahead = np.unique(np.where(happened[:, None], 1.0, -1.0) * design / units, axis=0)
    told = linprog(-ahead.sum(axis=0), A_ub=-ahead, b_ub=np.zeros(len(ahead)), bounds=(-1, 1))
    direction = np.asarray(told.x)
    lead = ahead @ direction
    if lead.min() < -_ROUNDING or lead.max() < _NOTHING:
        return ()
    part = np.abs(direction) > _NOTHING
    return tuple(term for term, takes in zip(terms, part, strict=True) if takes)
