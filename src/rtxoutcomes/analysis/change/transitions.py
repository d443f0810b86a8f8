"""From which band of a score to which: every patient with a pair once."""

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rtxoutcomes.analysis.question import Question, of_group
from rtxoutcomes.counts import PairCounts
from rtxoutcomes.results import NAN, Estimate, Row
from rtxoutcomes.study import Score

METHOD = "count of patients, band at baseline by band at follow-up"
Band = tuple[float, float]


def transition_rows(
    endpoint: str,
    group: str,
    patients: pd.DataFrame,
    counts: PairCounts | Estimate,
    score: Score,
) -> list[Row]:
    """How many patients of one diagnosis went from each band of the score to each.

    Bands are those of the study's worsening steps, else those between its clinical limits; a score
    with neither has no such table. `counts` are the pairs of `patients`, or the statement that
    there are none.
    """
    question = Question("transition", endpoint)
    if isinstance(counts, Estimate):
        return [question.row(group, name, counts) for name, _, _ in _transitions(score)]
    return [
        question.row(group, name, of_group(_counted(start, end, counts), patients))
        for name, start, end in _transitions(score)
    ]


def _transitions(score: Score) -> list[tuple[str, Band, Band]]:
    """Name of each transition, and the two bands: lowest value and first value beyond."""
    return [
        (f"{start} to {end}", (low, high), (low_after, high_after))
        for start, low, high in score.bands
        for end, low_after, high_after in score.bands
    ]


def _counted(start: Band, end: Band, counts: PairCounts) -> Estimate:
    moved = _within(counts.before, start) & _within(counts.after, end)
    count = int(counts.count[moved].sum())
    told = Estimate(
        method=METHOD, n=counts.n, dropped=counts.dropped, events=count, estimate=float(count)
    )
    if counts.n:
        return told
    return replace(told, estimate=NAN, status="not_estimable", note="n_zero")


def _within(values: NDArray[np.float64], band: Band) -> NDArray[np.bool_]:
    return (band[0] <= values) & (values < band[1])
