"""Melding: limits of a difference of two proportions from the confidence distributions of both.

A proportion has a lower and an upper confidence distribution, whose quantiles are its lower and
upper limits. Both are beta distributions: those of Clopper and Pearson for a count, those of the
beta product procedure for survival. Fay, Proschan and Brittain (2015) take the lower limit of a
difference from the lower distribution of the first and the upper one of the second proportion, as
if the two were independent variables; the upper limit the other way round.
"""

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.special import betainc, betaincc, betaln, expit, xlogy

from rtxoutcomes.arrays import Floats
from rtxoutcomes.estimate.tails import beta_isf, beta_ppf, without_rounding_error
from rtxoutcomes.results.estimate import Ends

# Tanh-sinh quadrature: the steps shrink towards both ends of the range doubly exponentially, so
# that a density that is infinite there, or rises with a broken power, keeps its digits.
_STEPS = np.linspace(-4.5, 4.5, 181)
_ANGLES = math.pi * np.sinh(_STEPS)
_FROM_LOW = expit(_ANGLES)
_FROM_HIGH = expit(-_ANGLES)
_WEIGHTS = math.pi * np.cosh(_STEPS) * _FROM_LOW * _FROM_HIGH * (_STEPS[1] - _STEPS[0])
_NOTHING = np.zeros(_STEPS.size)
# All but this probability on each side is in the range of the quadrature.
_NEGLIGIBLE = 1e-16


@dataclass(frozen=True, slots=True)
class Beta:
    """A beta distribution; `a` = 0 is the constant 0, `b` = 0 the constant 1."""

    a: float
    b: float

    @property
    def complement(self) -> "Beta":
        """The distribution of 1 minus the variable."""
        return Beta(self.b, self.a)

    @property
    def variance(self) -> float:
        total = self.a + self.b
        return self.a * self.b / (total * total * (total + 1))


@dataclass(frozen=True, slots=True)
class ConfidenceDistributions:
    """The lower and the upper confidence distribution of one proportion."""

    lower: Beta
    upper: Beta


@dataclass(frozen=True, slots=True)
class MeldedDifference:
    """Limits of a difference, and the two one-sided P values that they invert.

    `greater` tests whether the first proportion is the larger, `less` whether it is the smaller;
    each limit has the error `tail`.
    """

    conf_low: float
    conf_high: float
    greater: float
    less: float
    tail: float

    @property
    def conf_ends(self) -> Ends:
        """A limit at 0 that was reached by a rejection is no part of the interval.

        2 events of 3 against 0 of 13 have a P value of exactly 0.05.
        """
        low = self.conf_low == 0 and self.greater <= self.tail
        high = self.conf_high == 0 and self.less <= self.tail
        return "(]" if low else "[)" if high else "[]"

    @property
    def p_value(self) -> float:
        """Twice the smaller of the two one-sided P values; at most 1."""
        return min(1.0, 2 * self.greater, 2 * self.less)


def clopper_pearson_distributions(events: int, n: int) -> ConfidenceDistributions:
    """The confidence distributions of a binomial proportion; n is at least 1."""
    return ConfidenceDistributions(Beta(events, n - events + 1), Beta(events + 1, n - events))


def melded_difference(
    a: ConfidenceDistributions,
    b: ConfidenceDistributions,
    tail: float,
    one_sided: tuple[float, float] | None = None,
) -> MeldedDifference:
    """The difference of two independent proportions, a minus b, each limit with this error.

    `one_sided` are the P values that the first is the larger and that it is the smaller, where they
    are known exactly; otherwise they are integrated. A limit lies beyond 0 exactly where its P
    value is at most `tail`, whatever the error of the quadrature.
    """
    greater, less = one_sided or (
        without_rounding_error(probability_at_most(0.0, a.lower, b.upper)),
        without_rounding_error(probability_at_most(0.0, b.lower, a.upper)),
    )
    return MeldedDifference(
        conf_low=_lower_limit(a.lower, b.upper, tail, greater),
        conf_high=-_lower_limit(b.lower, a.upper, tail, less),
        greater=greater,
        less=less,
        tail=tail,
    )


def _lower_limit(a: Beta, b: Beta, tail: float, at_zero: float) -> float:
    """The quantile of A - B; `at_zero` is the probability that A - B is at most 0."""
    if a.a == 0:
        return -1.0 if b.b == 0 else -beta_isf(tail, b.a, b.b)
    if b.b == 0:
        return -beta_isf(tail, a.b, a.a)

    def excess(limit: float) -> float:
        return (at_zero if limit == 0 else probability_at_most(limit, a, b)) - tail

    bracket = (0.0, 1.0) if at_zero <= tail else (-1.0, 0.0)
    return float(brentq(excess, *bracket, xtol=1e-15, rtol=1e-13))


def probability_at_most(limit: float, a: Beta, b: Beta) -> float:
    """P(A - B <= limit) of independent variables; A may be the constant 0, B the constant 1."""
    if a.a == 0:
        below = -limit
        return 1.0 if below <= 0 else float(b.b == 0 or betaincc(b.a, b.b, min(1.0, below)))
    if b.b == 0:
        return float(betainc(a.a, a.b, min(1.0, max(0.0, limit + 1))))
    # The quadrature is over the narrower of the two densities, along which the distribution
    # function of the other has no step.
    if a.variance < b.variance:
        a, b = b.complement, a.complement
    # B between max(0, -limit) and min(1, 1 - limit); above, A is less than B + limit for certain.
    nodes = nodes_of(b, max(0.0, -limit), max(0.0, limit))
    inside = nodes.weight @ betainc(a.a, a.b, np.minimum(1.0, nodes.start + limit + nodes.beyond))
    return float(inside) + (float(betainc(b.b, b.a, limit)) if limit > 0 else 0.0)


@dataclass(frozen=True, slots=True)
class Nodes:
    """Nodes of an integral over a beta density: `start` + `beyond`, shape (nodes,).

    `weight` includes the density. `beyond` keeps its digits next to the start of the range.
    """

    start: float
    beyond: Floats
    weight: Floats


def nodes_of(beta: Beta, low: float, above: float) -> Nodes:
    """Nodes from `low` to 1 - `above`, where the density is not negligible."""
    low = max(low, beta_ppf(_NEGLIGIBLE, beta.a, beta.b))
    above = max(above, beta_ppf(_NEGLIGIBLE, beta.b, beta.a))
    width = 1 - low - above
    if width <= 0:
        return Nodes(low, _NOTHING, _NOTHING)
    beyond, before = width * _FROM_LOW, above + width * _FROM_HIGH
    log_density = xlogy(beta.a - 1, low + beyond) + xlogy(beta.b - 1, before)
    density = np.exp(log_density - betaln(beta.a, beta.b))
    return Nodes(low, beyond, np.asarray(width * _WEIGHTS * density))
