"""The ratio of two rates, its error widened by how much events cluster in patients."""

import math

from rtxoutcomes.estimate.arguments import count, instance, level
from rtxoutcomes.estimate.likelihood.profile import Inference
from rtxoutcomes.estimate.likelihood.ratio_scale import log_and_ratio
from rtxoutcomes.estimate.rates.dispersion import INDEPENDENT, Dispersion
from rtxoutcomes.estimate.rates.exact_ratio import ratio_note
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.tails import normal_p, t_p, two_sided_t, two_sided_z
from rtxoutcomes.results.estimate import NAN, Estimate, Kind
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

METHOD = "log rate ratio, quasi-Poisson error with the pooled dispersion"


def rate_ratio_quasi_poisson(
    events_a: int,
    years_a: float,
    events_b: int,
    years_b: float,
    dispersion: Dispersion = INDEPENDENT,
    *,
    n: int = 0,
    conf_level: float = 0.95,
) -> Estimate:
    """Ratio of two rates, a over b, with limits and a test on the logarithm.

    Parameters
    ----------
    events_a, years_a, events_b, years_b
        Events and person-years of the two groups.
    dispersion
        Of all groups that are compared, from `pooled_dispersion`.
    n
        Patients of both groups; 0 where only the totals are known.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    Estimate
        The standard error is that of the logarithm; the interval inverts the test. No person-time
        in a group: `not_estimable`, `n_zero`. No event in a group: `not_estimable`, `no_events`,
        with the estimate 0 where it is that of the numerator.

    Raises
    ------
    ValueError
        A count is negative or not a whole number, a time is negative or not finite, a group without
        time has events, or the level is not between 0 and 1.

    Notes
    -----
    The variance of the log ratio is phi (1/a + 1/b) for a and b events; the reference is Student's
    t on the degrees of freedom of the dispersion phi, the normal distribution where phi is not
    estimated. Wedderburn 1974; McCullagh and Nelder 1989.

    Equivalent to
    -------------
    A coefficient of `glm(events ~ group + offset(log(years)), family = quasipoisson)` in R, where
    the dispersion is at least 1.

    Examples
    --------
    >>> from rtxoutcomes.estimate import pooled_dispersion, rate_ratio_quasi_poisson
    >>> dispersion = pooled_dispersion([0, 4, 0, 1, 5, 0], [1, 1, 2, 1, 2, 1], list("aaabbb"))
    >>> ratio = rate_ratio_quasi_poisson(4, 4.0, 6, 4.0, dispersion, n=6)
    >>> round(ratio.estimate, 3), round(ratio.p_value, 3)
    (0.667, 0.762)
    """
    instance("dispersion", dispersion, Dispersion, "pooled_dispersion(events, years, group)")
    note = ratio_note((events_a, events_b), (years_a, years_b))
    events_a, events_b = int(events_a), int(events_b)
    level("conf_level", conf_level)
    kind = Kind(Measure.RATE_RATIO, MethodKey.QUASI_POISSON_RATIO, _method(dispersion))
    total, time = events_a + events_b, years_a + years_b
    sample = Sample(kind, count("n", n), events=total, person_years=time, conf_level=conf_level)
    if note:
        return sample.not_estimable(note)
    if min(events_a, events_b) == 0:
        return sample.not_estimable("no_events", NAN if events_b == 0 else 0.0)
    log_ratio = math.log(events_a / events_b * (years_b / years_a))
    error = math.sqrt(dispersion.phi * (1 / events_a + 1 / events_b))
    return log_and_ratio(sample, _inference(log_ratio, error, dispersion, conf_level))[1]


def _method(dispersion: Dispersion) -> str:
    if not dispersion.estimated:
        return "log rate ratio, Poisson error, z, too few events for a dispersion"
    return f"{METHOD} {dispersion.phi:.3g}, t"


def _inference(log_ratio: float, error: float, by: Dispersion, conf_level: float) -> Inference:
    statistic = log_ratio / error
    if by.estimated:
        half, p_value = two_sided_t(conf_level, by.df) * error, t_p(statistic, by.df)
    else:
        half, p_value = two_sided_z(conf_level) * error, normal_p(statistic)
    low, high = log_ratio - half, log_ratio + half
    return Inference(log_ratio, error, low, high, statistic, by.df, p_value)
