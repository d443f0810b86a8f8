"""How much of a change could come about by itself: regression to the mean, tipping value."""

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from rtxoutcomes.estimate.arguments import level, number, reals
from rtxoutcomes.estimate.paired.change import mean_change
from rtxoutcomes.results import NAN, Estimate

Values = NDArray[np.float64]


def expected_regression(
    baseline: Values,
    external_mean: float,
    correlation: float,
    dropped: int = 0,
    conf_level: float = 0.95,
) -> Estimate:
    """Mean change to be expected although nothing acts: (1 - rho) (external mean - baseline mean).

    Parameters
    ----------
    baseline
        Shape (patients,), values of those whose change is looked at.
    external_mean
        Mean of the score among comparable patients who were not chosen for a bad spell.
    correlation
        Of two untreated values of a patient, between 0 and 1: assumed, not estimated.
    dropped
        Patients without a pair, carried into the result.

    Returns
    -------
    Estimate
        Later minus earlier, as in `mean_change`. The limits are those of the baseline mean; they
        do not count the doubt about the external mean or the correlation. One patient, or equal
        baselines: the estimate without limits, `bound_only`.

    Raises
    ------
    ValueError
        A value is missing, or the correlation or the level not between 0 and 1.

    Notes
    -----
    Gardner and Heady 1973; the score at both times has one mean and one variance.
    """
    share = 1 - level("correlation", correlation)
    distance = number("external_mean", external_mean) - reals("baseline", baseline)
    told = mean_change(distance, dropped, conf_level)
    method = f"expected regression to the mean of {external_mean:g}, correlation {correlation:g}"
    if math.isnan(told.estimate):
        return replace(told, method=method)
    bare = told.status != "ok"
    return replace(
        told,
        method=method,
        estimate=share * told.estimate,
        std_error=share * told.std_error,
        conf_low=share * told.conf_low,
        conf_high=share * told.conf_high,
        statistic=NAN,
        df=NAN,
        p_value=NAN,
        status="bound_only" if bare else "ok",
    )


def tipping_change(change: Values, dropped: int = 0, conf_level: float = 0.95) -> Estimate:
    """The least spontaneous mean change that would explain the observed one.

    Had the score changed by this much on average without any treatment, the paired t test against
    it would just not reject at 1 - `conf_level`: the limit of the interval that is nearer to 0. It
    is 0 where the interval holds 0, and nothing needs explaining. Arguments, statuses and errors
    as in `mean_change`.
    """
    told = mean_change(change, dropped, conf_level)
    method = "spontaneous mean change that would explain the result, paired t"
    if told.status != "ok":
        return replace(told, method=method, estimate=NAN)
    nearest = max(told.conf_low, 0.0) if told.estimate > 0 else min(told.conf_high, 0.0)
    return Estimate(
        method=method, n=told.n, dropped=dropped, estimate=nearest + 0.0, conf_level=conf_level
    )
