"""Limits of the net proportion improved, coherent with the sign test.

The net proportion is theta = P(changed) (2 P(better | changed) - 1). Each of the two proportions
has a lower and an upper confidence distribution, those of Clopper and Pearson: for b events of m,
Beta(b, m - b + 1) and Beta(b + 1, m - b). Fay, Proschan and Brittain (2015) meld such distributions
of two samples. The lower limit takes the lower one of P(better | changed), and of P(changed)
whichever makes theta smaller: the lower one where theta is above 0, the upper one where below 0.
So the limit lies above 0 exactly where the one-sided sign test rejects.
"""

import numpy as np
from scipy.optimize import brentq
from scipy.special import betainc

from rtxoutcomes.estimate.melding import Beta, nodes_of
from rtxoutcomes.estimate.tails import beta_isf, beta_ppf, binomial_sf


def melded_net_limits(better: int, worse: int, n: int, tail: float) -> tuple[float, float]:
    """Limits of (P(better) - P(worse)), each with this error; n is at least 1."""
    return _lower(better, worse, n, tail), -_lower(worse, better, n, tail)


def _lower(better: int, worse: int, n: int, tail: float) -> float:
    changed = better + worse
    if changed == n:
        return 2 * beta_ppf(tail, better, worse + 1) - 1 if better else -1.0
    if better == 0:
        return -beta_isf(tail, changed + 1, n - changed)
    if binomial_sf(better - 1, changed, 0.5) > tail:
        a, b, bracket = changed + 1, n - changed, (-1.0, 0.0)
    else:
        a, b, bracket = changed, n - changed + 1, (0.0, 1.0)

    def excess(limit: float) -> float:
        return _probability_below(limit, better, worse, a, b) - tail

    return float(brentq(excess, *bracket, xtol=1e-15, rtol=1e-13))


def _probability_below(limit: float, better: int, worse: int, a: int, b: int) -> float:
    """P(changed (2 psi - 1) <= limit), for changed ~ Beta(a, b), psi ~ Beta(better, worse + 1).

    Where `changed` is less than the limit in size, the product is closer to 0 than the limit.
    """
    near = betainc(a, b, limit) if limit > 0 else 0.0
    nodes = nodes_of(Beta(a, b), abs(limit), 0.0)
    psi = np.clip((1 + limit / (nodes.start + nodes.beyond)) / 2, 0.0, 1.0)
    return float(near + nodes.weight @ betainc(better, worse + 1, psi))
