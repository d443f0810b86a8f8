"""How complete the follow-up is: observed over potential person-time."""

import math

import numpy as np
from numpy.typing import NDArray

from rtxoutcomes.estimate.arguments import flags, number, of_one_length, reals
from rtxoutcomes.results import Estimate, Note

METHOD = "Clark's completeness: observed over potential person-time"


def follow_up_completeness(
    months: NDArray[np.float64], left_early: NDArray[np.bool_], horizon: float
) -> Estimate:
    """Person-time to a horizon that was observed, as a share of what could have been.

    Parameters
    ----------
    months
        Shape (patients,), observed follow-up, above 0.
    left_early
        Shape (patients,), whether follow-up ended although the patient could have been followed
        on (lost, withdrew). Whoever died, completed or is still followed could not.
    horizon
        In months, above 0: what lies beyond it counts for nobody.

    Returns
    -------
    Estimate
        1 where nobody left before the horizon. `events` counts those who did, `person_years` the
        observed person-time to the horizon.

    Raises
    ------
    ValueError
        Lengths differ, a time or the horizon is not above 0, or a flag is neither true nor false.

    Notes
    -----
    Clark, Altman and De Stavola 2002. Without calendar dates the time at which the study would have
    ended is not known for those who left; to them the horizon is given in full.
    """
    months, left_early = reals("months", months, above=0), flags("left_early", left_early)
    of_one_length(months=months, left_early=left_early)
    horizon = number("horizon", horizon, above=0)
    note: Note = "" if months.size else "n_zero"
    if note:
        return Estimate(method=METHOD, n=0, status="not_estimable", note=note)
    observed = np.minimum(months, horizon)
    missed = np.where(left_early, horizon - observed, 0.0)
    seen = math.fsum(observed.tolist())
    return Estimate(
        method=METHOD,
        n=months.size,
        events=int((missed > 0).sum()),
        person_years=seen / 12,
        estimate=seen / (seen + math.fsum(missed.tolist())),
    )
