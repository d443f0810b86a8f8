"""Values before and after, drawn where they are missing, as often as asked for.

For means and their regressions only: no rule pools ranks.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rtxoutcomes.estimate.arguments import count, generator, of_one_length, reals, wholes
from rtxoutcomes.results import Note

Reals = NDArray[np.float64]
Wholes = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class ImputedPairs:
    """`before` and `after`, shape (imputations, patients); observed values stand in each.

    `imputed` counts patients with a value that was drawn. Where the complete pairs are too few to
    draw from, `note` says why and the missing stay NaN.
    """

    before: Reals
    after: Reals
    imputed: int
    note: Note = ""


def impute_pairs(
    before: ArrayLike,
    after: ArrayLike,
    group: ArrayLike,
    imputations: int,
    rng: np.random.Generator,
) -> ImputedPairs:
    """Proper imputations of a score measured twice, from normal regressions within groups' means.

    Parameters
    ----------
    before, after
        Shape (patients,), on the scale of the analysis (logarithms for ratios); NaN where missing.
    group
        Shape (patients,), whole numbers: the diagnosis of each.
    imputations
        How many, at least 2.
    rng
        Where the draws come from; the same generator gives the same values.

    Returns
    -------
    ImputedPairs
        Fewer than three complete pairs beyond the number of groups, or a group whose missing
        values have no complete pair to learn from: `rank_deficient`. Nothing missing:
        `none_missing`, and all imputations are alike.

    Raises
    ------
    ValueError
        Lengths differ, a value is infinite, or `imputations` is below 2.

    Notes
    -----
    Bayesian normal regression (Rubin 1987; `mice.impute.norm` in R): variance from its inverse
    chi-square, coefficients from their normal distribution given it, then the values with noise.
    A missing value after is drawn given the value before and the group, a missing value before
    given the value after and the group; where both are missing, first before given the group,
    then after given both. Complete pairs alone inform the regressions. Drawn values are not
    rounded to the steps of the scale, which would bias their mean.
    """
    first, second = reals("before", before, missing=True), reals("after", after, missing=True)
    groups = wholes("group", group)
    of_one_length(before=first, after=second, group=groups)
    times = count("imputations", imputations, at_least=2)
    rng = generator("rng", rng)
    no_first, no_second = np.isnan(first), np.isnan(second)
    lost, complete = no_first | no_second, ~(no_first | no_second)
    earlier, later = np.tile(first, (times, 1)), np.tile(second, (times, 1))
    codes = np.unique(groups[complete])
    if not lost.any():
        return ImputedPairs(earlier, later, 0, "none_missing")
    too_few = int(complete.sum()) < codes.size + 3
    if too_few or not np.isin(groups[lost], codes).all():
        return ImputedPairs(earlier, later, int(lost.sum()), "rank_deficient")
    shares = (groups[:, None] == codes).astype(np.float64)
    both = no_first & no_second
    for k in range(times):
        one, two = earlier[k], later[k]
        _draw(one, both, shares, complete, rng)
        _draw(two, no_second, np.column_stack([shares, one]), complete, rng)
        _draw(one, no_first & ~both, np.column_stack([shares, two]), complete, rng)
    return ImputedPairs(earlier, later, int(lost.sum()))


def _draw(
    values: Reals, wanted: Flags, design: Reals, complete: Flags, rng: np.random.Generator
) -> None:
    """Fill the wanted values in place from a regression on the complete pairs."""
    if not wanted.any():
        return
    x, y = design[complete], values[complete]
    # A constant score leaves its column of the design to the groups.
    orthogonal, size, right = np.linalg.svd(x, full_matrices=False)
    real = size > 1e-10 * size.max()
    inverse = right[real].T / size[real]
    fitted = inverse @ (orthogonal[:, real].T @ y)
    free = y.size - int(real.sum())
    spread = np.sqrt(float(((y - x @ fitted) ** 2).sum()) / rng.chisquare(free))
    drawn = fitted + spread * (inverse @ rng.standard_normal(int(real.sum())))
    noise = spread * rng.standard_normal(int(wanted.sum()))
    values[wanted] = design[wanted] @ drawn + noise
