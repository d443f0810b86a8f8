"""Completeness of follow-up: observed over potential person-time (Clark's C)."""

import math

import numpy as np
from numpy.typing import ArrayLike

from rtxoutcomes.estimate.arguments import flags, number, person_times, same_length
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.results.estimate import Estimate, Kind
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

COMPLETENESS = Kind(
    Measure.PROPORTION,
    MethodKey.COMPLETENESS,
    "Clark's completeness: observed over potential person-time",
)


def follow_up_completeness(months: ArrayLike, left_early: ArrayLike, horizon: float) -> Estimate:
    """Observed person-time to a horizon as a proportion of the potential person-time.

    Parameters
    ----------
    months
        Shape (patients,), observed follow-up, at least 0.
    left_early
        Shape (patients,), whether follow-up ended although it could have continued (lost,
        withdrew). It could not for patients who died, completed or are still followed.
    horizon
        In months, above 0: time beyond it is ignored.

    Returns
    -------
    Estimate
        1 if no patient left before the horizon. `events` counts the patients who did,
        `person_years` the observed person-time to the horizon.

    Raises
    ------
    ValueError
        Lengths differ, a time is below 0, the horizon is not above 0, or a flag is neither true nor
        false.

    Notes
    -----
    Clark, Altman and De Stavola 2002. Without calendar dates the time at which the study would have
    ended is unknown for patients who left; their potential follow-up is taken to the horizon.

    Equivalent to
    -------------
    `sum(seen) / sum(ifelse(left_early, horizon, seen))` in R with `seen = pmin(months, horizon)`.

    Examples
    --------
    >>> from rtxoutcomes.estimate import follow_up_completeness
    >>> complete = follow_up_completeness([12, 6, 12, 3], [False, True, False, False], 12)
    >>> round(complete.estimate, 3)
    0.846
    """
    months, left_early = person_times("months", months), flags("left_early", left_early)
    same_length(months=months, left_early=left_early)
    horizon = number("horizon", horizon, above=0)
    observed = np.minimum(months, horizon)
    missed = np.where(left_early, horizon - observed, 0.0)
    time = math.fsum(observed.tolist())
    events = int((missed > 0).sum())
    sample = Sample(COMPLETENESS, months.size, events=events, person_years=time / 12)
    potential = time + math.fsum(missed.tolist())
    return sample.result(estimate=time / potential) if potential else sample.not_estimable("n_zero")
