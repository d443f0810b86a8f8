"""Change of a score by diagnosis, at the last visit and at the fixed time."""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd

from rtxoutcomes.analysis.between import adjusted_differences, between_diagnoses
from rtxoutcomes.analysis.change.effect_sizes import by_step, effect_sizes, effects_by_step
from rtxoutcomes.analysis.change.quantification import (
    below,
    just_below,
    needing_values,
    noted,
    of_known_direction,
    pairs_under,
    quantified,
    ratio_sensitivity,
    reported_mean,
    some_below,
)
from rtxoutcomes.analysis.change.regression_to_mean import slope_rows, untreated_change
from rtxoutcomes.analysis.counted import PAIRS_OF, Source, counted_pairs, people
from rtxoutcomes.analysis.descriptive import described, not_collected, share
from rtxoutcomes.analysis.diagnoses import groups
from rtxoutcomes.analysis.question import Question, Statistic
from rtxoutcomes.analysis.scale import changes, lattice_changes, ranked_changes, scale_of
from rtxoutcomes.cohort import Cohort
from rtxoutcomes.count_tables import FIXED, LAST
from rtxoutcomes.counts import PairCounts
from rtxoutcomes.derive.scores import lowest_after_baseline
from rtxoutcomes.estimate.describe import describe
from rtxoutcomes.estimate.paired.change import mean_change, standardised_mean_change
from rtxoutcomes.estimate.paired.hodges_lehmann import hodges_lehmann, walsh_interval
from rtxoutcomes.estimate.paired.responders import net_proportion_improved
from rtxoutcomes.estimate.paired.signed_rank import signed_rank
from rtxoutcomes.estimate.proportions.proportion import proportion
from rtxoutcomes.results import ALL, NAN, Choice, Estimate, Measure, MethodKey, Quantity, Row
from rtxoutcomes.results.collection import DISTRIBUTION_COLUMNS, joined
from rtxoutcomes.results.floors import FEWEST_PATIENTS
from rtxoutcomes.study import Score, Study
from rtxoutcomes.tabulate import pair_counts

ANALYSIS, CONTRAST = "change", "contrast"
# What has no number unless every value is known.
NEEDING_VALUES = frozenset(
    {
        Quantity.MEAN_CHANGE,
        Quantity.STANDARDISED_MEAN_CHANGE,
        Quantity.LIMIT_NEAREST_NO_CHANGE,
        Quantity.EXPECTED_CHANGE,
    }
)
# What rests on the values of one visit alone.
OF_ONE_VISIT = {
    "before": {Quantity.BASELINE_MEAN, Quantity.BASELINE_SD, Quantity.EXPECTED_CHANGE},
    "after": {Quantity.FOLLOW_UP_MEAN, Quantity.FOLLOW_UP_SD},
}
# What rests on whether a value is lower or higher, as is known unless both are below the limit.
OF_DIRECTION = frozenset(
    {
        *(Quantity.LOWER, Quantity.UNCHANGED, Quantity.HIGHER),
        *(Quantity.NET_PROPORTION, Quantity.SIGN_TEST),
    }
)
QUANTIFIED_ONLY = "without diagnoses that have values below the limit of quantification"
NO_VISIT = "no visit at that time was collected"


@dataclass(frozen=True, slots=True)
class ScorePairs:
    """One row per patient with a pair of values; None where not collected.

    `month` is the centre of the window of the follow-up visit, NaN for the last visit.
    """

    month: float
    pairs: pd.DataFrame | None


def score_pairs(cohort: Cohort, score: Score) -> tuple[ScorePairs, ...]:
    """The pairs of a score at the last visit and, where the study has one, at the fixed time."""
    return _at_visits(lambda visit: PAIRS_OF[visit](cohort, score), score)


def visits_of(source: Source, study: Study, score: Score) -> tuple[ScorePairs, ...]:
    """The same pairs by way of counts: in their order, and of nobody in particular."""
    return _at_visits(partial(counted_pairs, source, study, score), score)


def _at_visits(pairs: Callable[[str], pd.DataFrame | None], score: Score) -> tuple[ScorePairs, ...]:
    fixed = score.fixed_time_months
    visits = [(LAST, NAN), *([(FIXED, sum(fixed) / 2)] if fixed else [])]
    return tuple(ScorePairs(month, quantified(pairs(visit), score)) for visit, month in visits)


def change_rows(cohort: Cohort, study: Study, score: Score) -> list[Row]:
    """Change of one score: last visit, fixed time, between diagnoses, clinical limits."""
    rows = pair_rows(cohort, study, score)
    return [*rows, *slope_rows(cohort, study, score), *_limit_rows(cohort, study, score)]


