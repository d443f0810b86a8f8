"""How far two groups lie apart in a variable, in units of its spread: no test, no p-value."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from rtxoutcomes.estimate.arguments import of_one_length, reals, wholes
from rtxoutcomes.results import Estimate, Note

MEANS = "standardised difference of means, root of the mean of both variances"
SHARES = "standardised difference of shares, Mahalanobis distance"
LARGEST = "largest standardised difference of all pairs, without sign"
# Shares are ratios of counts: below this a variance or a difference is 0 but for rounding.
_NEARLY_ZERO = 1e-12


def standardised_difference(first: NDArray[np.float64], second: NDArray[np.float64]) -> Estimate:
    """Mean of the first group minus that of the second, over the root of their mean variance.

    Parameters
    ----------
    first, second
        Shape (patients,) of each group, NaN where missing.

    Returns
    -------
    Estimate
        `not_estimable` where a group has fewer than two values (`n_zero`, `n_one`) or neither
        varies (`zero_variance`).

    Raises
    ------
    ValueError
        An array is not one-dimensional or holds an infinite value.

    Notes
    -----
    Austin (2009); in R `(mean(a) - mean(b)) / sqrt((var(a) + var(b)) / 2)`. It has no p-value:
    the groups were not made at random, and a test would only tell how many there are.
    """
    groups = [reals(n, v, missing=True) for n, v in (("first", first), ("second", second))]
    known = [values[~np.isnan(values)] for values in groups]
    n = sum(values.size for values in known)
    dropped = sum(values.size for values in groups) - n
    least = min(values.size for values in known)
    if least < 2:
        return _refused(MEANS, n, dropped, "n_one" if least else "n_zero")
    spread = math.sqrt(sum(float(values.var(ddof=1)) for values in known) / 2)
    if spread == 0:
        return _refused(MEANS, n, dropped, "zero_variance")
    difference = float(known[0].mean() - known[1].mean())
    return Estimate(method=MEANS, n=n, dropped=dropped, estimate=difference / spread)


def standardised_share_difference(
    first: NDArray[np.int64], second: NDArray[np.int64], dropped: int = 0
) -> Estimate:
    """Distance of two groups in the shares of a variable's levels; of two levels, their SMD.

    Parameters
    ----------
    first, second
        Shape (levels,): how many patients of each group are at each level.
    dropped
        Patients of both groups without a level.

    Returns
    -------
    Estimate
        `not_estimable` where a group has no patient (`n_zero`), all are at one level
        (`zero_variance`), or some levels belong to one group alone so that they tell the groups
        apart without error (`separation`): the distance is then without limit.

    Raises
    ------
    ValueError
        The counts are not whole numbers from 0 on, or not of one length.

    Notes
    -----
    Yang and Dalton (2012): the root of d' S^-1 d, d the differences of all shares but one, S the
    mean of both multinomial covariances. A generalised inverse would drop just the direction in
    which the groups are separated, and call groups without a level in common close.
    """
    counts = [wholes(name, v, at_least=0) for name, v in (("first", first), ("second", second))]
    of_one_length(first=counts[0], second=counts[1])
    n = int(sum(c.sum() for c in counts))
    if min(int(c.sum()) for c in counts) == 0:
        return _refused(SHARES, n, dropped, "n_zero")
    used = (counts[0] + counts[1]) > 0
    shares = [c[used][:-1] / c.sum() for c in counts]
    if shares[0].size == 0:
        return _refused(SHARES, n, dropped, "zero_variance")
    difference = shares[0] - shares[1]
    spread = sum(np.diag(p) - np.outer(p, p) for p in shares) / 2
    scale, axes = np.linalg.eigh(spread)
    along = axes.T @ difference
    flat = scale < _NEARLY_ZERO
    if np.any(np.abs(along[flat]) > math.sqrt(_NEARLY_ZERO)):
        return _refused(SHARES, n, dropped, "separation")
    distance = math.sqrt(float(np.sum(along[~flat] ** 2 / scale[~flat])))
    return Estimate(method=SHARES, n=n, dropped=dropped, estimate=distance)


def largest_difference(pairs: Sequence[Estimate], n: int, dropped: int = 0) -> Estimate:
    """The largest of several standardised differences, without sign, of `n` patients in all.

    A pair that could not be given because it has too few patients is passed over; one that is
    separated is without limit, and so is the largest.
    """
    separated = [pair for pair in pairs if pair.note == "separation"]
    if separated:
        return _refused(LARGEST, n, dropped, "separation")
    given = [abs(pair.estimate) for pair in pairs if pair.status == "ok"]
    if not given:
        notes: list[Note] = [pair.note for pair in pairs]
        return _refused(LARGEST, n, dropped, notes[0] if notes else "group_absent")
    return Estimate(method=LARGEST, n=n, dropped=dropped, estimate=max(given))


def _refused(method: str, n: int, dropped: int, note: Note) -> Estimate:
    return Estimate(method=method, n=n, dropped=dropped, status="not_estimable", note=note)
