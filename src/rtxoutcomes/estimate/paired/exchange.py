"""The relative effect of paired values, tested by exchanging them within patients.

p is the probability that a value after, of any patient, is better than a value before, of any
patient, ties counted half: p = (1 / n^2) sum over i, j of s(before_i, after_j), the marginal effect
of Brunner, Domhof and Langer (2002). Each patient k adds
Z_k = mean over j of s(before_k, after_j) + mean over i of s(before_i, after_k),
whose variance over n is that of p. Were before and after exchangeable within a patient, each of the
2^n ways to exchange them would be as likely as the observed one.
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, logit

from rtxoutcomes.arrays import Bools, Floats, Ints
from rtxoutcomes.estimate.arguments import count, generator, integers, level, option, same_length
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.results.estimate import Estimate, Kind, Note
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

Better = Literal["lower", "higher"]
ENUMERATED_UP_TO = 14
RELATIVE = "relative effect, studentised exchange within patients, logit scale"
# Statistics this close are equal but for rounding; limits are wider by more than that.
_SAME, _WIDER = 1e-10, 1e-9
_NO_VARIANCE = 1e-12


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Distinct pairs of levels, shape (pairs,), and how many patients have each.

    `better`, shape (levels, levels): 2 where a value at the column's level is better than one at
    the row's, 1 where both are equal, so that all sums are whole numbers.
    """

    before: Ints
    after: Ints
    size: Ints
    better: Ints

    @property
    def n(self) -> int:
        return int(self.size.sum())

    @property
    def changed(self) -> Bools:
        return np.asarray(self.before != self.after)


def relative_effect(
    before: ArrayLike,
    after: ArrayLike,
    better: Better,
    rng: np.random.Generator,
    *,
    draws: int = 10_000,
    dropped: int = 0,
    conf_level: float = 0.95,
) -> Estimate:
    """Probability that a value after is better than a value before, with interval and P.

    Parameters
    ----------
    before, after
        Shape (patients,), aligned, in whole steps of the score, so that ties are exact.
    better
        Which values are better, "lower" or "higher".
    rng
        Used only where more than 14 patients changed; otherwise all exchanges are enumerated.
    draws
        Random exchanges; the observed values count as one more.
    dropped
        Patients without a pair, carried into the result.
    conf_level
        Two-sided confidence level.

    Returns
    -------
    Estimate
        Above 0.5 is improvement. `std_error` is that of p, `statistic` logit p over its error. P is
        the proportion of exchanges whose statistic is as large without sign, and the limits are
        logit p plus or minus the quantile of that distribution times the error: P is at most 1 -
        conf_level exactly where 0.5 lies outside the limits. No patient or one: `n_zero`, `n_one`;
        no change: `all_zero_diff`; no variance, as where every value after is better than every
        value before: `zero_variance`.

    Raises
    ------
    ValueError
        Lengths differ, a value is not a whole number, `better` is not recognised, `draws` is below
        1, `rng` is not a Generator, or the level is not between 0 and 1.

    Notes
    -----
    Konietschke and Pauly 2012.

    Equivalent to
    -------------
    Estimate: `0.5 + (mean(r[before]) - mean(r[after])) / (2 * n)` in R with r the pooled mid-ranks,
    where lower is better. The test has no usual counterpart.

    Examples
    --------
    >>> import numpy as np
    >>> from rtxoutcomes.estimate import relative_effect
    >>> before, after = [6, 4, 7, 5, 8, 6], [4, 4, 5, 6, 5, 5]
    >>> effect = relative_effect(before, after, "lower", np.random.default_rng(1))
    >>> round(effect.estimate, 3), round(effect.p_value, 3)
    (0.764, 0.188)
    """
    before, after = (
        integers(name, v, of="number of steps")
        for name, v in (("before", before), ("after", after))
    )
    same_length(before=before, after=after)
    option("better", better, ("lower", "higher"))
    count("draws", draws, at_least=1)
    dropped, conf_level = count("dropped", dropped), level("conf_level", conf_level)
    pairs = _pairs(before, after, -1 if better == "lower" else 1)
    exchanged, how = _exchanges(pairs, generator("rng", rng), draws)
    kind = Kind(Measure.PROPORTION, MethodKey.RELATIVE_EFFECT, f"{RELATIVE}, {how}")
    sample = Sample(kind, pairs.n, dropped, conf_level=conf_level)
    note = _refusal(pairs)
    if note:
        return sample.not_estimable(note)
    # The first row of the exchanges leaves everybody as observed.
    effect, error = _effects(pairs, exchanged)
    if error[0] == 0:
        return sample.not_estimable("zero_variance", estimate=float(effect[0]))
    return _inference(sample, float(effect[0]), float(error[0]), _statistics(effect, error))


