"""Who improved and who worsened: the net benefit, and the sign test."""

import math
from dataclasses import dataclass

from scipy.special import bdtr, betaincinv, ndtri

from rtxoutcomes.estimate.arguments import count, level
from rtxoutcomes.results import Estimate


@dataclass(frozen=True, slots=True)
class NetBenefit:
    """Patients better, worse and unchanged; `net` is (better - worse) / n, `sign` the share of
    those who changed that changed for the better."""

    better: int
    worse: int
    unchanged: int
    n: int
    net: Estimate
    sign: Estimate


def net_benefit(
    better: int, worse: int, n: int, dropped: int = 0, conf_level: float = 0.95
) -> NetBenefit:
    """Net benefit with Newcombe's paired-difference interval, and the exact sign test.

    Parameters
    ----------
    better, worse, n
        Patients who changed for the better, for the worse, and all with a pair.
    dropped
        Patients without a pair, carried into the results.

    Returns
    -------
    NetBenefit
        No patient: `n_zero`. Nobody changed: `sign` is `not_estimable`, `all_zero_diff`.

    Raises
    ------
    ValueError
        A count is negative or no whole number, better and worse exceed n, or the level is not
        between 0 and 1.

    Notes
    -----
    Newcombe 1998, difference of paired proportions, method 10, with cells a = 0, b = better,
    c = worse, d = neither. Sign test: `binom.test(better, better + worse)` in R.
    """
    n, dropped, conf_level = (
        count("n", n),
        count("dropped", dropped),
        level("conf_level", conf_level),
    )
    better = count("better", better, at_most=n)
    worse = count("worse", worse, at_most=n - better)
    return NetBenefit(
        better=better,
        worse=worse,
        unchanged=n - better - worse,
        n=n,
        net=_net(better, worse, n, dropped, conf_level),
        sign=_sign(better, worse, n, dropped, conf_level),
    )


def _net(better: int, worse: int, n: int, dropped: int, conf_level: float) -> Estimate:
    method = "net benefit, Newcombe paired difference"
    if n == 0:
        return Estimate(method=method, n=0, dropped=dropped, status="not_estimable", note="n_zero")
    one, two = (_wilson(events, n, conf_level) for events in (better, worse))
    phi = _phi(better, worse, n)
    net = (better - worse) / n
    below = _reach(better / n - one[0], two[1] - worse / n, phi)
    above = _reach(one[1] - better / n, worse / n - two[0], phi)
    return Estimate(
        method=method,
        n=n,
        dropped=dropped,
        estimate=net,
        conf_low=net - below,
        conf_high=net + above,
        conf_level=conf_level,
    )


def _wilson(events: int, n: int, conf_level: float) -> tuple[float, float]:
    z = float(ndtri((1 + conf_level) / 2))
    share, scale = events / n, 1 + z * z / n
    middle = (share + z * z / (2 * n)) / scale
    half = z * math.sqrt(share * (1 - share) / n + (z / (2 * n)) ** 2) / scale
    # At 0 or n events middle and half are equal in algebra but not in floating point.
    return 0.0 if events == 0 else middle - half, 1.0 if events == n else middle + half


def _phi(better: int, worse: int, n: int) -> float:
    """Correlation of the two paired proportions; here never above 0, since nobody is both."""
    product = better * (n - better) * worse * (n - worse)
    return 0.0 if product == 0 else -better * worse / math.sqrt(product)


def _reach(one: float, two: float, phi: float) -> float:
    return math.sqrt(max(0.0, one * one - 2 * phi * one * two + two * two))


def _sign(better: int, worse: int, n: int, dropped: int, conf_level: float) -> Estimate:
    method = "sign test, exact binomial"
    changed = better + worse
    if changed == 0:
        return Estimate(
            method=method,
            n=n,
            dropped=dropped,
            events=0,
            status="not_estimable",
            note="all_zero_diff" if n else "n_zero",
        )
    beyond = (1 - conf_level) / 2
    low = 0.0 if better == 0 else float(betaincinv(better, worse + 1, beyond))
    high = 1.0 if worse == 0 else float(betaincinv(better + 1, worse, 1 - beyond))
    tail = float(bdtr(min(better, worse), changed, 0.5))
    return Estimate(
        method=method,
        n=n,
        dropped=dropped,
        events=changed,
        estimate=better / changed,
        conf_low=low,
        conf_high=high,
        conf_level=conf_level,
        # A p-value is never 0; from 1,075 changes in one direction on a double would say so.
        p_value=min(1.0, max(2 * tail, math.ulp(0.0))),
    )
