"""Likelihoods without a maximum: separation and monotone likelihood, found by linear programming.

A likelihood increases without bound along a direction in which no term decreases and some increase:
the linear programme of Konis 2007 looks for one.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import linprog

from rtxoutcomes.arrays import Floats
from rtxoutcomes.estimate.arguments import flags, matrix, named_design
from rtxoutcomes.estimate.likelihood.cox_problem import CoxProblem
from rtxoutcomes.estimate.likelihood.penalised import Fit
from rtxoutcomes.estimate.likelihood.profile import Inference, likelihood_ratio, profile_limit
from rtxoutcomes.results.estimate import NAN

# A search that ends with log hazards this far apart may have followed a monotone likelihood.
_SUSPICIOUS = 10.0
# In units of a covariate's spread: a smaller component of a direction, or increase, is none.
_SMALLEST = 1e-6
_STILL_RISING = 1e-8


def separating_terms(
    outcome: ArrayLike, design: ArrayLike, terms: Sequence[str]
) -> tuple[str, ...]:
    """Names of the columns that take part in a complete or quasi-complete separation.

    Parameters
    ----------
    outcome, design, terms
        As in `firth_logistic`.

    Returns
    -------
    tuple
        Empty where the maximum likelihood estimate exists. Otherwise some combination of the
        columns is never smaller for a patient with the event than for one without, and the estimate
        diverges along it: these are its columns.

    Raises
    ------
    ValueError
        Shapes do not match, a value is missing, or an outcome is neither 0 nor 1.

    Notes
    -----
    The linear programme of Konis 2007.

    Equivalent to
    -------------
    `detectseparation::detect_separation` in R.

    Examples
    --------
    >>> from rtxoutcomes.estimate import separating_terms
    >>> outcome, male = [1, 0, 1, 0, 1, 0, 0, 0], [0, 0, 0, 0, 0, 1, 1, 1]
    >>> separating_terms(outcome, [[1, x] for x in male], ["intercept", "male"])
    ('male',)
    """
    events = flags("outcome", outcome)
    design, terms = named_design("design", design, terms)
    design = matrix("design", design, events.size, terms)
    if not events.size:
        return ()
    units = np.maximum(np.sqrt((design**2).mean(axis=0)), 1e-9)
    signed = np.unique(np.where(events[:, None], 1.0, -1.0) * design / units, axis=0)
    direction = _increasing_direction(signed, rounding=1e-9)
    if direction is None:
        return ()
    part = np.abs(direction) > _SMALLEST
    return tuple(term for term, takes_part in zip(terms, part, strict=True) if takes_part)


def monotone_direction(problem: CoxProblem) -> Floats | None:
    """A direction, shape (terms,), along which the partial likelihood never falls; None if none.

    The covariates of every event, projected on it, are at least those of all at risk with it.
    """
    sets, design = problem.sets, problem.model.design
    moment, row = sets.pairs()
    first = design[sets.failed[np.flatnonzero(np.diff(sets.moment, prepend=-1))]]
    # Those that fail together must be equal along it, since each must be ahead of the others.
    together = design[sets.failed] - first[sets.moment]
    differences = np.unique(np.concatenate([first[moment] - design[row], together]), axis=0)
    return _increasing_direction(differences, rounding=1e-10)


def divergence(problem: CoxProblem, best: Fit) -> Floats | None:
    """The direction along which a search diverged; None where the likelihood has a maximum."""
    far = not best.converged or problem.model.reach(best.beta) > _SUSPICIOUS
    return monotone_direction(problem) if far else None


def monotone_inference(
    problem: CoxProblem, far: Fit, direction: Floats, which: int, conf_level: float
) -> Inference | None:
    """The likelihood-ratio test and the one profile limit of a coefficient that diverges.

    `far` is where the search ended, as good as the supremum. None where the coefficient does not
    take part in the direction, or where the likelihood was still increasing.
    """
    if abs(float(direction[which])) < _SMALLEST or np.abs(far.at.score).max() > _STILL_RISING:
        return None
    ratio, p_value = likelihood_ratio(problem.model, far, which)
    up = bool(direction[which] > 0)
    limit = profile_limit(problem.model, far, which, conf_level, up=not up)
    if math.isnan(limit) or math.isnan(ratio):
        return None
    limit /= float(problem.units[which])
    low, high = (limit, NAN) if up else (NAN, limit)
    return Inference(NAN, NAN, low, high, ratio, 1.0, p_value)


def _increasing_direction(rows: Floats, rounding: float) -> Floats | None:
    """A direction on which no row has a negative projection and some a positive one, if any."""
    solution = linprog(-rows.sum(axis=0), A_ub=-rows, b_ub=np.zeros(len(rows)), bounds=(-1, 1))
    direction = np.asarray(solution.x)
    increase = rows @ direction
    diverges = increase.min() > -rounding and increase.max() > _SMALLEST
    return direction if diverges else None
