"""Improvement and worsening: the net proportion improved, and the sign test."""

import math
from dataclasses import dataclass

from scipy.special import bdtr

from rtxoutcomes.estimate.arguments import count, level
from rtxoutcomes.estimate.proportions.proportion import clopper_pearson_limits, wilson_limits
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.tails import bounded_p
from rtxoutcomes.results.estimate import Estimate, Kind
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

NET = Kind(
    Measure.PROPORTION_DIFFERENCE,
    MethodKey.NET_PROPORTION,
    "net proportion improved, Newcombe paired difference",
)
SIGN = Kind(Measure.PROPORTION, MethodKey.SIGN_TEST, "sign test, exact binomial")


@dataclass(frozen=True, slots=True)
class NetProportionImproved:
    """Patients better, worse and unchanged; `net` is (better - worse) / n, `sign` the proportion of
    the changed patients who improved."""

    better: int
    worse: int
    unchanged: int
    n: int
    net: Estimate
    sign: Estimate


def net_proportion_improved(
    better: int, worse: int, n: int, dropped: int = 0, conf_level: float = 0.95
) -> NetProportionImproved:
    """Net proportion improved with Newcombe's paired-difference interval, and the exact sign test.

    Parameters
    ----------
    better, worse, n
        Patients who improved, who worsened, and all with a pair.
    dropped
        Patients without a pair, carried into the results.

    Returns
    -------
    NetProportionImproved
        No patient: `n_zero`. No patient changed: `sign` is `not_estimable`, `all_zero_diff`.

    Raises
    ------
    ValueError
        A count is negative or not a whole number, better and worse exceed n, or the level is not
        between 0 and 1.

    Notes
    -----
    Newcombe 1998, difference of paired proportions, method 10, with cells a = 0, b = better,
    c = worse, d = neither. Sign test: `binom.test(better, better + worse)` in R.
    """
    n, dropped = count("n", n), count("dropped", dropped)
    level("conf_level", conf_level)
    better = count("better", better, at_most=n)
    worse = count("worse", worse, at_most=n - better)
    changed = Sample(SIGN, n, dropped, better + worse, conf_level=conf_level)
    return NetProportionImproved(
        better=better,
        worse=worse,
        unchanged=n - better - worse,
        n=n,
        net=_net(Sample(NET, n, dropped, conf_level=conf_level), better, worse),
        sign=_sign(changed, better, worse),
    )


def _net(sample: Sample, better: int, worse: int) -> Estimate:
    n, tail = sample.n, (1 - sample.conf_level) / 2
    if n == 0:
        return sample.not_estimable("n_zero")
    one, two = better / n, worse / n
    (one_low, one_high), (two_low, two_high) = (
        wilson_limits(events, n, tail) for events in (better, worse)
    )
    phi = _phi(better, worse, n)
    net = (better - worse) / n
    return sample.result(
        estimate=net,
        conf_low=net - _distance(one - one_low, two_high - two, phi),
        conf_high=net + _distance(one_high - one, two - two_low, phi),
    )


def _phi(better: int, worse: int, n: int) -> float:
    """Correlation of the two paired proportions; never above 0, since no patient is both."""
    product = better * (n - better) * worse * (n - worse)
    return 0.0 if product == 0 else -better * worse / math.sqrt(product)


def _distance(one: float, two: float, phi: float) -> float:
    """Distance of a limit from the difference, from those of the two proportions."""
    return math.sqrt(max(0.0, one * one - 2 * phi * one * two + two * two))


def _sign(sample: Sample, better: int, worse: int) -> Estimate:
    changed = better + worse
    if changed == 0:
        return sample.not_estimable("all_zero_diff" if sample.n else "n_zero")
    low, high = clopper_pearson_limits(better, changed, (1 - sample.conf_level) / 2)
    return sample.result(
        estimate=better / changed,
        conf_low=low,
        conf_high=high,
        p_value=bounded_p(2 * float(bdtr(min(better, worse), changed, 0.5))),
    )
