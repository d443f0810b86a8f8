"""A partial likelihood that rises for ever: found by a linear programme, told by its one limit."""

import math

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from rtxoutcomes.estimate.likelihood.cox_problem import CoxProblem
from rtxoutcomes.estimate.likelihood.penalised import Fit
from rtxoutcomes.estimate.likelihood.profile import Inference, likelihood_ratio, profile_limit
from rtxoutcomes.results import NAN

Floats = NDArray[np.float64]
# Log hazards that differ by more make one look whether the likelihood has a maximum at all.
SUSPICIOUS = 10.0
# Per standard deviation of a covariate: a direction or a slope smaller than this is none.
_NOTHING = 1e-6
_ROUNDING = 1e-10
_STILL_RISING = 1e-8


def monotone_direction(problem: CoxProblem) -> Floats | None:
    """A direction, shape (terms,), along which no event's term ever falls; None if there is none.

    There every event's covariates are at least those of all at risk with it (after Konis 2007).
    """
    sets, design = problem.sets, problem.model.design
    moment, row = sets.pairs()
    first = design[sets.failed[np.flatnonzero(np.diff(sets.moment, prepend=-1))]]
    # Those that fail together must be equal along it, each of them ahead of the others.
    together = design[sets.failed] - first[sets.moment]
    ahead = np.unique(np.concatenate([first[moment] - design[row], together]), axis=0)
    told = linprog(-ahead.sum(axis=0), A_ub=-ahead, b_ub=np.zeros(len(ahead)), bounds=(-1, 1))
    lead = ahead @ np.asarray(told.x)
    return np.asarray(told.x) if lead.min() > -_ROUNDING and lead.max() > _NOTHING else None


def runaway(
    problem: CoxProblem, far: Fit, direction: Floats, which: int, conf_level: float
) -> Inference | None:
    """The likelihood-ratio test and the profile limit of a coefficient that runs away.

    `far` is where the search ended, as good as at the end of the rise. None where the coefficient
    does not take part in the direction, or where the likelihood still rose.
    """
    if abs(float(direction[which])) < _NOTHING or np.abs(far.at.score).max() > _STILL_RISING:
        return None
    ratio, p_value = likelihood_ratio(problem.model, far, which)
    up = bool(direction[which] > 0)
    limit = profile_limit(problem.model, far, which, conf_level, up=not up)
    if math.isnan(limit) or math.isnan(ratio):
        return None
    limit /= float(problem.units[which])
    low, high = (limit, NAN) if up else (NAN, limit)
    return Inference(NAN, NAN, low, high, ratio, 1.0, p_value)
