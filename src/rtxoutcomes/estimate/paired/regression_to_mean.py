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
    beyond it would just include 0. It is 0 where the interval includes 0. Arguments, statuses and
    errors as in `mean_change`.
    """
    mean = mean_change(change, dropped, conf_level)
    if mean.status != "ok":
        return replace(
            mean, method_key=NEAREST_LIMIT.method_key, method=NEAREST_LIMIT.method, estimate=NAN
        )
    nearest = max(mean.conf_low, 0.0) if mean.estimate > 0 else min(mean.conf_high, 0.0)
    sample = Sample(NEAREST_LIMIT, mean.n, dropped, conf_level=conf_level)
    return sample.result(estimate=nearest + 0.0)
