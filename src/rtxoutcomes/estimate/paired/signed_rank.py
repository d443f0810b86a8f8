"""The signed-rank test of paired changes, exact with the ties and zeros that clinical scores have.

scipy's `wilcoxon(method="exact")` ignores ties and zeros without a warning, and its default turns
to the normal approximation from 14 pairs on; with half-point scores both are wrong where it
matters.
"""

import math
from fractions import Fraction
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from rtxoutcomes.estimate.arguments import count, of_one_length, option, wholes
from rtxoutcomes.estimate.tails import normal_sf
from rtxoutcomes.results import Estimate, Note

Zeros = Literal["wilcoxon", "pratt"]
Changes = NDArray[np.int64]
EXACT_UP_TO = 1000
# A p-value is never 0: where doubles end, the least of them stands.
_LEAST = math.ulp(0.0)
_ZEROS: dict[Zeros, str] = {"wilcoxon": "zeros dropped", "pratt": "Pratt zeros"}


def signed_rank(change: Changes, zeros: Zeros = "wilcoxon", dropped: int = 0) -> Estimate:
    """Wilcoxon signed-rank test that changes are symmetric about 0, conditional on ties.

    Parameters
    ----------
    change
        Shape (patients,): later minus earlier, in whole steps of the score, so that ties and
        zeros are exact.
    zeros
        "wilcoxon": unchanged patients are dropped before ranking; "pratt": ranked, then dropped.
    dropped
        Patients without a pair, carried into the result.

    Returns
    -------
    Estimate
        `statistic` is W+, the sum of the (mid-)ranks of positive changes. Exact up to 1,000
        changed patients, the tie-corrected normal approximation above; `method` says which. No
        patient, one, or nobody changed: `not_estimable` with `n_zero`, `n_one`, `all_zero_diff`.

    Raises
    ------
    ValueError
        `change` is not one-dimensional or holds what is no whole number, `zeros` is unknown, or
        `dropped` no count.

    Notes
    -----
    Shift algorithm of Streitberg and Roehmel (1986) on doubled mid-ranks.
    `coin::wilcoxsign_test(distribution = "exact", zero.method = "Wilcoxon" | "Pratt")` in R.
    """
    change, dropped = whole_steps(change, zeros), count("dropped", dropped)
    method = f"exact signed rank, {_ZEROS[zeros]}"
    refused = _refused(change, method, dropped)
    if refused is not None:
        return refused
    ranks, positive = doubled_ranks(change, zeros)
    if ranks.size > EXACT_UP_TO:
        return _normal(change, zeros, False, dropped)
    return Estimate(
        method=method,
        n=change.size,
        dropped=dropped,
        statistic=positive / 2,
        p_value=exact_p(ranks, positive),
    )


def signed_rank_asymptotic(
    change: Changes, zeros: Zeros = "wilcoxon", continuity: bool = False, dropped: int = 0
) -> Estimate:
    """The same test by the normal approximation, its variance corrected for ties.

    `continuity` brings W+ half a rank nearer to its mean. `wilcox.test(exact = FALSE, correct =
    continuity)` in R for dropped zeros, the asymptotic `coin::wilcoxsign_test` for Pratt's.
    Statuses and errors as in `signed_rank`.
    """
    change, dropped = whole_steps(change, zeros), count("dropped", dropped)
    refused = _refused(change, _normal_method(zeros, continuity), dropped)
    if refused is not None:
        return refused
    return _normal(change, zeros, continuity, dropped)


