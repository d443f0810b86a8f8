"""Standardised differences between groups: a description of balance, without a test."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from rtxoutcomes.estimate.arguments import integers, reals, same_length
from rtxoutcomes.estimate.sample import Sample
from rtxoutcomes.estimate.variation import is_constant
from rtxoutcomes.results.estimate import Estimate, Kind, Note
from rtxoutcomes.results.measure import Measure
from rtxoutcomes.results.method import MethodKey

MEANS = Kind(
    Measure.STANDARDISED_DIFFERENCE,
    MethodKey.STANDARDISED_MEAN_DIFFERENCE,
    "standardised difference of means, root of the mean of both variances",
)
PROPORTIONS = Kind(
    Measure.STANDARDISED_DIFFERENCE,
    MethodKey.STANDARDISED_PROPORTION_DIFFERENCE,
    "standardised difference of proportions, Mahalanobis distance",
)
LARGEST = Kind(
    Measure.STANDARDISED_DIFFERENCE,
    MethodKey.LARGEST_STANDARDISED_DIFFERENCE,
    "largest standardised difference of all pairs, without sign",
)
# Proportions are ratios of counts: a variance or a difference below this is a rounding error.
_ROUNDING = 1e-12


def standardised_difference(first: ArrayLike, second: ArrayLike) -> Estimate:
    """Mean of the first group minus that of the second, over the root of their mean variance.

    Parameters
    ----------
    first, second
        Shape (patients,) of each group, NaN where missing.

    Returns
    -------
    Estimate
        `not_estimable` where a group has fewer than two values (`n_zero`, `n_one`), neither varies
        (`zero_variance`), or neither varies and the two differ (`separation`): the difference is
        then unbounded.

    Raises
    ------
    ValueError
        An array is not one-dimensional or contains an infinite value.

    Notes
    -----
    Austin (2009). No P value is given: the groups were not randomised, and a test would mainly
    reflect the size of the sample.

    Equivalent to
    -------------
    `(mean(a) - mean(b)) / sqrt((var(a) + var(b)) / 2)` in R; the size is that of
    `tableone::ExtractSmd`.

    Examples
    --------
    >>> from rtxoutcomes.estimate import standardised_difference
    >>> difference = standardised_difference([37, 41, 29, 35], [44, 39, 50, 47])
    >>> round(difference.estimate, 3)
    -1.96
    """
    groups = [reals(n, v, missing=True) for n, v in (("first", first), ("second", second))]
    known = [values[~np.isnan(values)] for values in groups]
    n = sum(values.size for values in known)
    sample = Sample(MEANS, n, sum(values.size for values in groups) - n)
    smaller = min(values.size for values in known)
    if smaller < 2:
        return sample.not_estimable("n_one" if smaller else "n_zero")
    # A variation may be small relative to the values of the other group: each is judged alone.
    if all(map(is_constant, known)):
        equal = is_constant(np.concatenate(known))
        return sample.not_estimable("zero_variance" if equal else "separation")
    spread = math.sqrt(sum(float(values.var(ddof=1)) for values in known) / 2)
    return sample.result(estimate=float(known[0].mean() - known[1].mean()) / spread)


def standardised_share_difference(
    first: ArrayLike, second: ArrayLike, dropped: int = 0
) -> Estimate:
    """Distance of two groups in the proportions of a variable's levels; of two levels, their SMD.

    Parameters
    ----------
    first, second
        Shape (levels,): patients of each group at each level.
    dropped
        Patients of both groups without a level.

    Returns
    -------
    Estimate
        `not_estimable` where a group has no patient (`n_zero`), all are at one level
        (`zero_variance`), or some levels occur in one group only, so that they separate the groups
        perfectly (`separation`): the distance is then unbounded.

    Raises
    ------
    ValueError
        The counts are not whole numbers from 0 up, or differ in length.

    Notes
    -----
    Yang and Dalton (2012): the root of d' S^-1 d, where d holds the differences of all proportions
    but one and S is the mean of the two multinomial covariance matrices. A generalised inverse
    would ignore just the direction in which the groups are separated, and give a small distance
    between groups without a level in common.

    Equivalent to
    -------------
    `tableone::ExtractSmd` in R for a factor, unless a level separates the groups: it has a
    generalised inverse.

    Examples
    --------
    >>> from rtxoutcomes.estimate import standardised_share_difference
    >>> round(standardised_share_difference([30, 12], [27, 16]).estimate, 3)
    0.185
    """
    counts = [integers(name, v, at_least=0) for name, v in (("first", first), ("second", second))]
    same_length(first=counts[0], second=counts[1])
    sample = Sample(PROPORTIONS, int(sum(c.sum() for c in counts)), dropped)
    if min(int(c.sum()) for c in counts) == 0:
        return sample.not_estimable("n_zero")
    used = (counts[0] + counts[1]) > 0
    proportions = [c[used][:-1] / c.sum() for c in counts]
    if proportions[0].size == 0:
        return sample.not_estimable("zero_variance")
    covariance = sum(np.diag(p) - np.outer(p, p) for p in proportions) / 2
    variances, axes = np.linalg.eigh(covariance)
    components = axes.T @ (proportions[0] - proportions[1])
    flat = variances < _ROUNDING
    if np.any(np.abs(components[flat]) > math.sqrt(_ROUNDING)):
        return sample.not_estimable("separation")
    squared = float(np.sum(components[~flat] ** 2 / variances[~flat]))
    return sample.result(estimate=math.sqrt(squared))


def largest_difference(pairs: Sequence[Estimate], n: int, dropped: int = 0) -> Estimate:
    """The largest of several standardised differences, without sign, of `n` patients in all.

    Pairs with too few patients for a difference are ignored. A separated pair is unbounded, and so
    is the largest difference.
    """
    sample = Sample(LARGEST, n, dropped)
    if any(pair.note == "separation" for pair in pairs):
        return sample.not_estimable("separation")
    sizes = [abs(pair.estimate) for pair in pairs if pair.status == "ok"]
    if not sizes:
        notes: list[Note] = [pair.note for pair in pairs]
        return sample.not_estimable(notes[0] if notes else "group_absent")
    return sample.result(estimate=max(sizes))
