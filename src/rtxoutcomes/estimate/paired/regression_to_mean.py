"""How much of a change could occur without any effect: regression to the mean, and the
confidence limit nearest to no change."""

import math
from dataclasses import replace

from numpy.typing import ArrayLike

from rtxoutcomes.estimate.arguments import level, number, reals
from rtxoutcomes.estimate.paired.change import mean_change
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.results.estimate import NAN, Estimate, Kind
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

NEAREST_LIMIT = Kind(
    Measure.DIFFERENCE,
    MethodKey.LIMIT_NEAREST_NO_CHANGE,
    "confidence limit nearest to no change, paired t",
)


def expected_regression(
    baseline: ArrayLike,
    external_mean: float,
    correlation: float,
    dropped: int = 0,
    conf_level: float = 0.95,
) -> Estimate:
    """Mean change expected without any effect: (1 - rho) (external mean - baseline mean).

    Parameters
    ----------
    baseline
        Shape (patients,), baseline values of the patients whose change is analysed.
    external_mean
        Mean of the score among comparable patients who were not selected for a bad phase.
    correlation
        Of two untreated values of a patient, between 0 and 1: assumed, not estimated.
    dropped
        Patients without a pair, carried into the result.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    Estimate
        Later minus earlier, as in `mean_change`. The limits are those of the baseline mean; they
        ignore the uncertainty of the external mean and of the correlation. One patient, or equal
        baselines: the estimate without limits, `bound_only`.

    Raises
    ------
    ValueError
        A value is missing, or the correlation or the level is not between 0 and 1.

    Notes
    -----
    Gardner and Heady 1973; the score is assumed to have one mean and one variance at both times.

    Equivalent to
    -------------
    `(1 - rho) * (external_mean - mean(baseline))` in R, and the limits of `t.test` of the distances
    times (1 - rho).

    Examples
    --------
    >>> from rtxoutcomes.estimate import expected_regression
    >>> expected = expected_regression([3.0, 4.0, 2.5, 5.0], external_mean=3.0, correlation=0.8)
    >>> round(expected.estimate, 3)
    -0.125
    """
    share = 1 - level("correlation", correlation)
    distance = number("external_mean", external_mean) - reals("baseline", baseline)
    method = f"expected regression to the mean of {external_mean:g}, correlation {correlation:g}"
    mean = replace(
        mean_change(distance, dropped, conf_level),
        method_key=MethodKey.EXPECTED_REGRESSION,
        method=method,
    )
    if math.isnan(mean.estimate):
        return mean
    return replace(
        mean,
        estimate=share * mean.estimate,
        std_error=share * mean.std_error,
        conf_low=share * mean.conf_low,
        conf_high=share * mean.conf_high,
        statistic=NAN,
        df=NAN,
        p_value=NAN,
        status="ok" if mean.status == "ok" else "bound_only",
    )


def limit_nearest_no_change(
    change: ArrayLike, dropped: int = 0, conf_level: float = 0.95
) -> Estimate:
    """The confidence limit of the mean change that lies nearer to 0.

    Had the score changed by this much on average without treatment, the interval of the change
    beyond it would just include 0.

    Parameters
    ----------
    change
        Shape (patients,): later minus earlier, in the unit of the score, without missing values.
    dropped
        Patients without a pair, carried into the result.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    Estimate
        0 where the interval includes 0. Statuses as in `mean_change`.

    Raises
    ------
    ValueError
        As for `mean_change`.

    Equivalent to
    -------------
    The limit of `t.test(change)` in R that is nearer to 0.

    Examples
    --------
    >>> from rtxoutcomes.estimate import limit_nearest_no_change
    >>> limit = limit_nearest_no_change([-1.0, -0.5, -1.5, -1.0, -0.5])
    >>> round(limit.estimate, 3)
    -0.381
    """
    mean = mean_change(change, dropped, conf_level)
    if mean.status != "ok":
        return replace(
            mean, method_key=NEAREST_LIMIT.method_key, method=NEAREST_LIMIT.method, estimate=NAN
        )
    nearest = max(mean.conf_low, 0.0) if mean.estimate > 0 else min(mean.conf_high, 0.0)
    sample = Sample(NEAREST_LIMIT, mean.n, dropped, conf_level=conf_level)
    return sample.result(estimate=nearest + 0.0)