def pair_rows(source: Source, study: Study, score: Score) -> list[Row]:
    """Change of one score at the last visit and the fixed time, by group and between groups."""
    rows: list[Row] = []
    for visit in visits_of(source, study, score):
        question, pairs = Question(ANALYSIS, score.name, visit.month), visit.pairs
        statistics = _nothing if pairs is None else partial(_statistics, study=study)
        frame = people(source) if pairs is None else pairs
        rows += question.rows(frame, study, partial(statistics, score=score), overall=False)
        if pairs is not None:
            test = partial(_between, question, pairs, study, score)
            rows += needing_values(test, affected=below(pairs) > 0)
    return rows


def _between(
    question: Question, pairs: pd.DataFrame, study: Study, score: Score, choice: Choice
) -> list[Row]:
    test = between_diagnoses(pairs_under(pairs, score, choice), study, score)
    return [question.row(ALL, Statistic(Quantity.BETWEEN_GROUPS, test))]


def change_contrast_rows(source: Source, study: Study, score: Score) -> list[Row]:
    """Differences of changes between each two diagnoses, given baseline."""
    rows: list[Row] = []
    for visit in visits_of(source, study, score):
        if visit.pairs is not None:
            question = Question(CONTRAST, score.name, visit.month)
            rows += _contrasts_at(question, visit.pairs, study, score)
    return rows


def _contrasts_at(
    question: Question, pairs: pd.DataFrame, study: Study, score: Score
) -> Iterator[Row]:
    """Contrasts at one visit; only of diagnoses without a value below the limit of quantification.

    They come from a model without the other diagnoses, whose unknown values would enter the slope
    on baseline.
    """
    censored = set(pairs.loc[some_below(pairs), "group"])
    differences = partial(_differences, question, pairs, study, score)
    for row in needing_values(differences, affected=bool(censored)):
        if not censored or censored & {row.group, row.against}:
            yield row
    if censored:
        quantified_only = pairs[~pairs["group"].isin(censored)]
        for row in _differences(question, quantified_only, study, score, Choice.AT_LIMIT):
            if not censored & {row.group, row.against}:
                method = f"{row.value.method}; {QUANTIFIED_ONLY}"
                yield replace(row, value=replace(row.value, method=method))


def _differences(
    question: Question, pairs: pd.DataFrame, study: Study, score: Score, choice: Choice
) -> Iterator[Row]:
    quantity, unit = scale_of(score).adjusted, scale_of(score).unit
    substituted = pairs_under(pairs, score, choice)
    sizes = substituted.dropna(subset=["before", "after"])["group"].value_counts()
    for later, earlier, value in adjusted_differences(substituted, study, score):
        smaller = min(int(sizes.get(code, 0)) for code in (later, earlier))
        few = smaller < FEWEST_PATIENTS and not math.isnan(value.estimate)
        marked = replace(value, note="few_patients") if few else value
        yield question.row(later, Statistic(quantity, marked, unit=unit, against=earlier))


def _statistics(patients: pd.DataFrame, *, score: Score, study: Study) -> Iterator[Statistic]:
    """Every statistic of one group; what needs the values themselves only if all are known."""
    counts = pair_counts(patients, score)
    every = (
        *_described(counts, score),
        *_tested(counts, reported_mean(patients, score), score),
        *_responded(patients, score),
        *effect_sizes(counts, score, study),
        *effects_by_step(pair_counts(of_known_direction(patients), score), score),
        *untreated_change(counts, score),
    )
    if below(patients):
        known = [OF_ONE_VISIT[name] for name in OF_ONE_VISIT if not below(patients, name)]
        unmoved = frozenset[Quantity]().union(*known)
        if not (some_below(patients, "before") & some_below(patients, "after")).any():
            unmoved |= OF_DIRECTION
        needing = NEEDING_VALUES - unmoved
        for s in every:
            if s.quantity not in needing:
                yield s if s.quantity in unmoved else replace(s, value=noted(s.value))
        under = partial(_under_choice, patients, score, needing)
        yield from needing_values(under, affected=True)
    else:
        yield from every
    yield from ratio_sensitivity(patients, score)


def _under_choice(
    patients: pd.DataFrame, score: Score, needing: frozenset[Quantity], choice: Choice
) -> Iterator[Statistic]:
    """The statistics that need every value, with one in place of those below the limit."""
    counts = pair_counts(pairs_under(patients, score, choice), score)
    # Half of the limit may lie between two steps of the scale.
    change = np.repeat(counts.after - counts.before, counts.count)
    mean = mean_change(change, counts.dropped)
    yield Statistic(Quantity.MEAN_CHANGE, mean, "alternative", score.unit)
    standardised = standardised_mean_change(changes(counts, score), counts.dropped)
    yield Statistic(Quantity.STANDARDISED_MEAN_CHANGE, standardised, "alternative")
    yield from (s for s in untreated_change(counts, score) if s.quantity in needing)