def ratio_ranks(before: Changes, after: Changes) -> Changes:
    """Whole numbers that order |log(after / before)| exactly, with its sign; 0 where equal.

    Parameters
    ----------
    before, after
        Shape (patients,): positive whole numbers of the score's smallest step.

    Raises
    ------
    ValueError
        Shapes differ or are not one-dimensional, or a value is no whole number above 0.

    Notes
    -----
    Ratios are compared as fractions: in floating point most equal ratios fail to tie.
    """
    before, after = (
        wholes(name, values, at_least=1, of="number of steps")
        for name, values in (("before", before), ("after", after))
    )
    of_one_length(before=before, after=after)
    sizes = [
        Fraction(max(a, b), min(a, b)) for b, a in zip(before.tolist(), after.tolist(), strict=True)
    ]
    place = {size: k for k, size in enumerate(sorted({*sizes, Fraction(1)}))}
    order = np.array([place[size] for size in sizes], dtype=np.int64)
    return np.asarray(np.sign(after - before) * order)


def smallest_attainable_p(change: Changes, zeros: Zeros = "wilcoxon") -> float:
    """The least p that signs alone could have given: every changed patient in one direction.

    Two sign patterns of 2^k are that extreme, under either rule for zeros; arguments and errors
    as in `signed_rank`. With 5 changed patients it is 0.0625: no p below 0.05 can be had.
    """
    changed = int(np.count_nonzero(whole_steps(change, zeros)))
    return min(1.0, max(2.0 ** (1 - changed), _LEAST))


def whole_steps(change: Changes, zeros: Zeros) -> Changes:
    """The arguments of a rank test, checked: changes in whole steps, and a known rule for zeros."""
    option("zeros", zeros, _ZEROS)
    return wholes("change", change, of="number of steps")


def doubled_ranks(change: Changes, zeros: Zeros) -> tuple[NDArray[np.int64], int]:
    """Twice the mid-rank of each changed patient, and twice W+."""
    ranked = change[change != 0] if zeros == "wilcoxon" else change
    ranks = np.rint(2 * rankdata(np.abs(ranked))).astype(np.int64)
    changed = ranked != 0
    return ranks[changed], int(ranks[ranked > 0].sum())


def exact_p(ranks: NDArray[np.int64], positive: int) -> float:
    """Two-sided p of twice W+ over all sign patterns of these doubled ranks.

    The null distribution is symmetric: both tails are as far from the middle as what was seen.
    """
    total = int(ranks.sum())
    nearer = min(positive, total - positive)
    if 2 * nearer >= total:
        return 1.0
    # Sums beyond the tail are never asked for; the share of patterns keeps its relative accuracy.
    shares = np.zeros(nearer + 1)
    shares[0] = 1.0
    for rank in np.sort(ranks).tolist():
        moved = shares[: max(0, nearer + 1 - rank)].copy()
        shares[rank:] += moved
        shares *= 0.5
    return min(1.0, 2 * math.fsum(shares.tolist()))


def normal_test(
    values: Changes, sizes: NDArray[np.int64], zeros: Zeros, correction: float = 0.0
) -> tuple[float, float]:
    """W+ and its two-sided p by the tie-corrected normal approximation.

    Takes distinct changes, not all of them 0, and how many patients have each: a registry of
    millions holds some dozen distinct changes of a score.
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
    return positive, min(1.0, max(2 * normal_sf(z), _LEAST))


def _normal(change: Changes, zeros: Zeros, continuity: bool, dropped: int) -> Estimate:
    values, sizes = np.unique(change, return_counts=True)
    statistic, p = normal_test(values, sizes, zeros, 0.5 if continuity else 0.0)
    return Estimate(
        method=_normal_method(zeros, continuity),
        n=change.size,
        dropped=dropped,
        statistic=statistic,
        p_value=p,
    )


def _normal_method(zeros: Zeros, continuity: bool) -> str:
    corrected = ", continuity corrected" if continuity else ""
    return f"signed rank, normal approximation{corrected}, {_ZEROS[zeros]}"


def _refused(change: Changes, method: str, dropped: int) -> Estimate | None:
    note: Note = ""
    if change.size < 2:
        note = "n_one" if change.size else "n_zero"
    elif not change.any():
        note = "all_zero_diff"
    if not note:
        return None
    return Estimate(
        method=method, n=change.size, dropped=dropped, status="not_estimable", note=note
    )
