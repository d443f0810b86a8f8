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
from scipy.stats import norm, rankdata

from rtxoutcomes.results import Estimate, Note

Zeros = Literal["wilcoxon", "pratt"]
Changes = NDArray[np.int64]
EXACT_UP_TO = 1000
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
        `change` is not one-dimensional, or `zeros` unknown.

    Notes
    -----
    Shift algorithm of Streitberg and Roehmel (1986) on doubled mid-ranks.
    `coin::wilcoxsign_test(distribution = "exact", zero.method = "Wilcoxon" | "Pratt")` in R.
    """
    method = f"exact signed rank, {_check(change, zeros)}"
    refused = _refused(change, method, dropped)
    if refused is not None:
        return refused
    ranks, positive = doubled_ranks(change, zeros)
    if ranks.size > EXACT_UP_TO:
        return _normal(change, zeros, 0.0, dropped)
    return Estimate(
        method=method,
        n=change.size,
        dropped=dropped,
        statistic=positive / 2,
        p_value=exact_p(ranks, positive),
    )


def signed_rank_asymptotic(
    change: Changes, zeros: Zeros = "wilcoxon", *, continuity: bool = False, dropped: int = 0
) -> Estimate:
    """The same test by the normal approximation, its variance corrected for ties.

    `wilcox.test(exact = FALSE, correct = continuity)` in R for dropped zeros, the asymptotic
    `coin::wilcoxsign_test` for Pratt's. Statuses and errors as in `signed_rank`.
    """
    refused = _refused(change, f"signed rank, normal, {_check(change, zeros)}", dropped)
    if refused is not None:
        return refused
    return _normal(change, zeros, 0.5 if continuity else 0.0, dropped)


def ratio_ranks(before: Changes, after: Changes) -> Changes:
    """Whole numbers that order |log(after / before)| exactly, with its sign; 0 where equal.

    Parameters
    ----------
    before, after
        Shape (patients,): positive whole numbers of the score's smallest step.

    Raises
    ------
    ValueError
        Shapes differ, or a value is not positive.

    Notes
    -----
    Ratios are compared as fractions: in floating point most equal ratios fail to tie.
    """
    if before.shape != after.shape or (before <= 0).any() or (after <= 0).any():
        raise ValueError("before and after must be positive and of one shape")
    sizes = [
        Fraction(max(a, b), min(a, b)) for b, a in zip(before.tolist(), after.tolist(), strict=True)
    ]
    place = {size: k for k, size in enumerate(sorted({*sizes, Fraction(1)}))}
    order = np.array([place[size] for size in sizes], dtype=np.int64)
    return np.asarray(np.sign(after - before) * order)


def smallest_attainable_p(change: Changes) -> float:
    """The least p that signs alone could have given: every changed patient in one direction."""
    changed = int(np.count_nonzero(change))
    return min(1.0, 2.0 ** (1 - changed))


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


def _normal(change: Changes, zeros: Zeros, correction: float, dropped: int) -> Estimate:
    ranks, positive = doubled_ranks(change, zeros)
    size = ranks / 2
    distance = positive / 2 - math.fsum(size.tolist()) / 2
    shrunk = math.copysign(max(0.0, abs(distance) - correction), distance)
    z = shrunk / math.sqrt(math.fsum((size * size).tolist()) / 4)
    corrected = ", continuity corrected" if correction else ""
    return Estimate(
        method=f"signed rank, normal approximation{corrected}, {_ZEROS[zeros]}",
        n=change.size,
        dropped=dropped,
        statistic=positive / 2,
        p_value=min(1.0, max(2 * float(norm.sf(abs(z))), math.ulp(0.0))),
    )


def _check(change: Changes, zeros: Zeros) -> str:
    if change.ndim != 1:
        raise ValueError(f"change must be one-dimensional, not of shape {change.shape}")
    if zeros not in _ZEROS:
        raise ValueError(f"zeros {zeros!r} is none of {', '.join(_ZEROS)}")
    return _ZEROS[zeros]


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