def _described(counts: PairCounts, score: Score) -> Iterator[Statistic]:
    n, dropped = counts.n, counts.dropped
    for values, mean, sd in (
        (counts.before, Quantity.BASELINE_MEAN, Quantity.BASELINE_SD),
        (counts.after, Quantity.FOLLOW_UP_MEAN, Quantity.FOLLOW_UP_SD),
    ):
        summary = describe(np.repeat(values, counts.count))
        for quantity, value, key, method in (
            (mean, summary.mean, MethodKey.MEAN, "mean of complete pairs"),
            (sd, summary.sd, MethodKey.SD, "standard deviation of complete pairs"),
        ):
            estimate = described(value, n, key, dropped, measure=Measure.VALUE, method=method)
            yield Statistic(quantity, estimate, unit=score.unit)


def _tested(counts: PairCounts, mean: Estimate, score: Score) -> Iterator[Statistic]:
    ranked = ranked_changes(counts, score)
    units, step = lattice_changes(counts), float(score.lattice_step)
    wilcoxon, pratt = (signed_rank(ranked, rule, counts.dropped) for rule in ("wilcoxon", "pratt"))
    yield Statistic(scale_of(score).mean, mean, unit=scale_of(score).unit)
    yield Statistic(Quantity.SIGNED_RANK, wilcoxon)
    yield Statistic(Quantity.SIGNED_RANK, pratt, "alternative")
    if score.scale == "log":
        change = mean_change(np.asarray(units * step, dtype=np.float64), counts.dropped)
        yield Statistic(Quantity.MEAN_CHANGE, change, "alternative", score.unit)
        return
    exact = hodges_lehmann(units, step, dropped=counts.dropped)
    yield Statistic(Quantity.HODGES_LEHMANN, exact, unit=score.unit)
    walsh = walsh_interval(units, step, dropped=counts.dropped)
    yield Statistic(Quantity.HODGES_LEHMANN, walsh, "alternative", score.unit)


def _responded(pairs: pd.DataFrame, score: Score) -> Iterator[Statistic]:
    counts, patients = pair_counts(of_known_direction(pairs), score), directions(pairs, score)
    if score.higher_is != "neither" and score.worsening:
        patients |= by_step(counts, score)
    for quantity, count in patients.items():
        yield Statistic(quantity, share(count, counts.n, counts.dropped))
    if score.higher_is != "neither":
        lower, higher = patients[Quantity.LOWER], patients[Quantity.HIGHER]
        better, worse = (lower, higher) if score.higher_is == "worse" else (higher, lower)
        tests = net_proportion_improved(better, worse, counts.n, counts.dropped)
        yield Statistic(Quantity.NET_PROPORTION, tests.net)
        yield Statistic(Quantity.SIGN_TEST, tests.sign)


def directions(pairs: pd.DataFrame, score: Score) -> dict[Quantity, int]:
    """Patients with a lower, the same and a higher value at follow-up than at baseline."""
    counts = pair_counts(of_known_direction(just_below(pairs, score)), score)
    change = counts.lattice_after - counts.lattice_before
    down, same, up = (int(counts.count[np.sign(change) == sign].sum()) for sign in (-1, 0, 1))
    return {Quantity.LOWER: down, Quantity.UNCHANGED: same, Quantity.HIGHER: up}


def _limit_rows(cohort: Cohort, study: Study, score: Score) -> list[Row]:
    """Patients whose lowest value after baseline lies below each clinical limit of the study."""
    lowest = lowest_after_baseline(cohort, score)

    def statistics(patients: pd.DataFrame) -> Iterator[Statistic]:
        known = patients["lowest"].dropna()
        for limit in score.low:
            value = proportion(int((known < limit).sum()), len(known)).clopper_pearson
            value = replace(value, dropped=len(patients) - len(known))
            yield Statistic(Quantity.BELOW_LIMIT, value, level=format(limit, "g"))

    if lowest is None:
        return []
    return Question(ANALYSIS, score.name).rows(lowest, study, statistics, overall=False)


def _nothing(patients: pd.DataFrame, *, score: Score) -> Iterator[Statistic]:
    measures = {scale_of(score).mean: scale_of(score).measure, Quantity.SIGNED_RANK: Measure.TEST}
    for quantity, measure in measures.items():
        yield Statistic(quantity, not_collected(NO_VISIT, len(patients), measure))


def distributions(source: Source, study: Study) -> pd.DataFrame:
    """How often each pair of values occurs, by score, visit and diagnosis, for change figures."""
    frames = []
    for score in study.scores:
        for visit in visits_of(source, study, score):
            if visit.pairs is None:
                continue
            for group, patients in groups(visit.pairs, study, overall=False):
                counts = pair_counts(patients, score)
                named = {"before": counts.before, "after": counts.after, "count": counts.count}
                frame = pd.DataFrame(named)
                frames.append(frame.assign(endpoint=score.name, month=visit.month, group=group))
    return joined(frames, DISTRIBUTION_COLUMNS)
