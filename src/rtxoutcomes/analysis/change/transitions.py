"""Transitions between bands of a score, from baseline to follow-up."""

from collections.abc import Iterator
from functools import partial
from itertools import product

import pandas as pd

from rtxoutcomes.analysis.change.scores import NO_VISIT, visits_of
from rtxoutcomes.analysis.counted import Source, people
from rtxoutcomes.analysis.descriptive import not_collected, number
from rtxoutcomes.analysis.question import Question, Statistic
from rtxoutcomes.arrays import Bools, Floats
from rtxoutcomes.counts import PairCounts
from rtxoutcomes.results import NAN, Measure, MethodKey, Quantity, Row
from rtxoutcomes.study import Score, Study
from rtxoutcomes.tabulate import pair_counts

TRANSITION = "transition"
METHOD = "count of patients, band at baseline by band at follow-up"


def transition_rows(source: Source, study: Study, score: Score) -> list[Row]:
    """Patients by band of the score at baseline and at follow-up."""
    rows: list[Row] = []
    for visit in visits_of(source, study, score):
        question, pairs = Question(TRANSITION, score.name, visit.month), visit.pairs
        moved = _no_transitions if pairs is None else _transitions
        frame = people(source) if pairs is None else pairs
        rows += question.rows(frame, study, partial(moved, score=score), overall=False)
    return rows


def _transitions(patients: pd.DataFrame, *, score: Score) -> Iterator[Statistic]:
    return transitions(pair_counts(patients, score), score)


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


def _no_transitions(patients: pd.DataFrame, *, score: Score) -> Iterator[Statistic]:
    nothing = not_collected(NO_VISIT, len(patients), Measure.COUNT)
    for (start, *_), (end, *_) in product(score.bands, score.bands):
        yield Statistic(Quantity.TRANSITION, nothing, level=start, against=end)