def _pairs(before: Ints, after: Ints, sign: int) -> _Pairs:
    levels, place = np.unique(sign * np.concatenate([before, after]), return_inverse=True)
    order = np.arange(levels.size)
    better = 2 * (order[None, :] > order[:, None]) + (order[None, :] == order[:, None])
    both = np.column_stack([place[: before.size], place[before.size :]]).astype(np.int64)
    distinct, size = np.unique(both, axis=0, return_counts=True)
    return _Pairs(distinct[:, 0], distinct[:, 1], size.astype(np.int64), better.astype(np.int64))


def _exchanges(pairs: _Pairs, rng: np.random.Generator, draws: int) -> tuple[Ints, str]:
    """How many of each pair are exchanged, shape (exchanges, pairs), none in the first row."""
    moving = int(pairs.size[pairs.changed].sum())
    size = np.where(pairs.changed, pairs.size, 0)
    if moving > ENUMERATED_UP_TO:
        drawn = rng.binomial(size, 0.5, (draws, size.size)).astype(np.int64)
        nobody = np.zeros((1, size.size), dtype=np.int64)
        return np.concatenate([nobody, drawn]), f"{draws:,} random exchanges"
    signs = np.arange(2**moving)[:, None] >> np.arange(moving) & 1
    owner = np.repeat(np.arange(size.size), size)
    own = (owner[:, None] == np.arange(size.size)).astype(np.int64)
    return signs @ own, f"all {2**moving:,} exchanges"


def _effects(pairs: _Pairs, exchanged: Ints) -> tuple[Floats, Floats]:
    """The effect and its standard error in each exchange; sums of whole numbers, so exact."""
    n, order = pairs.n, np.arange(len(pairs.better))
    # Whole numbers as floats: exact too, and their products of matrices are ten times as fast.
    moved, better = exchanged.astype(np.float64), pairs.better.astype(np.float64)
    stay = pairs.size - moved
    at_before = (pairs.before[:, None] == order).astype(np.float64)
    at_after = (pairs.after[:, None] == order).astype(np.float64)
    # How many values before and after there are at each level, shape (exchanges, levels).
    befores = stay @ at_before + moved @ at_after
    afters = stay @ at_after + moved @ at_before
    above, below = afters @ better.T, befores @ better
    as_is = above[:, pairs.before] + below[:, pairs.after]
    turned = above[:, pairs.after] + below[:, pairs.before]
    total = (stay * as_is + moved * turned).sum(axis=1)
    squares = (stay * as_is**2 + moved * turned**2).sum(axis=1)
    spread = n * squares - total**2
    spread = np.where(spread > _NO_VARIANCE * n * squares, spread, 0.0)
    # Z is a sum of doubled scores over 2 n; its sum is 2 n p.
    return total / (4 * n * n), np.sqrt(spread / (n * (n - 1)) / n) / (2 * n)


def _statistics(effect: Floats, error: Floats) -> Floats:
    """The logit over its error, without sign; infinite without variance, 0 at 0.5."""
    result = np.where(effect == 0.5, 0.0, np.inf)
    known = error > 0
    p, se = effect[known], error[known]
    result[known] = np.abs(logit(p)) * p * (1 - p) / se
    return result


def _inference(sample: Sample, effect: float, error: float, statistics: Floats) -> Estimate:
    observed, total = float(statistics[0]), statistics.size
    reached = int((statistics >= observed * (1 - _SAME)).sum())
    # The largest value that more than this proportion of the exchanges reach.
    beyond = math.floor((1 - sample.conf_level) * total * (1 + _SAME))
    critical = float(np.sort(statistics)[total - 1 - beyond]) * (1 + _WIDER)
    half = critical * error / (effect * (1 - effect))
    middle = float(logit(effect))
    return sample.result(
        estimate=effect,
        std_error=error,
        conf_low=min(effect, float(expit(middle - half))),
        conf_high=max(effect, float(expit(middle + half))),
        statistic=math.copysign(observed, middle),
        p_value=reached / total,
    )


def _refusal(pairs: _Pairs) -> Note:
    if pairs.n < 2:
        return "n_one" if pairs.n else "n_zero"
    return "" if pairs.changed.any() else "all_zero_diff"
