"""The odds ratio of a 2 x 2 table given its margins: Fisher's noncentral hypergeometric law."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import gammaln

from rtxoutcomes.arrays import Floats
from rtxoutcomes.estimate.arguments import table_of_counts
from rtxoutcomes.estimate.tails import without_rounding_error


@dataclass(frozen=True, slots=True)
class ConditionalOdds:
    """The distribution of the first cell given both margins, as a function of the log odds ratio.

    `cells` are its possible values, `log_weight` their log weights at an odds ratio of 1, both of
    shape (values,); `seen` is the observed value.
    """

    cells: Floats
    log_weight: Floats
    seen: int

    def chances(self, log_odds: float) -> Floats:
        """Probability of each value, shape (values,)."""
        logs = self.log_weight + log_odds * self.cells
        weight = np.exp(logs - logs.max())
        return np.asarray(weight / weight.sum())

    def up_to(self, log_odds: float) -> float:
        """Probability of the observed value or a smaller one."""
        return float(self.chances(log_odds)[self.cells <= self.seen].sum())

    def from_on(self, log_odds: float) -> float:
        """Probability of the observed value or a larger one."""
        return float(self.chances(log_odds)[self.cells >= self.seen].sum())

    def one_sided_p(self) -> tuple[float, float]:
        """P values of Fisher's exact test that the odds ratio is above 1, and that it is below."""
        tails = self.from_on(0.0), self.up_to(0.0)
        return without_rounding_error(tails[0]), without_rounding_error(tails[1])

    def most_likely(self) -> float:
        """Conditional maximum likelihood estimate of the odds ratio, 0 or infinite at an end.

        There the expected value equals the observed one.
        """
        if self.seen == self.cells[0]:
            return 0.0
        if self.seen == self.cells[-1]:
            return math.inf
        return _increasing_root(lambda t: float(self.chances(t) @ (self.cells - self.seen)))

    def limits(self, tail: float) -> tuple[float, float]:
        """Odds ratios between which both tails exceed `tail`; 0 and infinity at an end.

        A limit lies on that side of 1 on which the one-sided P value places it; where this is
        exactly `tail`, at 1.
        """
        low, high = 0.0, math.inf
        above, below = self.one_sided_p()
        if self.seen > self.cells[0]:
            low = _increasing_root(lambda t: self.from_on(t) - tail)
            low = max(1.0, low) if above <= tail else min(1.0, low)
        if self.seen < self.cells[-1]:
            high = _increasing_root(lambda t: tail - self.up_to(t))
            high = min(1.0, high) if below <= tail else max(1.0, high)
        return low, high


def conditional_odds(table: ArrayLike) -> ConditionalOdds:
    """The distribution of the first cell of a 2 x 2 table of counts, given both margins.

    Parameters
    ----------
    table
        Counts, shape (2, 2): a row per group, events first.

    Returns
    -------
    ConditionalOdds
        The distribution, with methods for the estimate, limits and one-sided P values.

    Raises
    ------
    ValueError
        The table is not 2 x 2, or a count is negative or not a whole number.

    Notes
    -----
    scipy solves for the odds ratio itself, to an absolute 2e-12, which leaves a limit of 1e-4 with
    eight digits. Solving for its logarithm makes limits near 0 as precise as others.

    Equivalent to
    -------------
    `scipy.stats.nchypergeom_fisher`; estimate and limits are those of `fisher.test` in R.

    Examples
    --------
    >>> from rtxoutcomes.estimate import conditional_odds
    >>> law = conditional_odds([[8, 34], [1, 13]])
    >>> round(law.most_likely(), 3)
    3.01
    >>> [round(limit, 3) for limit in law.limits(0.025)]
    [0.342, 146.008]
    """
    (a, b), (c, d) = table_of_counts("table", table, shape=(2, 2)).tolist()
    cells = np.arange(max(0, a - d), a + min(b, c) + 1, dtype=np.float64)
    logs = sum(gammaln(x + 1) for x in (cells, a + b - cells, a + c - cells, d - a + cells))
    return ConditionalOdds(cells=cells, log_weight=-np.asarray(logs), seen=a)


def _increasing_root(function: Callable[[float], float]) -> float:
    """exp of the root of an increasing function of the log odds ratio."""
    low, high = -1.0, 1.0
    while function(low) > 0:
        low *= 2
    while function(high) < 0:
        high *= 2
    return math.exp(float(brentq(function, low, high, xtol=1e-15, rtol=1e-15)))
