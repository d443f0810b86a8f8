"""The signed-rank test of paired changes, exact with the ties and zeros that clinical scores have.

The null distribution gives each changed patient's rank a sign by a fair coin, conditional on the
observed ties (shift algorithm of Streitberg and Roehmel 1986). scipy's `wilcoxon(method="exact")`
ignores ties and zeros without a warning, and its default is the normal approximation from 14 pairs
on; with half-point scores both are wrong where it matters.
"""

import math
from fractions import Fraction
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import rankdata

from rtxoutcomes.arrays import Ints
from rtxoutcomes.estimate.arguments import beside_changes, count, integers, option, same_length
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.tails import bounded_p, normal_sf
from rtxoutcomes.results.estimate import Estimate, Kind, Note
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

Zeros = Literal["wilcoxon", "pratt"]
EXACT_UP_TO = 1000
_ZEROS: dict[Zeros, str] = {"wilcoxon": "zeros dropped", "pratt": "Pratt zeros"}
_EXACT: dict[Zeros, MethodKey] = {
    "wilcoxon": MethodKey.SIGNED_RANK,
    "pratt": MethodKey.SIGNED_RANK_PRATT,
}
_NORMAL: dict[Zeros, MethodKey] = {
    "wilcoxon": MethodKey.SIGNED_RANK_NORMAL,
    "pratt": MethodKey.SIGNED_RANK_PRATT_NORMAL,
}


def signed_rank(change: ArrayLike, zeros: Zeros = "wilcoxon", dropped: int = 0) -> Estimate:
    """Wilcoxon signed-rank test that changes are symmetric about 0, conditional on ties.

    Parameters
    ----------
    change
        Shape (patients,): later minus earlier, in whole steps of the score, so that ties and zeros
        are exact.
    zeros
        "wilcoxon": unchanged patients are dropped before ranking; "pratt": ranked, then dropped.
    dropped
        Patients without a pair, carried into the result.

    Returns
    -------
    Estimate
        `statistic` is W+, the sum of the (mid-)ranks of positive changes. Exact up to 1,000 changed
        patients, the tie-corrected normal approximation above; `method` says which. No patient,
        one, or no change: `not_estimable` with `n_zero`, `n_one`, `all_zero_diff`.

    Raises
    ------
    ValueError
        `change` is not one-dimensional or contains a value that is not a whole number, `zeros` is
        not recognised, or `dropped` is not a count.

    Notes
    -----
    Wilcoxon 1945; Pratt 1959; shift algorithm of Streitberg and Roehmel (1986) on doubled
    mid-ranks.

    Equivalent to
    -------------
    `coin::wilcoxsign_test(distribution = "exact", zero.method = "Wilcoxon" | "Pratt")` in R;
    `wilcox.test(exact = TRUE)` and `scipy.stats.wilcoxon(method="exact")` without ties and zeros
    only.

    Examples
    --------
    >>> from rtxoutcomes.estimate import signed_rank
    >>> test = signed_rank([-2, -1, 0, -3, 1, -2, -1])
    >>> test.statistic, round(test.p_value, 4)
    (2.0, 0.125)
    """
    change, dropped = checked_changes(change, zeros), count("dropped", dropped)
    kind = Kind(Measure.TEST, _EXACT[zeros], f"exact signed rank, {_ZEROS[zeros]}")
    sample = Sample(kind, change.size, dropped)
    note = _refusal(change)
    if note:
        return sample.not_estimable(note)
    ranks, positive = doubled_ranks(change, zeros)
    if ranks.size > EXACT_UP_TO:
        return signed_rank_asymptotic(change, zeros, dropped=dropped)
    return sample.result(statistic=positive / 2, p_value=exact_p(ranks, positive))


def signed_rank_asymptotic(
    change: ArrayLike, zeros: Zeros = "wilcoxon", continuity: bool = False, dropped: int = 0
) -> Estimate:
    """The signed-rank test by the normal approximation, its variance corrected for ties.

    Parameters
    ----------
    change
        Shape (patients,): later minus earlier, in whole steps of the score.
    zeros
        "wilcoxon": unchanged patients are dropped before ranking; "pratt": ranked, then dropped.
    continuity
        Move W+ half a rank towards its mean.
    dropped
        Patients without a pair, carried into the result.

    Returns
    -------
    Estimate
        Statuses as in `signed_rank`.

    Raises
    ------
    ValueError
        As for `signed_rank`.

    Equivalent to
    -------------
    `wilcox.test(change, exact = FALSE, correct = continuity)` in R for dropped zeros, the
    asymptotic `coin::wilcoxsign_test` for Pratt's; `scipy.stats.wilcoxon(change,
    method="asymptotic", correction=continuity)` for dropped zeros.

    Examples
    --------
    >>> from rtxoutcomes.estimate import signed_rank_asymptotic
    >>> round(signed_rank_asymptotic([-2, -1, 0, -3, 1, -2, -1]).p_value, 4)
    0.0707
    """
    change, dropped = checked_changes(change, zeros), count("dropped", dropped)
    corrected = ", continuity corrected" if continuity else ""
    method = f"signed rank, normal approximation{corrected}, {_ZEROS[zeros]}"
    sample = Sample(Kind(Measure.TEST, _NORMAL[zeros], method), change.size, dropped)
    note = _refusal(change)
    if note:
        return sample.not_estimable(note)
    values, sizes = np.unique(change, return_counts=True)
    statistic, p_value = normal_test(values, sizes, zeros, 0.5 if continuity else 0.0)
    return sample.result(statistic=statistic, p_value=p_value)


