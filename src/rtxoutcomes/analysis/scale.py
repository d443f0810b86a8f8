"""The scale on which a change is analysed: as it is, or its logarithm, reported as a ratio."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from rtxoutcomes.arrays import Floats, Ints
from rtxoutcomes.counts import PairCounts
from rtxoutcomes.estimate.paired.change import geometric_mean_ratio, mean_change
from rtxoutcomes.estimate.paired.signed_rank import ratio_ranks
from rtxoutcomes.results import Estimate, Measure, Quantity
from rtxoutcomes.study import Score


@dataclass(frozen=True, slots=True)
class ChangeScale:
    """How changes of a score are given: their unit, their measure, and what is estimated.

    `mean` is the quantity of a group, `adjusted` that of a contrast given baseline.
    """

    unit: str
    measure: Measure
    mean: Quantity
    adjusted: Quantity


def scale_of(score: Score) -> ChangeScale:
    """Differences in the unit of the score, or ratios."""
    if score.scale == "log":
        return ChangeScale(
            "ratio", Measure.RATIO, Quantity.GEOMETRIC_MEAN_RATIO, Quantity.ADJUSTED_RATIO
        )
    return ChangeScale(
        score.unit, Measure.DIFFERENCE, Quantity.MEAN_CHANGE, Quantity.ADJUSTED_DIFFERENCE
    )


def on_scale(values: pd.Series | Floats, score: Score) -> Floats:
    """The values on the scale of the score's analysis."""
    numbers = np.asarray(values, dtype=np.float64)
    return np.asarray(np.log(numbers)) if score.scale == "log" else numbers


def from_scale(value: Estimate, score: Score) -> Estimate:
    """A difference of logarithms as a ratio; the standard error stays on the log scale."""
    if score.scale != "log":
        return value
    return replace(
        value,
        measure=Measure.RATIO,
        estimate=float(np.exp(value.estimate)),
        conf_low=float(np.exp(value.conf_low)),
        conf_high=float(np.exp(value.conf_high)),
    )


def mean_of_changes(counts: PairCounts, score: Score) -> Estimate:
    """Mean change, or the ratio of geometric means where the score is analysed on the log scale."""
    if score.scale == "log":
        before, after = (np.repeat(v, counts.count) for v in (counts.before, counts.after))
        return geometric_mean_ratio(before, after, counts.dropped)
    return mean_change(changes(counts, score), counts.dropped)


def ranked_changes(counts: PairCounts, score: Score) -> Ints:
    """Whole numbers in the order of the patients' changes, or of their ratios; ties are exact."""
    if score.scale == "log":
        before, after = (counts.lattice_before, counts.lattice_after)
        return ratio_ranks(np.repeat(before, counts.count), np.repeat(after, counts.count))
    return lattice_changes(counts)


def changes(counts: PairCounts, score: Score) -> Floats:
    """Change of each patient with both values, on the scale of the analysis."""
    if score.scale == "log":
        return np.repeat(np.log(counts.after / counts.before), counts.count)
    return np.asarray(lattice_changes(counts) * float(score.lattice_step), dtype=np.float64)


def lattice_changes(counts: PairCounts) -> Ints:
    """Change of each patient with both values, in the smallest steps of the score."""
    return np.repeat(counts.lattice_after - counts.lattice_before, counts.count)
