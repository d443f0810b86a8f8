"""Improvement and worsening: the net proportion improved, and the sign test."""

from dataclasses import dataclass, replace

from scipy.special import bdtr

from rtxoutcomes.estimate.arguments import count, level
from rtxoutcomes.estimate.paired.melded import melded_net_limits
from rtxoutcomes.estimate.proportions.limits import clopper_pearson_limits
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.tails import bounded_p
from rtxoutcomes.results.estimate import Estimate, Kind
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

NET = Kind(
    Measure.PROPORTION_DIFFERENCE,
    MethodKey.NET_PROPORTION_MELDED,
    "net proportion, melded exact interval",
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
    """Net proportion improved with its melded exact interval, and the exact sign test.

    Parameters
    ----------
    better, worse, n
        Patients who improved, who worsened, and all with a pair.
    dropped
        Patients without a pair, carried into the results.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    NetProportionImproved
        No patient: `n_zero`. No patient changed: `sign` is `not_estimable`, `all_zero_diff`. The
        interval of `net` holds 0 exactly where the P value of `sign` is above 1 - conf_level; no
        other P value is reported with it.

    Raises
    ------
    ValueError
        A count is negative or not a whole number, better and worse exceed n, or the level is not
        between 0 and 1.

    Notes
    -----
    Melding of Fay, Proschan and Brittain 2015, of the Clopper-Pearson confidence distributions of
    P(changed) and P(better | changed).

    Equivalent to
    -------------
    `sign` is `binom.test(better, better + worse)` in R and `scipy.stats.binomtest`; `net` has no
    usual counterpart.

    Examples
    --------
    >>> from rtxoutcomes.estimate import net_proportion_improved
    >>> result = net_proportion_improved(21, 11, 42)
    >>> round(result.net.estimate, 3), round(result.net.conf_low, 3), round(result.net.conf_high, 3)
    (0.238, -0.049, 0.493)
    >>> round(result.sign.p_value, 3)
    0.11
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
    n = sample.n
    if n == 0:
        return sample.not_estimable("n_zero")
    low, high = melded_net_limits(better, worse, n, (1 - sample.conf_level) / 2)
    net = sample.result(estimate=(better - worse) / n, conf_low=low, conf_high=high)
    return replace(net, p_pair=MethodKey.SIGN_TEST)


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