def ratio_ranks(before: ArrayLike, after: ArrayLike) -> Ints:
    """Whole numbers with the order and sign of log(after / before), exactly; 0 where equal.

    Parameters
    ----------
    before, after
        Shape (patients,): positive whole numbers of the score's smallest step.

    Returns
    -------
    array
        Shape (patients,): the dense rank of the size of each log ratio, with its sign.

    Raises
    ------
    ValueError
        Shapes differ or are not one-dimensional, or a value is not a whole number above 0.

    Notes
    -----
    Ratios are compared as fractions: in floating point most equal ratios fail to tie.

    Equivalent to
    -------------
    `sign(log(after / before))` times the dense rank of its size, as by
    `scipy.stats.rankdata(method="dense")`, in exact arithmetic.

    Examples
    --------
    >>> from rtxoutcomes.estimate import ratio_ranks
    >>> ratio_ranks([10, 20, 30, 12], [5, 10, 30, 18]).tolist()
    [-2, -2, 0, 1]
    """
    before, after = (
        integers(name, values, at_least=1, of="number of steps")
        for name, values in (("before", before), ("after", after))
    )
    same_length(before=before, after=after)
    sizes = [
        Fraction(max(a, b), min(a, b)) for b, a in zip(before.tolist(), after.tolist(), strict=True)
    ]
    place = {size: k for k, size in enumerate(sorted({*sizes, Fraction(1)}))}
    order = np.array([place[size] for size in sizes], dtype=np.int64)
    return np.asarray(np.sign(after - before) * order)


def smallest_attainable_p(change: ArrayLike, zeros: Zeros = "wilcoxon") -> float:
    """The smallest P that signs alone could give: every changed patient in one direction.

    Two sign patterns of 2^k are that extreme, under either rule for zeros. With 5 changed patients
    it is 0.0625: P cannot be below 0.05.

    Parameters
    ----------
    change
        Shape (patients,): later minus earlier, in whole steps of the score.
    zeros
        "wilcoxon": unchanged patients are dropped before ranking; "pratt": ranked, then dropped.

    Returns
    -------
    float
        Above 0, at most 1.

    Raises
    ------
    ValueError
        As for `signed_rank`.

    Equivalent to
    -------------
    `min(1, 2^(1 - sum(change != 0)))` in R.

    Examples
    --------
    >>> from rtxoutcomes.estimate import smallest_attainable_p
    >>> smallest_attainable_p([-1, -1, 2, 0, -3, 1])
    0.0625
    """
    changed = int(np.count_nonzero(checked_changes(change, zeros)))
    return bounded_p(2.0 ** (1 - changed))


def checked_changes(change: ArrayLike, zeros: Zeros) -> Ints:
    """Check the arguments of a rank test: changes in whole steps, and a recognised zero rule."""
    beside_changes("zeros", "'wilcoxon' or 'pratt'", zeros)
    option("zeros", zeros, _ZEROS)
    return integers("change", change, of="number of steps")


def doubled_ranks(change: Ints, zeros: Zeros) -> tuple[Ints, int]:
    """Twice the mid-rank of each changed patient, and twice W+."""
    ranked = change[change != 0] if zeros == "wilcoxon" else change
    ranks = np.rint(2 * rankdata(np.abs(ranked))).astype(np.int64)
    changed = ranked != 0
    return ranks[changed], int(ranks[ranked > 0].sum())


def exact_p(ranks: Ints, positive: int) -> float:
    """Two-sided P of twice W+ over all sign patterns of these doubled ranks.

    The null distribution is symmetric: both tails count from the distance of the observed value
    to the middle.
    """
    total = int(ranks.sum())
    nearer = min(positive, total - positive)
    if 2 * nearer >= total:
        return 1.0
    # Sums beyond the tail are not needed. Halving at each rank gives probabilities of patterns,
    # which keep their relative accuracy.
    shares = np.zeros(nearer + 1)
    shares[0] = 1.0
    for rank in np.sort(ranks).tolist():
        moved = shares[: max(0, nearer + 1 - rank)].copy()
        shares[rank:] += moved
        shares *= 0.5
    return min(1.0, 2 * math.fsum(shares.tolist()))


def normal_test(
    values: Ints, sizes: Ints, zeros: Zeros, correction: float = 0.0
) -> tuple[float, float]:
    """W+ and its two-sided P by the tie-corrected normal approximation.

    Takes distinct changes, not all of them 0, and how many patients have each: a registry of
    millions has a few dozen distinct changes of a score.
    """
    if zeros == "wilcoxon":
        values, sizes = values[values != 0], sizes[values != 0]
    place = np.unique(np.abs(values), return_inverse=True)[1]
    tied = np.bincount(place, weights=sizes)
    mid_ranks = (np.cumsum(tied) - (tied - 1) / 2)[place] * (values != 0)
    sums = sizes * mid_ranks
    positive = float(sums[values > 0].sum())
    distance = max(0.0, abs(positive - float(sums.sum()) / 2) - correction)
    z = distance / math.sqrt(float((sums * mid_ranks).sum()) / 4)
    return positive, bounded_p(2 * normal_sf(z))


def _refusal(change: Ints) -> Note:
    if change.size < 2:
        return "n_one" if change.size else "n_zero"
    return "" if change.any() else "all_zero_diff"
