"""Transitions between bands of a score, from baseline to follow-up."""

from collections.abc import Iterator
from itertools import product

from rtxoutcomes.analysis.descriptive import number
from rtxoutcomes.analysis.question import Statistic
from rtxoutcomes.arrays import Bools, Floats
from rtxoutcomes.counts import PairCounts
from rtxoutcomes.results import NAN, Measure, MethodKey, Quantity
from rtxoutcomes.study import Score

METHOD = "count of patients, band at baseline by band at follow-up"


def transitions(counts: PairCounts, score: Score) -> Iterator[Statistic]:
    """Patients of one group by band at baseline (`level`) and band at follow-up (`against`).

    Bands are those of the study's worsening steps, otherwise those between its clinical limits; a
    score with neither has no transitions.
    """
    n, dropped = counts.n, counts.dropped
    measure, key = Measure.COUNT, MethodKey.TRANSITION_COUNT
    for (start, *before), (end, *after) in product(score.bands, score.bands):
        moved = _within(counts.before, *before) & _within(counts.after, *after)
        events = int(counts.count[moved].sum())
        value = events if n else NAN
        count = number(measure, key, value, n, dropped=dropped, events=events, method=METHOD)
        yield Statistic(Quantity.TRANSITION, count, level=start, against=end)


def _within(values: Floats, low: float, high: float) -> Bools:
    return (low <= values) & (values < high)
