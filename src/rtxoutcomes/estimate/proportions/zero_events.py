"""Upper limits of a proportion without an observed event."""

import numpy as np

from rtxoutcomes.estimate.arguments import count, level
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.results.estimate import Estimate, Kind
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey


def zero_event_bound(n: int, conf_level: float = 0.95) -> Estimate:
    """One-sided upper limit of a proportion without an observed event: 1 - (1 - level)^(1/n).

    Parameters
    ----------
    n
        Patients, none of whom had the event.
    conf_level
        One-sided confidence level.

    Returns
    -------
    Estimate
        Lower than two-sided limits; its method says that it is one-sided. No patient:
        `not_estimable`, `n_zero`.

    Raises
    ------
    ValueError
        `n` is negative or not a whole number, or the level is not between 0 and 1.

    Notes
    -----
    Exact, by Clopper and Pearson; the rule of three, 3/n, is an approximation to it at 95 % (Hanley
    and Lippman-Hand 1983).

    Equivalent to
    -------------
    `binom.test(0, n, alternative = "less")` in R; `scipy.stats.binomtest(0, n,
    alternative="less").proportion_ci()`.

    Examples
    --------
    >>> from rtxoutcomes.estimate import zero_event_bound
    >>> round(zero_event_bound(99).conf_high, 4)
    0.0298
    """
    n, conf_level = count("n", n), level("conf_level", conf_level)
    method = f"exact one-sided {100 * conf_level:g}% upper limit with no event"
    kind = Kind(Measure.PROPORTION, MethodKey.ZERO_EVENT_BOUND, method)
    return _zero_events(kind, n, conf_level, float(np.log1p(-conf_level)))


def zero_event_limit(n: int, conf_level: float = 0.95) -> Estimate:
    """Upper limit of a proportion without an observed event: 1 - ((1 - level) / 2)^(1/n).

    This is the upper end of the two-sided Clopper-Pearson interval; `zero_event_bound` gives the
    one-sided limit, which is lower.

    Parameters
    ----------
    n
        Patients, none of whom had the event.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    Estimate
        No patient: `not_estimable`, `n_zero`.

    Raises
    ------
    ValueError
        `n` is negative or not a whole number, or the level is not between 0 and 1.

    Equivalent to
    -------------
    `binom.test(0, n)` in R; `scipy.stats.binomtest(0, n).proportion_ci()`.

    Examples
    --------
    >>> from rtxoutcomes.estimate import zero_event_limit
    >>> round(zero_event_limit(99).conf_high, 4)
    0.0366
    """
    n, conf_level = count("n", n), level("conf_level", conf_level)
    method = f"two-sided {100 * conf_level:g}% upper limit with no event (Clopper-Pearson)"
    kind = Kind(Measure.PROPORTION, MethodKey.ZERO_EVENT_LIMIT, method)
    return _zero_events(kind, n, conf_level, float(np.log((1 - conf_level) / 2)))


def _zero_events(kind: Kind, n: int, conf_level: float, log_tail: float) -> Estimate:
    """The largest proportion at which no event in n patients has the probability of the tail."""
    sample = Sample(kind, n, events=0, conf_level=conf_level)
    if n == 0:
        return sample.not_estimable("n_zero")
    limit = float(-np.expm1(log_tail / n))
    return sample.result(estimate=0.0, conf_low=0.0, conf_high=limit, note="no_events")
