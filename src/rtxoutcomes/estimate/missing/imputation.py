"""Multiple imputation of a score measured twice: proper draws from normal regressions.

For means and regressions only: no rule pools ranks.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from rtxoutcomes.arrays import Bools, Floats
from rtxoutcomes.estimate.arguments import count, generator, reals, same_length
from rtxoutcomes.estimate.array_like import group_codes
from rtxoutcomes.glance import WithoutValues
from rtxoutcomes.results.estimate import Note


@dataclass(frozen=True, slots=True, repr=False)
class ImputedPairs(WithoutValues):
    """`before` and `after`, shape (imputations, patients), with the observed values in each.

    `imputed` counts patients with an imputed value. Where the complete pairs are too few to impute
    from, `note` says why and the missing stay NaN.
    """

    before: Floats
    after: Floats
    imputed: int
    note: Note = ""


def impute_pairs(
    before: ArrayLike,
    after: ArrayLike,
    group: ArrayLike,
    imputations: int,
    rng: np.random.Generator,
) -> ImputedPairs:
    """Proper imputations of a score measured twice, from normal regressions with group means.

    Parameters
    ----------
    before, after
        Shape (patients,), on the scale of the analysis (logarithms for ratios); NaN where missing.
    group
        Shape (patients,), whole numbers or labels, such as the diagnosis of each.
    imputations
        How many, at least 2.
    rng
        Source of the draws; the same generator gives the same values.

    Returns
    -------
    ImputedPairs
        Fewer than three complete pairs beyond the number of groups, or a group with missing values
        but no complete pair: `rank_deficient`. Nothing missing: `none_missing`, and all imputations
        are equal.

    Raises
    ------
    ValueError
        Lengths differ, a value is infinite, or `imputations` is below 2.

    Notes
    -----
    Bayesian normal regression (Rubin 1987; `mice.impute.norm` in R): variance from its inverse
    chi-square, coefficients from their normal distribution given it, then the values with noise. A
    missing value after is drawn given the value before and the group, a missing value before given
    the value after and the group; where both are missing, first before given the group, then after
    given both. The regressions rest on the complete pairs alone. Drawn values are not rounded to
    the steps of the scale, which would bias their mean.

    Equivalent to
    -------------
    `mice::mice.impute.norm` in R for each of its regressions, in distribution; draws differ, and
    mice repeats the regressions on the imputed values.

    Examples
    --------
    >>> import numpy as np
    >>> from rtxoutcomes.estimate import impute_pairs
    >>> before, after = [2.0, 3.0, 2.5, 4.0, 3.5], [1.5, None, 2.0, 4.5, 3.0]
    >>> drawn = impute_pairs(before, after, ["a"] * 5, 20, np.random.default_rng(1))
    >>> drawn.imputed, drawn.after.shape
    (1, (20, 5))
    """
    first, second = reals("before", before, missing=True), reals("after", after, missing=True)
    groups = group_codes("group", group)
    same_length(before=first, after=second, group=groups)
    times = count("imputations", imputations, at_least=2)
    rng = generator("rng", rng)
    no_first, no_second = np.isnan(first), np.isnan(second)
    incomplete = no_first | no_second
    complete = ~incomplete
    earlier, later = np.tile(first, (times, 1)), np.tile(second, (times, 1))
    codes = np.unique(groups[complete])
    if complete.all():
        return ImputedPairs(earlier, later, 0, "none_missing")
    imputed = int(incomplete.sum())
    too_few = int(complete.sum()) < codes.size + 3
    if too_few or not np.isin(groups[incomplete], codes).all():
        return ImputedPairs(earlier, later, imputed, "rank_deficient")
    indicators = (groups[:, None] == codes).astype(np.float64)
    both = no_first & no_second
    for k in range(times):
        one, two = earlier[k], later[k]
        _draw(one, both, indicators, complete, rng)
        _draw(two, no_second, np.column_stack([indicators, one]), complete, rng)
        _draw(one, no_first & ~both, np.column_stack([indicators, two]), complete, rng)
    return ImputedPairs(earlier, later, imputed)


def _draw(
    values: Floats, missing: Bools, design: Floats, complete: Bools, rng: np.random.Generator
) -> None:
    """Fill the missing values in place from a regression on the complete pairs."""
    if not missing.any():
        return
    x, y = design[complete], values[complete]
    # The coefficient of a constant score is absorbed by the groups.
    orthogonal, size, right = np.linalg.svd(x, full_matrices=False)
    regular = size > 1e-10 * size.max()
    rank = int(regular.sum())
    inverse = right[regular].T / size[regular]
    fitted = inverse @ (orthogonal[:, regular].T @ y)
    spread = np.sqrt(float(((y - x @ fitted) ** 2).sum()) / rng.chisquare(y.size - rank))
    drawn = fitted + spread * (inverse @ rng.standard_normal(rank))
    noise = spread * rng.standard_normal(int(missing.sum()))
    values[missing] = design[missing] @ drawn + noise
